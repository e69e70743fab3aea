"""The same observations in plain databases, as a careful builder would lay them: keys, clustering, a second index."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb
import psycopg

from benchmarks.machine import postgres_program
from benchmarks.questions import Row, Statement

COLUMNS = """indicator_key SMALLINT NOT NULL, type_key SMALLINT NOT NULL, period_key INTEGER NOT NULL,
  area_key INTEGER NOT NULL, slice_key INTEGER NOT NULL, value DOUBLE PRECISION, status VARCHAR NOT NULL,
  hidden BOOLEAN NOT NULL, series_break BOOLEAN NOT NULL, delivery_key SMALLINT, route_key SMALLINT NOT NULL"""
SMALL = """CREATE TABLE location (child_key INTEGER NOT NULL, parent_key INTEGER NOT NULL);
  CREATE TABLE name (kind VARCHAR NOT NULL, id VARCHAR NOT NULL, name VARCHAR NOT NULL)"""
PRIMARY = "PRIMARY KEY (indicator_key, type_key, period_key, area_key, slice_key)"
BY_AREA = "CREATE INDEX by_area ON observation (area_key, indicator_key, period_key)"
NAMES = """SELECT 'area', id, name_nl FROM area UNION ALL
  SELECT 'indicator', id, names->>'nl' FROM indicator UNION ALL SELECT 'theme', id, names->>'nl' FROM theme"""
LINKS = "SELECT child_key, parent_key FROM location"
BATCH = 100_000


class Plain(Protocol):
    """A plain database with the observations of a release."""

    def asker(self) -> Callable[[list[Statement]], list[list[Any]]]:
        """Give a function that runs statements, with a connection of its own."""


@dataclass(frozen=True)
class BareDuckDB:
    """The release file itself, asked without Noaber."""

    file: Path

    def asker(self) -> Callable[[list[Statement]], list[list[Any]]]:
        connection = duckdb.connect(self.file, read_only=True)
        return lambda statements: [
            connection.execute(_with_lists(text, values), _flat(values)).fetchall() for text, values in statements
        ]


@dataclass(frozen=True)
class SQLite:
    """An SQLite file: rows clustered by the same key, and an index by area."""

    file: Path

    def asker(self) -> Callable[[list[Statement]], list[list[Any]]]:
        connection = sqlite3.connect(self.file, check_same_thread=False)
        return lambda statements: [
            connection.execute(_with_lists(text, values), _flat(values)).fetchall() for text, values in statements
        ]


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL database: primary key in the same order, index by area; statements are prepared after five uses."""

    address: str

    def asker(self) -> Callable[[list[Statement]], list[list[Any]]]:
        connection = psycopg.connect(self.address, autocommit=True)
        return lambda statements: [
            connection.execute(_for_postgres(text), values).fetchall() for text, values in statements
        ]


def _with_lists(text: str, values: list[Any]) -> str:
    lists = iter(value for value in values if isinstance(value, list))
    return re.sub(r"\[\]", lambda _: f"({', '.join('?' * len(next(lists)))})", text)


def _flat(values: list[Any]) -> list[Any]:
    return [part for value in values for part in (value if isinstance(value, list) else [value])]


def _for_postgres(text: str) -> str:
    return text.replace("IN []", "= ANY(%s)").replace("?", "%s").replace("LIKE", "ILIKE")


def plain_rows(answer: list[list[Any]]) -> set[Row]:
    """Give the rows of an answer in the shape in which answers are compared."""
    return {tuple(row[:5]) for part in answer for row in part}


@dataclass(frozen=True)
class Loaded:
    """A database that was filled: how long that took and how large it became."""

    database: Plain
    seconds: float
    megabytes: float


def load_sqlite(release: Path, file: Path) -> Loaded:
    """Copy the observations of a release file into SQLite."""
    started = time.monotonic()
    with sqlite3.connect(file) as target:
        target.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SMALL)
        target.execute(f"CREATE TABLE observation ({COLUMNS}, {PRIMARY}) WITHOUT ROWID")
        for table, rows in _copied(release):
            marks = ", ".join("?" * len(rows[0]))
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        target.execute(BY_AREA)
        target.execute("CREATE INDEX by_parent ON location (parent_key)")
        target.execute("ANALYZE")
    target.close()
    return Loaded(SQLite(file), time.monotonic() - started, file.stat().st_size / 1e6)


def load_postgres(release: Path, address: str) -> Loaded:
    """Copy the observations of a release file into PostgreSQL."""
    started = time.monotonic()
    with psycopg.connect(address, autocommit=True) as target:
        target.execute("DROP TABLE IF EXISTS observation, location, name")
        target.execute(SMALL)
        target.execute(f"CREATE UNLOGGED TABLE observation ({COLUMNS})")
        for table, rows in _copied(release):
            with target.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        target.execute(f"ALTER TABLE observation ADD {PRIMARY}")
        target.execute(BY_AREA)
        target.execute("CREATE INDEX by_parent ON location (parent_key)")
        target.execute("VACUUM ANALYZE")
        size = target.execute("SELECT pg_total_relation_size('observation')").fetchone()
    return Loaded(Postgres(address), time.monotonic() - started, (size[0] if size else 0) / 1e6)


def _copied(release: Path) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Read the rows to copy from a release, in batches."""
    with duckdb.connect(release, read_only=True) as source:
        for table, sql in (("location", LINKS), ("name", NAMES), ("observation", "SELECT * FROM observation")):
            answer = source.execute(sql)
            while rows := answer.fetchmany(BATCH):
                yield table, rows


@contextmanager
def postgres_cluster() -> Iterator[str | None]:
    """Run a private PostgreSQL on a Unix socket in a temporary folder; gives its address, None where there is none.

    As root the server runs as user `postgres`, because it refuses to run as root.
    """
    if postgres_program("initdb") is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="noaber-postgres-"))
    as_user = ["runuser", "-u", "postgres", "--"] if folder.owner() == "root" else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    control = [*as_user, str(postgres_program("pg_ctl")), "-D", str(folder / "data"), "-w"]
    settings = f"-k {folder} -c listen_addresses='' -c shared_buffers=2GB -c maintenance_work_mem=512MB -c jit=off"
    settings += " -c max_wal_size=8GB -c work_mem=64MB -c autovacuum=off"
    try:
        _quietly(
            [*as_user, str(postgres_program("initdb")), "-D", str(folder / "data"), "-A", "trust", "-U", "bench"],
            folder,
        )
        _quietly([*control, "-l", str(folder / "log"), "-o", settings, "start"], folder)
        try:
            yield f"host={folder} user=bench dbname=postgres"
        finally:
            _quietly([*control, "-m", "immediate", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _quietly(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
