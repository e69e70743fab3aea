"""The same content and deliveries give the same plan and the same order in the release, whatever process makes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from noaber.warehouse.query import Release

TWENTE = Path(__file__).resolve().parents[2] / "regions" / "twente"
STEPS_OF_PLAN = """
import sys
from pathlib import Path
from noaber.content.read import read_region
from noaber.warehouse.plan import make_plan
from noaber.warehouse.store import Store
region = read_region(Path(sys.argv[1]))
plan = make_plan(region, Store(Path("nowhere")), [], {})
print(*[step.label for step in plan.steps()], sep="\\n")
"""


def test_plan_does_not_depend_on_the_process() -> None:
    """Python orders sets differently in every process; the steps of a plan, and so its key, must not follow."""
    plans = {_plan_in_process(seed) for seed in ("1", "2", "3")}
    assert len(plans) == 1


def _plan_in_process(seed: str) -> str:
    command = [sys.executable, "-c", STEPS_OF_PLAN, str(TWENTE)]
    return subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout


def test_observations_lie_in_the_order_of_their_keys(small_release: Release) -> None:
    """Readers rely on it: a question touches only the stretch of rows it is about."""
    columns = "indicator_key, type_key, period_key, area_key, slice_key"
    rows = small_release._database.cursor().execute(f"SELECT {columns} FROM observation").fetchall()
    assert rows == sorted(rows)
