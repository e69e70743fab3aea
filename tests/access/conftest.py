"""A desk of accounts over each database that the house knows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from databases import new_url, postgres
from desks import DeskWithClock, open_test_desk

__all__ = ["desk", "new_url", "postgres"]


@pytest.fixture
def desk(new_url: Callable[[], str], tmp_path: Path) -> Iterator[DeskWithClock]:
    """A desk with a clock that can be set."""
    opened = open_test_desk(tmp_path / "home", new_url())
    yield opened
    opened.desk.engine.dispose()
