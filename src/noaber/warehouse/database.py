"""Opening release files and getting frames out of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

Parameters = Sequence[Any] | Mapping[str, Any] | None


def open_read_only(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a release file; nothing can be written through this connection.

    A question runs on one core: questions are small, and handing parts to other cores costs more than it gains as soon
    as several readers share them.
    """
    database = duckdb.connect(path, read_only=True)
    database.execute("SET threads = 1")
    return database


def read_frame(database: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters = None) -> pl.DataFrame:
    """Run a query on a cursor of its own and give its answer as a Polars frame."""
    answer = pl.from_arrow(database.cursor().sql(sql, params=parameters).to_arrow_table())
    assert isinstance(answer, pl.DataFrame)
    return answer


def read_number(database: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Run a query that answers with one whole number."""
    return int(database.cursor().execute(sql).fetchall()[0][0])
