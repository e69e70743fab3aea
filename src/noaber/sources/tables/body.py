"""The lines below a header as a frame: fast where the file is regular, careful where it is not; nothing is lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from noaber.sources.tables.layout import RAGGED, ROW

QUOTED = "\x01"
"""Stands for a quoted cell while cells are counted; text with this character has been refused before."""
LONGEST_CELL = 64 * 1024 * 1024
LEAST_WIDTH = 4
"""In narrower tables a text over several lines may well have as many marks as a record."""


def parse_body(text: str, first_line: int, delimiter: str, names: Sequence[str]) -> pl.DataFrame:
    """Split `text` into rows with the columns `row` (line in the file), `names` and `ragged`.

    A record with another number of cells than `names` keeps its whole text in `ragged` and has no cells; empty cells
    too many at its end are forgiven. Where a quote is never closed each line stands for itself, so that only the
    line with the stray quote is spoilt; the same where a later quote closes it, and a cell has swallowed whole lines.
    """
    filled = text.lstrip("\n")
    first = first_line + len(text) - len(filled)
    frame = parse_regular(filled, first, delimiter, names)
    return parse_careful(filled, first, delimiter, names) if frame is None else frame


def parse_regular(text: str, first_line: int, delimiter: str, names: Sequence[str]) -> pl.DataFrame | None:
    """Split a body in which each line is one record of the right width; None where that does not hold."""
    text = text.removesuffix("\n")
    if not text.strip():
        return None
    lines = pl.Series([text]).str.split("\n").explode()
    bare = _without_quoted(lines, delimiter) if '"' in text else lines
    if bare is None or not _fits(bare, delimiter, len(names)):
        return None
    frame = pl.read_csv(
        io.BytesIO(text.encode()),
        separator=delimiter,
        has_header=False,
        schema=dict.fromkeys(names, pl.String()),
        quote_char='"' if '"' in text else None,
    )
    if frame.height != lines.len():
        return None
    rows = pl.int_range(first_line, first_line + frame.height, dtype=pl.UInt32, eager=True)
    return frame.with_columns(rows.alias(ROW), pl.lit(None, dtype=pl.String).alias(RAGGED))


def _fits(bare: pl.Series, delimiter: str, width: int) -> bool:
    """Say whether each line is blank or has `width` cells."""
    return bool(((bare.str.count_matches(delimiter, literal=True) == width - 1) | (bare == "")).all())


def _without_quoted(lines: pl.Series, delimiter: str) -> pl.Series | None:
    """Replace each quoted cell by one character; None where a quote is not at the edge of a cell of its own line."""
    bare = lines.str.replace_all('"(?:[^"]|"")*"', QUOTED)
    stray = f'"|[^{re.escape(delimiter)}]{QUOTED}|{QUOTED}[^{re.escape(delimiter)}]'
    return None if bare.str.contains(stray).any() else bare


@dataclass(frozen=True)
class _Record:
    """Cells of one record, None where its quotes make no sense, and its first and last line (from 0)."""

    cells: list[str] | None
    first: int
    last: int


def parse_careful(text: str, first_line: int, delimiter: str, names: Sequence[str]) -> pl.DataFrame:
    """Split any body, record by record."""
    csv.field_size_limit(LONGEST_CELL)
    lines = text.split("\n")
    try:
        records = list(_records(lines, delimiter))
    except csv.Error:
        records = list(_single_lines(lines, 0, len(lines) - 1, delimiter))
    records = [one for record in records for one in _parted(record, lines, delimiter, len(names))]
    filled = [record for record in records if record.cells is None or any(map(str.strip, record.cells))]
    fitted = [_fitted(record.cells, len(names)) for record in filled]
    ragged = [
        None if cells else "\n".join(lines[record.first : record.last + 1])
        for record, cells in zip(filled, fitted, strict=True)
    ]
    blank = [None] * len(names)
    frame = pl.DataFrame([cells or blank for cells in fitted], schema=dict.fromkeys(names, pl.String()), orient="row")
    numbers = pl.Series(ROW, [first_line + record.first for record in filled], dtype=pl.UInt32)
    return frame.with_columns(numbers, pl.Series(RAGGED, ragged, dtype=pl.String))


def _records(lines: list[str], delimiter: str) -> Iterator[_Record]:
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    first = 0
    for cells in reader:
        yield _Record(cells, first, reader.line_num - 1)
        first = reader.line_num


def _single_lines(lines: list[str], first: int, last: int, delimiter: str) -> Iterator[_Record]:
    for number in range(first, last + 1):
        yield _Record(_line_cells(lines[number], delimiter), number, number)


def _parted(record: _Record, lines: list[str], delimiter: str, width: int) -> Iterable[_Record]:
    """Give a record over several lines as it is, or line by line where it has swallowed other records."""
    if record.first == record.last or width < LEAST_WIDTH:
        return [record]
    alone = list(_single_lines(lines, record.first, record.last, delimiter))
    spoilt = _fitted(record.cells, width) is None and any(_fitted(one.cells, width) for one in alone)
    return alone if spoilt or any(_swallows(cell, delimiter, width) for cell in record.cells or ()) else [record]


def _swallows(cell: str, delimiter: str, width: int) -> bool:
    """Say whether a cell goes on over as many marks as its lines have when each is a record."""
    return "\n" in cell and cell.count(delimiter) == cell.count("\n") * (width - 1)


def _line_cells(line: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _fitted(cells: list[str] | None, width: int) -> list[str] | None:
    if cells is None or any(map(str.strip, cells[width:])) or len(cells) < width:
        return None
    return cells[:width]
