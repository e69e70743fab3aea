"""Choices become conditions on integer keys."""

from __future__ import annotations

import doctest

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from noaber.warehouse import selection
from noaber.warehouse.selection import MOST_RUNS, Selection, among_sql, observations_sql

KEYS = st.sets(st.integers(0, 40))


def test_examples_hold() -> None:
    assert doctest.testmod(selection).failed == 0


@given(KEYS)
def test_ranges_choose_the_same_as_a_list(keys: set[int]) -> None:
    """Two ways: the condition with ranges, and membership of the set."""
    rows = duckdb.sql(
        f"SELECT key FROM (SELECT unnest(range(-2, 45)) AS key) WHERE {among_sql('key', keys)}"
    ).fetchall()
    assert [key for (key,) in rows] == sorted(keys)


def test_many_separate_keys_stay_a_list() -> None:
    assert " IN (" in among_sql("area_key", range(0, 2 * MOST_RUNS + 2, 2))


def test_nothing_chosen_gives_nothing() -> None:
    assert "AND false" in observations_sql(Selection((1,), areas=()))
