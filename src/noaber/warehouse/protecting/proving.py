"""Proof for what is hidden: a point that shows each unsafe cell to be safe, or else a way by which it becomes so."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from noaber.methods.disclosure.certify import Seen
from noaber.methods.disclosure.equations import Flags, Limits
from noaber.methods.disclosure.joint_witnesses import seek_jointly
from noaber.methods.disclosure.task import Task
from noaber.warehouse.protecting.apart import move_apart
from noaber.warehouse.protecting.facing import Known
from noaber.warehouse.protecting.means import means_of

_TRIES = 4
"""How often points are sought in which a cell is far enough off, along with others."""


class Proven(NamedTuple):
    """What is hidden then, which cells have proof, and which cannot have any, whatever is hidden."""

    hidden: Flags
    proven: Flags
    hopeless: Flags


def prove(task: Task, hidden: Flags, known: Known, asked: Flags) -> Proven:
    """Seek for each of some unsafe cells that are hidden a point that an attacker has to hold for possible, in which it
    is as far off as it needs; where none is found, hide what it takes.

    Ways are sought for some (`Means.ways`) and those around them. A cell of which neither point nor way was found may
    be safe all the same. What was proven stays so: hiding more takes nothing away.
    """
    at, witnessed = known.system.cells, Limits(task.values.copy(), task.values.copy())
    seen = Seen.nothing(task.values[at], task.needs.at(at))
    means = means_of(task)
    shown = seek_jointly(replace(known.system, limits=known.within), seen, asked[at], _TRIES, means.points)
    witnessed.lower[at], witnessed.upper[at] = seen.lowest, seen.highest
    proven, hopeless = np.zeros(len(hidden), bool), np.zeros(len(hidden), bool)
    proven[at[shown]] = True
    found = move_apart(task, hidden, np.flatnonzero(asked & hidden & ~proven), witnessed, means.ways, means.proving)
    proven[found.moved] = True
    if means.proving.whole:
        hopeless[found.stuck] = True
    return Proven(found.hidden, proven, hopeless)
