"""Rounding as protection: conventional, by chance without bias, and controlled so that totals still add up."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from noaber.methods.disclosure.equations import Equations, Floats, matrix_of
from noaber.methods.disclosure.hidden_system import part_of

_REACH = (1, 2, 4)
"""How many multiples a value may be moved, tried in turn, where the nearest two do not add up."""


def round_conventionally(values: Floats, base: float) -> Floats:
    """Round to the nearest multiple of `base`, halves away from nought. Weak protection: it can be undone by totals.

    >>> round_conventionally(np.array([2.0, 2.5, 7.0, -2.5]), 5).tolist()
    [0.0, 5.0, 5.0, -5.0]
    """
    rounded: Floats = np.copysign(np.floor(np.abs(values) / base + 0.5) * base, values) + 0.0
    return rounded


def round_by_chance(values: Floats, base: float, chance: Floats) -> Floats:
    """Round up or down to a multiple of `base` so that the expected value is the value itself.

    `chance` (from 0, below 1) decides for each value: draws of a seeded generator, or cell keys, with which the same
    cell is rounded alike everywhere. Up where chance is below the part beyond the multiple, as (x mod b) / b.

    >>> round_by_chance(np.array([4.0, 4.0, 10.0]), 5, np.array([0.79, 0.81, 0.0])).tolist()
    [5.0, 0.0, 10.0]
    """
    below = np.floor(values / base) * base
    rounded: Floats = below + base * (chance < (values - below) / base)
    return rounded


def round_controlled(values: Floats, equations: Equations, base: float) -> Floats:
    """Round to multiples of `base` so that every equation holds of the rounded values too, with least movement in all.

    Multiples stay what they are as long as that is possible, others go to a neighbouring multiple, further only where
    it cannot be otherwise. Controlled rounding as an integer programme (Cox 1987; HiGHS). ValueError where right sides
    are no multiples, so that nothing can add up.

    >>> from noaber.methods.disclosure.equations import equations_of
    >>> total = equations_of([8, 4, 4], row=[0, 0, 0], cell=[0, 1, 2], sign=[1, -1, -1])
    >>> round_controlled(np.array([8.0, 4.0, 4.0]), total, 5).tolist()
    [10.0, 5.0, 5.0]
    """
    if (np.abs(equations.right / base - np.round(equations.right / base)) > 1e-9).any():
        raise ValueError(f"right sides are no multiples of {base:g}")
    matrix = matrix_of(equations)
    part = part_of(matrix)
    rounded = np.empty(len(values))
    for number in range(int(part.max(initial=-1)) + 1):
        columns = np.flatnonzero(part == number)
        of_part = sparse.csr_array(matrix[:, columns])
        used = np.diff(of_part.indptr) > 0
        rounded[columns] = base * _round_part(values[columns] / base, of_part[used], equations.right[used] / base)
    return rounded


def _round_part(values: Floats, matrix: sparse.csr_array, right: Floats) -> Floats:
    """Choose multiples (in units of the base) with a variable for each value and one for how far it is moved."""
    number = len(values)
    nothing, one = sparse.csr_array(matrix.shape), sparse.eye_array(number, format="csr")
    for reach in _REACH:
        low = np.where(values >= 0, np.maximum(np.ceil(values - reach), 0), np.ceil(values - reach))
        high = np.where(values <= 0, np.minimum(np.floor(values + reach), 0), np.floor(values + reach))
        if reach == 1:  # a multiple stays, another goes to one of its neighbours
            low, high = np.floor(values), np.ceil(values)
        constraints = [
            LinearConstraint(sparse.hstack([one, -one]), -np.inf, values),
            LinearConstraint(sparse.hstack([one, one]), values, np.inf),
        ]
        if len(right):
            constraints.append(LinearConstraint(sparse.hstack([matrix, nothing]), right, right))
        solved = milp(
            np.concatenate([np.zeros(number), np.ones(number)]),
            constraints=constraints,
            bounds=Bounds(np.concatenate([low, np.zeros(number)]), np.concatenate([high, np.full(number, np.inf)])),
            integrality=np.concatenate([np.ones(number), np.zeros(number)]),
        )
        if solved.x is not None:
            chosen: Floats = np.round(solved.x[:number])
            return chosen
    raise ValueError(f"no multiples within {_REACH[-1]} of the values add up")
