"""Means: how far it is looked in a table for proof and for ways, and how often, by the size of the table."""

from __future__ import annotations

from typing import NamedTuple

from noaber.methods.disclosure.repair import EVERYWHERE, NEARBY
from noaber.methods.disclosure.task import Task


class Reach(NamedTuple):
    """How far is looked for ways: among so many cells around the one (`sizes`); among so many for others that are
    shifted along with it (`group`, nought for none). What it is `worth` that one of these is shifted: the more, the
    sooner all are, and the more is hidden. What has no way where it is looked at `whole` has none whatever is hidden;
    else it is looked no longer than is fruitful."""

    sizes: tuple[int, ...]
    group: int
    worth: float = 30.0
    whole: bool = False


BESIDE_ROWS = Reach(NEARBY[:2], 0)
"""How it is looked beside rows in larger tables, for what is told before anything is proven."""


class Means(NamedTuple):
    """How much more `room` than is needed rows are given (what one leaves, others take some of); how many `points` are
    sought; where ways are sought in `proving`, and for how many (`ways`), and where for those few that are told at
    `last`; how often proof is sought once more for what has none (`rounds`)."""

    room: float
    points: int
    proving: Reach
    ways: int
    last: Reach
    rounds: int


_AMONG_ALL = Reach((*NEARBY, EVERYWHERE), 6400, 5.0, whole=True)
_NEAR, _FAR = Reach((6400,), 6400), Reach((25_600,), 25_600)
_LAST = Reach((*NEARBY[1:], 25_600), 0)
BY_SIZE = ((30_000, Means(1.0, 120, _AMONG_ALL, 100, _AMONG_ALL, 0)), (300_000, Means(1.3, 120, _NEAR, 60, _LAST, 4)))
"""Cells up to which a table is worked on so. In small ones ways are sought among all of them."""
LARGEST = Means(1.3, 60, _FAR, 60, _LAST, 4)
"""How larger tables are worked on: a point takes longer there, and a way leads through more cells."""


def means_of(task: Task) -> Means:
    """Say how a table is worked on."""
    return next((means for most, means in BY_SIZE if len(task.values) <= most), LARGEST)
