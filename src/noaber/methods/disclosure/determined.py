"""Which hidden cells the equations tell exactly, alone and together with limits, in systems of any size.

A cell is told exactly by equations where nothing that solves them with nought on their right side moves it. A random
vector, projected upon all such solutions, moves every cell that can move at all but with probability nought. Cells that
are tied in twos are one before that, and equations that one cell alone can always meet are left out. What equations
tell of one cell narrows the limits of others, and what limits tell leaves fewer unknown: the two take turns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsmr, norm

from noaber.methods.disclosure.equations import Flags, Floats, Limits
from noaber.methods.disclosure.hidden_system import TOLERANCE, System, narrow, part_of
from noaber.methods.disclosure.merging import merge
from noaber.methods.disclosure.peeling import peel, put_back

_STILL = 1e-4
"""A projection of a vector of size one that stays below this is taken as nought."""
_NOISE = 1e-7
"""What of a projection is rounding of the solver, and must not be multiplied by what follows from it."""
_PRECISION = 1e-13
"""How near the solver comes, of the length of all: single cells of large systems must be below `_NOISE`."""
_ROUNDS = 10_000
"""Where the solver gives up, which is then taken for told; it ends by itself before."""
_GAVE_UP = (3, 6, 7)
"""What lsmr says where it stops for numbers too far apart, or for the number of rounds."""
_CHANCES = 3
"""Vectors that have to be still where a cell is told: one alone may be so by chance."""


def determined(matrix: sparse.csr_array, seed: int = 1) -> Flags:
    """Say of each unknown cell (column) whether equations over them (rows) alone tell its value, whatever its limits
    are.

    >>> determined(sparse.csr_array([[-1.0, 0, 0], [1, -1, -1]])).tolist()
    [True, False, False]
    """
    merged = merge(matrix)
    left, told = np.flatnonzero(merged.place >= 0), merged.told.copy()
    told[left] = _still(merged.matrix, np.ones(merged.matrix.shape[1], bool), seed)[merged.place[left]]
    return told


class Told(NamedTuple):
    """What limits and equations tell together: limits that hold, and which cells are told exactly."""

    within: Limits
    exactly: Flags


def told_together(system: System, values: Floats, narrowed: Callable[[System], Limits] = narrow) -> Told:
    """Let limits and equations take turns until neither tells more: of a cell that equations tell, the limits meet at
    its value (of `values`, per cell of the system; not a number where it is not known).

    Told are single cells: that several are nought together, each by limits that only all equations give, is not found.
    """
    exactly = np.zeros(len(system.cells), bool)
    while True:
        within = narrowed(system)
        met = within.upper - within.lower <= TOLERANCE
        if exactly.any() and not (met & ~exactly).any():
            return Told(within, exactly)  # what equations tell of the others does not hang on cells that they told
        exactly = told_exactly(system, within)
        new = exactly & ~met & np.isfinite(values)
        if not new.any():
            return Told(within, exactly)
        lower, upper = (np.where(new, values, end) for end in within)
        system = replace(system, limits=Limits(lower, upper))


def told_exactly(system: System, within: Limits) -> Flags:
    """Say of each unknown cell whether it is told: by limits that follow from the equations (`within`) and meet, or by
    what the equations say of the others once such cells are known."""
    told: Flags = within.upper - within.lower <= TOLERANCE
    left = np.flatnonzero(~told)
    open_ = sparse.csr_array(system.matrix[:, left])
    told[left] = determined(sparse.csr_array(open_[np.flatnonzero(np.diff(open_.indptr))]))
    return told


def _still(matrix: sparse.csr_array, among: Flags, seed: int, chances: int = _CHANCES) -> Flags:
    """Say which columns, of some, nothing that solves the rows moves. What one vector leaves still, the next is asked
    of, in the parts in which such columns are."""
    still: Flags = (np.diff(sparse.csc_array(matrix).indptr) > 0) & among
    if not still.any():
        return still
    still &= _unmoved(matrix, seed)
    if still.any() and chances > 1:
        part = part_of(matrix)
        near = np.isin(part, part[still])
        own = sparse.csr_array(matrix[:, np.flatnonzero(near)])
        own = sparse.csr_array(own[np.flatnonzero(np.diff(own.indptr))])
        still[near] = _still(own, still[near], seed + 1, chances - 1)
    return still


def _unmoved(matrix: sparse.csr_array, seed: int) -> Flags:
    """Say which columns a random vector does not move once it is projected upon what solves the rows; all, where the
    solver gives up."""
    peeled = peel(matrix)
    start = np.random.default_rng(seed).normal(size=matrix.shape[1])
    if peeled.core.shape[0]:
        scaled = _scaled(peeled.core)
        weights, ended = _weights(scaled, start)
        if not ended:
            return np.ones(matrix.shape[1], bool)
        start = start - scaled.T @ weights
        start[np.abs(start) < _NOISE] = 0.0
    unmoved: Flags = np.abs(put_back(peeled, start)) < _STILL
    return unmoved


def _scaled(rows: sparse.csr_array) -> sparse.csr_array:
    """Give the matrix with rows of like length."""
    matrix = sparse.csr_array(rows, dtype=np.float64)
    return sparse.csr_array(sparse.diags_array(1 / norm(matrix, axis=1)) @ matrix)


def _weights(scaled: sparse.csr_array, wanted: Floats) -> tuple[Floats, bool]:
    """Give how often each row is taken to come nearest to what is wanted, and whether the solver came to its end."""
    found, why, *_ = lsmr(scaled.T, wanted, atol=_PRECISION, btol=_PRECISION, conlim=0, maxiter=_ROUNDS)
    return found, why not in _GAVE_UP
