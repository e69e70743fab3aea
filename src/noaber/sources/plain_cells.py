"""Cells that are plainly what their column holds, read all at once; whatever needs a closer look goes to the parsers.

Most cells of a delivery are a bare number, a date as 2024-05-31 or a pseudonym. Reading these as columns instead of one
text after the other is what makes records of a whole region readable in a minute.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from noaber.content.source import ColumnSpec, SourceFile
from noaber.privacy.pseudonyms import PSEUDONYM, numbers_of
from noaber.sources.columns import NEVER, YEARS, marks_of

CELL = pl.col("text")
NUMBER = {".": r"^[+-]?[0-9]+(\.[0-9]+)?$", ",": r"^[+-]?[0-9]+(,[0-9]+)?$", "auto": r"^[+-]?[0-9]+([.,][0-9]{1,2})?$"}
"""What is a number whatever else the column holds, by decimal mark; three digits behind a mark could be thousands."""
ISO_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def read_plain(texts: pl.Series, spec: ColumnSpec, source: SourceFile) -> pl.Series | None:
    """Give the values of plain cells as the parsers would: numbers for a figure or a pseudonym, else texts; null where
    a cell needs a closer look. None where nothing of such a column can be read so.

    A plain cell is good: no mark, no status, within the bounds of its column.
    """
    read = None if spec.match else _reader(spec)
    return pl.DataFrame({"text": texts}).select(read(spec, source)).to_series() if read else None


def unsure_texts(texts: pl.Series, spec: ColumnSpec, source: SourceFile) -> list[str]:
    """Give the different texts of a column that are not plainly what it holds.

    >>> texts = pl.Series(["2024-05-31", "31 mei", None])
    >>> unsure_texts(texts, ColumnSpec(type="date"), SourceFile.model_construct())
    ['31 mei']
    """
    read = None if spec.match else _reader(spec)
    unsure = CELL.is_not_null() & read(spec, source).is_null() if read else CELL.is_not_null()
    found = pl.DataFrame({"text": texts}).select(CELL.filter(unsure).unique(maintain_order=True))
    return found.to_series().to_list()


def _reader(spec: ColumnSpec) -> Callable[[ColumnSpec, SourceFile], pl.Expr] | None:
    if spec.numeric:
        return _number
    if spec.area or spec.period or spec.dimension:
        return None
    if spec.identifies:
        return _pseudonym
    if spec.codes:
        return None
    return _date if spec.type == "date" else _text


def _number(spec: ColumnSpec, source: SourceFile) -> pl.Expr:
    decimal = source.format.decimal
    marks = [mark for mark in marks_of(spec, source) if mark]
    bare = CELL if decimal == "." else CELL.str.replace(",", ".", literal=True)
    value = pl.when(CELL.str.contains(NUMBER[decimal]) & ~CELL.is_in(marks)).then(bare).cast(pl.Float64) * spec.scale
    fits = pl.lit(True)
    if spec.min is not None:
        fits &= value >= spec.min
    if spec.max is not None:
        fits &= value <= spec.max
    if spec.type == "integer":
        fits &= value == value.round()
    return pl.when(fits & value.is_finite()).then(value)


def _pseudonym(_: ColumnSpec, __: SourceFile) -> pl.Expr:
    return pl.when(CELL.str.contains(f"^(?:{PSEUDONYM.pattern})$")).then(numbers_of(CELL))


def _date(_: ColumnSpec, __: SourceFile) -> pl.Expr:
    day = pl.when(CELL.str.contains(ISO_DATE)).then(CELL).str.to_date("%Y-%m-%d", strict=False)
    told = day.dt.year().is_between(YEARS.start, YEARS.stop - 1) | (day.dt.year() == NEVER)
    return pl.when(told).then(CELL)


def _text(_: ColumnSpec, __: SourceFile) -> pl.Expr:
    return pl.when(CELL != "").then(CELL)
