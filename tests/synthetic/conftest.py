"""One invented world for all tests of this room, and its deliveries as they would lie on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from noaber.synthetic.invent import build_world
from noaber.synthetic.lists import Lists, read_lists
from noaber.synthetic.world import World
from noaber.synthetic.write import write_deliveries

SEED = 7


@pytest.fixture(scope="session")
def lists() -> Lists:
    return read_lists()


@pytest.fixture(scope="session")
def world(lists: Lists) -> World:
    return build_world(SEED, lists)


@pytest.fixture(scope="session")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deliveries")
    write_deliveries(folder, SEED)
    return folder
