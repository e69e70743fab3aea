"""Looking what is told where cells are hidden, and hiding beside it: short chains of rows first, all equations last."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from noaber.methods.disclosure.equations import Flags, Limits
from noaber.methods.disclosure.task import Task
from noaber.warehouse.protecting.apart import Moved, move_apart
from noaber.warehouse.protecting.facing import Known, Wanted, known_of, known_soon, too_near
from noaber.warehouse.protecting.means import BESIDE_ROWS, Reach, means_of
from noaber.warehouse.protecting.quick import cheapest_in, hide_quickly

_PER_LOOK = 50
"""Cells for each of which a way is sought before it is looked again which are told still."""
_TURNS = 40
"""Turns in which cells are hidden beside those that are told, in larger tables."""
_STAGES = ((1, True), (2, False), (3, False), (2, True), (3, True))
"""How many rows away from a cell that is told others are hidden for it, and whether those are that are nought."""
_FEW = 2000
"""Told cells, in larger tables, of which some are moved apart before more is hidden in the rows of all."""
_AROUND = (1, 2)
"""How many rows away everything is hidden, in the end."""


@dataclass(frozen=True)
class Looked:
    """What is hidden when no chain of rows tells more, which cells are told all the same (`stuck`) or have a way by
    which they may be off (`proven`), and what an attacker knows then. Of what is `hopeless` all ways were looked at."""

    hidden: Flags
    stuck: Flags
    hopeless: Flags
    proven: Flags
    known: Known


def look(wanted: Wanted, task: Task) -> Looked:
    """Hide what is unsafe, and beside what is told, until no chain of rows tells more."""
    hidden = (wanted.primary | wanted.hidden) & task.free
    return (_look_for_each if means_of(task).proving.whole else _look_along_rows)(wanted, task, hidden)


def _look_for_each(wanted: Wanted, task: Task, hidden: Flags) -> Looked:
    """Move apart what is told, until nothing is but what cannot move whatever is hidden."""
    asked, stuck, proven = wanted.primary & hidden, np.zeros(len(hidden), bool), np.zeros(len(hidden), bool)
    hidden = hide_quickly(task, hidden)
    while True:
        left = asked & ~stuck & ~proven
        known = known_soon(wanted, hidden, left)
        open_ = too_near(wanted, known, left)
        if not open_.any():
            return Looked(hidden, stuck, stuck, proven, known)
        found = _move_some(task, hidden, open_, means_of(task).proving)
        hidden = found.hidden
        proven[found.moved] = stuck[found.stuck] = True


def _look_along_rows(wanted: Wanted, task: Task, hidden: Flags) -> Looked:
    """Hide more in the rows of what is told or too near; where that is of little use, in the rows around these too.
    Chains of many rows are followed to their end only where short ones tell nothing. For few cells ways by which they
    may move are sought first, which hides least."""
    asked, proven, roomy = wanted.primary & hidden, np.zeros(len(hidden), bool), _roomy(task)
    hidden = hide_quickly(roomy, hidden)
    stages, lasts = [0, 0], [len(hidden)] * 2  # of what short chains tell, and of what a further look does
    for turn in range(_TURNS + 1):
        left = asked & ~proven
        known = known_soon(wanted, hidden, left)
        open_ = too_near(wanted, known, left)
        if not open_.any() or turn == _TURNS:
            break
        kind = int(known.far)
        slow, lasts[kind] = open_.sum() > 0.9 * lasts[kind], int(open_.sum())
        if lasts[kind] <= _FEW and (kind or slow):
            found = _move_some(task, hidden, open_, BESIDE_ROWS)
            hidden, proven[found.moved] = found.hidden, True
            if len(found.moved) > len(found.stuck):
                continue
        stage = stages[kind] = min(stages[kind] + 1, len(_STAGES) - 1) if slow else max(stages[kind] - 1, 0)
        hidden = _hide_around(task, roomy, hidden, open_, stage)
    return Looked(hidden, open_, np.zeros(len(hidden), bool), proven, known)


def give_room(task: Task, hidden: Flags, cells: Flags) -> Flags:
    """Hide one cell more in every row of cells for which no proof was found: with more room most have it."""
    return _hide_around(task, _roomy(task), hidden, cells, 0)


def hide_far(wanted: Wanted, task: Task, hidden: Flags, asked: Flags) -> tuple[Flags, Flags]:
    """Hide what it takes, ever further around, for those of some cells that are told still by everything that can be
    derived: beside them, on ways that lead far, then all around them. Gives what is hidden, and what is told then."""
    told, roomy = _derived(wanted, hidden, asked), _roomy(task)
    for stage in range(len(_STAGES)):
        if not told.any():
            return hidden, told
        hidden = _hide_around(task, roomy, hidden, told, stage)
        told = _derived(wanted, hidden, told)
    found = _move_some(task, hidden, told, means_of(task).last)
    hidden, told[found.moved] = found.hidden, False
    for reach in _AROUND:
        if told.any():
            rows = _rows_around(task, told, reach)
            hidden = hidden.copy()
            hidden[task.equations.cell[rows[task.equations.row]]] = True
            hidden &= task.free
            told = _derived(wanted, hidden, told)
    return hidden, told


def _roomy(task: Task) -> Task:
    return replace(task, needs=task.needs.times(means_of(task).room))


def _hide_around(task: Task, roomy: Task, hidden: Flags, cells: Flags, stage: int) -> Flags:
    """Hide the cheapest in all rows around some cells."""
    reach, nought = _STAGES[stage]
    free = replace(roomy, free=task.free & ((task.values != 0) | nought))
    return hide_quickly(roomy, hidden | cheapest_in(free, hidden, _rows_around(task, cells, reach)))


def _move_some(task: Task, hidden: Flags, open_: Flags, reach: Reach) -> Moved:
    """Move apart some of the cells that are told: once these are, others often are as well."""
    cells = np.flatnonzero(open_ & hidden)
    some = cells[:: max(1, -(-len(cells) // _PER_LOOK))]
    return move_apart(task, hidden, some, Limits(task.values, task.values), len(some), reach)


def _rows_around(task: Task, cells: Flags, reach: int) -> Flags:
    """Give the rows of cells, and with more `reach` those of the other cells in these, and so on."""
    row, cell = task.equations.row, task.equations.cell
    found = np.zeros(task.equations.rows, bool)
    for _ in range(reach):
        found[row[cells[cell]]] = True
        cells = cells.copy()
        cells[cell[found[row]]] = True
    return found


def _derived(wanted: Wanted, hidden: Flags, among: Flags) -> Flags:
    """Say which unsafe cells, of some, limits and equations together tell, or come too near to."""
    return too_near(wanted, known_of(wanted, hidden), among) if among.any() else among
