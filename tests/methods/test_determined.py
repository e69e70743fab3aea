"""What equations alone tell exactly, beside the null space of the whole matrix, which is slow and sure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import null_space
from scipy.optimize import linprog

from noaber.methods.disclosure.determined import determined, told_exactly, told_together
from noaber.methods.disclosure.equations import equations_of, limits_of
from noaber.methods.disclosure.hidden_system import System, narrow, system_of
from noaber.methods.disclosure.merging import merge
from noaber.methods.disclosure.peeling import peel, put_back

Matrix = NDArray[np.float64]
FACTORS = (0.0, 0.0, 0.0, 1.0, -1.0, 1.0, 2.0, -12.5)


@st.composite
def some_rows(draw: st.DrawFn) -> Matrix:
    """Some rows over a few cells: sums, differences, some with weights or rates."""
    rows, cells = draw(st.integers(1, 8)), draw(st.integers(1, 9))
    flat = draw(st.lists(st.sampled_from(FACTORS), min_size=rows * cells, max_size=rows * cells))
    return np.array(flat).reshape(rows, cells)


def told_slowly(matrix: Matrix) -> list[bool]:
    """Say of each column whether every solution of the rows with nought on the right has nought there."""
    free = null_space(matrix)
    return [bool((np.abs(row) < 1e-9).all()) for row in free]


@given(matrix=some_rows())
def test_told_is_what_no_solution_moves(matrix: Matrix) -> None:
    assert determined(sparse.csr_array(matrix)).tolist() == told_slowly(matrix)


@given(matrix=some_rows())
def test_what_is_peeled_off_follows_the_core(matrix: Matrix) -> None:
    """Whatever solves the core, put back, solves all rows; what was taken off stands in no row of the core."""
    rows = sparse.csr_array(matrix)
    rows.eliminate_zeros()
    peeled = peel(rows)
    off = [column for layer in peeled.layers for column in layer.column.tolist()]
    assert len(off) == len(set(off)) == len(matrix) - peeled.core.shape[0]
    assert not peeled.core.toarray()[:, off].any()
    free = null_space(peeled.core.toarray()) if peeled.core.shape[0] else np.eye(matrix.shape[1])
    for move in free.T:
        assert np.allclose(rows @ put_back(peeled, move), 0)


@given(matrix=some_rows())
def test_merging_changes_nothing_of_what_is_told(matrix: Matrix) -> None:
    merged = merge(sparse.csr_array(matrix))
    slowly = told_slowly(merged.matrix.toarray()) if merged.matrix.shape[0] else [False] * merged.matrix.shape[1]
    found = [
        bool(told) or (place >= 0 and slowly[place]) for told, place in zip(merged.told, merged.place, strict=True)
    ]
    assert found == told_slowly(matrix)


def test_what_rates_tell_is_told() -> None:
    """A mean ties its sum and its number by a factor that is not whole: with another relation of the two, both are."""
    assert determined(sparse.csr_array([[1, -102.5], [1, 1]])).tolist() == [True, True]
    assert determined(sparse.csr_array([[1, -102.5]])).tolist() == [False, False]


def test_rates_leave_the_other_equations_merged() -> None:
    """A rate somewhere in a release is no reason to ask a solver of cells that others tie in twos."""
    merged = merge(sparse.csr_array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, -2.5]]))
    assert merged.place.tolist() == [0, 0, 0, 1]
    assert merged.matrix.shape == (1, 2)


def test_what_limits_tell_is_known_to_the_rows() -> None:
    """Two that are nought together are nought each; then two equations tell two others. Neither alone does."""
    values = np.array([0.0, 0, 3, 1])
    rows = equations_of(values, row=[0, 0, 1, 1, 1, 2, 2], cell=[0, 1, 0, 2, 3, 2, 3], sign=[1, 1, 1, 1, -1, 1, 1])
    system = system_of(rows, np.ones(4, bool), values, limits_of(values, None))
    within = narrow(system)
    assert (within.upper - within.lower > 0).tolist() == [False, False, True, True]
    assert not determined(system.matrix).any()
    assert told_exactly(system, within).all()


TABLE = np.vstack([np.kron(np.eye(3), np.ones(3)), np.kron(np.ones(3), np.eye(3))])
"""The rows and columns of a table of three by three, of which the totals are known."""


def beside(*tables: Matrix, times: int) -> sparse.csr_array:
    """Put tables beside one another that have nothing to do with one another, each so many times."""
    return sparse.csr_array(sparse.block_diag([sparse.kron(sparse.eye_array(times), one) for one in tables]))


@pytest.mark.parametrize("factor", [1.0, 2.0, 12.5])
def test_of_very_many_none_is_missed(factor: float) -> None:
    """Beside each of 20,000 tables one that is a known number of times the sum of its first row: told, each of them.

    Cells that a vector moves little by chance are many among so many: what follows from them is not told by that.
    """
    tied = np.zeros((1, 10))
    tied[0, :3], tied[0, 9] = -factor, 1.0
    table = np.vstack([np.hstack([TABLE, np.zeros((6, 1))]), tied])
    found = determined(beside(table, times=20_000)).reshape(-1, 10)
    assert found[:, 9].all()
    assert not found[:, :9].any()


def test_small_sums_are_told_beside_rates_per_thousand() -> None:
    """A ring of sums of three is told where their number is no multiple of three, whatever stands beside it."""
    ring = sum(np.roll(np.eye(400), at, axis=1) for at in range(3))
    rated = TABLE.copy()
    rated[0, :3], rated[1, 3:6] = [1000, -12.5, -12.5], [1000, -33.3, -33.3]
    found = determined(sparse.csr_array(sparse.block_diag([ring, beside(rated, times=3_000)])))
    assert found[:400].all()
    assert not found[400:].any()


def test_rows_that_hardly_differ_tell_all_the_same() -> None:
    rows = [[1000, -12.5, 1], [1000, -12.50001, 1], [1, 1, 1.0]]
    assert determined(sparse.csr_array(rows)).all()


def test_rates_that_cancel_leave_nothing_behind() -> None:
    """Three that are one and the same, by 0.1, 0.2 and -0.3, are nought: what stands beside them is told."""
    rows = [[1, -1, 0, 0, 0, 0], [0, 1, -1, 0, 0, 0], [0.1, 0.2, -0.3, 1, 0, 0], [0, 0, 0, 1, 1, 1]]
    assert determined(sparse.csr_array(np.array(rows))).tolist() == [False, False, False, True, False, False]


def test_entries_of_nought_are_none() -> None:
    rows = sparse.csr_array(([1.0, 0.0, 1.0], ([0, 0, 1], [0, 1, 2])), shape=(2, 3))
    assert rows.nnz == 3
    assert determined(rows).tolist() == [True, False, True]


def system(values: Matrix, matrix: Matrix) -> System:
    """Give rows over cells that are nought or more, all of them hidden."""
    row, cell = np.nonzero(matrix)
    rows = equations_of(values, row, cell, matrix[row, cell])
    return system_of(rows, np.ones(len(values), bool), values, limits_of(values, None))


def test_what_equations_tell_narrows_others() -> None:
    """Two equations tell the first, 5, and so of its parts: each is at most 5. No row alone says that."""
    values = np.array([5.0, 2, 3, 2, 2, 1])
    rows = np.array([[1.0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1], [-1, 1, 1, 0, 0, 0]])
    faced = system(values, rows)
    assert narrow(faced).upper[1] == 10
    within, exactly = told_together(faced, values)
    assert within.upper[[0, 1, 2]].tolist() == [5, 5, 5]
    assert exactly.tolist() == [True, False, False, False, False, False]


def test_where_it_is_nought_its_parts_are_told() -> None:
    values = np.array([0.0, 0, 0, 2, 2, 1])
    rows = np.array([[1.0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1], [-1, 1, 1, 0, 0, 0]])
    assert told_together(system(values, rows), values).exactly.tolist() == [True, True, True, False, False, False]


@given(matrix=some_rows(), data=st.data())
def test_limits_and_equations_tell_what_is_so(matrix: Matrix, data: st.DataObject) -> None:
    """Beside two programmes for each cell: limits hold, told are cells that both find at one place, and of what the
    equations tell nothing is missed."""
    values = np.array(data.draw(st.lists(st.integers(0, 9), min_size=matrix.shape[1], max_size=matrix.shape[1])), float)
    within, exactly = told_together(system(values, matrix), values)
    assert exactly[determined(sparse.csr_array(matrix))].all()
    for at, (low, high) in enumerate(reached(matrix, values)):
        assert within.lower[at] <= low + 1e-5
        assert within.upper[at] >= high - 1e-5
        assert not exactly[at] or high - low < 1e-5


def reached(matrix: Matrix, values: Matrix) -> list[tuple[float, float]]:
    """Give the least and the most that each cell can be, by a programme each."""
    ends = []
    for at in range(len(values)):
        cost = np.zeros(len(values))
        cost[at] = 1.0
        solved = [linprog(sign * cost, A_eq=matrix, b_eq=matrix @ values, bounds=(0, 1e6)) for sign in (1, -1)]
        low, high = solved[0].x[at], solved[1].x[at]
        ends.append((low, high if high < 1e6 - 1 else np.inf))
    return ends
