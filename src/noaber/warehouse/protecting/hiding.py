"""Hiding: with proof where a system is small enough to prove it in time; along its rows, and by blocks, where not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from noaber.methods.disclosure.determined import telling_rows
from noaber.methods.disclosure.equations import Flags, Needs
from noaber.methods.disclosure.suppression import suppress
from noaber.methods.disclosure.task import Given, Task, task_of
from noaber.warehouse.protecting.apart import move_apart
from noaber.warehouse.protecting.facing import (
    PROVEN,
    Known,
    Wanted,
    derived,
    known_of,
    known_soon,
    open_to,
    too_near,
    unproven,
)  # fmt: skip
from noaber.warehouse.protecting.quick import cheapest_in, hide_quickly

_TURNS = 16
"""Turns in which a cell beside is hidden against what equations tell; after that whole blocks of areas are."""
_STAGES = ((1, True), (2, False), (3, False), (2, True), (3, True))
"""How many rows away from a cell that is told others are hidden for it, and whether those are that are nought."""
_FEW, _TRIES = 2000, 40
"""Open cells of which some are moved apart before more is hidden in the rows of all, and how often."""
_ROOM = 1.3
"""How much more room than is needed rows are given: what one leaves, others take some of."""
_GENERATIONS = 5
"""From the areas in one area up to the areas in the whole region."""


@dataclass(frozen=True)
class Found:
    """What is hidden, and which unsafe cells could not be protected."""

    hidden: Flags
    failed: NDArray[np.int64]


def hide(wanted: Wanted) -> Found:
    """Hide what protects the unsafe cells.

    Up to `PROVEN` cells each is protected with proof, against everything that follows from all equations together. In
    larger systems proof is given in parts of so many hidden cells; in larger parts no equation, shortened by others or
    not, and no chain of them in which each narrows the next, comes too near to an unsafe cell, and limits and all
    equations, in turns, tell none exactly. What only several together tell is not looked for there (decision 34).
    """
    if not (wanted.primary | wanted.hidden).any():
        return Found(np.zeros(len(wanted.value), bool), np.empty(0, np.int64))
    if len(wanted.value) <= PROVEN:
        found = suppress(
            wanted.value, wanted.primary, wanted.equations, wanted.needs, wanted.cost,
            shown=wanted.shown, hidden=wanted.hidden,
        )  # fmt: skip
        return Found(found.hidden, found.failed)
    return _along_rows(wanted)


def _along_rows(wanted: Wanted) -> Found:
    """Hide along rows, then beside what is still told, then along ways by which it may move, and at last whole blocks:
    all areas that lie in one area. Blocks are not hidden for what would be told or too near were everything hidden.

    Where all areas in one area are hidden for all categories, any of them may have what another has: what the area
    itself shows is all that is known of each. To hide more takes nothing away from what is safe already: only what was
    open is looked at again.
    """
    task = task_of(wanted.value, wanted.equations, wanted.needs, wanted.cost, Given(wanted.shown, None, None))
    roomy = _with_room(task)
    hidden, open_ = _hide_beside(wanted, task, hide_quickly(roomy, (wanted.primary | wanted.hidden) & task.free))
    open_ = open_ | unproven(wanted, hidden, wanted.primary & ~open_)
    hopeless = derived(wanted, hidden | task.free, open_)
    hidden, moving, _ = move_apart(task, hidden, open_ & ~hopeless)
    for generation in range(_GENERATIONS):
        if not moving.any():
            break
        hidden = hide_quickly(roomy, hidden | (_blocks(wanted, moving, generation) & task.free))
        moving = open_to(wanted, hidden, moving)
    if moving.any():  # then of these areas nothing is told
        hidden = hidden | (np.isin(wanted.areas, wanted.areas[moving]) & task.free)
        moving = open_to(wanted, hidden, moving)
    return Found(hidden, np.flatnonzero(moving | open_to(wanted, hidden, hopeless)))


def _hide_beside(wanted: Wanted, task: Task, hidden: Flags) -> tuple[Flags, Flags]:
    """Hide more in the rows of what is told or too near; where that is of little use, in the rows around these too.
    Chains of many rows are followed to their end only where short ones tell nothing. For few cells ways by which they
    may move are sought first, which hides least. Gives what is hidden, and what is told or too near then."""
    asked, turn, tries, roomy = wanted.primary, 0, 0, _with_room(task)
    stages, lasts = [0, 0], [len(hidden)] * 2  # of what short chains tell, and of what a further look does
    while True:
        known = known_soon(wanted, hidden, asked)
        open_ = too_near(wanted, known, asked)
        whole = turn == _TURNS or not open_.any()
        if whole:
            known = known_of(wanted, hidden)
            asked = open_ = too_near(wanted, known, asked)  # what is safe stays so: hiding more takes nothing away
        if turn == _TURNS or not open_.any():
            return hidden, open_
        kind = int(known.far)
        stuck, lasts[kind] = open_.sum() > 0.9 * lasts[kind], int(open_.sum())
        if lasts[kind] <= _FEW and (kind or stuck) and tries < _TRIES:
            hidden, left, fruitful = move_apart(task, hidden, open_)
            tries, asked = tries + 1, asked & (~open_ | left)
            if fruitful:
                continue
        turn += 1
        stage = stages[kind] = min(stages[kind] + 1, len(_STAGES) - 1) if stuck else max(stages[kind] - 1, 0)
        reach, nought = _STAGES[stage]
        free = replace(roomy, free=task.free & ((task.values != 0) | nought))
        rows = _rows_around(task, open_, reach)
        if stage == len(_STAGES) - 1:
            rows |= _telling(wanted, known, open_)
        more = cheapest_in(free, hidden, rows)
        hidden = hide_quickly(roomy, hidden | more)


def _with_room(task: Task) -> Task:
    """Ask of rows more room than is needed."""
    upper, lower, width = (_ROOM * one for one in (task.needs.upper, task.needs.lower, task.needs.width))
    return replace(task, needs=Needs(upper, lower, width))


def _blocks(wanted: Wanted, open_: Flags, generation: int) -> Flags:
    """Give the cells of all areas that lie in the same area as one of those `open_`, or as what they lie in."""
    areas = np.unique(wanted.areas[open_])
    for _ in range(generation):
        areas = np.unique(np.append(areas, wanted.inside[areas][wanted.inside[areas] >= 0]))
    around = np.unique(wanted.inside[areas])
    in_block = np.isin(wanted.inside, around[around >= 0])
    found: Flags = in_block[wanted.areas]
    return found


def _rows_around(task: Task, cells: Flags, reach: int) -> Flags:
    """Give the rows of cells, and with more `reach` those of the other cells in these, and so on."""
    row, cell = task.equations.row, task.equations.cell
    found = np.zeros(task.equations.rows, bool)
    for _ in range(reach):
        found[row[cells[cell]]] = True
        cells = cells.copy()
        cells[cell[found[row]]] = True
    return found


def _telling(wanted: Wanted, known: Known, open_: Flags) -> Flags:
    """Say which equations together tell cells, where they do."""
    rows = np.zeros(wanted.equations.rows, bool)
    rows[known.system.rows[telling_rows(known.system.matrix, open_[known.system.cells])]] = True
    return rows
