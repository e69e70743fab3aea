"""The usual range: a case by hand, what chance and an MAD of nothing do, and that odd values do not widen it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.usual_range import usual_range


def test_by_hand() -> None:
    """2, 3, 5, 8, 30: median 5, distances 3 2 0 3 25, so an MAD of 3; 3.5 / 0.6745 times that is 15.57."""
    usual = usual_range([30, 2, 8, 3, 5])
    assert usual is not None
    assert (usual.middle, usual.low, usual.number) == (5, 0.0, 5)
    assert usual.high == pytest.approx(5 + 3 * 3.5 / 0.6745)
    assert (usual.holds(20.5), usual.holds(20.6)) == (True, False)


def test_few_values_have_no_range() -> None:
    """Of three nobody can say what is usual."""
    assert usual_range([1, 2, 3]) is None


def test_equal_values_leave_a_percent() -> None:
    """Else the smallest difference would be odd; of counts chance leaves more."""
    usual = usual_range([200.0] * 8)
    assert usual is not None
    assert (usual.low, usual.high) == (198.0, 202.0)
    counted = usual_range([200.0] * 8, chance=200**0.5)
    assert counted is not None
    assert counted.high == pytest.approx(200 + 3.5 * 200**0.5)


@given(st.lists(st.floats(1, 100), min_size=9, max_size=9), st.floats(1e4, 1e6))
def test_one_odd_value_is_found(values: list[float], odd: float) -> None:
    """However far out it lies, and although it is among the values itself."""
    usual = usual_range([*values, odd])
    assert usual is not None
    assert not usual.holds(odd)
    assert usual.holds(usual.middle)
