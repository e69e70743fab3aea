"""What an attacker faces where cells are hidden, and which unsafe ones he still comes too near to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from noaber.methods.disclosure.audit import audit
from noaber.methods.disclosure.certify import meets
from noaber.methods.disclosure.determined import told_exactly, told_together
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Needs, Pattern, limits_of
from noaber.methods.disclosure.hidden_system import System, narrow, system_of
from noaber.methods.disclosure.moving import narrow_jointly

PROVEN = 400
"""Cells in a system of which every unsafe one gets a proof; and hidden cells of a part that is looked at as a whole."""
_SHORT = 5
"""Rows one after the other in chains that are looked at first."""


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


class Known(NamedTuple):
    """What an attacker faces, limits that follow from it, which of its cells are told exactly, and whether it was
    looked further than along short chains of rows."""

    system: System
    within: Limits
    told: Flags
    far: bool


def open_to(wanted: Wanted, hidden: Flags, among: Flags) -> Flags:
    """Say which unsafe cells, of some, an attacker still comes too near to, as far as it is looked at."""
    open_ = derived(wanted, hidden, among)
    return open_ | unproven(wanted, hidden, among & ~open_)


def derived(wanted: Wanted, hidden: Flags, among: Flags) -> Flags:
    """Say which unsafe cells, of some, limits and equations together tell, or come too near to."""
    return too_near(wanted, known_of(wanted, hidden), among) if among.any() else among


def unproven(wanted: Wanted, hidden: Flags, among: Flags) -> Flags:
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


def _system(wanted: Wanted, hidden: Flags) -> System:
    return system_of(wanted.equations, hidden, wanted.value, limits_of(wanted.value, None))


def known_of(wanted: Wanted, hidden: Flags) -> Known:
    """Give what an attacker faces where cells are hidden, and what limits and equations together tell of it, also as
    far as equations are shortened by one another."""
    system = _system(wanted, hidden)
    within, told = told_together(system, wanted.value[system.cells])
    return Known(system, _shortened(wanted, system, within), told, True)


def _shortened(wanted: Wanted, system: System, within: Limits) -> Limits:
    """Narrow limits along equations that are shortened by one another."""
    truth = wanted.value[system.cells]
    return narrow_jointly(replace(system, limits=_holding(within, truth)), truth)


def _holding(within: Limits, truth: Floats) -> Limits:
    """Give limits that hold the truth, also where rounding put it a little outside."""
    return Limits(np.minimum(within.lower, truth), np.maximum(within.upper, truth))


def known_soon(wanted: Wanted, hidden: Flags, among: Flags) -> Known:
    """Give what an attacker faces, and what short chains of rows tell; only where they come near to none of some unsafe
    cells (`among`) also what shortened equations tell, and only then which of these all equations tell."""
    system = _system(wanted, hidden)
    soon = Known(system, narrow(system, _SHORT), np.zeros(len(system.cells), bool), False)
    if too_near(wanted, soon, among).any():
        return soon
    further = soon._replace(within=_shortened(wanted, system, soon.within), far=True)
    if too_near(wanted, further, among).any():
        return further
    return further._replace(told=told_exactly(system, soon.within, (wanted.primary & among)[system.cells]))


def too_near(wanted: Wanted, known: Known, among: Flags) -> Flags:
    """Say which unsafe cells, of some, are told exactly or too closely, or are shown."""
    near, at, needs = wanted.primary.copy(), known.system.cells, wanted.needs
    held = Needs(needs.upper[at], needs.lower[at], needs.width[at])
    near[at] = known.told | ~meets(wanted.value[at], held, known.within)
    return near & wanted.primary & among
