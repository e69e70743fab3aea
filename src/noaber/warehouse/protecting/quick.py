"""Hiding along rows, all at once, for tables of a hundred thousand cells and more: a second or so for each of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from noaber.methods.disclosure.equations import Flags, Floats
from noaber.methods.disclosure.task import Task

_MOST = 60
LEAST = 0.05
"""A cell that gives no way is as if it cost twenty times as much."""


def hide_quickly(task: Task, hidden: Flags) -> Flags:
    """Hide the cheapest free cell of every row that tells too much, until none does or nothing is free.

    A row tells too much where one cell is hidden alone, or where the other hidden parts are together too small to make
    room for what one of them needs.
    """
    for _ in range(_MOST):
        more = cheapest_in(task, hidden, rows_that_tell(task, hidden))
        if not more.any():
            break
        hidden = hidden | more
    return hidden


def rows_that_tell(task: Task, hidden: Flags) -> Flags:
    """Say which rows by themselves come too near to a cell that is hidden in them."""
    row, cell, sign, rows = task.equations.row, task.equations.cell, task.equations.sign, task.equations.rows
    at = np.flatnonzero(hidden[cell])
    row, cell, up = row[at], cell[at], sign[at] > 0
    value = np.abs(task.values[cell])
    parts, wholes = np.bincount(row, up, rows), np.bincount(row, ~up, rows)
    room = np.bincount(row, np.where(up, value, 0.0), rows)
    need = np.maximum(task.needs.upper, task.needs.width - task.values)[cell]
    lone = (parts + wholes)[row] == 1
    small = up & (wholes[row] == 0) & (room[row] - value < need)
    of_wholes = ~up & (parts[row] == 0) & (np.bincount(row, np.where(up, 0.0, value), rows)[row] - value < need)
    told = np.zeros(rows, bool)
    told[row[lone | small | of_wholes]] = True
    return told


def cheapest_in(task: Task, hidden: Flags, rows: Flags) -> Flags:
    """Choose in each of these rows the cell that may be hidden still at the least cost.

    A cell costs itself and, in each of its rows where nothing is hidden yet, about as much again; and more the less it
    gives way: a part by what it is, to other parts; parts to their whole, and a whole to its parts, as far as needed.
    """
    row, cell = task.equations.row, task.equations.cell
    untouched = np.bincount(row, hidden[cell], task.equations.rows) == 0
    cost = task.cost * (1 + np.bincount(cell, untouched[row], len(task.cost)))
    free: NDArray[np.int64] = np.flatnonzero(rows[row] & task.free[cell] & ~hidden[cell])
    price = cost[cell[free]] / _giving_way(task, hidden, free)
    ordered = free[np.lexsort((cell[free], price, row[free]))]
    first = np.append(True, np.diff(row[ordered]) > 0) if len(ordered) else np.empty(0, bool)
    chosen = np.zeros(len(hidden), bool)
    chosen[cell[ordered[first]]] = True
    return chosen


def _giving_way(task: Task, hidden: Flags, entries: NDArray[np.int64]) -> Floats:
    """Give the share of what the hidden parts of its row need that each entry can take up, or else of its whole."""
    row, cell, up, rows = task.equations.row, task.equations.cell, task.equations.sign > 0, task.equations.rows
    need = np.where(hidden, np.maximum(task.needs.upper, task.needs.width - task.values), 0.0)[cell]
    most = np.zeros((2, rows))
    for side, alike in zip(most, (up, ~up), strict=True):
        at = np.flatnonzero(alike & (need > 0))
        np.maximum.at(side, row[at], need[at])
    part = most[0][row[entries]] > 0
    needed = np.where(part, most[0][row[entries]], most[1][row[entries]])
    alike = up[entries] == part
    room = np.where(alike, np.minimum(np.abs(task.values[cell[entries]]), needed), needed)
    given: Floats = np.maximum(room / np.maximum(needed, 1e-9), LEAST)
    return given
