"""Hiding around cells that are not protected yet: the cheapest way to let them move as far as they need.

The linear programme of Kelly, Golden and Assad (1992): shift a cell, balance every equation by shifting other cells,
at the least cost; whatever is shifted is hidden. The shift itself is then the witness. For many cells at once each is
shifted as far as is worth it.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from noaber.methods.disclosure.blocks import rings_around
from noaber.methods.disclosure.equations import Flags, Floats, Limits, Whole
from noaber.methods.disclosure.linear import cheapest_point
from noaber.methods.disclosure.task import Task

NEARBY = (400, 1600, 6400)
"""Cells among which a way is sought first."""
EVERYWHERE = 10**12
_FREE, _ANY = 1e-4, 1e-2
"""What it costs to shift what is hidden, and to shift anything else, beside its own cost."""


def ways_out(
    task: Task,
    hidden: Flags,
    wanted: tuple[int, tuple[float, ...]],
    sizes: tuple[int, ...] = (*NEARBY, EVERYWHERE),
) -> Flags | None:
    """Give the cells to hide so that one (`wanted`) can be shifted by each of some amounts; None where there is no way.

    Looks among so many cells (`sizes`) around the one, then among more.
    """
    cell, shifts = wanted
    chosen = np.zeros(len(hidden), dtype=bool)
    for shift in shifts:
        found = _way_out(task, hidden | chosen, (cell, shift), sizes)
        if found is None:
            return None
        chosen |= found
    return chosen


def shifted_together(task: Task, hidden: Flags, near: Whole, wanted: Floats, worth: float) -> Floats:
    """Give amounts by which cells `near` one another are shifted, at little cost, so that many are shifted as far as
    they should (`wanted`, nought where it does not matter). Each that is shifted is worth so many costs of hiding a
    cell, as they are in the middle. Nought everywhere where nothing is worth it."""
    up, down = _room(task, near)
    costs = task.cost[near] / np.clip(np.minimum(up, down), 1e-3, np.abs(wanted).max()) + _ANY
    cost = np.where(hidden[near], _FREE, costs)
    gain = worth * (1 + np.median(task.cost[near])) / np.maximum(np.abs(wanted), 1e-9)
    sides = (wanted > 0, np.minimum(up, wanted), up), (wanted < 0, np.minimum(down, -wanted), down)
    high = np.concatenate([np.where(asked, most, np.where(wanted == 0, room, 0.0)) for asked, most, room in sides])
    price = np.concatenate([np.where(asked, -gain, cost) for asked, _, _ in sides])
    moved = _cheapest_moves(task, near, Limits(np.zeros(len(high)), high), price)
    return np.zeros(len(near)) if moved is None else moved


def is_shifted(moves: Floats, most: float) -> Flags:
    """Say what is shifted by more than rounding, where the largest shift that was wanted is so much."""
    found: Flags = np.abs(moves) > 1e-6 * max(1.0, most)
    return found


def _way_out(task: Task, hidden: Flags, wanted: tuple[int, float], sizes: tuple[int, ...]) -> Flags | None:
    for size in sizes:
        near = cells_around(task, hidden, wanted[0], size)
        moved = _cheapest_shift(task, hidden, near, wanted)
        if moved is not None:
            found = np.zeros(len(hidden), dtype=bool)
            found[near[is_shifted(moved, abs(wanted[1]))]] = True
            return found
        if len(near) < size:
            break
    return None


def cells_around(task: Task, hidden: Flags, start: int, size: int) -> Whole:
    """Give so many cells around one that are hidden or may be, in order."""

    def room(cells: Whole) -> Floats:
        usable = hidden[cells] | task.free[cells]
        return np.asarray(np.where(hidden[cells], 2.0, 1 / (1 + task.cost[cells])) * usable)

    return rings_around(task.by_column, task.by_row, start, size, room)


def _room(task: Task, near: Whole) -> tuple[Floats, Floats]:
    """Give how far cells may go up and down."""
    return task.limits.upper[near] - task.values[near], task.values[near] - task.limits.lower[near]


def _cheapest_shift(task: Task, hidden: Flags, near: Whole, wanted: tuple[int, float]) -> Floats | None:
    cell, shift = wanted
    up, down = _room(task, near)
    low, high = np.zeros(2 * len(near)), np.concatenate([up, down])
    at = int(np.searchsorted(near, cell))
    most, none = (at, at + len(near)) if shift > 0 else (at + len(near), at)
    if high[most] < abs(shift):
        return None
    low[most] = high[most] = abs(shift)
    high[none] = 0.0
    cost = np.where(hidden[near], _FREE, task.cost[near] / np.clip(np.minimum(up, down), 1e-3, abs(shift)) + _ANY)
    return _cheapest_moves(task, near, Limits(low, high), np.tile(cost, 2))


def _cheapest_moves(task: Task, near: Whole, within: Limits, cost: Floats) -> Floats | None:
    """Give moves of some cells that all equations allow at the least cost: up within the first half of the limits, less
    what is down within the second."""
    part = sparse.csr_array(task.by_column[:, near])
    part = sparse.csr_array(part[np.diff(part.indptr) > 0])
    both = sparse.csr_array(sparse.hstack([part, -part]))
    point = cheapest_point(both, np.zeros(both.shape[0]), within, cost)
    return None if point is None else point[: len(near)] - point[len(near) :]
