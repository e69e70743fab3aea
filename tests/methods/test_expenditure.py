"""Cost: how concentrated it is, and why it changed; beside slow versions and case 11."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from case_tables import assert_close, case_table, expected_numbers
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.concentration import gini, lorenz_curve, top_share
from noaber.methods.expenditure import (
    EXPENDITURE,
    price_indices,
    split_bennet,
    split_in_order,
    split_lmdi,
    split_shapley,
)

amounts = st.lists(st.integers(0, 50).map(float), min_size=1, max_size=12)
number = st.one_of(st.just(0.0), st.integers(1, 60).map(float))
spending = st.lists(st.tuples(st.just("p"), number, number, number, number), min_size=1, max_size=5)
Spent = list[tuple[str, float, float, float, float]]


def frame_of(rows: Spent) -> pl.DataFrame:
    """Write spending as a frame."""
    return pl.DataFrame(rows, schema=EXPENDITURE, orient="row")


def change_of(rows: Spent) -> float:
    """What the bill grew by."""
    return sum(q1 * p1 - q0 * p0 for _, q0, q1, p0, p1 in rows)


# -- concentration -------------------------------------------------------------------------------------------------


@given(amounts)
def test_gini_is_half_the_relative_mean_difference(shares: list[float]) -> None:
    """Computed pair by pair; and it is twice the area above the Lorenz curve."""
    series = pl.Series(shares)
    mean = sum(shares) / len(shares)
    if mean == 0:
        assert gini(series) is None
        assert lorenz_curve(series).height == 0
        return
    differences = sum(abs(a - b) for a in shares for b in shares) / len(shares) ** 2
    assert gini(series) == pytest.approx(differences / (2 * mean))
    points = lorenz_curve(series).rows()
    below = sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in pairwise(points))
    assert gini(series) == pytest.approx(1 - 2 * below)


@given(amounts, st.integers(0, 12))
def test_the_top_is_those_with_most(shares: list[float], many: int) -> None:
    """A whole number of them has what the largest have together; all have all, nobody nothing."""
    series, many = pl.Series(shares), min(many, len(shares))
    found = top_share(series, many / len(shares))
    if sum(shares) == 0:
        assert found is None
    else:
        assert found == pytest.approx(sum(sorted(shares, reverse=True)[:many]) / sum(shares))


def test_amounts_that_cannot_be_are_refused() -> None:
    """The house does not count a missing amount as nothing."""
    for wrong in ([1.0, None], [1.0, -1.0]):
        with pytest.raises(ValueError, match="missing"):
            gini(pl.Series(wrong))
    with pytest.raises(ValueError, match=r"top of 1\.5"):
        top_share(pl.Series([1.0]), 1.5)
    assert gini(pl.Series([], dtype=pl.Float64)) is None


# -- change --------------------------------------------------------------------------------------------------------


@given(spending)
def test_every_way_adds_up_to_the_change(rows: Spent) -> None:
    """Also with products that are new, gone or free, and where nothing was spent at all."""
    change = change_of(rows)
    for split in (split_bennet, split_in_order, split_shapley, split_lmdi):
        assert sum(split(frame_of(rows)).values()) == pytest.approx(change, abs=1e-6)


@given(st.lists(st.tuples(st.just("p"), *[st.integers(1, 60).map(float)] * 4), min_size=1, max_size=5))
def test_index_numbers_are_those_of_the_textbook(rows: Spent) -> None:
    """Sums of price times quantity; Fisher's two together are the change of the bill."""
    found = price_indices(frame_of(rows))
    total = {(q, p): sum(row[1 + q] * row[3 + p] for row in rows) for q in (0, 1) for p in (0, 1)}
    laspeyres, paasche = total[0, 1] / total[0, 0], total[1, 1] / total[1, 0]
    assert found["laspeyres_price"] == pytest.approx(laspeyres)
    assert found["paasche_price"] == pytest.approx(paasche)
    assert found["fisher_price"] == pytest.approx(math.sqrt(laspeyres * paasche))
    both = (found["fisher_price"] or 0) * (found["fisher_quantity"] or 0)
    assert both == pytest.approx(total[1, 1] / total[0, 0])


def test_without_spending_there_is_no_index() -> None:
    """Nothing to divide by is no number."""
    assert set(price_indices(frame_of([("p", 0.0, 1.0, 5.0, 5.0)])).values()) == {None, 1.0}


def test_new_products_stand_apart() -> None:
    """They have no growth rate: the logarithmic way gives them as `other`."""
    found = split_lmdi(frame_of([("old", 10.0, 12.0, 5.0, 5.0), ("new", 0.0, 4.0, 0.0, 7.0)]))
    assert found["other"] == 28.0
    assert "other" not in split_lmdi(frame_of([("old", 10.0, 12.0, 5.0, 5.0)]))


def test_missing_and_negative_costs_are_refused() -> None:
    """A product of which the cost is unknown would change the mix unseen."""
    for wrong in (None, -1.0):
        with pytest.raises(ValueError, match="missing or negative"):
            split_shapley(frame_of([("p", 1.0, 1.0, 1.0, wrong)]))  # type: ignore[list-item]


@pytest.mark.real
def test_expenditure_of_case_11(shared: Path) -> None:
    """Five products: sequential, Bennet, LMDI, Shapley and index numbers."""
    spent = case_table(shared, 11, "expenditure_input.csv").select(
        "product", clients_before="clients0", clients_after="clients1", cost_before="uc0", cost_after="uc1"
    )
    expected = expected_numbers(shared, 11, "stacking_expected.csv")
    found = {
        "pvm_sequential": split_in_order(spent),
        "bennet": split_bennet(spent),
        "lmdi": split_lmdi(spent),
        "shapley": split_shapley(spent),
        "index": price_indices(spent),
    }
    for name, parts in found.items():
        for part, value in parts.items():
            # the index of cases gives 1e-6 for this topic; the sums are of the order of ten million
            stated, tolerance = expected[name, part, ""]
            assert_close(value, (stated, tolerance))
    assert_close(sum(found["shapley"].values()), expected["expenditure", "change", ""])  # type: ignore[arg-type]
