"""A desk of accounts over each database that the house knows."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from databases import make_database, postgres_programs, postgres_server
from desks import DeskWithClock, open_test_desk

COUNTER = itertools.count(1)


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


@pytest.fixture
def desk(new_url: Callable[[], str], tmp_path: Path) -> Iterator[DeskWithClock]:
    """A desk with a clock that can be set."""
    opened = open_test_desk(tmp_path / "home", new_url())
    yield opened
    opened.desk.engine.dispose()
