"""The register adds up: people over the years, households, homes, and mutations from one extract to the next."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from told_region import SMALL, Told

from noaber.synthetic.living.bsn import invent_bsns, passes
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.places import render_codes

YEARS = list(SMALL.years)
ARRIVING = ("births", "arrived_inland", "immigration", "corrected_in", "moved_to")
LEAVING = ("deaths", "left_inland", "emigration", "corrected_out", "moved_from")
KEEP = ["bsn", "huishoudnummer", "adres_id", "gemeentecode", "datum_vestiging_adres"]


@pytest.mark.parametrize("year", YEARS)
def test_end_is_start_plus_arrivals_less_departures(told: Told, year: int) -> None:
    """For every municipality and for the region."""
    facts, after = told.facts(year), told.facts(year + 1)
    for area in sorted({area for _, area in facts}):
        change = sum(facts[name, area] for name in ARRIVING) - sum(facts[name, area] for name in LEAVING)
        assert after["people", area] == facts["people", area] + change


@pytest.mark.parametrize("year", YEARS)
def test_births_and_deaths_are_those_of_the_public_accounts(chronicle: Chronicle, told: Told, year: int) -> None:
    """Scaled; by municipality, as far as people could be found for them."""
    plan, facts = chronicle.plan.years[year], told.facts(year)
    towns = chronicle.places.towns
    for figure, planned in {"births": plan.births, "deaths": plan.deaths}.items():
        told_of = np.array([facts[figure, town] for town in towns])
        assert np.abs(told_of - planned.sum(axis=1)).max() <= 1
    assert facts["immigration", "CR12"] == plan.immigration.sum()


@pytest.mark.parametrize("year", YEARS)
def test_register_and_mutations_give_the_next_register(told: Told, year: int) -> None:
    """Person by person: household, address, municipality and since when."""
    state = {row[0]: row[1:] for row in told.records(f"brp/brp_personen_{year}-01-01.csv").select(KEEP).iter_rows()}
    for row in told.records(f"brp/brp_mutaties_{year}.csv").iter_rows(named=True):
        old = (row["huishoudnummer_oud"], row["adres_id_oud"], row["gemeente_oud"])
        assert state.get(row["bsn"], (None, None, None))[:3] == old
        if row["adres_id_nieuw"] is None:
            del state[row["bsn"]]
        else:
            new = (row["huishoudnummer_nieuw"], row["adres_id_nieuw"], row["gemeente_nieuw"])
            state[row["bsn"]] = (*new, row["datum"])
    following = told.records(f"brp/brp_personen_{year + 1}-01-01.csv").select(KEEP)
    assert state == {row[0]: row[1:] for row in following.iter_rows()}


@pytest.mark.parametrize("year", [*YEARS, YEARS[-1] + 1])
def test_every_household_has_one_head_and_one_home(told: Told, year: int) -> None:
    """At most one partner; and no home has two households."""
    register = told.records(f"brp/brp_personen_{year}-01-01.csv")
    by_household = register.group_by("huishoudnummer").agg(
        heads=(pl.col("positie") == "hoofd").sum(),
        partners=(pl.col("positie") == "partner").sum(),
        homes=pl.col("adres_id").n_unique(),
    )
    assert by_household["heads"].unique().to_list() == [1]
    assert by_household["partners"].max() == 1
    assert by_household["homes"].unique().to_list() == [1]
    assert by_household.height == register["adres_id"].n_unique()


def test_nobody_is_born_after_settling_and_children_live_with_somebody_grown(told: Told) -> None:
    """And the register is of unique people."""
    register = told.records("brp/brp_personen_2019-01-01.csv")
    assert register["bsn"].n_unique() == register.height
    assert register.filter(pl.col("datum_vestiging_adres") < pl.col("geboortedatum")).height == 0
    oldest = register.group_by("huishoudnummer").agg(pl.col("geboortedatum").min())
    assert oldest.filter(pl.col("geboortedatum") > "2002-01-01").height == 0


def test_people_of_a_buurt_are_about_those_of_the_public_deliveries(chronicle: Chronicle) -> None:
    """On the first day exactly as many as its share asks."""
    register = chronicle.registers[SMALL.first]
    towns = chronicle.places.town[chronicle.homes.buurt[register.home]]
    assert np.bincount(towns, minlength=14).tolist() == chronicle.plan.start.tolist()


def test_homes_have_an_address_of_their_own(told: Told) -> None:
    """Postcode and house number together."""
    homes = told.records("woningen/woningen_2020-01-01.csv")
    assert homes.select("postcode", "huisnummer").n_unique() == homes.height
    assert homes["adres_id"].n_unique() == homes.height
    assert homes["postcode"].str.contains(r"^7[4-6]\d\d[A-Z]{2}$").all()


def test_citizen_numbers_pass_the_elfproef_and_are_clearly_invented() -> None:
    """All different, nine figures, beginning with 9."""
    numbers = invent_bsns(50_000, seed=3)
    assert len(np.unique(numbers)) == 50_000
    assert passes(numbers).all()
    assert set((numbers // 10**8).tolist()) == {9}


@pytest.mark.parametrize(
    ("number", "valid"),
    [(111222333, True), (123456782, True), (999990019, True), (123456789, False), (111111110, True), (0, False),
     (12345678, False), (11222333, False)],
)  # fmt: skip
def test_elfproef_agrees_with_the_cases(number: int, valid: bool) -> None:
    """Numbers of eight figures fail as they stand."""
    assert passes(np.array([number])).tolist() == [valid]


def test_codes_of_buurten_change_in_2024_only(chronicle: Chronicle) -> None:
    """Some buurten are cut in two or get another code."""
    places = chronicle.places
    buurt, block = np.repeat(np.arange(len(places)), 40), np.tile(np.arange(40), len(places))
    before, after = (set(render_codes(places, buurt, block, year).to_list()) for year in (2023, 2024))
    assert (len(after - before), len(before - after)) == (12, 5)
