"""What a member of a crew does in tests: it stands apart, as the processes of a crew import it by name."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import MappingProxyType

from noaber.vocabulary.errors import DeliveryError, Problem


def multiplier(times: MappingProxyType[str, int]) -> Callable[[int], tuple[int, int]]:
    """Begin as a member: give the process and what a task gives."""

    def work(task: int) -> tuple[int, int]:
        if task < 0:
            raise DeliveryError(Problem("task", f"{task}", "a number from 0"))
        return os.getpid(), task * times["times"]

    return work
