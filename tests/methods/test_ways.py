"""Ways by which hidden cells may be off: found among few cells around them, and for many cells at once."""

from __future__ import annotations

from itertools import product

import numpy as np
from disclosure_tables import Table, table_of
from scipy import sparse

from noaber.methods.disclosure.blocks import rings_around
from noaber.methods.disclosure.equations import Flags, frequency_needs
from noaber.methods.disclosure.repair import cells_around, is_shifted, shifted_together
from noaber.methods.disclosure.task import Given, Task, task_of

PARTS = 6
MINIMUM = 10


def crossed() -> Table:
    """A table by three dimensions, each with a total over six parts; every finest cell is three."""
    dimension = {f"p{at}": "total" for at in range(PARTS)}
    finest = product([f"p{at}" for at in range(PARTS)], repeat=3)
    return table_of([dimension] * 3, dict.fromkeys(finest, 3.0))


def asked_of(table: Table) -> tuple[Task, Flags]:
    """Ask for all finest cells, which are hidden; everything else may be."""
    unsafe = table.values == 3
    needs = frequency_needs(table.values, unsafe, MINIMUM)
    return task_of(table.values, table.equations, needs, table.values, Given()), unsafe


def test_of_the_last_ring_those_are_taken_that_close_it() -> None:
    """Two rows lead away from a cell, to one each; these share rows with forty others, and both with the last. The
    others lead on to rows that nothing near is in; the last closes the ring."""
    far = 40
    last = 3 + far
    rows = [[0, 1], [0, 2], [1, *range(3, 3 + far // 2), last], [2, *range(3 + far // 2, last), last]]
    rows += [[cell, last + 1] for cell in range(3, last)]
    row, cell = zip(*((number, one) for number, cells in enumerate(rows) for one in cells), strict=True)
    matrix = sparse.csr_array((np.ones(len(row)), (row, cell)))
    around = rings_around(sparse.csc_array(matrix), matrix, 0, 4, lambda columns: np.ones(len(columns)))
    assert around.tolist() == [0, 1, 2, last]


def test_many_are_shifted_at_once_as_far_as_they_should() -> None:
    """All equations hold of what is shifted, nothing sinks below nought, and what is worth nothing is left alone."""
    table = crossed()
    task, hidden = asked_of(table)
    near = cells_around(task, hidden, table.at("p0", "p0", "p0"), len(hidden))
    wanted = np.zeros(len(near))
    several = [table.at(f"p{at}", f"p{at}", f"p{at}") for at in range(4)]
    wanted[np.searchsorted(near, several)] = 7.0
    moves = np.zeros(len(hidden))
    moves[near] = shifted_together(task, hidden, near, wanted, worth=30.0)
    assert np.allclose(moves[several], 7.0)
    assert np.abs(task.by_row @ moves).max() < 1e-6
    assert (table.values + moves).min() > -1e-6
    assert not is_shifted(shifted_together(task, hidden, near, wanted, worth=0.0), 7.0).any()


def test_what_may_not_be_hidden_is_not_shifted() -> None:
    table = crossed()
    task, hidden = asked_of(table)
    shown = task_of(table.values, table.equations, task.needs, table.values, Given(shown=~hidden))
    near = cells_around(shown, hidden, table.at("p0", "p0", "p0"), len(hidden))
    assert hidden[near].all()
    assert len(near) == hidden.sum()
