"""The text of a supplier's column to values: numbers with their marks, periods, areas, categories, dates.

Every parser takes the distinct texts of a column and gives a small look-up frame; the records join it. What cannot
be read gets a reason in `bad`, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from math import isfinite

import polars as pl

from noaber.content.region import CorrectionFile
from noaber.content.source import MARKS, ColumnSpec, SourceFile
from noaber.privacy.pseudonyms import PSEUDONYM
from noaber.sources.masking import MASK, is_masked
from noaber.vocabulary.areas import AreaRegister
from noaber.vocabulary.errors import NotFound
from noaber.vocabulary.periods import Period, parse_supplier_period

LOOKUP = {"text": pl.String, "value": pl.String, "status": pl.String, "bad": pl.String}
_PLAIN = {
    ".": re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?"),
    ",": re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?"),
}
_LONE_THOUSANDS = re.compile(r"[+-]?\d{1,3}[.,]\d{3}")
YEARS = range(1500, 2200)
"""Years a figure can be about: 9999 means never, 1019 is a slip of the pen."""
NEVER = 9999
_DATES = (
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}"), "%Y-%m-%d"),
    (re.compile(r"\d{8}"), "%Y%m%d"),  # strptime alone takes 202011 for 1 January
    (re.compile(r"\d{1,2}-\d{1,2}-\d{4}"), "%d-%m-%Y"),
    (re.compile(r"\d{1,2}/\d{1,2}/\d{4}"), "%d/%m/%Y"),
)
_STATUS = {"hidden": "H", "missing": "M", "absent": "N"}


@dataclass(frozen=True)
class Reading:
    """What the parsers need to know besides the text."""

    source: SourceFile
    register: AreaRegister
    area_dimensions: Mapping[str, str]
    corrections: tuple[CorrectionFile, ...] = ()
    categories: Mapping[str, frozenset[str]] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)  # what the name of the file says


def parse_column(texts: pl.Series, spec: ColumnSpec, reading: Reading) -> pl.DataFrame:
    """Give text, value (as text), status (null, P, M or H) and the reason where a text is bad."""
    parse = parser_of(spec, reading)
    rows = [(text, *parse(text or "")) for text in texts.unique(maintain_order=True).to_list()]
    return pl.DataFrame(rows, schema=LOOKUP, orient="row")


Parsed = tuple[str | None, str | None, str | None]


def part_of(text: str, spec: ColumnSpec) -> str | None:
    """Give the part of a text that its column asks for; None where it does not look like one."""
    if not spec.match:
        return text
    match = re.fullmatch(spec.match, text, re.DOTALL)
    return match and (match.group(1) if match.groups() else text)


def parser_of(spec: ColumnSpec, reading: Reading) -> Callable[[str], Parsed]:
    """Give what reads one text of a column: value, status and what is bad. It sees only the part of a text that the
    content asks for."""
    parse = _parser(spec, reading)
    if not spec.match:
        return parse

    def parse_part(text: str) -> Parsed:
        part = part_of(text, spec) if text else ""
        return parse(part) if part is not None else (None, None, f"'{text}' does not look like one")

    return parse_part


def _parser(spec: ColumnSpec, reading: Reading) -> Callable[[str], Parsed]:
    if spec.numeric:
        return _number_parser(spec, reading.source)
    if spec.area:
        return _area_parser(spec.area, reading)
    if spec.period:
        return _period_parser(spec)
    if spec.dimension:
        return _category_parser(spec, reading)
    if spec.identifies:
        return _parse_pseudonym
    if spec.codes:
        return _code_parser(spec)
    return _parse_date if spec.type == "date" else _parse_text


def _number_parser(spec: ColumnSpec, source: SourceFile) -> Callable[[str], Parsed]:
    marks = marks_of(spec, source)

    def parse(text: str) -> Parsed:
        if is_masked(text):
            return None, None, text if text != MASK else f"'{text}' is not a number"
        if text in marks:
            return ("0", None, None) if marks[text] == "zero" else (None, _STATUS[marks[text]], None)
        bare = text.rstrip("*").replace("\u00a0", "").replace(" ", "")
        decimal = _decimal_mark(bare) if source.format.decimal == "auto" else source.format.decimal
        if decimal == "" or not _PLAIN[decimal].fullmatch(bare):
            return None, None, f"'{text}' is not a number" + (" with one meaning" if decimal == "" else "")
        thousands = "." if decimal == "," else ","
        value = float(bare.replace(thousands, "").replace(",", ".")) * spec.scale
        if not isfinite(value):
            return None, None, f"'{text}' is not a number"
        return (
            repr(value),
            ("P" if bare != text and text.endswith("*") else None),
            _out_of_bounds(value, spec, text),
        )

    return parse


def _decimal_mark(text: str) -> str:
    """Give the decimal mark of a number whose supplier is not known to use one: the last; none where it could be both.

    >>> [_decimal_mark(text) for text in ("12", "1,5", "1.234,50", "1.234")]
    ['.', ',', ',', '']
    """
    if _LONE_THOUSANDS.fullmatch(text):
        return ""
    return "," if text.rfind(",") > text.rfind(".") else "."


def _out_of_bounds(value: float, spec: ColumnSpec, text: str) -> str | None:
    if spec.type == "integer" and value != int(value):
        return f"'{text}' is not a whole number"
    if spec.min is not None and value < spec.min:
        return f"{text} is below {spec.min:g}"
    if spec.max is not None and value > spec.max:
        return f"{text} is above {spec.max:g}"
    return None


def _area_parser(types: tuple[str, ...], reading: Reading) -> Callable[[str], Parsed]:
    def parse(text: str) -> Parsed:
        if not text:
            return None, None, "no area"
        for type in types:
            found = reading.register.resolve(text, type, reading.source.vintage)
            if found:
                return found, None, None
        return None, None, f"unknown area '{text}' ({' or '.join(types)})"

    return parse


def marks_of(spec: ColumnSpec, source: SourceFile) -> dict[str, str]:
    """Give the marks that stand for a number in a column and what they mean: the usual, the source's, its own."""
    return {**MARKS, **source.marks, **spec.marks}


