"""Offices to build and to break, for the tests of the room warehouse."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from office_home import OfficeHome, copy_office, make_office


@pytest.fixture
def fresh_office(tmp_path: Path) -> OfficeHome:
    """The fixture office with an empty home."""
    return make_office(tmp_path / "fresh")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> OfficeHome:
    """The fixture office with a release; to copy, not to change."""
    office = make_office(tmp_path_factory.mktemp("office") / "built")
    office.build()
    return office


@pytest.fixture
def built_office(built_once: OfficeHome, tmp_path: Path) -> OfficeHome:
    """The fixture office with a release, to do with as one likes."""
    return copy_office(built_once, tmp_path / "built")
