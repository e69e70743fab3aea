"""Content to break: a copy of the fixture office."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

OFFICE = Path(__file__).resolve().parent.parent / "office"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the fixture office's content, in regions/office."""
    return Path(shutil.copytree(OFFICE, tmp_path / "regions" / "office"))
