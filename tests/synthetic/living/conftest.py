"""One small living region for all tests of this folder: as it lived, and as it was written to disk."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from noaber.synthetic.invent import build_world
from noaber.synthetic.lists import Lists, read_lists
from noaber.synthetic.living.chronicle import Chronicle, live
from noaber.synthetic.living.lists import read_assumptions
from noaber.synthetic.living.write import write_records

sys.path.insert(0, str(Path(__file__).parent))

from told_region import SMALL, Told


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("living")
    return Told(SMALL, folder, write_records(folder, SMALL))


@pytest.fixture(scope="session")
def assumptions() -> Lists:
    return read_assumptions()


@pytest.fixture(scope="session")
def chronicle(assumptions: Lists) -> Chronicle:
    return live(build_world(SMALL.seed, read_lists()), SMALL, assumptions)
