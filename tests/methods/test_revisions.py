"""Revisions: by how many releases later, beside a slow version and the numbers of case 16."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from case_tables import assert_close, case_table, expected_numbers
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.revisions import VINTAGES, revisions_by_lag

figure = st.one_of(st.none(), st.integers(-40, 40).map(float))
triangles = st.lists(st.lists(figure, min_size=1, max_size=5), max_size=6)
"""Per period what each release says of it."""


def frame_of(triangle: list[list[float | None]]) -> pl.DataFrame:
    """Write a triangle as a frame."""
    rows = [(f"{2000 + n}", at, value) for n, told in enumerate(triangle) for at, value in enumerate(told)]
    return pl.DataFrame(rows, schema=VINTAGES, orient="row")


def slow_revisions(triangle: list[list[float | None]]) -> dict[int, list[tuple[float, float]]]:
    """Give per lag the pairs of first and later figure."""
    pairs: dict[int, list[tuple[float, float]]] = {}
    for told in triangle:
        shown = [(at, value) for at, value in enumerate(told) if value is not None]
        for at, value in shown[1:]:
            pairs.setdefault(at - shown[0][0], []).append((shown[0][1], value))
    return pairs


@given(triangles)
def test_measures_are_what_the_pairs_give(triangle: list[list[float | None]]) -> None:
    """Pair by pair; and no mean is larger than the mean of sizes."""
    pairs = slow_revisions(triangle)
    found = {row["lag"]: row for row in revisions_by_lag(frame_of(triangle)).iter_rows(named=True)}
    assert list(found) == sorted(pairs)
    for lag, row in found.items():
        moved = [later - first for first, later in pairs[lag]]
        size, sizes = sum(abs(one) for one in moved), sum(abs(later) for _, later in pairs[lag])
        assert row["periods"] == len(moved)
        assert row["mean"] == pytest.approx(sum(moved) / len(moved))
        assert row["mean_absolute"] == pytest.approx(size / len(moved))
        assert row["relative"] == (pytest.approx(size / sizes) if sizes else None)
        assert abs(row["mean"]) <= row["mean_absolute"] + 1e-9


@pytest.mark.real
def test_case_16(shared: Path) -> None:
    """First figures of 24 periods against the final ones; the second estimates lie between."""
    table = case_table(shared, 16, "revisions_input.csv", schema_overrides={"period": pl.String})
    vintages = table.unpivot(index="period", variable_name="vintage", value_name="value")
    numbered = vintages.with_columns(vintage=pl.col("vintage").replace_strict({"first": 0, "second": 1, "final": 2}))
    found = revisions_by_lag(numbered.cast({"vintage": pl.Int64, "value": pl.Float64})).row(1, named=True)
    expected = expected_numbers(shared, 16, "seasonal_expected.csv")
    assert (found["lag"], found["periods"]) == (2, 24)
    for measure, name in (("MR", "mean"), ("MAR", "mean_absolute"), ("RMAR", "relative")):
        assert_close(found[name], expected["revisions", measure, ""])
