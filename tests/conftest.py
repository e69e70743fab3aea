"""Fixtures for all rooms: the folder with real data, and the tiny fixture office."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.warehouse.build import build
from noaber.warehouse.query import Release, open_release
from noaber.warehouse.store import Store

settings.register_profile("house", deadline=None, max_examples=60)  # a busy machine is no fault
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real public data beside the project; tests that need it are marked `real`."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("real data (../shared) is not on this machine")
    return folder


OFFICE = ROOT / "tests" / "office"
OFFICE_DELIVERIES = ROOT / "tests" / "office_deliveries"


@pytest.fixture(scope="session")
def office() -> Region:
    """The content of the tiny fixture office: three municipalities, five neighbourhoods, eight quarters."""
    return read_region(OFFICE)


@pytest.fixture(scope="session")
def small_release(office: Region, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of the fixture office: one boundary change, one hidden cell, one late supplier."""
    store = Store(tmp_path_factory.mktemp("home"))
    return open_release(build(office, store, OFFICE_DELIVERIES).release.folder)
