"""Hiding: with proof where a system is small enough to prove it in time, along its rows and by its rank where not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noaber.methods.disclosure.certify import meets
from noaber.methods.disclosure.determined import determined, telling_rows
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Needs, limits_of
from noaber.methods.disclosure.greedy import hide_by_rows
from noaber.methods.disclosure.hidden_system import narrow, system_of
from noaber.methods.disclosure.suppression import suppress
from noaber.methods.disclosure.task import Given, Task, task_of
from noaber.warehouse.protecting.quick import cheapest_in, hide_quickly

CAREFUL = 3000
"""Cells up to which the cheaper of several ways is looked for."""
PROVEN = 400
"""Cells in a system of which every unsafe one gets a proof."""
_GENTLE, _TURNS = 6, 12
"""Turns in which little is hidden against what equations tell one after the other or together, and turns in all."""


@dataclass(frozen=True)
class Wanted:
    """What is to be hidden: values, which are unsafe, the equations, how far attackers are to be kept, what hiding
    costs, and what must stay shown or hidden."""

    value: Floats
    primary: Flags
    equations: Equations
    needs: Needs
    cost: Floats
    shown: Flags
    hidden: Flags


@dataclass(frozen=True)
class Found:
    """What is hidden, and which unsafe cells could not be protected."""

    hidden: Flags
    failed: NDArray[np.int64]


def hide(wanted: Wanted) -> Found:
    """Hide what protects the unsafe cells.

    Up to `PROVEN` cells each is protected with proof, against everything that follows from all equations together. In
    larger systems no equation, and no chain of them in which each narrows the next, comes too near to an unsafe cell,
    and all of them together tell none exactly.
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
    task = task_of(wanted.value, wanted.equations, wanted.needs, wanted.cost, Given(wanted.shown, None, None))
    hide_more = hide_by_rows if len(wanted.value) <= CAREFUL else hide_quickly
    hidden = hide_more(task, (wanted.primary | wanted.hidden) & task.free)
    for turn in range(_TURNS):
        told, rows = _told(wanted, hidden)
        open_ = told | _too_near(wanted, hidden)
        rows |= _rows_of(task, open_)
        more = cheapest_in(task, hidden, rows, int(open_.sum()) if turn < _GENTLE else len(open_))
        if open_.any() and not more.any():  # all of it is hidden already: what is beside that tells
            more = cheapest_in(task, hidden, _rows_of(task, _cells_of(task, rows) & hidden))
        if not more.any():
            break
        hidden = hide_more(task, hidden | more)
    return Found(hidden, np.flatnonzero(_too_near(wanted, hidden) | _told(wanted, hidden)[0]))


def _rows_of(task: Task, cells: Flags) -> Flags:
    found: Flags = np.bincount(task.equations.row, cells[task.equations.cell], task.equations.rows) > 0
    return found


def _cells_of(task: Task, rows: Flags) -> Flags:
    found: Flags = np.bincount(task.equations.cell, rows[task.equations.row], len(task.values)) > 0
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
