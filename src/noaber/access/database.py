"""The database of accounts and log: SQLite in a file of our own, or PostgreSQL by URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from noaber.access.schema import migrate
from noaber.vocabulary.errors import Problem, SettingsError

PATIENCE_SECONDS = 30
"""How long one process waits for another that writes to a SQLite file."""
EXPECTED = "sqlite:///file or postgresql://user@host/database"


def open_database(url: str) -> Engine:
    """Open a database by its URL and bring it up to date; SettingsError where it cannot be reached."""
    driven = url.replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        engine = create_engine(driven, pool_pre_ping=driven.startswith("postgresql"))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(Problem("NOABER_DATABASE", "no such database", EXPECTED)) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    try:
        with writing(engine) as connection:
            migrate(connection)
    except OperationalError as error:
        raise SettingsError(Problem("NOABER_DATABASE", "the database cannot be opened", EXPECTED)) from error
    return engine


def file_url(path: Path) -> str:
    """Give the URL of a SQLite file that only its owner can read; makes the folder and the file."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return f"sqlite:///{path}"


def _prepare_sqlite(engine: Engine) -> None:
    """Let SQLAlchemy begin transactions itself: one that writes takes the lock at once, so that two never cross."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (f"busy_timeout = {PATIENCE_SECONDS * 1000}", "journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that writes: kept whole at the end, or not at all after an error."""
    with engine.connect() as connection:
        connection.execution_options(writes=True)
        with connection.begin():
            yield connection


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that only reads."""
    with engine.connect() as connection, connection.begin():
        yield connection
