"""Fixtures for all rooms: the folder with real data, and the tiny fixture office."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real public data beside the project; tests that need it are marked `real`."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("real data (../shared) is not on this machine")
    return folder
