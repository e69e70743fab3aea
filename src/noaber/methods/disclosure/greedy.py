"""Hiding along the rows: every row with too little hidden in it hides its cheapest cell, all rows at once.

What rows tell of their hidden cells one by one is the first thing an attacker works out. This is the fast part of
secondary suppression; that rows taken together tell no more is for the audit to show.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from noaber.methods.disclosure.certify import meets
from noaber.methods.disclosure.equations import Flags, Floats, Limits
from noaber.methods.disclosure.hidden_system import narrow, system_of
from noaber.methods.disclosure.task import Task

_PATIENCE = 60
"""Rounds in which only cells are hidden that all rows they serve agree on; after that, every row has its way."""


@dataclass(frozen=True)
class Room:
    """How far each cell may go up and down while hidden, no more than matters."""

    up: Floats
    down: Floats


def room_of(task: Task, limits: Limits) -> Room:
    """Give how far values may move within limits, cut off at the largest need."""
    needs = task.needs
    most = float(max(needs.upper.max(initial=0), needs.lower.max(initial=0), needs.width.max(initial=0), 1e-9))
    return Room(np.minimum(limits.upper - task.values, most), np.minimum(task.values - limits.lower, most))


def hide_by_rows(task: Task, hidden: Flags) -> Flags:
    """Hide more cells until no row, by itself or after what other rows tell, narrows a cell more than it needs."""
    hidden = hide_along_rows(task, hidden, room_of(task, task.limits))
    while True:
        room, narrowed = _narrowed_room(task, hidden)
        if not narrowed:
            return hidden
        chosen = _nominate(task, hidden, rows_in_trouble(task, hidden, room), all_rows=True)
        if not chosen.any():
            return hidden
        hidden = hide_along_rows(task, hidden | chosen, room_of(task, task.limits))


def _narrowed_room(task: Task, hidden: Flags) -> tuple[Room, bool]:
    """Give the room that all rows together leave to hidden cells, and whether that is too little for one of them."""
    system = system_of(task.equations, hidden, task.values, task.limits)
    truth, found, at = task.values[system.cells], narrow(system), system.cells
    found = Limits(np.minimum(found.lower, truth), np.maximum(found.upper, truth))
    lower, upper = task.limits.lower.copy(), task.limits.upper.copy()
    lower[at], upper[at] = found
    needs = task.needs.at(at)
    return room_of(task, Limits(lower, upper)), not meets(truth, needs, found).all()


def hide_along_rows(task: Task, hidden: Flags, room: Room) -> Flags:
    """Hide more cells, of those that are `free`, until no row by itself tells too much; gives what is hidden then.

    A row tells too much where one of its cells is hidden, or two of which a contributor knows one, or where the other
    hidden cells cannot move as far as one of them needs. A row without a free cell is left as it is. Cheap cells are
    preferred, and those that serve several rows and bring no row into trouble. Deterministic: of equals the first.
    """
    hidden = hidden.copy()
    turn = 0
    while True:
        chosen = _nominate(task, hidden, rows_in_trouble(task, hidden, room), all_rows=turn >= _PATIENCE)
        if not chosen.any():
            return hidden
        hidden |= chosen
        turn += 1


def rows_in_trouble(task: Task, hidden: Flags, room: Room) -> Flags:
    """Say which rows by themselves tell too much of a hidden cell."""
    equations, needs = task.equations, task.needs
    row, cell, rows = equations.row, equations.cell, equations.rows
    entry_hidden = hidden[cell]
    known_to_one = np.bincount(row, entry_hidden & task.singletons[cell], rows) > 0
    number = np.bincount(row, entry_hidden, rows)
    troubled: Flags = (number == 1) | (known_to_one & (number == 2))
    up, down = (np.where(entry_hidden, one[cell], 0.0) for one in (room.up, room.down))
    weight, positive = np.abs(equations.sign), equations.sign > 0
    raised, sunk = weight * np.where(positive, up, down), weight * np.where(positive, down, up)
    others_raised = np.bincount(row, raised, rows)[row] - raised
    others_sunk = np.bincount(row, sunk, rows)[row] - sunk
    rise = np.minimum(np.where(positive, others_sunk, others_raised) / weight, up)
    fall = np.minimum(np.where(positive, others_raised, others_sunk) / weight, down)
    short = (
        (rise < needs.upper[cell] - 1e-9) | (fall < needs.lower[cell] - 1e-9) | (rise + fall < needs.width[cell] - 1e-9)
    )
    troubled[row[short & entry_hidden]] = True
    return troubled


def _nominate(task: Task, hidden: Flags, troubled: Flags, all_rows: bool) -> Flags:
    """Let each row in trouble name the cell that serves best; give those on which the rows agree."""
    equations = task.equations
    entry = np.flatnonzero(troubled[equations.row] & (task.free & ~hidden)[equations.cell])
    chosen = np.zeros(len(hidden), dtype=bool)
    if not len(entry):
        return chosen
    row, cell = equations.row[entry], equations.cell[entry]
    serves = np.bincount(cell, minlength=len(hidden))
    score = _score(task, hidden)[cell] / serves[cell]
    order = np.lexsort((cell, score, row))
    first = order[np.r_[True, np.diff(row[order]) > 0]]
    votes = np.bincount(cell[first], minlength=len(hidden))
    chosen[cell[first]] = True
    return chosen if all_rows else chosen & (votes == serves)


def _score(task: Task, hidden: Flags) -> Floats:
    """Give what hiding a cell costs, more for every row in which it would be the only one hidden."""
    equations = task.equations
    in_row = np.bincount(equations.row, hidden[equations.cell], equations.rows)
    lonely = np.bincount(equations.cell, in_row[equations.row] == 0, equations.cells)
    found: Floats = (task.cost + 1e-6) * (1 + lonely)
    return found
