"""What changes a stock of establishments, and how long they last; beside slow versions and case 06."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from case_tables import assert_close, case_table, expected_numbers
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.business_demography import (
    components_of_change,
    doubled_ids,
    growth_over,
    rates_of_change,
    survival,
)

FLOWS = ("stock_begin", "births", "reactivations", "moves_in", "deaths", "moves_out", "stock_end", "moves_within")
YEARS = (2020, 2021, 2022, 2023)
Register = dict[tuple[str, int], tuple[str, str]]
registers: st.SearchStrategy[Register] = st.dictionaries(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(YEARS)),
    st.tuples(st.sampled_from(["Almelo", "Borne", "Hengelo"]), st.sampled_from(["north", "south"])),
    max_size=18,
)


def frame_of(register: Register) -> pl.DataFrame:
    """Write a register as a frame."""
    rows = [(id, year, area, f"{area} {place}") for (id, year), (area, place) in register.items()]
    schema = {"id": pl.String, "year": pl.Int64, "area": pl.String, "place": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def slow_components(register: Register) -> dict[tuple[str, int], dict[str, int]]:
    """Look at every establishment, area and pair of years."""
    found = {}
    for before, after in pairwise(sorted({year for _, year in register})):
        for area in {where for where, _ in register.values()}:
            counts = dict.fromkeys(FLOWS, 0)
            for id in {id for id, _ in register}:
                was, now = register.get((id, before)), register.get((id, after))
                earlier = any((id, year) in register for year in YEARS if year < after)
                was_here, is_here = was is not None and was[0] == area, now is not None and now[0] == area
                counts["stock_begin"] += was_here
                counts["stock_end"] += is_here
                counts["births"] += is_here and not earlier
                counts["reactivations"] += is_here and was is None and earlier
                counts["moves_in"] += is_here and was is not None and not was_here
                counts["deaths"] += was_here and now is None
                counts["moves_out"] += was_here and now is not None and not is_here
                counts["moves_within"] += was_here and is_here and was != now
            if any(counts.values()):
                found[area, before] = counts
    return found


@given(registers)
def test_components_agree_with_looking_at_each(register: Register) -> None:
    """Every flow of every area."""
    fast = components_of_change(frame_of(register)).drop("to").rows(named=True)
    assert {(row.pop("area"), row.pop("from")): row for row in fast} == slow_components(register)


@given(registers)
def test_the_stock_is_what_its_components_make_it(register: Register) -> None:
    """And over all areas moves cancel out."""
    found = components_of_change(frame_of(register))
    came = pl.col("births") + pl.col("reactivations") + pl.col("moves_in")
    went = pl.col("deaths") + pl.col("moves_out")
    assert found.filter(pl.col("stock_begin") + came - went != pl.col("stock_end")).height == 0
    assert found["moves_in"].sum() == found["moves_out"].sum()


@given(registers)
def test_moves_between_parts_are_moves_within_the_whole(register: Register) -> None:
    """Births and deaths of the region are those of its municipalities; their moves are its moves within."""
    towns = frame_of(register).drop("place")
    region = components_of_change(towns.with_columns(place="area", area=pl.lit("Twente")))
    parts = components_of_change(towns).group_by("from").agg(pl.col("births", "deaths", "moves_in").sum()).sort("from")
    assert region["moves_within"].to_list() == parts["moves_in"].to_list()
    assert region.select("births", "deaths").equals(parts.select("births", "deaths"))
    assert region["moves_in"].sum() == 0


@given(registers)
def test_survival_agrees_with_following_each(register: Register) -> None:
    """Of those born after the first year of the register."""
    years = sorted({year for _, year in register})
    born = {id: min(year for other, year in register if other == id) for id, _ in register}
    slow = {}
    for cohort in years[1:]:
        ids = [id for id, year in born.items() if year == cohort]
        for year in (year for year in years if ids and year >= cohort):
            slow[cohort, year - cohort] = len(ids), sum((id, year) in register for id in ids)
    found = survival(frame_of(register))
    assert {(row["born"], row["years"]): (row["births"], row["alive"]) for row in found.rows(named=True)} == slow


def test_one_that_stands_twice_is_refused() -> None:
    """It would be counted twice, and in two places."""
    register = pl.DataFrame([("a", 2020, "Borne"), ("a", 2020, "Almelo")], schema=["id", "year", "area"], orient="row")
    assert doubled_ids(register).height == 2
    with pytest.raises(ValueError, match="twice"):
        components_of_change(register)


def test_an_unknown_place_is_a_place_of_its_own() -> None:
    """Who goes from an unknown municipality to a known one has moved; nobody is lost."""
    register = pl.DataFrame([("a", 2020, None), ("a", 2021, "Borne")], schema=["id", "year", "area"], orient="row")
    found = components_of_change(register)
    assert found.select("area", "stock_begin", "moves_in", "moves_out", "stock_end").rows() == [
        (None, 1, 0, 1, 0),
        ("Borne", 0, 1, 0, 1),
    ]


def test_a_rate_of_no_stock_is_absent() -> None:
    """Not zero, and not endless."""
    register = pl.DataFrame([("a", 2020, "Borne"), ("b", 2021, "Almelo")], schema=["id", "year", "area"], orient="row")
    rates = rates_of_change(components_of_change(register)).select(
        "area", "birth_rate_pct", "death_rate_pct", "churn_pct"
    )
    assert rates.rows() == [("Almelo", 100.0, None, None), ("Borne", None, 100.0, None)]


def test_survival_can_be_told_by_kind() -> None:
    """The kind an establishment was born with."""
    rows = [("z", 2019, "x"), ("a", 2020, "shop"), ("b", 2020, "farm"), ("a", 2021, "farm")]
    found = survival(pl.DataFrame(rows, schema=["id", "year", "sbi"], orient="row"), ["sbi"])
    assert found.filter(years=1).select("sbi", "share").rows() == [("farm", 0.0), ("shop", 1.0)]


# -- case 06 -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def register(shared: Path) -> pl.DataFrame:
    wide = case_table(shared, 6, "register_input.csv")
    long = wide.unpivot(index="id", variable_name="year", value_name="area").drop_nulls("area")
    return long.cast({"year": pl.Int64})


@pytest.mark.real
def test_components_of_case_06(shared: Path, register: pl.DataFrame) -> None:
    """Four areas in six years: flows exactly, rates to 1e-8."""
    expected = case_table(shared, 6, "components_expected.csv").rename({"municipality": "area"}).sort("area", "from")
    found = rates_of_change(components_of_change(register))
    exact = [name for name in expected.columns if name not in ("identity_check",) and not name.endswith("_pct")]
    assert found.select(exact).equals(expected.select(exact))
    for rate in ("birth_rate_pct", "death_rate_pct", "churn_pct"):
        assert found[rate].to_list() == pytest.approx(expected[rate].to_list(), rel=0, abs=1e-8)


@pytest.mark.real
def test_region_of_case_06(shared: Path, register: pl.DataFrame) -> None:
    """Three municipalities as one region, with the moves between them apart."""
    outside = pl.col("area") == "Buiten"
    region = pl.when(outside).then("area").otherwise(pl.lit("region"))
    found = components_of_change(register.with_columns(area=region, place="area")).filter(area="region")
    expected = case_table(shared, 6, "region_components_expected.csv")
    told = found.select(
        "from", "stock_begin", "stock_end", "moves_in", "moves_out", internal_moves="moves_within",
        entries=pl.col("births") + pl.col("reactivations"), exits="deaths",
    )  # fmt: skip
    assert told.equals(expected)


@pytest.mark.real
def test_survival_of_case_06(shared: Path) -> None:
    """Of a hundred born in a year 92, 80 and 65 are there one, two and three years later."""
    alive = {2021: 100, 2022: 92, 2023: 80, 2024: 65}
    rows = [("old", 2020), *[(f"e{number}", year) for year, count in alive.items() for number in range(count)]]
    found = survival(pl.DataFrame(rows, schema=["id", "year"], orient="row"))
    expected = expected_numbers(shared, 6, "business_demography_expected.csv")
    for years in (1, 2, 3):
        assert_close(
            found.filter(born=2021, years=years)["share"].item(), expected["eurostat_survival", f"S{years}", ""]
        )
    assert_close(growth_over(0.10, 3), expected["high_growth_threshold", "growth_3y_10pct", ""])
