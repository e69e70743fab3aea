"""Equations that one cell alone can always meet, taken off a system before it is solved, layer by layer.

A cell that stands in one equation gives that equation room for whatever the others do, as long as no limits are looked
at: it says nothing of them. Once it is off, other cells stand in one equation alone. What is left, the core, is solved;
how the cells that were taken off move with it follows in the order back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from noaber.methods.disclosure.equations import Flags, Floats, Whole
from noaber.methods.disclosure.hidden_system import entries_of


@dataclass(frozen=True)
class Layer:
    """Rows that were taken off together, and of each the column that stands in none of those that were left, with what
    it stands there for."""

    rows: sparse.csr_array
    column: Whole
    factor: Floats


@dataclass(frozen=True)
class Peeled:
    """What is left of the rows, over all columns (`core`), and what was taken off, the first first."""

    core: sparse.csr_array
    layers: tuple[Layer, ...]


def peel(matrix: sparse.csr_array) -> Peeled:
    """Take off rows with a column that stands in no other, until there is none.

    >>> rows = [[1.0, 1, 0, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 2, 1]]
    >>> peeled = peel(sparse.csr_array(np.array(rows)))
    >>> peeled.core.shape[0], [layer.column.tolist() for layer in peeled.layers]
    (2, [[0], [1]])
    """
    left = np.ones(matrix.shape[0], bool)
    layers = tuple(_layers(matrix, left))
    return Peeled(sparse.csr_array(matrix[np.flatnonzero(left)]), layers)


def _layers(matrix: sparse.csr_array, left: Flags) -> Iterator[Layer]:
    """Give the layers; `left` says afterwards which rows stay."""
    by_column = sparse.csc_array(matrix)
    standing = np.diff(by_column.indptr)
    alone = np.flatnonzero(standing == 1)
    while len(alone):
        lengths, entries = entries_of(by_column.indptr, alone)
        row, factor, column = by_column.indices[entries], by_column.data[entries], np.repeat(alone, lengths)
        row, factor, column = (one[left[row]] for one in (row, factor, column))
        order = np.lexsort((-np.abs(factor), row))
        rows, first = np.unique(row[order], return_index=True)
        yield Layer(sparse.csr_array(matrix[rows]), column[order][first], factor[order][first])
        left[rows] = False
        touched = matrix.indices[entries_of(matrix.indptr, rows)[1]]
        np.subtract.at(standing, touched, 1)
        alone = np.unique(touched[standing[touched] == 1])


def put_back(peeled: Peeled, moves: Floats) -> Floats:
    """Give how all columns move where those of the core do so: what was taken off last follows first.

    >>> rows = sparse.csr_array(np.array([[1.0, 1, 0], [0, 1, 1]]))
    >>> put_back(peel(rows), np.array([0.0, 5, 0])).tolist()
    [-5.0, 5.0, -5.0]
    """
    found = moves.copy()
    for layer in reversed(peeled.layers):
        found[layer.column] = 0.0
        found[layer.column] = -(layer.rows @ found) / layer.factor
    return found
