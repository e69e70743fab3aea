"""Cells that two-cell equations tie to one another, taken as one: the same system, smaller, before it is solved.

Where `a + b` is known, `b` moves exactly as `a` does, the other way. In large tables half of all equations over hidden
cells are of that kind, and once such cells are one, others turn out to be, or to be told. Nothing is rounded: what is
added up are whole numbers, how many times a cell stands in a row. Rows of other numbers, as rates give them, tie
nothing; they are written over what the others make one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from noaber.methods.disclosure.equations import Flags, Whole

_TURNS = 50
_SEED = 5
_DUST = 1e-12
"""What is left of rates that cancel, as a part of what was added up."""


@dataclass(frozen=True)
class Merged:
    """A smaller system: `matrix` over cells that are one, `tie` (old cells by new ones) says which of these each of the
    old ones is, and whether it moves as that does or against it."""

    matrix: sparse.csr_array
    tie: sparse.csr_array

    @property
    def place(self) -> Whole:
        """Which new cell each old one is; -1 where the merging alone tells it."""
        found: NDArray[np.int64] = np.full(self.tie.shape[0], -1, np.int64)
        found[np.diff(self.tie.indptr) > 0] = self.tie.indices
        return found

    @property
    def told(self) -> Flags:
        """Which of the old cells the merging alone tells."""
        found: Flags = np.diff(self.tie.indptr) == 0
        return found


def merge(matrix: sparse.csr_array) -> Merged:
    """Merge columns as far as rows of whole numbers with one entry, or with two of the same size, say.

    >>> rows = sparse.csr_array(np.array([[1, 1, 0, 0, 0], [0, 1, 1, 1, 0], [0, 0, 0, -1, 1], [0, 0, 0, 0, 1]]))
    >>> merged = merge(rows)
    >>> merged.matrix.shape, merged.place.tolist(), merged.told.tolist()
    ((0, 1), [0, 0, 0, -1, -1], [False, False, False, True, True])
    """
    tie = sparse.csr_array(sparse.eye_array(matrix.shape[1], dtype=np.int64))
    rows, rates = _parted(matrix)
    rows = _distinct(rows)
    for _ in range(_TURNS):
        tied = _tied(rows)
        if tied is None:
            break
        rows, rates = _distinct(sparse.csr_array(rows @ tied)), _cancelled(rates, tied)
        tie = sparse.csr_array(tie @ tied)
    both = sparse.csr_array(sparse.vstack([rows, rates])) if rates.shape[0] else rows
    return Merged(both, tie)


def _parted(matrix: sparse.csr_array) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Part the rows in those of whole numbers and the others."""
    matrix = matrix.copy()
    matrix.eliminate_zeros()
    broken = matrix.data != np.rint(matrix.data)
    lines = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    rate = np.bincount(lines, broken, matrix.shape[0]) > 0
    return sparse.csr_array(matrix[~rate], dtype=np.int64), sparse.csr_array(matrix[rate])


def _tied(rows: sparse.csr_array) -> sparse.csr_array | None:
    """Give the matrix that puts one column in the place of all that are tied, with their signs; none where none are.
    Columns that are told are left out.

    Every column stands in a graph twice, as it is and turned: what is tied hangs together there, and what hangs
    together with its own opposite is nought.
    """
    count, lengths = rows.shape[1], np.diff(rows.indptr)
    first = rows.indptr[:-1]
    alone = rows.indices[first[lengths == 1]]
    pairs = first[lengths == 2]
    pairs = pairs[np.abs(rows.data[pairs]) == np.abs(rows.data[pairs + 1])]
    if not len(alone) and not len(pairs):
        return None
    one, other = rows.indices[pairs].astype(np.int64), rows.indices[pairs + 1].astype(np.int64)
    turned = np.where(np.sign(rows.data[pairs]) == np.sign(rows.data[pairs + 1]), count, 0)
    ends = np.concatenate([other + turned, other + count - turned])
    starts = np.concatenate([one, one + count])
    graph = sparse.csr_array((np.ones(len(ends), bool), (starts, ends)), shape=(2 * count, 2 * count))
    number, label = csgraph.connected_components(graph, directed=False)
    plain, opposite = label[:count], label[count:]
    still = plain == opposite
    still[alone] = True
    kind = np.minimum(plain, opposite)
    nought = np.zeros(number, bool)
    nought[kind[still]] = True
    left = np.flatnonzero(~nought[kind])
    _, new = np.unique(kind[left], return_inverse=True)
    signs = np.where(plain < opposite, 1, -1)[left]
    return sparse.csr_array((signs, (left, new)), shape=(count, int(new.max(initial=-1)) + 1))


def _cancelled(rates: sparse.csr_array, tied: sparse.csr_array) -> sparse.csr_array:
    """Write rates over what is tied; where they cancel, nothing is left, not even rounding."""
    found = sparse.csr_array(rates @ tied)
    if not found.nnz:
        return sparse.csr_array((0, tied.shape[1]))
    largest = (abs(rates) @ abs(tied)).max(axis=1).toarray()
    found.data[np.abs(found.data) < _DUST * np.repeat(largest, np.diff(found.indptr))] = 0.0
    found.eliminate_zeros()
    return sparse.csr_array(found[np.flatnonzero(np.diff(found.indptr) > 0)])


def _distinct(rows: sparse.csr_array) -> sparse.csr_array:
    """Keep one of the rows that say the same: recognised by a sum of random whole numbers of 64 bits."""
    rows.sum_duplicates()
    rows.eliminate_zeros()
    weights = np.random.default_rng(_SEED).integers(-(2**63), 2**63 - 1, rows.shape[1], np.int64)
    said = rows @ weights
    _, first = np.unique(np.minimum(said, -said), return_index=True)
    kept = np.zeros(rows.shape[0], bool)
    kept[first] = True
    return sparse.csr_array(rows[np.flatnonzero(kept & (np.diff(rows.indptr) > 0))])
