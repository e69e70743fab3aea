"""A composed table as a workbook: notes first, then a sheet per indicator with areas down and periods across."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from noaber.products.exports.spreadsheet_safety import plain_text
from noaber.products.exports.tabulation_rows import Named
from noaber.products.figures import Figure
from noaber.products.marks import name_marks
from noaber.products.subjects import Subject
from noaber.products.wording import Wording

MOST_ROWS = 1_000_000
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
HEADER = 2  # line of the column names


@dataclass(frozen=True)
class BookPlan:
    """What the workbook says besides figures: (name, text) lines of notes, and the indicators by key."""

    notes: Sequence[tuple[str, str]]
    subjects: Mapping[int, Subject]
    corners: tuple[str, str, str]
    notes_title: str
    built: str


def tabulation_book(frames: Iterable[pl.DataFrame], named: Named, plan: BookPlan, wording: Wording) -> Path:
    """Write the workbook to a temporary file, row by row so that it takes little memory; the caller removes it."""
    import xlsxwriter

    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        target = Path(file.name)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    styles = _Styles(book, wording)
    _write_notes(book.add_worksheet(plan.notes_title), plan, styles)
    for key, parts in groupby(frames, lambda frame: frame["indicator_key"][0] if frame.height else -1):
        if key >= 0:
            _write_sheets(book, plan.subjects[key], pl.concat(list(parts)), named, plan, styles)
    book.close()
    return target


class _Styles:
    """Formats of numbers, by decimals, sign and mark; words and formats of the combinations of status that occur."""

    def __init__(self, book: Any, wording: Wording) -> None:
        self._book, self._wording = book, wording
        self._known: dict[tuple[Any, ...], Any] = {}
        self.bold = book.add_format({"bold": True})
        self.header = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "align": "right"})
        self.title = book.add_format({"bold": True, "font_size": 14})

    def number(self, subject: Subject, mark: str) -> Any:
        """Give the format of a number with a mark behind it."""
        key = (subject.decimals, subject.sign, mark)
        if key not in self._known:
            digits = "#,##0" + ("." + "0" * subject.decimals if subject.decimals else "")
            sign = ' "%"' if subject.sign == "%" else ""
            before = '"€ "' if subject.sign == "€" else ""
            form = before + digits + sign + (f'" {mark}"' if mark else "")
            self._known[key] = self._book.add_format({"num_format": form})
        return self._known[key]

    def mark(self, status: str, hidden: bool, series_break: bool, there: bool) -> str:
        """Give the sign of a status, or the words for why there is no number."""
        figure = Figure(0.0 if there else None, status, hidden, series_break)
        if figure.absence:
            return self._wording.t("export.hidden" if hidden else "export.missing")
        return " ".join(mark.sign for mark in name_marks(figure, self._wording))


def _write_notes(sheet: Any, plan: BookPlan, styles: _Styles) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for line, (name, text) in enumerate(plan.notes):
        sheet.write_string(line, 0, name, styles.bold)
        sheet.write_string(line, 1, plain_text(text))


def _write_sheets(
    book: Any, subject: Subject, frame: pl.DataFrame, named: Named, plan: BookPlan, styles: _Styles
) -> None:
    """Write one indicator, over as many sheets as its rows need."""
    periods = frame["period_key"].unique().sort().to_list()
    lines = list(_lines(frame, periods, styles))
    for part, start in enumerate(range(0, len(lines), MOST_ROWS)):
        sheet = book.add_worksheet(_sheet_name(book, subject.name, part))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 2, 20)
        sheet.freeze_panes(HEADER + 1, 3)
        sheet.write_string(0, 0, plain_text(subject.name), styles.title)
        for at, name in enumerate((*plan.corners, *(named.periods[period] for period in periods))):
            sheet.write_string(HEADER, at, name, styles.header)
        _write_lines(sheet, lines[start : start + MOST_ROWS], subject, named, styles)


def _sheet_name(book: Any, name: str, part: int) -> str:
    """Give a name that is free: at most 31 characters, no sign that sheets refuse."""
    used = {sheet.get_name().casefold() for sheet in book.worksheets()}
    base = " ".join(name.translate(FORBIDDEN).split())
    for number in range(part + 1, part + len(used) + 3):
        ending = f" ({number})" if number > 1 else ""
        found = base[: 31 - len(ending)].strip() + ending
        if found.casefold() not in used:
            return found
    raise AssertionError("there is always a free number")


Line = tuple[int, int, list[float | None], list[str]]


def _lines(frame: pl.DataFrame, periods: Sequence[int], styles: _Styles) -> Iterator[Line]:
    """Give a line per area and slice: its numbers by period, and beside each its mark or why it is not there."""
    states = frame.select("status", "hidden", "series_break", there=pl.col("value").is_not_null()).unique()
    signs = {state: styles.mark(*state) for state in states.iter_rows()}
    table = pl.DataFrame([(*state, sign) for state, sign in signs.items()], orient="row",
                         schema=["status", "hidden", "series_break", "there", "sign"])  # fmt: skip
    marked = frame.with_columns(there=pl.col("value").is_not_null()).join(
        table, on=["status", "hidden", "series_break", "there"], maintain_order="left"
    )
    marked = marked.with_columns(value=pl.when(~pl.col("hidden")).then(pl.col("value")))
    wide = marked.pivot("period_key", on_columns=periods, index=["area_key", "slice_key"], values=["value", "sign"])
    numbers = wide.select(f"value_{period}" for period in periods).iter_rows()
    texts = wide.select(pl.col(f"sign_{period}").fill_null("") for period in periods).iter_rows()
    keys = wide.select("area_key", "slice_key").iter_rows()
    for (area, slice), values, words in zip(keys, numbers, texts, strict=True):
        yield area, slice, list(values), list(words)


def _write_lines(sheet: Any, lines: Sequence[Line], subject: Subject, named: Named, styles: _Styles) -> None:
    write_number, write_string = sheet.write_number, sheet.write_string
    for at, (area, slice, values, words) in enumerate(lines, start=HEADER + 1):
        code, vintage, name = named.areas[area]
        write_string(at, 0, plain_text(name))
        write_string(at, 1, plain_text(f"{code}@{vintage}" if vintage else code))
        write_string(at, 2, plain_text(named.slice(slice)[1]))
        for column, (value, word) in enumerate(zip(values, words, strict=True), start=3):
            if value is not None:
                write_number(at, column, value, styles.number(subject, word))
            elif word:
                write_string(at, column, word)
