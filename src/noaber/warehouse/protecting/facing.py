"""What an attacker faces where cells are hidden, and which unsafe ones he comes too near to without a programme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from noaber.methods.disclosure.certify import meets
from noaber.methods.disclosure.determined import told_together
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Needs, limits_of
from noaber.methods.disclosure.hidden_system import System, narrow, system_of
from noaber.methods.disclosure.moving import narrow_jointly

_SHORT = 5
"""Rows one after the other in chains that are looked at first."""


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


class Known(NamedTuple):
    """What an attacker faces, limits that follow from it, which of its cells are told exactly, and whether it was
    looked further than along short chains of rows."""

    system: System
    within: Limits
    told: Flags
    far: bool


def known_of(wanted: Wanted, hidden: Flags) -> Known:
    """Give what an attacker faces where cells are hidden, and what limits and equations together tell of it, also as
    far as equations are shortened by one another."""
    system = _system(wanted, hidden)
    within, told = told_together(system, wanted.value[system.cells])
    return Known(system, _shortened(wanted, system, within), told, True)


def known_soon(wanted: Wanted, hidden: Flags, among: Flags) -> Known:
    """Give what an attacker faces, and what short chains of rows tell; only where they come near to none of some unsafe
    cells (`among`) also what shortened equations tell."""
    system = _system(wanted, hidden)
    none = np.zeros(len(system.cells), bool)
    soon = Known(system, _holding(narrow(system, _SHORT), wanted.value[system.cells]), none, False)
    if too_near(wanted, soon, among).any():
        return soon
    return soon._replace(within=_shortened(wanted, system, soon.within), far=True)


def too_near(wanted: Wanted, known: Known, among: Flags) -> Flags:
    """Say which unsafe cells, of some, are told exactly or too closely, or are shown."""
    near, at = wanted.primary.copy(), known.system.cells
    near[at] = known.told | ~meets(wanted.value[at], wanted.needs.at(at), known.within)
    return near & wanted.primary & among


def _system(wanted: Wanted, hidden: Flags) -> System:
    return system_of(wanted.equations, hidden, wanted.value, limits_of(wanted.value, None))


def _shortened(wanted: Wanted, system: System, within: Limits) -> Limits:
    """Narrow limits along equations that are shortened by one another."""
    truth = wanted.value[system.cells]
    return narrow_jointly(replace(system, limits=_holding(within, truth)), truth)


def _holding(within: Limits, truth: Floats) -> Limits:
    """Give limits that hold the truth, also where rounding put it a little outside."""
    return Limits(np.minimum(within.lower, truth), np.maximum(within.upper, truth))
