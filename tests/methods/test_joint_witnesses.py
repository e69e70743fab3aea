"""Equations written shorter and around the truth, and witnesses for many cells at once, beside slow programmes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from disclosure_tables import CLOSE, Problem, problems, slow_interval
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import null_space

from noaber.methods.disclosure import joint_witnesses
from noaber.methods.disclosure.certify import Seen
from noaber.methods.disclosure.equations import Flags, Floats, Limits, Needs, equations_of, limits_of
from noaber.methods.disclosure.hidden_system import System, narrow, system_of
from noaber.methods.disclosure.joint_witnesses import NEARLY, seek_jointly
from noaber.methods.disclosure.moving import moves_of, narrow_jointly
from noaber.methods.disclosure.shortening import shorten


@st.composite
def some_sums(draw: st.DrawFn) -> NDArray[np.float64]:
    """Rows of sums and differences, long and short, some of them parts of others."""
    rows, cells = draw(st.integers(1, 9)), draw(st.integers(1, 12))
    flat = draw(st.lists(st.sampled_from([0.0, 1.0, 1.0, -1.0, 2.0]), min_size=rows * cells, max_size=rows * cells))
    matrix = np.array(flat).reshape(rows, cells)
    return np.vstack([matrix, matrix[: rows // 2] + matrix[rows - rows // 2 :]])


@given(matrix=some_sums())
def test_shorter_rows_have_the_same_solutions(matrix: NDArray[np.float64]) -> None:
    rows = sparse.csr_array(matrix)
    rows.eliminate_zeros()
    short = shorten(rows)
    assert short.nnz <= rows.nnz
    assert np.allclose(rows @ null_space(short.toarray()), 0) if short.shape[0] else not rows.nnz
    assert np.allclose(short @ null_space(matrix), 0)


def hidden_system(problem: Problem, hidden: Flags) -> tuple[System, Floats]:
    """Give the system over what is hidden, within what follows from its rows, and its true values."""
    table = problem.table
    system = system_of(table.equations, hidden, table.values, limits_of(table.values, None))
    truth = table.values[system.cells]
    within = narrow(system)
    held = Limits(np.minimum(within.lower, truth), np.maximum(within.upper, truth))
    return replace(system, limits=held), truth


def hidden_around(problem: Problem, seed: int) -> Flags:
    """Hide what is unsafe, and about half of the rest."""
    found: Flags = problem.primary | (np.random.default_rng(seed).random(len(problem.primary)) < 0.5)
    return found


@given(problem=problems(), seed=st.integers(0, 9))
@settings(max_examples=60)
def test_limits_from_shortened_rows_hold_every_possible_value(problem: Problem, seed: int) -> None:
    hidden = hidden_around(problem, seed)
    system, truth = hidden_system(problem, hidden)
    within = narrow_jointly(system, truth)
    for at, cell in enumerate(system.cells):
        low, high = slow_interval(problem.table.equations, problem.table.values, hidden, int(cell))
        assert within.lower[at] <= low + CLOSE
        assert within.upper[at] >= high - CLOSE


@given(problem=problems(), seed=st.integers(0, 9))
@settings(max_examples=60)
def test_moves_along_ties_keep_every_equation(problem: Problem, seed: int) -> None:
    system, truth = hidden_system(problem, hidden_around(problem, seed))
    moves = moves_of(system, truth)
    free = null_space(moves.rows.toarray()) if moves.rows.shape[0] else np.eye(moves.rows.shape[1])
    assert np.allclose(system.matrix @ (moves.tie @ free), 0)


@given(problem=problems(), seed=st.integers(0, 9))
@settings(max_examples=40)
def test_who_is_seen_to_be_safe_is_safe(problem: Problem, seed: int) -> None:
    """What witnesses show, a slow attacker with programmes has to leave open too; and nearly all that he leaves open
    they show."""
    hidden = hidden_around(problem, seed)
    system, truth = hidden_system(problem, hidden)
    at = system.cells
    needs = problem.needs.at(at)
    seen = Seen(truth, needs, truth.copy(), truth.copy())
    shown = seek_jointly(system, seen, needs.any, 3)
    for one in np.flatnonzero(needs.any):
        low, high = slow_interval(problem.table.equations, problem.table.values, hidden, int(at[one]))
        assert low - CLOSE <= seen.lowest[one]
        assert seen.highest[one] <= high + CLOSE
        enough = (
            high >= truth[one] + NEARLY * needs.upper[one] - CLOSE and high - low >= NEARLY * needs.width[one] - CLOSE
        )
        assert enough or not shown[one]


def grid(rows: int, columns: int, value: float) -> System:
    """A table of equal cells, all hidden, with its totals shown."""
    values = np.append(np.full(rows * columns, value), np.zeros(rows + columns))
    cell = np.arange(rows * columns)
    row = np.concatenate([cell // columns, rows + cell % columns])
    sums = equations_of(values, row, np.tile(cell, 2), np.ones(2 * len(cell)))
    hidden = np.arange(len(values)) < len(cell)
    return system_of(sums, hidden, values, limits_of(values, None))


def test_a_large_table_is_shown_safe_in_a_few_tries() -> None:
    system = grid(60, 40, 3.0)
    truth = np.full(2400, 3.0)
    needs = Needs(np.full(2400, 7.0), np.zeros(2400), np.full(2400, 10.0))
    seen = Seen(truth, needs, truth.copy(), truth.copy())
    asked = np.zeros(2400, bool)
    asked[::7] = True
    assert seek_jointly(system, seen, asked, 3).tolist() == asked.tolist()


def test_what_cannot_move_far_enough_is_not_shown() -> None:
    """In a table of two rows a cell can be no more than its column adds up to."""
    system = grid(2, 30, 3.0)
    truth = np.full(60, 3.0)
    needs = Needs(np.full(60, 7.0), np.zeros(60), np.full(60, 10.0))
    seen = Seen(truth, needs, truth.copy(), truth.copy())
    assert not seek_jointly(system, seen, np.ones(60, bool), 4).any()
    assert seen.highest.max() <= 6.0 + CLOSE


def test_nobody_is_asked_and_nothing_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joint_witnesses, "_space_of", None)
    system, truth = grid(2, 3, 3.0), np.full(6, 3.0)
    seen = Seen(truth, Needs(truth, truth, truth), truth.copy(), truth.copy())
    assert not seek_jointly(system, seen, np.zeros(6, bool), 4).any()
