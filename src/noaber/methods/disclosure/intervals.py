"""The attacker: what can be worked out of every hidden cell by somebody who knows the equations but not the truth."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Whole
from noaber.methods.disclosure.hidden_system import TOLERANCE, System, narrow, system_of
from noaber.methods.disclosure.linear import cheapest_point

_FAR = 1e3
"""How many times the largest known amount stands for no end."""


def intervals(equations: Equations, lower: Floats, upper: Floats) -> Limits:
    """Give the least and the most that each cell can be, exactly.

    A cell of which `lower` equals `upper` is known; of others they are what everybody knows (nought, no end, `<5`).
    Rows that are inequalities have a cell of their own for the difference, with bounds. First one equation at a time,
    then linear programmes over everything that hangs together; a cell whose two limits are equal is told exactly.
    ValueError where nothing satisfies the equations.

    >>> from noaber.methods.disclosure.equations import equations_of
    >>> total = equations_of([9, 5, 4], row=[0, 0, 0], cell=[0, 1, 2], sign=[1, -1, -1])
    >>> [side.tolist() for side in intervals(total, np.array([9.0, 5, 0]), np.array([9.0, 5, np.inf]))]
    [[9.0, 5.0, 4.0], [9.0, 5.0, 4.0]]
    """
    lower, upper = np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
    system = system_of(equations, upper > lower, lower, Limits(lower, upper))
    _check_known_rows(equations, upper > lower, lower)
    low, high = lower.copy(), upper.copy()
    low[system.cells], high[system.cells] = _solve(system)
    return Limits(low, high)


def _check_known_rows(equations: Equations, unknown: Flags, values: Floats) -> None:
    """Refuse rows of which every cell is known and that do not add up."""
    has_unknown = np.bincount(equations.row, unknown[equations.cell], equations.rows) > 0
    summed = np.bincount(equations.row, equations.sign * values[equations.cell], equations.rows)
    wrong = ~has_unknown & (np.abs(summed - equations.right) > 1e-3)
    if wrong.any():
        raise ValueError(f"{wrong.sum()} equations of known cells do not add up")


def _solve(system: System) -> Limits:
    """Narrow what holds for certain and widen what is possible, until both are the same."""
    outer = narrow(system)
    lowest, highest = np.full(len(outer.lower), np.inf), np.full(len(outer.lower), -np.inf)
    far = _FAR * max(1.0, np.abs(system.right).max(initial=0.0), _largest(outer))
    settled = outer.upper - outer.lower <= TOLERANCE
    lowest[settled], highest[settled] = outer.lower[settled], outer.upper[settled]
    while True:
        open_low = _differs(lowest, outer.lower)
        open_high = _differs(outer.upper, highest)
        if not (open_low | open_high).any():
            return Limits(outer.lower, outer.upper)
        upward = open_high & ~_any_in_part(system, open_low)[system.part]
        chosen = _first_of_parts(system, np.where(_any_in_part(system, open_low)[system.part], open_low, open_high))
        columns = np.flatnonzero(_any_in_part(system, chosen)[system.part])
        point = _push(system, outer, columns, (chosen, upward), far)
        lowest[columns], highest[columns] = np.minimum(lowest[columns], point), np.maximum(highest[columns], point)
        at = columns[chosen[columns]]
        reached = point[chosen[columns]]
        endless = np.abs(reached) >= far * (1 - 1e-6)
        exact = np.where(endless, np.copysign(np.inf, reached), reached)
        up = upward[at]
        outer.upper[at[up]] = highest[at[up]] = exact[up]
        outer.lower[at[~up]] = lowest[at[~up]] = exact[~up]


def _largest(limits: Limits) -> float:
    both = np.abs(np.concatenate(limits))
    return float(both[np.isfinite(both)].max(initial=0.0))


def _differs(one: Floats, other: Floats) -> Flags:
    """Say where two sides are apart; an end and no end are."""
    finite = np.isfinite(one) & np.isfinite(other)
    gap = np.subtract(one, other, out=np.zeros(len(one)), where=finite)
    found: Flags = np.where(finite, gap > TOLERANCE * np.maximum(1.0, np.abs(one)), one != other)
    return found


def _any_in_part(system: System, flags: Flags) -> Flags:
    found = np.zeros(int(system.part.max(initial=-1)) + 1, dtype=bool)
    found[system.part[flags]] = True
    return found


def _first_of_parts(system: System, flags: Flags) -> Flags:
    """Choose one flagged cell in each part, so that all parts are solved in one programme."""
    at = np.flatnonzero(flags)
    _, first = np.unique(system.part[at], return_index=True)
    chosen = np.zeros(len(flags), dtype=bool)
    chosen[at[first]] = True
    return chosen


def _push(system: System, outer: Limits, columns: Whole, wanted: tuple[Flags, Flags], far: float) -> Floats:
    chosen, upward = wanted[0][columns], wanted[1][columns]
    part = sparse.csr_array(system.matrix[:, columns])
    used = np.diff(part.indptr) > 0
    lower, upper = outer.lower[columns].copy(), outer.upper[columns].copy()
    lower[chosen], upper[chosen] = np.maximum(lower[chosen], -far), np.minimum(upper[chosen], far)
    cost = np.where(upward, -1.0, 1.0) * chosen
    point = cheapest_point(sparse.csr_array(part[used]), system.right[used], Limits(lower, upper), cost)
    if point is None:
        raise ValueError("nothing satisfies the equations")
    return point