def _period_parser(spec: ColumnSpec) -> Callable[[str], Parsed]:
    def parse(text: str) -> Parsed:
        if not text:
            return None, None, "no period"
        try:
            period, provisional = parse_supplier_period(text)
        except NotFound:
            return None, None, f"'{text}' is not a period"
        if period.year not in YEARS:
            return None, None, f"'{text}' is not a period"
        if spec.frequency:
            period = Period.containing(spec.frequency, period.start)
        return str(period), "P" if provisional else None, None

    return parse


def _category_parser(spec: ColumnSpec, reading: Reading) -> Callable[[str], Parsed]:
    area_type = reading.area_dimensions.get(spec.dimension)
    records = reading.source.class_ == "personal"
    known = reading.categories.get(spec.dimension, frozenset())
    by_area = _area_parser((area_type,), reading) if area_type else None

    def parse(text: str) -> Parsed:
        if text in spec.codes:
            code = spec.codes[text]
            return ("" if code == "total" else code), None, None
        if records and not text:
            return None, None, None
        if by_area:
            return by_area(text)
        if spec.codes or (records and text not in known):
            return None, None, f"unknown code '{text}' of {spec.dimension}"
        return text, None, None

    return parse


def _code_parser(spec: ColumnSpec) -> Callable[[str], Parsed]:
    def parse(text: str) -> Parsed:
        if not text or text in spec.codes:
            return spec.codes.get(text), None, None
        return None, None, f"unknown code '{text}'"

    return parse


def _parse_pseudonym(text: str) -> Parsed:
    if not text or PSEUDONYM.fullmatch(text):
        return text or None, None, None
    return None, None, "no valid number"


@lru_cache(maxsize=100_000)
def _parse_date(text: str) -> Parsed:
    if not text:
        return None, "M", None
    for pattern, form in _DATES:
        if pattern.fullmatch(text):
            try:
                day = datetime.strptime(text, form).date()
            except ValueError:
                break
            if day.year in YEARS or day.year == NEVER:
                return day.isoformat(), None, None
    return None, None, f"'{text}' is not a date"


def _parse_text(text: str) -> Parsed:
    return text or None, None, None
