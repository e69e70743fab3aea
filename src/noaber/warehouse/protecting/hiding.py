"""Hiding: at the least cost where a system is small, with proof where that can be had in time, along its rows and by
blocks where not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from noaber.methods.disclosure.audit import audit
from noaber.methods.disclosure.certify import meets
from noaber.methods.disclosure.determined import telling_rows, told_exactly, told_together
from noaber.methods.disclosure.equations import (
    Equations,
    Flags,
    Floats,
    Limits,
    Needs,
    Pattern,
    limits_of,
    matrix_of,
)  # fmt: skip
from noaber.methods.disclosure.hidden_system import System, narrow, system_of
from noaber.methods.disclosure.optimal import suppress_optimal
from noaber.methods.disclosure.repair import NEARBY, ways_out
from noaber.methods.disclosure.suppression import suppress, ways_of
from noaber.methods.disclosure.task import Given, Task, task_of
from noaber.warehouse.protecting.quick import cheapest_in, hide_quickly

SMALL = 80
"""Cells in a system for which the cheapest pattern of all is sought."""
PROVEN = 400
"""Cells in a system of which every unsafe one gets a proof; and hidden cells of a part that is looked at as a whole."""
_TURNS = 16
"""Turns in which a cell beside is hidden against what equations tell; after that whole blocks of areas are."""
_SHORT = 5
"""Rows one after the other in chains that are looked at first."""
_STAGES = ((1, True), (2, False), (3, False), (2, True), (3, True))
"""How many rows away from a cell that is told others are hidden for it, and whether those are that are nought."""
_FEW, _TRIES = 2000, 40
"""Open cells of which some are moved apart before more is hidden in the rows of all, and how often."""
_FRUITFUL = 0.25
"""The share of those tried that has to be moved for others to be tried."""
_WAYS = (6, 60)
"""Cells for each of which a way to move is sought before it is looked again: the least and the most of them."""
_PER_LOOK = 400
"""Cells of a system for each of which that is one more: the larger it is, the longer a look takes."""
_GENERATIONS = 5
"""From the areas in one area up to the areas in the whole region."""


@dataclass(frozen=True)
class Wanted:
    """What is to be hidden: values, which are unsafe, the equations, how far attackers are to be kept, what hiding
    costs, what must stay shown or hidden, and in which area each cell is (`areas`, as numbers); `inside` gives by
    number the area that an area lies in, -1 where in none."""

    value: Floats
    primary: Flags
    equations: Equations
    needs: Needs
    cost: Floats
    shown: Flags
    hidden: Flags
    areas: NDArray[np.int64]
    inside: NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """What is hidden, and which unsafe cells could not be protected."""

    hidden: Flags
    failed: NDArray[np.int64]


class Known(NamedTuple):
    """What an attacker faces, limits that follow from it, and which of its cells are told exactly."""

    system: System
    within: Limits
    told: Flags


def hide(wanted: Wanted) -> Found:
    """Hide what protects the unsafe cells.

    Up to `PROVEN` cells each is protected with proof, against everything that follows from all equations together; up
    to `SMALL` at the least cost there is. In larger systems proof is given in parts of so many hidden cells; in larger
    parts no equation, and no chain of them in which each narrows the next, comes too near to an unsafe cell, and all of
    them together tell none exactly.
    """
    if not (wanted.primary | wanted.hidden).any():
        return Found(np.zeros(len(wanted.value), bool), np.empty(0, np.int64))
    if len(wanted.value) <= PROVEN:
        method = suppress_optimal if len(wanted.value) <= SMALL else suppress
        found = method(
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
    hidden, open_ = _hide_beside(wanted, task, hide_quickly(task, (wanted.primary | wanted.hidden) & task.free))
    open_ = open_ | _unproven(wanted, hidden, wanted.primary & ~open_)
    hopeless = _derived(wanted, hidden | task.free, open_)
    hidden, moving, _ = _move_apart(task, hidden, open_ & ~hopeless)
    for generation in range(_GENERATIONS):
        if not moving.any():
            break
        hidden = hide_quickly(task, hidden | (_blocks(wanted, moving, generation) & task.free))
        moving = _open(wanted, hidden, moving)
    if moving.any():  # then of these areas nothing is told
        hidden = hidden | (np.isin(wanted.areas, wanted.areas[moving]) & task.free)
        moving = _open(wanted, hidden, moving)
    return Found(hidden, np.flatnonzero(moving | _open(wanted, hidden, hopeless)))


def _hide_beside(wanted: Wanted, task: Task, hidden: Flags) -> tuple[Flags, Flags]:
    """Hide more in the rows of what is told or too near; where that is of little use, in the rows around these too.
    Chains of many rows are followed to their end only where short ones tell nothing. For few cells ways by which they
    may move are sought first, which hides least. Gives what is hidden, and what is told or too near then."""
    asked, turn, tries = wanted.primary, 0, 0
    stages, lasts = [0, 0], [len(hidden)] * 2  # of what is too near, and of what is told or comes of a whole look
    while True:
        known = _known_soon(wanted, hidden, asked)
        open_ = _too_near(wanted, known, asked)
        whole = turn == _TURNS or not open_.any()
        if whole:
            known = _known(wanted, hidden)
            asked = open_ = _too_near(wanted, known, asked)  # what is safe stays so: hiding more takes nothing away
        if turn == _TURNS or not open_.any():
            return hidden, open_
        kind = int(whole or known.told.any())
        stuck, lasts[kind] = open_.sum() > 0.9 * lasts[kind], int(open_.sum())
        if lasts[kind] <= _FEW and (kind or stuck) and tries < _TRIES:
            hidden, left, fruitful = _move_apart(task, hidden, open_)
            tries, asked = tries + 1, asked & (~open_ | left)
            if fruitful:
                continue
        turn += 1
        stage = stages[kind] = min(stages[kind] + 1, len(_STAGES) - 1) if stuck else max(stages[kind] - 1, 0)
        reach, nought = _STAGES[stage]
        free = replace(task, free=task.free & ((task.values != 0) | nought))
        rows = _rows_around(task, open_, reach)
        if stage == len(_STAGES) - 1:
            rows |= _telling(wanted, known, open_)
        more = cheapest_in(free, hidden, rows)
        hidden = hide_quickly(task, hidden | more)


class Moved(NamedTuple):
    """What is hidden once ways were sought, what is left open, and whether it was of use to seek."""

    hidden: Flags
    left: Flags
    fruitful: bool


def _move_apart(task: Task, hidden: Flags, open_: Flags) -> Moved:
    """Hide what lets open cells move as far as they need, some of them (`_WAYS`). What was found to move is proof;
    others that are left open may be so by the same, and no more."""
    columns = sparse.csc_array(matrix_of(task.equations))
    left = open_.copy()
    cells = np.flatnonzero(open_ & hidden)
    most = int(np.clip(len(open_) // _PER_LOOK, *_WAYS))
    sizes = NEARBY[:2] if len(open_) > NEARBY[-1] else NEARBY
    tried = cells[:: max(1, -(-len(cells) // most))]
    for cell in tried:
        for shifts in ways_of(task, int(cell), Limits(task.values, task.values)):
            found = ways_out(task, columns, hidden, (int(cell), shifts), sizes)
            if found is not None:
                hidden, left[cell] = hidden | found, False
                break
    return Moved(hidden, left, bool((~left[tried]).sum() > _FRUITFUL * len(tried)))


def _blocks(wanted: Wanted, open_: Flags, generation: int) -> Flags:
    """Give the cells of all areas that lie in the same area as one of those `open_`, or as what they lie in."""
    areas = np.unique(wanted.areas[open_])
    for _ in range(generation):
        areas = np.unique(np.append(areas, wanted.inside[areas][wanted.inside[areas] >= 0]))
    around = np.unique(wanted.inside[areas])
    in_block = np.isin(wanted.inside, around[around >= 0])
    found: Flags = in_block[wanted.areas]
    return found


def _open(wanted: Wanted, hidden: Flags, among: Flags) -> Flags:
    """Say which unsafe cells, of some, an attacker still comes too near to, as far as it is looked at."""
    open_ = _derived(wanted, hidden, among)
    return open_ | _unproven(wanted, hidden, among & ~open_)


def _derived(wanted: Wanted, hidden: Flags, among: Flags) -> Flags:
    """Say which unsafe cells, of some, limits and equations together tell, or come too near to."""
    return _too_near(wanted, _known(wanted, hidden), among) if among.any() else among


def _unproven(wanted: Wanted, hidden: Flags, among: Flags) -> Flags:
    """Say which unsafe cells, of some, in small parts have no proof."""
    found, small = np.zeros(len(hidden), bool), _in_small_parts(wanted, hidden)
    asked = small & among
    needs = Needs(*(np.where(asked, one, 0.0) for one in
                    (wanted.needs.upper, wanted.needs.lower, wanted.needs.width)))  # fmt: skip
    if needs.any.any():
        pattern = Pattern(hidden & small, wanted.primary, np.empty(0, np.int64))
        found[audit(wanted.value, pattern, wanted.equations, needs).failed] = True
    return found


def _in_small_parts(wanted: Wanted, hidden: Flags) -> Flags:
    system, small = _system(wanted, hidden), np.zeros(len(hidden), bool)
    small[system.cells[np.bincount(system.part)[system.part] <= PROVEN]] = True
    return small


def _rows_around(task: Task, cells: Flags, reach: int) -> Flags:
    """Give the rows of cells, and with more `reach` those of the other cells in these, and so on."""
    row, cell = task.equations.row, task.equations.cell
    found = np.zeros(task.equations.rows, bool)
    for _ in range(reach):
        found[row[cells[cell]]] = True
        cells = cells.copy()
        cells[cell[found[row]]] = True
    return found


def _system(wanted: Wanted, hidden: Flags) -> System:
    return system_of(wanted.equations, hidden, wanted.value, limits_of(wanted.value, None))


def _known(wanted: Wanted, hidden: Flags) -> Known:
    """Give what an attacker faces where cells are hidden, and what limits and equations together tell of it."""
    system = _system(wanted, hidden)
    return Known(system, *told_together(system, wanted.value[system.cells]))


def _known_soon(wanted: Wanted, hidden: Flags, among: Flags) -> Known:
    """Give what an attacker faces, and what short chains of rows tell; only where they come near to none of some unsafe
    cells (`among`) also which of these the equations tell."""
    system = _system(wanted, hidden)
    soon = Known(system, narrow(system, _SHORT), np.zeros(len(system.cells), bool))
    if _too_near(wanted, soon, among).any():
        return soon
    return soon._replace(told=told_exactly(system, soon.within, (wanted.primary & among)[system.cells]))


def _telling(wanted: Wanted, known: Known, open_: Flags) -> Flags:
    """Say which equations together tell cells, where they do."""
    rows = np.zeros(wanted.equations.rows, bool)
    rows[known.system.rows[telling_rows(known.system.matrix, open_[known.system.cells])]] = True
    return rows


def _too_near(wanted: Wanted, known: Known, among: Flags) -> Flags:
    """Say which unsafe cells, of some, are told exactly or too closely, or are shown."""
    near, at, needs = wanted.primary.copy(), known.system.cells, wanted.needs
    held = Needs(needs.upper[at], needs.lower[at], needs.width[at])
    near[at] = known.told | ~meets(wanted.value[at], held, known.within)
    return near & wanted.primary & among
