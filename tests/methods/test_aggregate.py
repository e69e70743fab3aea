"""From members to wholes: sums where all members have a figure, means where a weight is declared."""

from __future__ import annotations

import polars as pl
from figure_tables import figures, membership, same

from noaber.methods.aggregate import average_members, sum_members

THREE = membership("Region gemeente: A B C")


def test_a_sum_needs_every_member() -> None:
    """A period in which one is absent gives nothing, one in which one is missing says missing."""
    found = sum_members(
        figures("A 2020 - 1\nB 2020 - 2\nC 2020 - 3\nA 2021 - 1\nB 2021 - 2\nA 2022 - 1\nB 2022 - -\nC 2022 - 3"), THREE
    )
    assert same(found, "Region 2020 - 6\nRegion 2022 - - M")
    assert set(found["route"]) == {"sum of 3 gemeente"}


def test_the_gravest_status_hiding_and_breaks_travel_up() -> None:
    """One provisional member makes the sum provisional, one hidden hides it."""
    found = sum_members(
        figures("A 2020 - 1 P\nB 2020 - 2 break\nC 2020 - 3\nA 2021 - 1\nB 2021 - - M hidden\nC 2021 - 3"), THREE
    )
    assert same(found, "Region 2020 - 6 P break\nRegion 2021 - - M hidden")


def test_every_part_is_added_up_by_itself() -> None:
    """Slices do not mix."""
    found = sum_members(figures("\n".join(f"{a} 2020 {s} 1" for a in "ABC" for s in ("-", "sex=f"))), THREE)
    assert same(found, "Region 2020 - 3\nRegion 2020 sex=f 3")


def test_of_several_complete_routes_the_one_with_fewest_areas_counts() -> None:
    """Three municipalities before five neighbourhoods; of two vintages the newest."""
    routes = membership("R gemeente: A B\nR buurt@2020: a1 a2 b1\nR buurt@2021: c1 c2 c3")
    both = "A 2020 - 1\nB 2020 - 2\na1 2020 - 10\na2 2020 - 10\nb1 2020 - 10\nc1 2020 - 5\nc2 2020 - 5\nc3 2020 - 5"
    assert sum_members(figures(both), routes)["route"].to_list() == ["sum of 2 gemeente"]
    without_b = both.replace("B 2020 - 2\n", "")
    found = sum_members(figures(without_b), routes)
    assert same(found, "R 2020 - 15")
    assert found["route"].to_list() == ["sum of 3 buurt@2021"]


def test_a_route_with_a_value_goes_before_one_without() -> None:
    """Where a municipality is missing but all neighbourhoods are there, they are added up."""
    routes = membership("R gemeente: A B\nR buurt@2020: a1 a2 b1")
    found = sum_members(figures("A 2020 - 1\nB 2020 - -\na1 2020 - 10\na2 2020 - 10\nb1 2020 - 10"), routes)
    assert same(found, "R 2020 - 30")


def test_a_composition_of_a_year_holds_for_that_year() -> None:
    """Also for its quarters and months; one without a year always holds."""
    routes = membership("R gemeente/2020: A B C\nR gemeente/2021: A B")
    rows = "\n".join(f"{area} {period} - 1" for area in "ABC" for period in ("2019", "2020", "2020-Q3", "2021"))
    assert same(sum_members(figures(rows), routes), "R 2020 - 3\nR 2020-Q3 - 3\nR 2021 - 2")


def test_what_belongs_to_nothing_is_left_alone() -> None:
    """No membership, no sum; no figures, no sum."""
    assert sum_members(figures("X 2020 - 1"), THREE).height == 0
    assert sum_members(figures(""), THREE).height == 0
    assert sum_members(figures("A 2020 - 1"), membership("")).height == 0


def test_a_weighted_mean_is_an_estimate() -> None:
    """Sum of figure times weight over sum of weights."""
    values = figures("A 2020 - 10\nB 2020 - 20\nC 2020 - 40")
    weights = figures("A 2020 - 1\nB 2020 - 2\nC 2020 - 1")
    found = average_members(values, weights, THREE)
    assert same(found, "Region 2020 - 22.5 E")
    assert found["route"].to_list() == ["weighted of 3 gemeente"]


def test_a_mean_needs_every_figure_and_every_weight() -> None:
    """A weight that is absent or missing is no weight of zero."""
    values = figures("\n".join(f"{area} {year} - 10" for area in "ABC" for year in (2020, 2021, 2022)))
    weights = figures("A 2020 - 1\nB 2020 - 2\nA 2021 - 1\nB 2021 - 2\nC 2021 - -\nA 2022 - 0\nB 2022 - 0\nC 2022 - 0")
    assert same(average_members(values, weights, THREE), "Region 2022 - - M")
    values = values.with_columns(value=pl.when(pl.col("area") != "A").then("value"))
    weights = figures("A 2020 - 1\nB 2020 - 2\nC 2020 - 2")
    assert same(average_members(values, weights, THREE), "Region 2020 - - M")


def test_in_flows_an_absent_row_is_nobody() -> None:
    """A member with a total but no row to there sends nobody; one without a total is not known."""
    flows = figures("A 2020 - 5\nA 2020 to=X 5\nB 2020 - 3\nC 2020 - 2\nC 2020 to=X 1\nA 2021 - 1\nA 2021 to=X 1")
    assert same(sum_members(flows, THREE), "Region 2020 - 10")
    assert same(sum_members(flows, THREE, frozenset({"to"})), "Region 2020 - 10\nRegion 2020 to=X 6")
