"""Which hidden cells the equations alone tell exactly, in systems of any size.

A cell is told exactly where nothing that solves the equations with nought on their right side moves it. A random
vector, projected upon all such solutions, moves every cell that can move at all but with probability nought.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsmr

from noaber.methods.disclosure.equations import Flags, Floats, Whole
from noaber.methods.disclosure.hidden_system import System

_STILL = 1e-4
"""A projection of a vector of size one that stays below this is taken as nought."""
_ROUNDS = 10_000
"""Where the solver gives up; it ends by itself before. With too few what is told in large systems is not seen."""
_CHANCES = 3
"""Vectors that have to be still where a cell is told: one alone may be so by chance."""


def determined(system: System, seed: int = 1) -> Flags:
    """Say of each unknown cell whether the equations alone tell its value, whatever its limits are.

    >>> from noaber.methods.disclosure.equations import equations_of, limits_of
    >>> from noaber.methods.disclosure.hidden_system import system_of
    >>> values = np.array([9.0, 5, 4, 3, 1])
    >>> sums = equations_of(values, row=[0, 0, 0, 1, 1, 1], cell=[0, 1, 2, 2, 3, 4], sign=[1, -1, -1, 1, -1, -1])
    >>> unknown = np.array([False, False, True, True, True])
    >>> determined(system_of(sums, unknown, values, limits_of(values, None))).tolist()
    [True, False, False]
    """
    rows, columns = system.matrix.shape
    if not rows:
        return np.zeros(columns, bool)
    scaled = _scaled(system)
    told: Flags = np.diff(sparse.csc_array(system.matrix).indptr) > 0
    for turn in range(_CHANCES):
        start = np.random.default_rng(seed + turn).normal(size=columns)
        told = told & (np.abs(start - scaled.T @ _weights(scaled, start)) < _STILL)
        if not told.any():
            break
    return told


def telling_rows(system: System, told: Flags, seed: int = 2) -> Whole:
    """Give the rows that, each taken so many times, add up to some of the `told` cells alone: how they are told."""
    scaled = _scaled(system)
    alone = np.where(told, 1.0 + np.random.default_rng(seed).random(len(told)), 0.0)
    return np.flatnonzero(np.abs(_weights(scaled, alone)) > 10 * _STILL)


def _scaled(system: System) -> sparse.csr_array:
    """Give the matrix with rows of like length."""
    matrix = sparse.csr_array(system.matrix, dtype=np.float64)
    length = np.sqrt(np.maximum(np.asarray(abs(matrix).sum(axis=1)).reshape(-1), 1.0))
    return sparse.csr_array(sparse.diags_array(1 / length) @ matrix)


def _weights(scaled: sparse.csr_array, wanted: Floats) -> Floats:
    found: Floats = lsmr(scaled.T, wanted, atol=1e-9, btol=1e-9, maxiter=_ROUNDS)[0]
    return found
