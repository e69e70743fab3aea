"""The databases for tests: SQLite, and a PostgreSQL cluster where that is installed, on a socket only, gone later."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COUNTER = itertools.count(1)
PLACES = "/usr/lib/postgresql/*/bin"


def postgres_programs() -> Path | None:
    """Give where the programs of the newest PostgreSQL are; None where it is not installed."""
    found = sorted(Path("/").glob(f"{PLACES[1:]}/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def postgres_server(programs: Path) -> Iterator[str]:
    """Run a cluster; gives the folder of its socket. As root it runs as the user postgres, for it refuses root."""
    folder = Path(tempfile.mkdtemp(prefix="noaber-pg-"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        _run(user, [programs / "initdb", "-D", folder / "data", "-U", "noaber", "-A", "trust", "--no-sync"])
        started = [programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log"]
        _run(user, [*started, "-o", f"-c listen_addresses='' -k {folder} -c fsync=off", "start"])
        try:
            yield str(folder)
        finally:
            _run(user, [*started, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(user: str, command: list[str | Path]) -> None:
    words = [str(word) for word in command]
    as_user = ["runuser", "-u", user, "--", *words] if os.geteuid() == 0 else words
    done = subprocess.run(as_user, capture_output=True, text=True, check=False, cwd="/", stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr


def make_database(socket: str, name: str) -> str:
    """Make an empty database in a running cluster; gives its URL."""
    import psycopg

    with psycopg.connect(host=socket, user="noaber", dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql://noaber@/{name}?host={socket}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The socket of a PostgreSQL server; tests that want one are skipped where it is not installed."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine: Debian package postgresql")
    with postgres_server(programs) as socket:
        yield socket


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Make the URL of an empty database; empty for a SQLite file of the desk's own."""
    if request.param == "sqlite":
        return lambda: ""
    socket = request.getfixturevalue("postgres")
    return lambda: make_database(socket, f"noaber{next(COUNTER)}")
