"""Rounding: nearest, by chance without bias, and controlled so that totals add up."""

from __future__ import annotations

import numpy as np
import pytest
from disclosure_tables import Problem, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.methods.disclosure.equations import equations_of, matrix_of
from noaber.methods.disclosure.rounding import round_by_chance, round_controlled, round_conventionally


@given(st.integers(-200, 200), st.sampled_from([3, 5, 10]))
def test_nearest_is_never_further_than_half(value: int, base: int) -> None:
    """And always a multiple."""
    found = round_conventionally(np.array([float(value)]), base)[0]
    assert found % base == 0
    assert abs(found - value) <= base / 2


@given(st.integers(0, 200), st.sampled_from([3, 5, 10]))
def test_by_chance_is_right_on_average(value: int, base: int) -> None:
    """Over all chances, evenly spread, and never further than a neighbour."""
    steps = 60 * base
    found = round_by_chance(np.full(steps, float(value)), base, (np.arange(steps) + 0.5) / steps)
    assert found.mean() == pytest.approx(value)
    assert (np.abs(found - value) < base).all()


@given(problem=problems(), base=st.sampled_from([3, 5]))
@settings(max_examples=30)
def test_controlled_adds_up(problem: Problem, base: int) -> None:
    """Every equation of the table holds of the rounded cells, which are multiples not far away."""
    table = problem.table
    found = round_controlled(table.values, table.equations, base)
    assert (found % base == 0).all()
    assert matrix_of(table.equations) @ found == pytest.approx(0)
    assert (np.abs(found - table.values) < 5 * base).all()
    assert (found >= 0).all()


def test_controlled_moves_as_little_as_it_can() -> None:
    """What is a multiple and adds up stays; where right sides cannot be met it is refused."""
    values = np.array([15.0, 5.0, 10.0])
    equations = equations_of(values, row=[0, 0, 0], cell=[0, 1, 2], sign=[1, -1, -1])
    assert round_controlled(values, equations, 5).tolist() == values.tolist()
    overlap = equations_of([15.0, 9.0, 9.0], row=[0, 0, 0], cell=[0, 1, 2], sign=[1, -1, -1])
    with pytest.raises(ValueError, match="no multiples of 5"):
        round_controlled(np.array([15.0, 9.0, 9.0]), overlap, 5)
