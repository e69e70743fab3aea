"""Sums that hold everywhere: what columns of numbers add up to in every row, beyond what is known of them.

All linear relations between columns are the null space of the table. What is known takes a part of it; of what is left
the relations with the fewest and smallest whole numbers are sought, one after the other, by a linear programme (the
smallest sum of absolute factors, which finds sparse ones: Chen, Donoho and Saunders 1998).
"""

from __future__ import annotations

import numpy as np
from scipy import linalg
from scipy.optimize import linprog

from noaber.methods.disclosure.equations import Floats

_NOUGHT = 1e-8
"""Below this part of the largest, a singular value is nought."""
_WHOLE = 1e-5
_LARGEST = 3
"""The largest factor of a relation that counts as a sum."""


def standing_sum(table: Floats, known: Floats, seed: int = 1) -> Floats | None:
    """Give a relation (a whole factor for each column) that holds in all rows and does not follow from those known;
    none where there is none in small whole numbers.

    `table` has a row for each place and a column for each series; it needs clearly more rows than columns, or relations
    are found that only chance made. `known` has a row of factors for each relation that is known.

    >>> table = np.array([[5.0, 2, 3, 5], [9, 4, 5, 9], [7, 7, 0, 7], [3, 1, 2, 3], [4, 2, 2, 4], [8, 1, 7, 8]])
    >>> standing_sum(table, np.array([[1.0, -1, -1, 0]])).tolist()
    [1.0, 0.0, 0.0, -1.0]
    """
    size = np.maximum(np.linalg.norm(table, axis=0), 1.0)
    free = _free(table / size) / size[:, None]
    for turn in range(free.shape[1]):
        new = _beyond(free, known)
        if not new.shape[1]:
            break
        towards = new @ (new.T @ np.random.default_rng(seed + turn).normal(size=new.shape[0]))
        found = _sparsest(free, towards)
        sum_ = _whole(found)
        if sum_ is not None and not (table @ sum_).any():
            return sum_
        known = np.vstack([known, found])
    return None


def _free(table: Floats) -> Floats:
    """Give the null space of a table, a column for each dimension."""
    _, singular, right = linalg.svd(linalg.qr(table, mode="r")[0][: table.shape[1]], full_matrices=True)
    rank = int((singular > _NOUGHT * singular.max(initial=0.0)).sum())
    return np.asarray(right[rank:].T)


def _beyond(free: Floats, known: Floats) -> Floats:
    """Give directions of a space that nothing known leads to."""
    base = linalg.orth(free)
    return np.asarray(base @ linalg.null_space(known @ base, rcond=_NOUGHT) if known.shape[0] else base)


def _sparsest(free: Floats, towards: Floats) -> Floats:
    """Give the point of a space that leads one step in a direction, with the least sum of absolute factors."""
    cells, own = free.shape
    within = np.vstack([np.hstack([free, -np.eye(cells)]), np.hstack([-free, -np.eye(cells)])])
    cost = np.append(np.zeros(own), np.ones(cells))
    step = np.append(towards @ free, np.zeros(cells))[None, :]
    bounds = [(None, None)] * own + [(0, None)] * cells
    solved = linprog(cost, A_ub=within, b_ub=np.zeros(2 * cells), A_eq=step, b_eq=[1.0], bounds=bounds, method="highs")
    return np.asarray(free @ solved.x[:own])


def _whole(factors: Floats) -> Floats | None:
    """Write factors as whole numbers; none where they are none, or large."""
    large = np.abs(factors).max()
    used = np.abs(factors) > _WHOLE * large
    least = np.abs(factors[used]).min()
    found = np.where(used, np.rint(factors / least), 0.0)
    off = np.abs(np.where(used, factors / least, 0.0) - found).max()
    if off > 1e-3 or np.abs(found).max() > _LARGEST:
        return None
    return np.asarray(found * np.sign(found[np.flatnonzero(found)[0]]) + 0.0)
