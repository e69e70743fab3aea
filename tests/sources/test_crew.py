"""Several processes do what one does: the same results in the same order, errors told, nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest
from crew_member import multiplier

from noaber.sources.crew import WORTH_MB, hire_crew
from noaber.vocabulary.errors import DeliveryError, Problem

LARGE = WORTH_MB * 1_000_000


@pytest.mark.parametrize(("size", "members", "alone"), [(LARGE, 2, False), (LARGE, 1, True), (0, 2, True)])
def test_results_come_in_order(size: int, members: int, alone: bool) -> None:
    """Many tasks about much go to other processes; few bytes, or one member, stay in this one."""
    with hire_crew(size, multiplier, (MappingProxyType({"times": 3}),), members) as do:
        found = [*do(range(10)), *do(range(10, 20))]
    assert [result for _, result in found] == [3 * task for task in range(20)]
    assert ({process for process, _ in found} == {os.getpid()}) is alone


def test_an_error_of_a_member_is_raised_here() -> None:
    """With its problems, as if it had happened in this process."""
    known = (MappingProxyType({"times": 1}),)
    with hire_crew(LARGE, multiplier, known, 2) as do, pytest.raises(DeliveryError, match="from 0") as caught:
        list(do([1, -1]))
    assert caught.value.problems == (Problem("task", "-1", "a number from 0"),)


SLEEPER = """
import os, sys, time
from pathlib import Path
from noaber.sources.crew import hire_crew
def begin(folder):
    def work(task):
        (Path(folder) / str(os.getpid())).touch()
        time.sleep(60)
    return work
if __name__ == "__main__":
    with hire_crew(10**9, begin, (sys.argv[1],), 2) as do:
        list(do([1, 2]))
"""


def test_members_end_with_their_build(tmp_path: Path) -> None:
    """A build that is killed leaves no process behind that still writes."""
    script, folder = tmp_path / "sleeper.py", tmp_path / "members"
    folder.mkdir()
    script.write_text(SLEEPER, "utf-8")
    build = subprocess.Popen([sys.executable, str(script), str(folder)])
    members = _wait(lambda: [int(path.name) for path in folder.iterdir()], lambda found: len(found) == 2)
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert not _wait(lambda: [pid for pid in members if _runs(pid)], lambda left: not left)


def _wait(look: Callable[[], list[int]], enough: Callable[[list[int]], bool]) -> list[int]:
    end = time.monotonic() + 30
    while not enough(found := look()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
