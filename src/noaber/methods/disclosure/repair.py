"""Hiding around a cell that is not protected yet: the cheapest way to let it move as far as it needs.

The linear programme of Kelly, Golden and Assad (1992): shift the cell, balance every equation by shifting other cells,
at the least cost; whatever is shifted is hidden. The shift itself is then the witness.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from noaber.methods.disclosure.blocks import rings_around
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Whole, matrix_of
from noaber.methods.disclosure.linear import cheapest_point
from noaber.methods.disclosure.task import Task

NEARBY = (400, 1600, 6400)
"""Cells among which a way is sought first."""
EVERYWHERE = 10**12


class Lines(NamedTuple):
    """The matrix of a task's equations, by column and by row."""

    by_column: sparse.csc_array
    by_row: sparse.csr_array


def lines_of(equations: Equations) -> Lines:
    """Write equations both ways, once for all cells that are looked around."""
    rows = matrix_of(equations)
    return Lines(sparse.csc_array(rows), rows)


def ways_out(
    task: Task,
    lines: Lines,
    hidden: Flags,
    wanted: tuple[int, tuple[float, ...]],
    sizes: tuple[int, ...] = (*NEARBY, EVERYWHERE),
) -> Flags | None:
    """Give the cells to hide so that one (`wanted`) can be shifted by each of some amounts; None where there is no way.

    `lines` are those of the task's equations. Looks among so many cells (`sizes`) around the one, then
    among more.
    """
    cell, shifts = wanted
    chosen = np.zeros(len(hidden), dtype=bool)
    for shift in shifts:
        found = _way_out(task, lines, hidden | chosen, (cell, shift), sizes)
        if found is None:
            return None
        chosen |= found
    return chosen


def _way_out(
    task: Task, lines: Lines, hidden: Flags, wanted: tuple[int, float], sizes: tuple[int, ...]
) -> Flags | None:
    usable = hidden | task.free
    room = np.where(hidden, 2.0, 1 / (1 + task.cost)) * usable
    for size in sizes:
        near = rings_around(*lines, wanted[0], size, room)
        moved = _cheapest_shift(task, lines.by_column, hidden, near, wanted)
        if moved is not None:
            found = np.zeros(len(hidden), dtype=bool)
            found[near[np.abs(moved) > 1e-6 * max(1.0, abs(wanted[1]))]] = True
            return found
        if len(near) == usable.sum():
            break
    return None


def _cheapest_shift(
    task: Task, columns: sparse.csc_array, hidden: Flags, near: Whole, wanted: tuple[int, float]
) -> Floats | None:
    cell, shift = wanted
    part = sparse.csr_array(columns[:, near])
    part = sparse.csr_array(part[np.diff(part.indptr) > 0])
    up, down = task.limits.upper[near] - task.values[near], task.values[near] - task.limits.lower[near]
    low, high = np.zeros(2 * len(near)), np.concatenate([up, down])
    at = int(np.searchsorted(near, cell))
    most, none = (at, at + len(near)) if shift > 0 else (at + len(near), at)
    if high[most] < abs(shift):
        return None
    low[most] = high[most] = abs(shift)
    high[none] = 0.0
    cost = np.where(hidden[near], 1e-4, task.cost[near] / np.clip(np.minimum(up, down), 1e-3, abs(shift)) + 1e-2)
    both = sparse.csr_array(sparse.hstack([part, -part]))
    point = cheapest_point(both, np.zeros(both.shape[0]), Limits(low, high), np.tile(cost, 2))
    return None if point is None else point[: len(near)] - point[len(near) :]
