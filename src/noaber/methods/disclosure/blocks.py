"""Cutting a large system into blocks of cells that lie close together, each small enough to solve at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from noaber.methods.disclosure.equations import Flags, Floats, Whole
from noaber.methods.disclosure.hidden_system import System, entries_of

BATCH = 1000
"""Cells that are given to the solver together, where blocks are smaller than that."""


@dataclass(frozen=True)
class Block:
    """Columns of a system with the rows over them; other columns of these rows are held where they are."""

    columns: Whole
    matrix: sparse.csr_array
    right: Floats


def batches_of(system: System, held: Floats, size: int, turn: int) -> Iterator[Block]:
    """Give the system in batches of blocks of at most `size` cells; what is cut apart is held at `held`.

    A point of a block, with `held` elsewhere, is a point of the whole system. Parts of at most `size` cells stay whole.
    `turn` moves the cuts.
    """
    block = blocks_of(system, size, turn)
    order = np.argsort(block, kind="stable")
    begin = 0
    for end in (*np.flatnonzero(np.diff(block[order]) > 0) + 1, len(order)):
        if end - begin >= BATCH or end == len(order):
            yield _cut(system, order[begin:end], block, held)
            begin = end


def _cut(system: System, columns: Whole, block: Whole, held: Floats) -> Block:
    """Take columns; each row becomes one for each block that it touches."""
    part = sparse.coo_array(system.matrix[:, columns])
    row, column = part.coords
    _, cut_row = np.unique(row.astype(np.int64) * (block.max() + 1) + block[columns][column], return_inverse=True)
    rows = int(cut_row.max()) + 1 if len(cut_row) else 0
    matrix = sparse.csr_array((part.data, (cut_row, column)), shape=(rows, len(columns)))
    return Block(columns, matrix, matrix @ held[columns])


def rings_around(
    by_column: sparse.csc_array, by_row: sparse.csr_array, start: int, size: int, room: Callable[[Whole], Floats]
) -> Whole:
    """Give `size` columns around one, ring by ring over rows, in order. Of the last ring those are taken of which most
    rows are touched already, for these are what it takes to come back to where one began; and those with most room.

    `room` gives how much columns have; not above nought is what is not to be used.
    """
    reached = np.zeros(by_column.shape[1], dtype=bool)
    reached[start] = True
    seen = np.zeros(by_row.shape[0], dtype=bool)
    ring = np.array([start])
    number = 1
    while len(ring) and number < size:
        rows = _entries(by_column.indptr, by_column.indices, ring)
        rows = np.unique(rows[~seen[rows]])
        seen[rows] = True
        touched = np.unique(_entries(by_row.indptr, by_row.indices, rows))
        ring = touched[~reached[touched]]
        ring = ring[room(ring) > 0]
        if number + len(ring) > size:
            ring = ring[np.lexsort((-room(ring), -_touched(by_column, seen, ring)))[: size - number]]
        reached[ring] = True
        number += len(ring)
    return np.flatnonzero(reached)


def _entries(starts: Whole, entries: Whole, lines: Whole) -> Whole:
    """Give what stands in some lines of a matrix."""
    return np.asarray(entries[entries_of(starts, lines)[1]])


def _touched(by_column: sparse.csc_array, seen: Flags, columns: Whole) -> Floats:
    """Give the share of the rows of each column that are seen."""
    lengths, entries = entries_of(by_column.indptr, columns)
    of = np.repeat(np.arange(len(columns)), lengths)
    return np.bincount(of, seen[by_column.indices[entries]], len(columns)) / np.maximum(lengths, 1)


def block_around(system: System, by_column: sparse.csc_array, held: Floats, start: int, size: int) -> Block:
    """Give the block of `size` columns around one, all others held."""
    columns = rings_around(by_column, system.matrix, start, size, lambda columns: held[columns] + 1.0)
    part = sparse.csr_array(by_column[:, columns])
    part = sparse.csr_array(part[np.diff(part.indptr) > 0])
    return Block(columns, part, part @ held[columns])


def blocks_of(system: System, size: int, turn: int = 0) -> Whole:
    """Number the block that each cell is in: parts of at most `size` cells whole, larger ones halved until they are.

    A part is halved along the order in which its cells are reached from one of them, which is another for every `turn`.
    """
    block = system.part.copy()
    number = int(block.max(initial=-1)) + 1
    counts = np.bincount(block, minlength=number)
    waiting = [np.flatnonzero(block == part) for part in np.flatnonzero(counts > size)]
    chance = np.random.default_rng(turn)
    while waiting:
        columns = waiting.pop()
        ordered = columns[_reach(system.matrix[:, columns], int(chance.integers(len(columns))))]
        for half in np.array_split(ordered, 2):
            if len(half) > size:
                waiting.append(half)
            block[half] = number
            number += 1
    return block


def _reach(matrix: sparse.csr_array, start: int) -> Whole:
    """Order columns by the rows one has to go along from `start`; those out of reach come last."""
    used = sparse.csr_array(abs(matrix[np.diff(matrix.indptr) > 1]))
    rows, columns = used.shape
    graph = sparse.block_array([[None, used], [used.T, None]], format="csr") if rows else None
    if graph is None:
        return np.arange(columns)
    first = csgraph.breadth_first_order(graph, rows + start, directed=False, return_predecessors=False)
    far = first[first >= rows][-1]
    found = csgraph.breadth_first_order(graph, far, directed=False, return_predecessors=False)
    reached = found[found >= rows] - rows
    left = np.ones(columns, dtype=bool)
    left[reached] = False
    return np.concatenate([reached, np.flatnonzero(left)])
