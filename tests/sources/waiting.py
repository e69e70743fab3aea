"""Time in tests: a clock that moves only when somebody sleeps, and patience with other processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from noaber.sources.fetch.manners import Clock


class FakeTime:
    """A clock that moves only when somebody sleeps; `slept` is what they asked for."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        self.wall = datetime(2026, 11, 24, 10, 0, 0, tzinfo=UTC)
        self.clock = Clock(lambda: self.now, self.sleep, lambda: 1.0, lambda: self.wall)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def wait_until(true: Callable[[], bool], most_s: float = 5.0) -> None:
    """Wait for something that happens in another process."""
    late = time.monotonic() + most_s
    while not true():
        if time.monotonic() > late:
            raise AssertionError("it did not happen")
        time.sleep(0.01)
