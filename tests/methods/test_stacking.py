"""How provisions stack, and how cost is concentrated and grows; beside slow versions and case 11."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from case_tables import assert_close, case_table, expected_numbers
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.spells import active_at
from noaber.methods.stacking import (
    co_occurrence,
    combinations_of_kinds,
    cross_kinds,
    kinds_per_unit,
    stacking_distribution,
)

KINDS = ("bijstand", "jeugd", "schulden", "wmo")
Rows = list[tuple[str, str]]
rows_of_use = st.lists(st.tuples(st.sampled_from(["h1", "h2", "h3", "h4", "h5"]), st.sampled_from(KINDS)), max_size=15)


def pairs_of(rows: Rows) -> pl.DataFrame:
    """Write who uses what as pairs."""
    schema = {"unit": pl.String, "kind": pl.String}
    return kinds_per_unit(pl.DataFrame(rows, schema=schema, orient="row"), "unit", "kind")


def sets_of(rows: Rows) -> dict[str, set[str]]:
    """The slow way: a set of kinds per household."""
    return {unit: {kind for other, kind in rows if other == unit} for unit, _ in rows}


@given(rows_of_use, st.integers(0, 9))
def test_distribution_and_combinations(rows: Rows, others: int) -> None:
    """As counting sets counts them; with all households, those without anything too."""
    sets = sets_of(rows)
    found = stacking_distribution(pairs_of(rows))
    assert dict(found.rows()) == Counter(map(len, sets.values()))
    whole = stacking_distribution(pairs_of(rows), units=len(sets) + others)
    assert whole.row(0) == (0, others)
    assert whole["units"].sum() == len(sets) + others
    exact = combinations_of_kinds(pairs_of(rows))
    assert {tuple(kinds): units for kinds, units in exact.rows()} == Counter(tuple(sorted(s)) for s in sets.values())
    assert exact["units"].is_sorted(descending=True)


@given(rows_of_use, st.one_of(st.none(), st.integers(5, 12)))
def test_co_occurrence(rows: Rows, units: int | None) -> None:
    """Every two kinds, those never together too; lift against what chance would give."""
    sets = sets_of(rows)
    base = len(sets) if units is None else units
    slow = []
    for one, other in combinations(sorted({kind for _, kind in rows}), 2):
        have = [sum(kind in kinds for kinds in sets.values()) for kind in (one, other)]
        both = sum({one, other} <= kinds for kinds in sets.values())
        slow.append((one, other, both, both / base, (both / base) / (have[0] / base * have[1] / base)))
    found = co_occurrence(pairs_of(rows), units).rows()
    assert [row[:3] for row in found] == [row[:3] for row in slow]
    for row, expected in zip(found, slow, strict=True):
        assert row[3:] == pytest.approx(expected[3:])


@given(rows_of_use, st.integers(5, 12))
def test_jeugd_times_wmo(rows: Rows, units: int) -> None:
    """One kind against two others: all households are in one cell of the table."""
    sets = {unit: kinds for unit, kinds in sets_of(rows).items() if kinds}
    counted = Counter(("jeugd" in kinds, bool({"wmo", "schulden"} & kinds)) for kinds in sets.values())
    assert {row[:2]: row[2] for row in cross_kinds(pairs_of(rows), ["jeugd"], ["wmo", "schulden"]).rows()} == counted
    whole = cross_kinds(pairs_of(rows), ["jeugd"], ["wmo", "schulden"], units=units)
    assert whole["units"].sum() == units


def test_breakdowns_are_counted_by_themselves() -> None:
    """A third axis, as income, goes in `by`."""
    use = pl.DataFrame({"unit": ["h1", "h1", "h2"], "kind": ["jeugd", "wmo", "wmo"], "income": ["low", "low", "high"]})
    pairs = kinds_per_unit(use, "unit", "kind", ["income"])
    assert stacking_distribution(pairs, ["income"]).rows() == [("high", 1, 1), ("low", 2, 1)]
    assert cross_kinds(pairs, ["jeugd"], ["wmo"], ["income"]).rows() == [
        ("high", False, True, 1),
        ("low", True, True, 1),
    ]
    assert combinations_of_kinds(pairs, ["income"]).rows() == [("high", ["wmo"], 1), ("low", ["jeugd", "wmo"], 1)]


def test_fewer_in_all_than_have_something_cannot_be() -> None:
    """And a number of households in all is that of the whole, not of a part."""
    pairs = pairs_of([("h1", "wmo"), ("h2", "wmo")])
    with pytest.raises(ValueError, match="1 units in all, but 2"):
        stacking_distribution(pairs, units=1)
    with pytest.raises(ValueError, match="no breakdown"):
        stacking_distribution(pairs, ["kind"], units=9)


@pytest.mark.real
def test_stacking_of_case_11(shared: Path) -> None:
    """Households with provisions on 1 July 2024: the day is not in the case; its numbers hold on that day."""
    spells = case_table(shared, 11, "spells_input.csv", try_parse_dates=True)
    pairs = kinds_per_unit(active_at(spells, date(2024, 7, 1)), "household", "domain")
    expected = expected_numbers(shared, 11, "stacking_expected.csv")
    found = stacking_distribution(pairs)
    assert found.rows() == case_table(shared, 11, "stacking_distribution_expected.csv").rows()
    assert_close(found["units"].sum(), expected["stacking", "households_with_any", ""])
    assert_close(found.filter(pl.col("kinds") > 1)["units"].sum(), expected["stacking", "households_2plus", ""])
    two = co_occurrence(pairs)
    for one, other, _, _, lift in two.rows():
        assert_close(lift, expected["stacking_lift", f"{one}|{other}", ""])
    table = case_table(shared, 11, "stacking_cooccurrence_expected.csv")
    square = {(row[0], kind): row[place + 1] for row in table.rows() for place, kind in enumerate(table.columns[1:])}
    assert {(one, other): units for one, other, units, _, _ in two.rows()} == {
        key: units for key, units in square.items() if key[0] < key[1]
    }
