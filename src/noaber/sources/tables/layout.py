"""What all tables share: names from header rows, footers, cells as text, and the finished frame."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

import polars as pl

from noaber.vocabulary.errors import DeliveryError, Problem

ROW = "row"
RAGGED = "ragged"
FOOTER_WITHIN = 50
"""A footer starts within this many rows from the end."""


def compose_names(levels: Sequence[Sequence[str]], carry: bool = True) -> list[str]:
    """Join header rows to one name per column, `|` between levels.

    An empty cell above the last row belongs to the cell on its left (a merged cell), unless a row above it starts
    something new there; `carry=False` where the file itself said which cells are merged. Levels that stay empty are
    left out; line breaks within a name become spaces.

    >>> compose_names([["", "Woning", "", "Zorg"], ["Code", "Koop", "Huur", ""]])
    ['Code', 'Woning|Koop', 'Woning|Huur', 'Zorg']
    """
    width = max((len(level) for level in levels), default=0)
    tidy = [[tidy_name(cell) for cell in level] + [""] * (width - len(level)) for level in levels]
    carried = _carry_right(tidy[:-1]) + tidy[-1:] if carry else tidy
    return ["|".join(filter(None, column)) for column in zip(*carried, strict=True)]


def tidy_name(cell: str) -> str:
    """Give a header cell on one line, with single spaces."""
    return " ".join(cell.replace("\ufeff", "").split())


def _carry_right(levels: list[list[str]]) -> list[list[str]]:
    starts: set[int] = set()
    carried = []
    for level in levels:
        row: list[str] = []
        for column, cell in enumerate(level):
            if cell:
                starts.add(column)
            row.append(cell or (row[-1] if row and column not in starts else ""))
        carried.append(row)
    return carried


def settle_names(place: str, names: Sequence[str]) -> list[str]:
    """Make names fit for a frame: `column_3` where none was given, `row_` for a supplier's own `row`.

    Raises DeliveryError with every name that occurs twice.
    """
    settled = [name or unnamed(number) for number, name in enumerate(names, 1)]
    settled = [f"{name}_" if name in (ROW, RAGGED) else name for name in settled]
    twice = [name for name, count in Counter(settled).items() if count > 1]
    if twice:
        raise DeliveryError(
            Problem(
                place,
                f"column '{name}' occurs {settled.count(name)} times",
                "every column name once",
                "Count more header rows in `header_rows:`, or name the columns with `names:`.",
            )
            for name in twice
        )
    return settled


def unnamed(number: int) -> str:
    """Name of column `number` (from 1) that has no name of its own."""
    return f"column_{number}"


def is_footer(cells: Iterable[str], footer: str) -> bool:
    """Say whether a row has one filled cell, and that cell matches `footer`."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == 1 and re.search(footer, filled[0]) is not None


def cell_text(value: object) -> str:
    """Give a typed cell as text: whole numbers without `.0`, dates ISO, true and false, nothing as empty.

    >>> [cell_text(value) for value in (141.0, 5.7, True, date(2015, 10, 28), None)]
    ['141', '5.7', 'true', '2015-10-28', '']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def frame_of(columns: Mapping[str, Sequence[str | None]], numbers: Sequence[int]) -> pl.DataFrame:
    """Build the table of text columns; `numbers` are the places of its rows in the file."""
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String()))
    return finish(frame.with_columns(pl.Series(ROW, numbers, dtype=pl.UInt32)))


def finish(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the table as all readers promise it: `row`, the supplier's columns, `ragged`.

    Padding is stripped and an empty cell is null; rows without anything are dropped, as are columns without name and
    content.
    """
    if RAGGED not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(RAGGED))
    cells = [name for name in frame.columns if name not in (ROW, RAGGED)]
    stripped = pl.col(cells).str.strip_chars()
    frame = frame.with_columns(pl.when(stripped != "").then(stripped))
    frame = frame.filter(pl.any_horizontal(pl.col([*cells, RAGGED]).is_not_null()))
    kept = [
        name
        for number, name in enumerate(cells, 1)
        if name != unnamed(number) or frame[name].null_count() < frame.height
    ]
    return frame.select(pl.col(ROW).cast(pl.UInt32), *kept, RAGGED)
