"""Hiding: with proof where a system is small enough to prove it in time; along its rows, and by blocks, where not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noaber.methods.disclosure.audit import audit
from noaber.methods.disclosure.certify import meets
from noaber.methods.disclosure.determined import determined, telling_rows
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Needs, Pattern, limits_of
from noaber.methods.disclosure.hidden_system import narrow, system_of
from noaber.methods.disclosure.suppression import suppress
from noaber.methods.disclosure.task import Given, Task, task_of
from noaber.warehouse.protecting.quick import cheapest_in, hide_quickly

PROVEN = 400
"""Cells in a system of which every unsafe one gets a proof; and hidden cells of a part that is looked at as a whole."""
_TURNS = 8
"""Turns in which a cell beside is hidden against what equations tell; after that whole blocks of areas are."""
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


def hide(wanted: Wanted) -> Found:
    """Hide what protects the unsafe cells.

    Up to `PROVEN` cells each is protected with proof, against everything that follows from all equations together. In
    larger systems this holds for parts of so many hidden cells; in larger parts no equation, and no chain of them in
    which each narrows the next, comes too near to an unsafe cell, and all of them together tell none exactly.
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
    """Hide along rows, then beside what is still told, and at last whole blocks: all areas that lie in one area.

    Where all areas in one area are hidden for all categories, any of them may have what another has: what the area
    itself shows is all that is known of each.
    """
    task = task_of(wanted.value, wanted.equations, wanted.needs, wanted.cost, Given(wanted.shown, None, None))
    hidden = hide_quickly(task, (wanted.primary | wanted.hidden) & task.free)
    for _ in range(_TURNS):
        _, telling = _told(wanted, hidden)
        more = cheapest_in(task, hidden, telling | _rows_of(task, _too_near(wanted, hidden)))
        if not more.any():
            break
        hidden = hide_quickly(task, hidden | more)
    open_ = _open(wanted, hidden)
    for generation in range(_GENERATIONS):
        if not open_.any():
            break
        hidden = hide_quickly(task, hidden | (_blocks(wanted, open_, generation) & task.free))
        open_ = _open(wanted, hidden)
    if open_.any():  # then of these areas nothing is told
        hidden = hidden | (np.isin(wanted.areas, wanted.areas[open_]) & task.free)
        open_ = _open(wanted, hidden)
    return Found(hidden, np.flatnonzero(open_))


def _blocks(wanted: Wanted, open_: Flags, generation: int) -> Flags:
    """Give the cells of all areas that lie in the same area as one of those `open_`, or as what they lie in."""
    areas = np.unique(wanted.areas[open_])
    for _ in range(generation):
        areas = np.unique(np.append(areas, wanted.inside[areas][wanted.inside[areas] >= 0]))
    around = np.unique(wanted.inside[areas])
    in_block = np.isin(wanted.inside, around[around >= 0])
    found: Flags = in_block[wanted.areas]
    return found


def _open(wanted: Wanted, hidden: Flags) -> Flags:
    """Say which unsafe cells an attacker still comes too near to, as far as it is looked at."""
    open_ = _too_near(wanted, hidden) | _told(wanted, hidden)[0]
    small = _in_small_parts(wanted, hidden)
    needs = Needs(*(np.where(small & ~open_, one, 0.0) for one in
                    (wanted.needs.upper, wanted.needs.lower, wanted.needs.width)))  # fmt: skip
    if needs.any.any():
        pattern = Pattern(hidden & small, wanted.primary, np.empty(0, np.int64))
        open_[audit(wanted.value, pattern, wanted.equations, needs).failed] = True
    return open_


def _in_small_parts(wanted: Wanted, hidden: Flags) -> Flags:
    system = system_of(wanted.equations, hidden, wanted.value, limits_of(wanted.value, None))
    small = np.zeros(len(hidden), bool)
    small[system.cells[np.bincount(system.part)[system.part] <= PROVEN]] = True
    return small


def _rows_of(task: Task, cells: Flags) -> Flags:
    found: Flags = np.bincount(task.equations.row, cells[task.equations.cell], task.equations.rows) > 0
    return found


def _told(wanted: Wanted, hidden: Flags) -> tuple[Flags, Flags]:
    """Say which unsafe cells all equations together tell exactly, and which equations do so."""
    system = system_of(wanted.equations, hidden, wanted.value, limits_of(wanted.value, None))
    told, rows = np.zeros(len(hidden), bool), np.zeros(wanted.equations.rows, bool)
    known = determined(system) & wanted.primary[system.cells]
    if known.any():
        told[system.cells[known]] = True
        row = wanted.equations.row
        used = np.flatnonzero(np.bincount(row, hidden[wanted.equations.cell], wanted.equations.rows) > 0)
        rows[used[telling_rows(system, known)]] = True
    return told, rows


def _too_near(wanted: Wanted, hidden: Flags) -> Flags:
    """Say which unsafe cells the rows, one after the other, tell too closely, or that are shown."""
    system = system_of(wanted.equations, hidden, wanted.value, limits_of(wanted.value, None))
    at, needs = system.cells, wanted.needs
    outer = narrow(system)
    truth = wanted.value[at]
    held = Needs(needs.upper[at], needs.lower[at], needs.width[at])
    near = wanted.primary & ~hidden
    near[at[~meets(truth, held, outer)]] = True
    return near & wanted.primary
