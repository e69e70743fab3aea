"""What is counted from the deliveries of an invented region is what is true of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from people_deliveries import KEYS

from noaber.content.account import AccountFile
from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.sources.door import Door
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.write import write_records
from noaber.synthetic.write import write_deliveries
from noaber.warehouse.accounts import check_accounts
from noaber.warehouse.build import build
from noaber.warehouse.query import Release, open_release
from noaber.warehouse.store import Store

TWENTE = Path(__file__).resolve().parents[2] / "regions" / "twente"
SCOPE = Scope(seed=11, people=3_000, first=2018, last=2020)
YEARS = list(SCOPE.years)
COUNTED = ("establishments", "residents", "benefits", "minimum_schemes", "household_incomes")
Facts = Mapping[tuple[str, int, str], float]


def _open_region() -> Region:
    """Give Twente with its places and the registers alone."""
    region = read_region(TWENTE)
    sources = {id: spec for id, spec in region.sources.items() if spec.areas or id in COUNTED}
    kept = {id: spec for id, spec in region.indicators.items() if spec.count and set(spec.sources) <= set(COUNTED)}
    accounts = {id: spec for id, spec in region.accounts.items() if id == "establishments_in_and_out"}
    stock = "establishments + establishments_born + establishments_reactivated + establishments_moved_in"
    told = ("establishments_end", f"{stock} - establishments_died - establishments_moved_out")
    accounts["components"] = AccountFile.model_validate({"name": "components", "equal": told})
    return replace(region, sources=sources, indicators=kept, accounts=accounts)


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> tuple[Region, Release, Path]:
    """A small region that lived three years, built from what was delivered of it."""
    folder, home = tmp_path_factory.mktemp("living"), tmp_path_factory.mktemp("home")
    write_deliveries(folder, SCOPE.seed)
    write_records(folder, SCOPE)
    region = _open_region()
    built = build(region, Store(home), folder, door=Door(region, lambda: KEYS))
    return region, open_release(built.release.folder, "internal"), folder


@pytest.fixture(scope="module")
def counted(living: tuple[Region, Release, Path]) -> Facts:
    """What was counted of municipalities and of Twente: indicator with slice, year and area."""
    region, release, _ = living
    found = {}
    for id in region.indicators:
        rows = release.observations(id, slices="all").filter(pl.col("level").is_in(["gemeente", "corop"]))
        for area, period, slice, value in rows.select("area_id", "period", "slice", "value").iter_rows():
            found[f"{id} {slice}".strip(), int(period), area] = value
    return found


@pytest.fixture(scope="module")
def true(living: tuple[Region, Release, Path]) -> Facts:
    """What is true."""
    facts = pl.read_csv(living[2] / "truth" / "facts.csv")
    return {(figure, year, area): value for figure, year, area, value in facts.iter_rows()}


SUMS = {
    "establishments": ["establishments"],
    "jobs": ["jobs"],
    "establishments_born": ["establishments_founded", "establishments_moved_in"],
    "establishments_died": ["establishments_closed", "establishments_moved_out"],
    "residents": ["people"],
    "households_by_income": ["households"],
    "scheme_households": ["scheme_households"],
}
"""What is counted, and the facts that it is the sum of. A register tells births and comers from outside the region
apart no more than deaths and leavers."""
TOWNS_ALONE = {
    "establishments_moved_in": ["establishments_moved_to"],
    "establishments_moved_out": ["establishments_moved_from"],
}
"""The same of municipalities: for the region these are moves within."""


@pytest.mark.parametrize("id", [*SUMS, *TOWNS_ALONE])
def test_what_is_counted_is_true(id: str, counted: Facts, true: Facts) -> None:
    """In every municipality and in the region, every year."""
    names = {**SUMS, **TOWNS_ALONE}[id]
    areas = {area for figure, _, area in true if figure == names[0]} - ({"CR12"} if id in TOWNS_ALONE else set())
    for year in YEARS:
        for area in areas:
            expected = sum(true[name, year, area] for name in names)
            assert counted.get((id, year, area), 0) == expected, (year, area)


@pytest.mark.parametrize("year", YEARS)
def test_moves_between_municipalities_are_moves_within_the_region(year: int, counted: Facts, true: Facts) -> None:
    """With those within each municipality; and flows tell where from."""
    within = counted["establishments_moved_within", year, "CR12"]
    towns = {area for _, _, area in counted if area.startswith("GM")}
    own = sum(counted["establishments_moved_within", year, town] for town in towns)
    assert within - own == true["establishments_moved_to", year, "CR12"] > 0
    assert counted["establishments_moved_in", year, "CR12"] == 0
    for town in towns:
        flows = {name: n for (name, when, area), n in counted.items() if (when, area) == (year, town)}
        told = {n.split("=")[1]: v for n, v in flows.items() if n.startswith("establishment_moves came_from=")}
        assert sum(told.values()) == flows["establishment_moves"]
        assert told.get(town, 0) == flows["establishments_moved_within"]


@pytest.mark.parametrize("year", YEARS)
def test_residents_change_as_the_account_says(year: int, counted: Facts, true: Facts) -> None:
    """Born and died in the register are all that arrived and left: who did both in one year is in neither."""
    came = ("births", "arrived_inland", "immigration", "corrected_in")
    went = ("deaths", "left_inland", "emigration", "corrected_out")
    for area in {area for _, _, area in counted}:
        grown = counted["residents", year + 1, area] - counted["residents", year, area]
        account = sum(true[name, year, area] for name in (*came, "moved_to"))
        account -= sum(true[name, year, area] for name in (*went, "moved_from"))
        assert grown == account
        if area != "CR12":
            moved = counted["residents_moved_in", year, area] - counted["residents_moved_out", year, area]
            assert counted["residents_moved_in", year, area] <= true["moved_to", year, area]
            assert abs(moved) <= true["moved_to", year, area] + true["moved_from", year, area]


BENEFITS = {"assistance": "bijstand", "disability": "ao", "unemployment": "ww", "older_unemployed": "ioaw"}


@pytest.mark.parametrize("benefit", BENEFITS)
def test_benefits_are_those_of_people_and_their_partners(benefit: str, counted: Facts, true: Facts) -> None:
    """On the last day of the year."""
    for year in YEARS:
        found = counted.get((f"benefit_people benefit={benefit}", year, "CR12"), 0)
        assert found == true[f"{BENEFITS[benefit]}_recipients", year, "CR12"], year


def test_the_identity_of_the_content_holds(living: tuple[Region, Release, Path]) -> None:
    """Stock and components make the next stock, in every area and section."""
    region, release, _ = living
    for account in check_accounts(region, release):
        assert account.holds, str(account)
        assert account.compared > 1_000
