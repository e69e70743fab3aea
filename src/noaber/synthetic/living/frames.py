"""Columns to text: dates, postcodes and numbers as a supplier writes them, as Polars frames and bytes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from noaber.synthetic.living.columns import NEVER, Ints, Names


def dates(days: Ints) -> pl.Series:
    """Give days as dates; nothing where they lie beyond all that is told."""
    known = pl.Series(np.asarray(days).astype(np.int32)).cast(pl.Date)
    return known.set(pl.Series(np.asarray(days) >= NEVER), None)


def pick(names: Sequence[str | None] | Names, places: Ints) -> pl.Series:
    """Give for each place the name in a list."""
    return pl.Series(list(names), dtype=pl.String).gather(pl.Series(np.asarray(places).astype(np.uint32)))


def numbers(values: Ints, width: int, prefix: str = "") -> pl.Series:
    """Give whole numbers as text of a fixed width, with leading zeros."""
    return prefix + pl.Series(np.asarray(values)).cast(pl.String).str.zfill(width)


def to_csv(frame: pl.DataFrame, delimiter: str = ";", date_format: str = "%Y-%m-%d") -> bytes:
    """Give a frame as CSV in UTF-8."""
    return frame.write_csv(separator=delimiter, date_format=date_format, line_terminator="\r\n").encode()
