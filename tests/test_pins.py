"""Whether Noaber runs on what the list for running installs, with nothing of what the tests bring along."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

LOCK = Path(__file__).parents[1] / "requirements.lock"
WITHOUT = """
import json, sys
from importlib.abc import MetaPathFinder
missing = set(json.loads(sys.argv[1]))
class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in missing:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
"""


def unpinned() -> list[str]:
    """Give the modules here that come of no distribution in the list for running, nor of Noaber itself."""
    pinned = {plain(row.partition("==")[0]) for row in LOCK.read_text().splitlines() if "==" in row} | {"noaber"}
    return sorted(module for module, of in packages_distributions().items() if not {plain(one) for one in of} & pinned)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    "line",
    [
        "from ibis.backends.sql.compilers import DuckDBCompiler",
        "import noaber.warehouse.counting.engines, noaber.warehouse.build, noaber.methods.disclosure.optimal",
        "import noaber.cli.main, noaber.web.app, noaber.access.accounts",
    ],
)
def test_runs_on_what_is_pinned_for_running(line: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT + line, json.dumps(unpinned())], capture_output=True, text=True, timeout=120
    )
    assert not told.returncode, told.stderr


def test_what_only_tests_need_is_kept_away() -> None:
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT + "import pytest", json.dumps(unpinned())], capture_output=True, text=True
    )
    assert "ModuleNotFoundError: pytest" in told.stderr
