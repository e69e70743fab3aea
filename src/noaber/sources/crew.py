"""Several processes that share one list of tasks: Python does one thing at a time, and a machine has more cores."""

from __future__ import annotations

import copyreg
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from types import MappingProxyType
from typing import Any

MOST = 4
"""Members of a crew: more would take more memory than a machine of so many cores has to spare."""
WORTH_MB = 30
"""Deliveries of fewer MB are read in less time than a crew takes to begin."""

Work = Callable[[Any], Any]
_work: Work
Doing = Callable[[Sequence[Any]], Iterator[Any]]
"""What a crew does with a list of tasks: give what is made of each, in their order."""


@contextmanager
def hire_crew(size: int, begin: Callable[..., Work], known: tuple[Any, ...], members: int) -> Iterator[Doing]:
    """Hire processes that share lists of tasks. `begin(*known)` gives the function that does one task: it is called
    once in each process, or in this one where the tasks are about few bytes (`size`) or `members` is one.

    Tasks, results and what is known are handed over by pickle; an error ends the work and is raised here.
    """
    if members < 2 or size < WORTH_MB * 1e6:
        work = begin(*known)
        yield lambda tasks: map(work, tasks)
        return
    copyreg.pickle(MappingProxyType, _as_dict)
    with ProcessPoolExecutor(members, get_context("spawn"), _begin, (begin, known)) as crew:
        yield lambda tasks: crew.map(_do, tasks)


def members_here() -> int:
    """Give how many processes this machine has cores for. A program that uses them is begun again in each of them, so
    what it does stands below `if __name__ == "__main__":`."""
    return min(MOST, len(os.sched_getaffinity(0)))


def _as_dict(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _unchanging, (dict(mapping),)


def _unchanging(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


def _begin(begin: Callable[..., Work], known: tuple[Any, ...]) -> None:
    """Begin as a member: one thread for frames, as there is a member per core, and no longer than the build lives."""
    global _work
    os.putenv("POLARS_MAX_THREADS", "1")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = begin(*known)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(task: Any) -> Any:
    return _work(task)
