"""What equations alone tell exactly, beside the null space of the whole matrix, which is slow and sure."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import null_space

from noaber.methods.disclosure.determined import determined, told_exactly
from noaber.methods.disclosure.equations import equations_of, limits_of
from noaber.methods.disclosure.hidden_system import narrow, system_of
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


@given(matrix=some_rows(), data=st.data())
def test_who_asks_of_some_is_told_of_these(matrix: Matrix, data: st.DataObject) -> None:
    cells = matrix.shape[1]
    among = np.array(data.draw(st.lists(st.booleans(), min_size=cells, max_size=cells)))
    assert determined(sparse.csr_array(matrix), among).tolist() == (np.array(told_slowly(matrix)) & among).tolist()


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


def test_what_limits_tell_is_known_to_the_some_rows() -> None:
    """Two that are nought together are nought each; then two equations tell two others. Neither alone does."""
    values = np.array([0.0, 0, 3, 1])
    rows = equations_of(values, row=[0, 0, 1, 1, 1, 2, 2], cell=[0, 1, 0, 2, 3, 2, 3], sign=[1, 1, 1, 1, -1, 1, 1])
    system = system_of(rows, np.ones(4, bool), values, limits_of(values, None))
    within = narrow(system)
    assert (within.upper - within.lower > 0).tolist() == [False, False, True, True]
    assert not determined(system.matrix).any()
    assert told_exactly(system, within).all()
    assert told_exactly(system, within, np.array([True, False, False, True])).tolist() == [True, False, False, True]
