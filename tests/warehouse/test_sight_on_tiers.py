"""Sights on a release whose tiers a build has protected: each row is that of the file which a grant covers it in."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from people_home import PeopleHome, make_people

from noaber.vocabulary.sights import Grant, Sight
from noaber.warehouse.database import read_frame
from noaber.warehouse.query import open_release

CELLS = """
SELECT i.id AS indicator, a.id AS area, p.text AS period, s.text AS slice, o.value, o.hidden, o.status, r.text AS route,
  o.beyond, coalesce(m.code, a.code) AS town
FROM observation o JOIN indicator i USING (indicator_key) JOIN area a USING (area_key)
JOIN period p USING (period_key) JOIN slice s USING (slice_key) JOIN route r USING (route_key)
LEFT JOIN area m ON m.area_key = a.parent_key ORDER BY ALL
"""
ASIDE = "clients_new"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> PeopleHome:
    """The office with invented people and an indicator for partners alone, built once; to look at, not to change."""
    made = make_people(tmp_path_factory.mktemp("people"))
    made.office.say("indicators/care.yml", f"{ASIDE}:\n", f"{ASIDE}:\n  audience: partner\n")
    made.build()
    return made


def in_file(release: Path, tier: str) -> pl.DataFrame:
    """Read all figures of a tier from its own file."""
    with duckdb.connect(release / f"{tier}.duckdb", read_only=True) as database:
        return read_frame(database, CELLS)


def seen(release: Path, *grants: Grant) -> pl.DataFrame:
    """Read all figures as a sight sees them."""
    return read_frame(open_release(release, Sight(grants))._database, CELLS)


@pytest.mark.parametrize("tier", ["partner", "internal"])
def test_a_whole_tier(tier: str, home: PeopleHome) -> None:
    """Every row, value, status and route is that of its file; more than the public one tells."""
    whole = seen(home.release, Grant(tier))
    assert whole.equals(in_file(home.release, tier))
    assert whole["beyond"].any()
    assert ASIDE in set(whole["indicator"])


def test_without_a_right_it_is_the_public_file(home: PeopleHome) -> None:
    """Where a grant covers nothing that there is."""
    assert seen(home.release, Grant("internal", areas=("nowhere",))).equals(in_file(home.release, "public"))


def test_rows_of_ones_own_area_and_the_public_rest(home: PeopleHome) -> None:
    """Of one municipality what partners see, of all others what everybody sees; both change at its border."""
    mine = seen(home.release, Grant("partner", areas=("GM9001",)))
    own, others = mine.filter(pl.col("town") == "GM9001"), mine.filter(pl.col("town") != "GM9001")
    assert own.equals(in_file(home.release, "partner").filter(pl.col("town") == "GM9001"))
    assert others.equals(in_file(home.release, "public").filter(pl.col("town") != "GM9001"))
    assert own["beyond"].any()


def test_two_tiers_at_once(home: PeopleHome) -> None:
    """The higher one where it is granted, the lower one elsewhere."""
    both = seen(home.release, Grant("partner"), Grant("internal", areas=("GM9002",)))
    assert both.filter(pl.col("town") == "GM9002").equals(
        in_file(home.release, "internal").filter(pl.col("town") == "GM9002")
    )
    assert both.filter(pl.col("town") != "GM9002").equals(
        in_file(home.release, "partner").filter(pl.col("town") != "GM9002")
    )


def test_the_catalogue_is_that_of_the_files(home: PeopleHome) -> None:
    """Read anew or shared with the public release."""
    public = open_release(home.release)
    sight = Sight((Grant("internal"),))
    anew, shared = open_release(home.release, sight), open_release(home.release, sight, public)
    assert set(anew.catalogue.indicators) == set(shared.catalogue.indicators) > set(public.catalogue.indicators)
    assert anew.catalogue.indicators == shared.catalogue.indicators
    shared_parts = ["areas", "periods", "slices", "routes", "themes", "flows", "sources", "deliveries", "findings"]
    for field in shared_parts:
        assert getattr(anew.catalogue, field) == getattr(shared.catalogue, field), field
