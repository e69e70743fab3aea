"""What all equations together leave open: a figure is safe from them where there is a point to show it.

Rows one after the other do not find everything that follows from several at once. Here the truth is known: points that
an outsider must hold for possible are sought around it, and what none of them moves far enough is too near.
"""

from __future__ import annotations

import numpy as np

from noaber.methods.disclosure.audit import audit
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Needs, Pattern, equations_of
from noaber.methods.disclosure.hidden_system import system_of
from noaber.warehouse.attacking.derive import Derived

SOLVED = 400
"""Hidden cells that hang together up to which all equations are looked at together."""


def too_near_together(derived: Derived, truth: Floats, needs: Needs) -> Flags:
    """Say which figures have needs (per cell, in its unit) that everything together does not leave open.

    `truth` is that of each figure, not a number where it is not known. Nothing is said of parts of more than `SOLVED`
    hidden cells.
    """
    count = len(truth)
    equations, values = _true_system(derived.equations, truth)
    lower, upper = np.minimum(derived.limits.lower, values), np.maximum(derived.limits.upper, values)
    unknown = (derived.limits.upper > derived.limits.lower) & np.isfinite(values)
    system = system_of(equations, unknown, values, Limits(lower, upper))
    small = np.zeros(len(values), bool)
    small[system.cells[np.bincount(system.part)[system.part] <= SOLVED]] = True
    asked = Needs(*(np.where(small[:count], one, 0.0) for one in (needs.upper, needs.lower, needs.width)))
    padded = Needs(*(np.append(one, np.zeros(len(values) - count)) for one in (asked.upper, asked.lower, asked.width)))
    found = np.zeros(len(values), bool)
    if padded.any.any():
        pattern = Pattern(small, padded.any, np.empty(0, np.int64))
        found[audit(values, pattern, equations, padded, (lower, upper)).failed] = True
    return found[:count]


def _true_system(equations: Equations, truth: Floats) -> tuple[Equations, Floats]:
    """Give the equations of which all figures are known, and the values of all cells; overlaps are what they must."""
    values = np.append(truth, np.zeros(equations.cells - len(truth)))
    row, cell, sign, rows = equations.row, equations.cell, equations.sign, equations.rows
    open_ = np.bincount(row, ~np.isfinite(values[cell]), rows) > 0
    values = np.where(np.isfinite(values), values, 0.0)
    over = np.bincount(row, sign * values[cell], rows) - equations.right
    loose = cell >= len(truth)
    values[cell[loose]] = -over[row[loose]] / sign[loose]
    kept = ~open_[row]
    _, number = np.unique(row[kept], return_inverse=True)
    return equations_of(values, number.astype(np.int64), cell[kept], sign[kept]), values
