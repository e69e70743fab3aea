"""Means: how far it is looked in a table for proof and for ways, and how often, by the size of the table."""

from __future__ import annotations

from typing import NamedTuple

from noaber.methods.disclosure.repair import EVERYWHERE, NEARBY
from noaber.methods.disclosure.task import Task

WHOLE = 30_000
"""Cells up to which ways are sought among all of them; in larger tables among those near."""


class Reach(NamedTuple):
    """How far is looked for ways: among so many cells around the one (`sizes`); among so many for others that are
    shifted along with it (`group`, nought for none). What it is `worth` that one of these is shifted: the more, the
    sooner all are, and the more is hidden. What has no way where it is looked at `whole` has none whatever is hidden;
    else it is looked no longer than is fruitful."""

    sizes: tuple[int, ...]
    group: int
    worth: float = 30.0
    whole: bool = False


NEAR = Reach(NEARBY[:2], 0)
"""How it is looked beside rows in larger tables, for what is told before anything is proven."""


class Means(NamedTuple):
    """How much more `room` than is needed rows are given (what one leaves, others take some of); where ways are sought
    in `proving`, and for those few that are told at `last`; how often what has no proof is given room (`rounds`)."""

    room: float
    proving: Reach
    last: Reach
    rounds: int


_ALL = Reach((*NEARBY, EVERYWHERE), 6400, 5.0, whole=True)
_SMALLER = Means(1.0, _ALL, _ALL, 0)
_LARGER = Means(1.3, Reach(NEARBY[:1], 6400), Reach((*NEARBY[1:], 25_600), 0), 3)


def means_of(task: Task) -> Means:
    """Say how a table is worked on."""
    return _SMALLER if len(task.values) <= WHOLE else _LARGER
