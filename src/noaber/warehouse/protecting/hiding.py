"""Hiding: along rows, beside what chains of them tell, and around what no point shows to be safe."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from itertools import count

import numpy as np

from noaber.methods.disclosure.equations import Flags, Limits, Needs, Whole, equations_of
from noaber.methods.disclosure.suppression import suppress
from noaber.methods.disclosure.task import Given, Task, task_of
from noaber.warehouse.protecting.apart import FAR, GROUP, NEAR, Moved, Sizes, is_whole, move_apart
from noaber.warehouse.protecting.facing import Known, Wanted, known_of, known_soon, too_near
from noaber.warehouse.protecting.proving import prove
from noaber.warehouse.protecting.quick import cheapest_in, hide_quickly

SMALL = 400
"""Cells of a table up to which programmes alone are quicker than points for many cells at once."""
_PER_LOOK = 50
"""Cells for each of which a way is sought before it is looked again which are told still."""
_TURNS = 40
"""Turns in which cells are hidden beside those that are told, in larger tables."""
_STAGES = ((1, True), (2, False), (3, False), (2, True), (3, True))
"""How many rows away from a cell that is told others are hidden for it, and whether those are that are nought."""
_FEW = 2000
"""Told cells, in larger tables, of which some are moved apart before more is hidden in the rows of all."""
_ROOM = 1.3
"""How much more room than is needed rows of larger tables are given: what one leaves, others take some of."""
_NOUGHT = 1e-6
"""What a sum that comes out may be off by for rounding."""
_GENERATIONS = 5
"""From the areas in one area up to the areas in the whole region."""


@dataclass(frozen=True)
class Found:
    """What is hidden, which unsafe cells could not be protected, and which of the others have proof that they are."""

    hidden: Flags
    failed: Whole
    proven: Flags


@dataclass(frozen=True)
class _Looked:
    """What is hidden when no chain of rows tells more, what is told all the same, and what an attacker knows then."""

    hidden: Flags
    told: Flags
    known: Known


def hide(wanted: Wanted) -> Found:
    """Hide what protects the unsafe cells, with proof for nearly each: a point that an attacker must hold for possible.

    In tables of more cells than `SMALL` a few may be left without proof; of these no equation, shortened by others or
    not, and no chain of them comes too near, and all equations and limits, in turns, tell none exactly (decision
    35). Who counts in several parts is taken as known; cells that cannot be kept from whoever knows that are kept from
    those who do not, as the attack on a release does not.
    """
    if not (wanted.primary | wanted.hidden).any():
        nobody = np.zeros(len(wanted.value), bool)
        return Found(nobody, np.empty(0, np.int64), nobody)
    found = _hidden(wanted)
    return _not_knowing_overlaps(wanted, found) if len(found.failed) else found


def _hidden(wanted: Wanted) -> Found:
    if len(wanted.value) <= SMALL:
        small = suppress(
            wanted.value, wanted.primary, wanted.equations, wanted.needs, wanted.cost,
            shown=wanted.shown, hidden=wanted.hidden,
        )  # fmt: skip
        return _found(wanted, small.hidden, small.failed, wanted.primary)
    task = task_of(wanted.value, wanted.equations, wanted.needs, wanted.cost, Given(wanted.shown, None, None))
    look = _look_for_each if is_whole(task) else _look_along_rows
    looked = look(wanted, task, (wanted.primary | wanted.hidden) & task.free)
    asked = wanted.primary & looked.hidden
    done = prove(task, looked.hidden, looked.known, asked & ~looked.told)
    hopeless = done.hopeless | looked.told if is_whole(task) else done.hopeless
    hidden, told = _hide_far(wanted, task, done.hidden, asked & ~done.proven & ~hopeless)
    return _found(wanted, hidden, np.flatnonzero(told | hopeless), done.proven)


def _found(wanted: Wanted, hidden: Flags, failed: Whole, proven: Flags) -> Found:
    failing = wanted.primary & ~hidden
    failing[failed] = True
    return Found(hidden, np.flatnonzero(failing), proven & ~failing)


def _look_for_each(wanted: Wanted, task: Task, hidden: Flags) -> _Looked:
    """Move apart what is told, until nothing is but what cannot move whatever is hidden."""
    asked, told = wanted.primary & hidden, np.zeros(len(hidden), bool)
    hidden = hide_quickly(task, hidden)
    while True:
        known = known_soon(wanted, hidden, asked)
        open_ = too_near(wanted, known, asked)
        if not open_.any():
            return _Looked(hidden, told, known)
        hidden, moved, stuck = _move_some(task, hidden, open_, NEAR)
        asked[moved] = asked[stuck] = False
        told[stuck] = True


def _look_along_rows(wanted: Wanted, task: Task, hidden: Flags) -> _Looked:
    """Hide more in the rows of what is told or too near; where that is of little use, in the rows around these too.
    Chains of many rows are followed to their end only where short ones tell nothing. For few cells ways by which they
    may move are sought first, which hides least."""
    asked, roomy = wanted.primary & hidden, replace(task, needs=task.needs.times(_ROOM))
    hidden = hide_quickly(roomy, hidden)
    stages, lasts = [0, 0], [len(hidden)] * 2  # of what short chains tell, and of what a further look does
    for turn in count():
        known = known_soon(wanted, hidden, asked)
        open_ = too_near(wanted, known, asked)
        if not open_.any() or turn == _TURNS:
            break
        kind = int(known.far)
        slow, lasts[kind] = open_.sum() > 0.9 * lasts[kind], int(open_.sum())
        if lasts[kind] <= _FEW and (kind or slow):
            hidden, moved, stuck = _move_some(task, hidden, open_, NEAR, 0)
            asked[moved] = False
            if len(moved) > len(stuck):
                continue
        stage = stages[kind] = min(stages[kind] + 1, len(_STAGES) - 1) if slow else max(stages[kind] - 1, 0)
        reach, nought = _STAGES[stage]
        free = replace(roomy, free=task.free & ((task.values != 0) | nought))
        hidden = hide_quickly(roomy, hidden | cheapest_in(free, hidden, _rows_around(task, open_, reach)))
    return _Looked(hidden, open_, known)


def _move_some(task: Task, hidden: Flags, open_: Flags, sizes: Sizes, group: int = GROUP) -> Moved:
    """Move apart some of the cells that are told: once these are, others often are as well."""
    cells = np.flatnonzero(open_ & hidden)
    some = cells[:: max(1, -(-len(cells) // _PER_LOOK))]
    return move_apart(task, hidden, some, Limits(task.values, task.values), len(some), sizes, group)


def _rows_around(task: Task, cells: Flags, reach: int) -> Flags:
    """Give the rows of cells, and with more `reach` those of the other cells in these, and so on."""
    row, cell = task.equations.row, task.equations.cell
    found = np.zeros(task.equations.rows, bool)
    for _ in range(reach):
        found[row[cells[cell]]] = True
        cells = cells.copy()
        cells[cell[found[row]]] = True
    return found


def _hide_far(wanted: Wanted, task: Task, hidden: Flags, asked: Flags) -> tuple[Flags, Flags]:
    """Hide what it takes, far around, for those of some cells that are told still by everything that can be derived;
    not for what would be told were everything hidden. Gives what is hidden, and what is told then.

    Where no way is found all areas that lie in one area are hidden for all categories: any of them may have what
    another has then, and what the area itself shows is all that is known of each.
    """
    told = _derived(wanted, hidden, asked)
    hidden, moved, _ = _move_some(task, hidden, told, FAR, 0)
    told[moved] = False
    lost = _derived(wanted, hidden | task.free, told)
    told = told & ~lost
    for generation in range(_GENERATIONS):
        if not told.any():
            break
        hidden = hide_quickly(task, hidden | (_blocks(wanted, told, generation) & task.free))
        told = _derived(wanted, hidden, told)
    if told.any():  # then of these areas nothing is told
        hidden = hidden | (np.isin(wanted.areas, wanted.areas[told]) & task.free)
        told = _derived(wanted, hidden, told)
    return hidden, told | lost


def _derived(wanted: Wanted, hidden: Flags, among: Flags) -> Flags:
    """Say which unsafe cells, of some, limits and equations together tell, or come too near to."""
    return too_near(wanted, known_of(wanted, hidden), among) if among.any() else among


def _blocks(wanted: Wanted, open_: Flags, generation: int) -> Flags:
    """Give the cells of all areas that lie in the same area as one of those `open_`, or as what they lie in."""
    areas = np.unique(wanted.areas[open_])
    for _ in range(generation):
        areas = np.unique(np.append(areas, wanted.inside[areas][wanted.inside[areas] >= 0]))
    around = np.unique(wanted.inside[areas])
    in_block = np.isin(wanted.inside, around[around >= 0])
    found: Flags = in_block[wanted.areas]
    return found


def _not_knowing_overlaps(wanted: Wanted, found: Found) -> Found:
    """Protect what failed from whoever does not know how many count in several parts: of each sum that does not come
    out for them, what it is off by is hidden too. Who has proof already has it against less knowledge all the more."""
    equations, failing = wanted.equations, np.zeros(len(wanted.value), bool)
    failing[found.failed] = True
    off = np.flatnonzero(np.abs(equations.right) > _NOUGHT)
    if not len(off):
        return found
    cells, none = len(wanted.value), np.zeros(len(off))
    value = np.append(wanted.value, np.abs(equations.right[off]))
    grown = equations_of(
        value,
        np.append(equations.row, off),
        np.append(equations.cell, cells + np.arange(len(off))),
        np.append(equations.sign, -np.sign(equations.right[off])),
    )
    needs = Needs(*(np.append(one, none) for one in astuple(wanted.needs.only(failing))))
    again = _hidden(Wanted(
        value, np.append(failing, none > 0), grown, needs, np.append(wanted.cost, none),
        np.append(wanted.shown, none > 0), np.append(found.hidden, none == 0),
        np.append(wanted.areas, wanted.areas[equations.cell[np.searchsorted(equations.row, off)]]), wanted.inside,
    ))  # fmt: skip
    return Found(again.hidden[:cells], again.failed, found.proven | again.proven[:cells])
