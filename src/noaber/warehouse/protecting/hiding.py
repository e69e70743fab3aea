"""Hiding: beside what is told, around what no point shows to be safe, and further around what is told by everything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from noaber.methods.disclosure.equations import Flags
from noaber.methods.disclosure.suppression import suppress
from noaber.methods.disclosure.task import Given, Task, task_of
from noaber.warehouse.protecting.facing import Wanted, known_soon
from noaber.warehouse.protecting.looking import Looked, give_room, hide_far, look
from noaber.warehouse.protecting.means import means_of
from noaber.warehouse.protecting.overlaps import not_knowing_overlaps
from noaber.warehouse.protecting.proving import Proven, prove

SMALL = 400
"""Cells of a table up to which programmes alone are quicker than points for many cells at once."""


@dataclass(frozen=True)
class Found:
    """What is hidden, which unsafe cells could not be protected, and which of the others have proof that they are."""

    hidden: Flags
    failed: Flags
    proven: Flags


def hide(wanted: Wanted) -> Found:
    """Hide what protects the unsafe cells, with proof for nearly each: a point that an attacker must hold for possible.

    In tables of more cells than `SMALL` a few may be left without proof; of these no equation, shortened by others or
    not, and no chain of them comes too near, and all equations and limits, in turns, tell none exactly (decision
    35). Who counts in several parts is taken as known; cells that cannot be kept from whoever knows that are kept from
    those who do not, as the attack on a release does not.
    """
    if not (wanted.primary | wanted.hidden).any():
        nobody = np.zeros(len(wanted.value), bool)
        return Found(nobody, nobody, nobody)
    found = hide_knowing_overlaps(wanted)
    grown = not_knowing_overlaps(wanted, found.hidden, found.failed & found.hidden)
    if grown is None:
        return found
    again, count = hide_knowing_overlaps(grown), len(wanted.value)
    failed = again.failed[:count] | (found.failed & ~found.hidden)  # those too that have to be shown
    return Found(again.hidden[:count], failed, found.proven | again.proven[:count])


def hide_knowing_overlaps(wanted: Wanted) -> Found:
    """Hide what protects the unsafe cells from whoever knows how many count in several parts."""
    if len(wanted.value) <= SMALL:
        small = suppress(
            wanted.value, wanted.primary, wanted.equations, wanted.needs, wanted.cost,
            shown=wanted.shown, hidden=wanted.hidden,
        )  # fmt: skip
        told = np.zeros(len(wanted.value), bool)
        told[small.failed] = True
        return _found(wanted, small.hidden, told, wanted.primary)
    task = task_of(wanted.value, wanted.equations, wanted.needs, wanted.cost, Given(wanted.shown, None, None))
    looked = look(wanted, task)
    done = _prove(wanted, task, looked)
    left = wanted.primary & looked.hidden & ~done.proven & ~done.hopeless
    hidden, told = hide_far(wanted, task, done.hidden, left)
    return _found(wanted, hidden, told | done.hopeless, done.proven)


def _prove(wanted: Wanted, task: Task, looked: Looked) -> Proven:
    """Seek proof for what has none yet, and again among what was hidden for others; where that finds less than half,
    what is left is given room before."""
    asked = wanted.primary & looked.hidden
    left = asked & ~looked.stuck & ~looked.proven
    done = prove(task, looked.hidden, looked.known, left)
    hidden, proven, hopeless = done.hidden, looked.proven | done.proven, looked.hopeless | done.hopeless
    for _ in range(means_of(task).rounds):
        before, left = left, asked & ~proven
        if not left.any():
            break
        if 2 * left.sum() > before.sum():
            hidden = give_room(task, hidden, left)
        done = prove(task, hidden, known_soon(wanted, hidden, left), left)
        hidden, proven = done.hidden, proven | done.proven
    return Proven(hidden, proven, hopeless)


def _found(wanted: Wanted, hidden: Flags, told: Flags, proven: Flags) -> Found:
    failed = told | (wanted.primary & ~hidden)
    return Found(hidden, failed, proven & ~failed)
