"""Points that equations and limits allow, found by linear programming (HiGHS through scipy)."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from noaber.methods.disclosure.equations import Floats, Limits


def cheapest_point(matrix: sparse.csr_array, right: Floats, limits: Limits, cost: Floats) -> Floats | None:
    """Give a point with `matrix @ point = right` within `limits` that costs least; None where there is none.

    A point that solver and equations do not agree upon is none either, so that whatever is concluded from a point
    holds. ValueError where the cost has no end.
    """
    if not len(cost):
        return np.zeros(0)
    scale = _scale_of(right, limits)
    lower, upper = limits.lower / scale, limits.upper / scale
    rows = LinearConstraint(matrix, right / scale, right / scale) if len(right) else None
    solved = milp(cost, constraints=rows, bounds=Bounds(lower, upper))
    if solved.status == 3:
        raise ValueError("the cost of a point has no end")
    if solved.x is None:
        return None
    point: Floats = np.clip(solved.x * scale, limits.lower, limits.upper) + 0.0  # nought has no sign
    off = np.abs(matrix @ point - right) if len(right) else np.zeros(1)
    return point if off.max(initial=0.0) <= 1e-5 * max(1.0, scale) else None


def _scale_of(right: Floats, limits: Limits) -> float:
    """Give what amounts are divided by, so that the solver's tolerances mean the same for people and euros."""
    finite = np.concatenate([np.abs(right), np.abs(limits.lower), np.abs(limits.upper)])
    finite = finite[np.isfinite(finite) & (finite > 0)]
    return float(max(1.0, np.median(finite) / 100)) if len(finite) else 1.0
