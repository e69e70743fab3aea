"""Sums that hold in every row of a table and that nobody told of."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from noaber.methods.disclosure.standing import standing_sum

PLACES = 40


def invented(seed: int, columns: int) -> NDArray[np.float64]:
    """Counts at many places that have nothing to do with one another."""
    return np.random.default_rng(seed).integers(0, 500, (PLACES, columns)).astype(np.float64)


@given(seed=st.integers(0, 1000), columns=st.integers(2, 8))
def test_nothing_is_found_where_nothing_adds_up(seed: int, columns: int) -> None:
    assert standing_sum(invented(seed, columns), np.zeros((0, columns))) is None


@given(seed=st.integers(0, 1000), data=st.data())
def test_a_planted_sum_is_found_unless_it_is_known(seed: int, data: st.DataObject) -> None:
    """Of two to four columns, whichever they are, with their signs."""
    table = invented(seed, 7)
    parts = data.draw(st.lists(st.sampled_from(range(7)), min_size=2, max_size=4, unique=True))
    factors = np.zeros(8)
    factors[parts] = data.draw(st.lists(st.sampled_from([1.0, -1.0]), min_size=len(parts), max_size=len(parts)))
    whole = np.column_stack([table, table @ factors[:7]])
    factors[7] = -1.0
    found = standing_sum(whole, np.zeros((0, 8)))
    assert found is not None
    assert (found * found[7] == factors * factors[7]).all()
    assert standing_sum(whole, factors[None, :]) is None


def test_what_follows_from_what_is_known_is_not_told_again() -> None:
    """That two are one and the same follows from both being the same sum."""
    table = invented(3, 3)
    table[:, 2] = table[:, 0] + table[:, 1]
    whole = np.column_stack([table, table[:, 2]])
    known = np.array([[1.0, 1, -1, 0], [1, 1, 0, -1]])
    assert standing_sum(whole, known[:1]).tolist() in ([0, 0, 1, -1], [1, 1, 0, -1])  # type: ignore[union-attr]
    assert standing_sum(whole, known) is None


def test_shares_are_no_sums() -> None:
    """A column that is another one times five and a half ties the two, and is nothing that people subtract."""
    table = invented(4, 2)
    assert standing_sum(np.column_stack([table, 5.5 * table[:, 0]]), np.zeros((0, 3))) is None


def test_the_order_of_places_says_nothing() -> None:
    """Where several sums hold, the same is found first, however the places are ordered."""
    table = invented(5, 4)
    table = np.column_stack([table, table[:, 0] + table[:, 1], table[:, 0] + table[:, 1], table[:, 2] - table[:, 3]])
    orders = [np.random.default_rng(seed).permutation(PLACES) for seed in range(10)]
    found = [standing_sum(table[order], np.zeros((0, 7))) for order in orders]
    assert len({tuple(one.tolist()) for one in found if one is not None}) == 1


def test_sums_of_which_one_counts_twice_are_found() -> None:
    table = invented(6, 3)
    whole = np.column_stack([2 * table[:, 0] + table[:, 1], table])
    assert standing_sum(whole, np.zeros((0, 4))).tolist() == [1, -2, -1, 0]  # type: ignore[union-attr]
