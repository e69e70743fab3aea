"""Parquet files: typed columns back to text."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.layout import ROW, finish, settle_names
from noaber.sources.tables.parts import pick_part, refuse

DAMAGE = (
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    OSError,
    MemoryError,
    ValueError,
    TypeError,
    KeyError,
    NotImplementedError,
)
"""What Arrow and Polars raise on a damaged file; errors of Arrow are also these built-in ones."""
EXACT_TO = 2.0**53
"""Above this a floating number no longer stands for one whole number."""


def read_parquet(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read a Parquet part as text: whole numbers without `.0`, dates ISO, fields of records with dotted names.

    Lists and binary columns are left out. Row numbers count the rows of the file.
    """
    name = pick_part(parts, fmt, (".parquet", ".pq"))
    if not parts[name].startswith(b"PAR1"):
        raise refuse(name, "is no Parquet file", "a Parquet file", "Correct `kind:`, or fetch the file again.")
    frame = _unnest(_decode(name, parts[name]))
    frame = frame.select(pl.exclude(pl.List, pl.Array, pl.Binary))
    if not frame.width:
        raise refuse(name, "has no columns with single values", "a table", "Check the file.")
    frame.columns = settle_names(name, frame.columns)
    texts = [_as_text(name, frame.schema[name]) for name in frame.columns]
    return finish(frame.select(texts).with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias(ROW)))


def _decode(name: str, data: bytes) -> pl.DataFrame:
    """Decode with Arrow: on a damaged file it raises, where the reader of Polars 2.1 may end the whole process."""
    pyarrow: Any = import_module("pyarrow")
    try:
        table = import_module("pyarrow.parquet").read_table(pyarrow.BufferReader(data), page_checksum_verification=True)
        table.validate(full=True)
        frame = pl.from_arrow(table)
        return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()
    except DAMAGE as error:
        said = str(error).partition("\n")[0]
        raise refuse(name, f"is a damaged Parquet file: {said}", "a complete file", "Fetch it again.") from error


def _unnest(frame: pl.DataFrame) -> pl.DataFrame:
    while structs := [name for name, kind in frame.schema.items() if isinstance(kind, pl.Struct)]:
        frame = frame.unnest(structs, separator=".")
    return frame


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind.is_float():
        whole = (column == column.round(0)) & (column.abs() < EXACT_TO)
        return (
            pl.when(column.is_nan()).then(None)
            .when(whole).then(column.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(column.cast(pl.String)).alias(name)
        )  # fmt: skip
    if isinstance(kind, pl.Datetime):
        return column.dt.to_string("iso:strict")
    return column.cast(pl.String)
