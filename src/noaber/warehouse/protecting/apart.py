"""Moving apart what is told: ways by which single cells may be off as far as they need, at the least cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from noaber.methods.disclosure.equations import Flags, Limits
from noaber.methods.disclosure.repair import NEARBY, lines_of, ways_out
from noaber.methods.disclosure.suppression import ways_of
from noaber.methods.disclosure.task import Task

_FRUITFUL = 0.25
"""The share of those tried that has to be moved for others to be tried."""
_WAYS = (6, 60)
"""Cells for each of which a way to move is sought before it is looked again: the least and the most of them."""
_PER_LOOK = 400
"""Cells of a system for each of which that is one more: the larger it is, the longer a look takes."""


class Moved(NamedTuple):
    """What is hidden once ways were sought, what is left open, and whether it was of use to seek."""

    hidden: Flags
    left: Flags
    fruitful: bool


def move_apart(task: Task, hidden: Flags, open_: Flags) -> Moved:
    """Hide what lets open cells move as far as they need, some of them (`_WAYS`). What was found to move is proof;
    others that are left open may be so by the same, and no more."""
    lines = lines_of(task.equations)
    left = open_.copy()
    cells = np.flatnonzero(open_ & hidden)
    most = int(np.clip(len(open_) // _PER_LOOK, *_WAYS))
    sizes = NEARBY[:2] if len(open_) > NEARBY[-1] else NEARBY
    tried = cells[:: max(1, -(-len(cells) // most))]
    for cell in tried:
        for shifts in ways_of(task, int(cell), Limits(task.values, task.values)):
            found = ways_out(task, lines, hidden, (int(cell), shifts), sizes)
            if found is not None:
                hidden, left[cell] = hidden | found, False
                break
    return Moved(hidden, left, bool((~left[tried]).sum() > _FRUITFUL * len(tried)))
