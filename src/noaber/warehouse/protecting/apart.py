"""Moving apart what is told: ways by which single cells may be off as far as they need, at the least cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from noaber.methods.disclosure.certify import Seen
from noaber.methods.disclosure.equations import Flags, Limits, Whole
from noaber.methods.disclosure.repair import cells_around, is_shifted, shifted_together, ways_out
from noaber.methods.disclosure.suppression import ways_of
from noaber.methods.disclosure.task import Task
from noaber.warehouse.protecting.means import Reach

_FEWEST, _FRUITFUL = 8, 0.25
"""Where it is not looked at the whole, others are tried as long as, after so many, each moved so many, with others."""
_SEED = 3


class Moved(NamedTuple):
    """What is hidden once ways were sought, of which cells one was found, and of which none."""

    hidden: Flags
    moved: Whole
    stuck: Whole


def move_apart(task: Task, hidden: Flags, cells: Whole, witnessed: Limits, most: int, reach: Reach) -> Moved:
    """Hide what lets each of some hidden cells move as far as it needs, beyond what witnesses show already. What was
    found to move is proof. Those around one are shifted along with it, as far as they can be; then that one by itself.
    So it goes on with at most `most` so many."""
    seen = Seen(task.values, task.needs, witnessed.lower.copy(), witnessed.upper.copy())
    left, tried, stuck = np.zeros(len(hidden), bool), 0, np.zeros(len(hidden), bool)
    left[cells] = True
    for cell in _in_any_order(cells).tolist():
        if not left[cell]:
            continue
        moved = len(cells) - left.sum() - stuck.sum()
        vain = not reach.whole and tried >= _FEWEST and moved < _FRUITFUL * tried
        if vain or tried == most:
            break
        tried += 1
        hidden = _shift_along(task, hidden, seen, (cell, left), reach) if reach.group else hidden
        if left[cell]:
            found = _way(task, hidden, cell, Limits(seen.lowest, seen.highest), reach.sizes)
            stuck[cell], left[cell] = found is None, False
            hidden = hidden if found is None else hidden | found
    done = np.zeros(len(hidden), bool)
    done[cells] = True
    return Moved(hidden, np.flatnonzero(done & ~left & ~stuck), np.flatnonzero(stuck))


def _shift_along(task: Task, hidden: Flags, seen: Seen, which: tuple[int, Flags], reach: Reach) -> Flags:
    """Shift a cell and others around it that are `left`, as far up as they have to be seen, then as far down; take in
    what is seen, and who is seen enough then, and give what is hidden for it."""
    cell, left = which
    near = cells_around(task, hidden, cell, reach.group)
    around, own = seen.at(near), int(np.searchsorted(near, cell))
    for goal in (around.goal_up, around.goal_down):
        wanted = np.where(left[near] & ~around.enough, goal() - around.truth, 0.0)
        if not wanted[own]:
            continue
        moves = shifted_together(task, hidden, near, wanted, reach.worth)
        hidden = hidden.copy()
        hidden[near[is_shifted(moves, float(np.abs(wanted).max()))]] = True
        point = np.clip(around.truth + moves, task.limits.lower[near], task.limits.upper[near])
        around.add(np.arange(len(near)), point)
        seen.add(near, point)
    left[near[around.enough]] = False
    return hidden


def _in_any_order(cells: Whole) -> Whole:
    """Give cells in an order by lot: those next to one another are often alike."""
    return np.random.default_rng(_SEED).permutation(cells)


def _way(task: Task, hidden: Flags, cell: int, witnessed: Limits, sizes: tuple[int, ...]) -> Flags | None:
    """Give what is hidden for the first way that is found, up alone before others, near before far."""
    for size in sizes:
        for shifts in ways_of(task, cell, witnessed):
            found = ways_out(task, hidden, (cell, shifts), (size,))
            if found is not None:
                return found
        if size >= len(hidden):
            break
    return None
