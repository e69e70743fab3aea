"""Timing calls in turns and processes from start to end."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Call = Callable[[int], Any]
"""Something to time; it is given the number of the round."""
WARM_UP = 3
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Timing:
    """Times of equal calls, in the unit in which they were taken."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the times."""
        return statistics.median(self.values)

    @property
    def low(self) -> float:
        """The shortest time."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The longest time."""
        return max(self.values)

    def quantile(self, share: float) -> float:
        """The time within which this share of the calls was done."""
        ordered = sorted(self.values)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def time_in_turns(calls: Mapping[str, Call], rounds: int, most_seconds: float = 60.0) -> dict[str, Timing]:
    """Time calls in turns, so that a busy moment of the machine hits all of them alike; milliseconds.

    Stops before `rounds` when `most_seconds` are over, but not before every call was made three times.
    """
    for at in range(WARM_UP):
        for call in calls.values():
            call(at)
    taken: dict[str, list[float]] = {name: [] for name in calls}
    end = time.monotonic() + most_seconds
    for at in range(rounds):
        if time.monotonic() > end and at >= 3:
            break
        for name, call in calls.items():
            started = time.perf_counter()
            call(WARM_UP + at)
            taken[name].append(1000 * (time.perf_counter() - started))
    return {name: Timing(tuple(values)) for name, values in taken.items()}


def rate_of(make_call: Callable[[], Call], seconds: float, threads: int = 2) -> float:
    """Give how many calls a second `threads` threads make; each thread gets a call of its own."""
    done = [0] * threads
    end = time.monotonic() + seconds

    def work(thread: int, call: Call) -> None:
        while time.monotonic() < end:
            call(done[thread] * threads + thread)
            done[thread] += 1

    workers = [threading.Thread(target=work, args=(at, make_call())) for at in range(threads)]
    started = time.monotonic()
    end = started + seconds
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(done) / (time.monotonic() - started)


@dataclass(frozen=True)
class Ran:
    """A process that ended: its wall time, its processor time, the most memory it held, and what it said."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    output: str


def run_process(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Ran:
    """Run a command to its end; CalledProcessError where it fails."""
    before = os.times()
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **(environment or {})}
    )
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.append(process.stdout.read() if process.stdout else ""))
    reader.start()
    peak = _watch(process)
    seconds = time.perf_counter() - started
    reader.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), said[0])
    after = os.times()
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return Ran(seconds, cpu, peak, said[0])


def _watch(process: subprocess.Popen[str]) -> float:
    """Wait for the end and give the most memory in MB that a process held, or that it and those it began held at one
    moment, read from the system while they run."""
    peak = 0.0
    while True:
        held = [_told_mb(pid, "VmRSS:") for pid in _family(process.pid)]
        peak = max(peak, _told_mb(process.pid, "VmHWM:"), sum(held))
        try:
            process.wait(POLL_SECONDS)
            return peak
        except subprocess.TimeoutExpired:
            continue


def _family(pid: int) -> list[int]:
    """Give a process and all that it began, directly or not."""
    try:
        tasks = [path.read_text("utf-8").split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return [pid]
    return [pid, *(one for task in tasks for child in task for one in _family(int(child)))]


def _told_mb(pid: int, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)
