"""Equations written shorter: from long ones what shorter ones say of their parts is taken off; the same solutions.

What is known of nested areas is said many times: the parts of a part are parts of the whole. A total over hundreds of
cells, less the totals of what they make up, is one over a few. What is short is solved sooner, and near cells are tied
to one another by rows that no others stand in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from noaber.methods.disclosure.equations import Floats, Whole

_TURNS = 5
_FRUITFUL = 0.98
"""What is left of all entries after a turn that is worth another."""
_SHORT, _LONG = 40, 5
"""The most cells of a row that is taken off others, and the least of one that others are taken off."""


@dataclass(frozen=True)
class _Pairs:
    """Rows, by number, that a shorter one may be taken off, and how often (1 or -1): by row, what shortens it most
    first."""

    long: Whole
    short: Whole
    times: Floats


def shorten(matrix: sparse.csr_array) -> sparse.csr_array:
    """Give rows with the same solutions and fewer entries. Only rows with 1 and -1 alone are taken off each other.

    >>> one, other = [0.0, -1, 0, 1, 1, 0, 0], [0, 0, -1, 0, 0, 1, 1]
    >>> town = [-1, 0, 0, 1, 1, 1, 1]
    >>> shorten(sparse.csr_array(np.array([one, other, town]))).toarray()[2].tolist()
    [-1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    """
    rows = sparse.csr_array(matrix, dtype=np.float64)
    for _ in range(_TURNS):
        before = rows.nnz
        pairs = _pairs(rows)
        if not len(pairs.long):
            break
        rows = _taken_off(rows, _apart(rows, pairs))
        if rows.nnz > _FRUITFUL * before:
            break
    return rows


def _pairs(rows: sparse.csr_array) -> _Pairs:
    """Give all pairs of rows of which the longer becomes shorter by the other."""
    lengths = np.diff(rows.indptr)
    plain = np.bincount(_lines(rows), np.abs(rows.data) != 1, len(lengths)) == 0
    long, short = (
        np.flatnonzero(plain & (lengths >= _LONG)),
        np.flatnonzero(plain & (lengths <= _SHORT) & (lengths > 1)),
    )
    common = sparse.coo_array(sparse.csr_array(rows[long]) @ sparse.csr_array(rows[short]).T)
    one, other = long[common.coords[0]], short[common.coords[1]]
    gain = 2 * np.abs(common.data) - lengths[other]
    good = (gain > 0) & (lengths[other] < lengths[one])
    one, other, times, gain = (of[good] for of in (one, other, np.sign(common.data), gain))
    order = np.lexsort((other, -gain, one))
    return _Pairs(one[order], other[order], times[order])


def _apart(rows: sparse.csr_array, pairs: _Pairs) -> _Pairs:
    """Choose of the pairs of each long row, best first, those whose shorter rows have no cell in common."""
    taken, kept = np.full(rows.shape[1], -1), np.zeros(len(pairs.long), bool)
    for at, (long, short) in enumerate(zip(pairs.long.tolist(), pairs.short.tolist(), strict=True)):
        cells = rows.indices[rows.indptr[short] : rows.indptr[short + 1]]
        if not (taken[cells] == long).any():
            taken[cells] = long
            kept[at] = True
    return _Pairs(pairs.long[kept], pairs.short[kept], pairs.times[kept])


def _taken_off(rows: sparse.csr_array, pairs: _Pairs) -> sparse.csr_array:
    """Take rows off longer ones: what is taken off is always shorter, so that every row can be had back."""
    count = rows.shape[0]
    less = sparse.csr_array((-pairs.times, (pairs.long, pairs.short)), shape=(count, count))
    found = sparse.csr_array(rows + less @ rows)
    found.eliminate_zeros()
    return sparse.csr_array(found[np.flatnonzero(np.diff(found.indptr))])


def _lines(rows: sparse.csr_array) -> Whole:
    return np.repeat(np.arange(rows.shape[0], dtype=np.int64), np.diff(rows.indptr))
