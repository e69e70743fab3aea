"""Overlaps: people who count in several parts, whom an outsider cannot take off a sum as protection does."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np

from noaber.methods.disclosure.equations import Flags, Needs, equations_of
from noaber.warehouse.protecting.facing import Wanted

_NOUGHT = 1e-6
"""What a sum that comes out may be off by for rounding."""


def not_knowing_overlaps(wanted: Wanted, hidden: Flags, failing: Flags) -> Wanted | None:
    """Ask for the protection of what failed from whoever does not know how many count in several parts: of each sum
    that does not come out for them, what it is off by is one hidden cell more, behind the others. None where nothing
    failed, or every sum comes out. Who has proof already has it against less knowledge all the more."""
    equations = wanted.equations
    off = np.flatnonzero(np.abs(equations.right) > _NOUGHT)
    if not (len(off) and failing.any()):
        return None
    cells, none, always = len(wanted.value), np.zeros(len(off)), np.ones(len(off), bool)
    value = np.append(wanted.value, np.abs(equations.right[off]))
    grown = equations_of(
        value,
        np.append(equations.row, off),
        np.append(equations.cell, cells + np.arange(len(off))),
        np.append(equations.sign, -np.sign(equations.right[off])),
    )
    needs = Needs(*(np.append(one, none) for one in astuple(wanted.needs.only(failing))))
    return Wanted(
        value, np.append(failing, ~always), grown, needs, np.append(wanted.cost, none),
        np.append(wanted.shown, ~always), np.append(hidden, always),
    )  # fmt: skip
