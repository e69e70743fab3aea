"""Which hidden cells the equations alone tell exactly, in systems of any size.

A cell is told exactly where nothing that solves the equations with nought on their right side moves it. A random
vector, projected upon all such solutions, moves every cell that can move at all but with probability nought. Cells that
are tied in twos are one before that.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsmr

from noaber.methods.disclosure.equations import Flags, Floats, Whole
from noaber.methods.disclosure.hidden_system import System
from noaber.methods.disclosure.merging import merge

_STILL = 1e-4
"""A projection of a vector of size one that stays below this is taken as nought."""
_ROUNDS = 10_000
"""Where the solver gives up, which is then taken for told; it ends by itself before. Half a million cells took 390."""
_GAVE_UP = 7  # what lsmr says where it stops for the number of rounds
_CHANCES = 3
"""Vectors that have to be still where a cell is told: one alone may be so by chance."""


def determined(system: System, among: Flags | None = None, seed: int = 1) -> Flags:
    """Say of each unknown cell, or of some (`among`, in the order of the system), whether the equations alone tell its
    value, whatever its limits are.

    >>> from noaber.methods.disclosure.equations import equations_of, limits_of
    >>> from noaber.methods.disclosure.hidden_system import system_of
    >>> values = np.array([9.0, 5, 4, 3, 1])
    >>> sums = equations_of(values, row=[0, 0, 0, 1, 1, 1], cell=[0, 1, 2, 2, 3, 4], sign=[1, -1, -1, 1, -1, -1])
    >>> unknown = np.array([False, False, True, True, True])
    >>> determined(system_of(sums, unknown, values, limits_of(values, None))).tolist()
    [True, False, False]
    """
    asked = np.ones(system.matrix.shape[1], bool) if among is None else among
    merged = merge(system.matrix)
    left = np.flatnonzero(merged.place >= 0)
    wanted = np.zeros(merged.matrix.shape[1], bool)
    wanted[merged.place[left[asked[left]]]] = True
    told = merged.told & asked
    told[left] = (_still(merged.matrix, wanted, seed))[merged.place[left]] & asked[left]
    return told


def _still(matrix: sparse.csr_array, among: Flags, seed: int) -> Flags:
    """Say which columns, of some, nothing that solves the rows moves."""
    still: Flags = (np.diff(sparse.csc_array(matrix).indptr) > 0) & among
    if not still.any():
        return still
    scaled = _scaled(matrix)
    for turn in range(_CHANCES):
        start = np.random.default_rng(seed + turn).normal(size=matrix.shape[1])
        weights, ended = _weights(scaled, start)
        still = still & ((np.abs(start - scaled.T @ weights) < _STILL) | (not ended))
        if not still.any():
            break
    return still


def telling_rows(system: System, told: Flags, seed: int = 2) -> Whole:
    """Give the rows that, each taken so many times, add up to some of the `told` cells alone: how they are told."""
    scaled = _scaled(system.matrix)
    alone = np.where(told, 1.0 + np.random.default_rng(seed).random(len(told)), 0.0)
    return np.flatnonzero(np.abs(_weights(scaled, alone)[0]) > 10 * _STILL)


def _scaled(rows: sparse.csr_array) -> sparse.csr_array:
    """Give the matrix with rows of like length."""
    matrix = sparse.csr_array(rows, dtype=np.float64)
    length = np.sqrt(np.maximum(np.asarray(abs(matrix).sum(axis=1)).reshape(-1), 1.0))
    return sparse.csr_array(sparse.diags_array(1 / length) @ matrix)


def _weights(scaled: sparse.csr_array, wanted: Floats) -> tuple[Floats, bool]:
    """Give how often each row is taken to come nearest to what is wanted, and whether the solver came to its end."""
    found, why, *_ = lsmr(scaled.T, wanted, atol=1e-9, btol=1e-9, maxiter=_ROUNDS)
    return found, why != _GAVE_UP
