"""Areas of an office: what is left when one is taken from a larger area is protected and attacked with the rest."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from opened_release import Cell, everything_unsafe, open_only, value_of
from people_home import PeopleHome, make_people

from noaber.content.disclosure import PROTECTED
from noaber.warehouse.attacking.judge import attack_tier
from noaber.warehouse.database import read_frame

TEAM_TYPE = """
team:
  name: {nl: team, de: Team, en: team}
  plural: {nl: teams, de: Teams, en: teams}
  code: TM00
"""
BOTH = """
Both:
  name: {nl: Samen, de: Zusammen, en: Together}
  members: [GM9001, GM9002]
"""
STREETS = """
Streets:
  name: {nl: Straten, de: Straßen, en: Streets}
  type: buurt
  members: [BU90010000@2024, BU90010002@2024]
"""
LEFT = {"people": ("GM9001", "TM01", "BU90010001@2024"), "clients": ("Drieland", "Both", "GM9003")}
"""A count, a larger area, an own area within it, and the area that is left when the one is taken from the other."""
MINIMUM = {"public": 5, "partner": 3}
CELLS = """
SELECT a.id AS area, p.text AS period, s.text AS slice, o.value, o.hidden
FROM observation o JOIN indicator i USING (indicator_key) JOIN area a USING (area_key)
JOIN period p USING (period_key) JOIN slice s USING (slice_key) WHERE i.id = ?
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> PeopleHome:
    """The office with invented people, a team for two of three neighbourhoods, and two groups; built once."""
    made = make_people(tmp_path_factory.mktemp("own"))
    made.office.say("area_types.yml", "", TEAM_TYPE)
    made.office.say("areas/areas.csv", "", "TM01,team,Team,,,,,GM9001\n")
    made.office.say("groups.yml", "", BOTH + STREETS)
    made.office.say("sources/buurten_2024.yml", "name: naam}", "name: naam, parents: [team]}")
    table = made.office.deliveries / "buurten_2024.csv"
    head, *rows = table.read_text("utf-8").splitlines()
    teams = ["TM01" if row.startswith(("BU90010000", "BU90010002")) else "" for row in rows]
    told = [f"{head},team", *(f"{row},{team}" for row, team in zip(rows, teams, strict=True))]
    table.write_text("\n".join(told) + "\n", "utf-8")
    made.build()
    return made


def cells(home: PeopleHome, tier: str, indicator: str) -> pl.DataFrame:
    """Read the figures of an indicator in a tier."""
    with duckdb.connect(home.release / f"{tier}.duckdb", read_only=True) as database:
        return read_frame(database, CELLS.replace("?", f"'{indicator}'"))


def _wide(figures: pl.DataFrame, names: dict[str, str], what: str) -> pl.DataFrame:
    """Put the areas side by side."""
    mine = figures.filter(pl.col("area").is_in(list(names))).with_columns(pl.col("area").replace(names))
    return mine.pivot("area", index=["period", "slice"], values=what)


@pytest.mark.parametrize("tier", PROTECTED)
def test_nobody_is_found_by_own_areas(home: PeopleHome, tier: str) -> None:
    """The attack knows them, and finds nothing."""
    outcome = attack_tier(home.release, home.region, tier)  # type: ignore[arg-type]
    assert outcome.passes
    assert outcome.unsafe > 10


@pytest.mark.parametrize("tier", PROTECTED)
@pytest.mark.parametrize("indicator", LEFT)
def test_taking_an_own_area_away_tells_of_nobody(home: PeopleHome, indicator: str, tier: str) -> None:
    """Where both are shown, what is left is of many; where it is of few, one of the two is hidden for it."""
    names = dict(zip(LEFT[indicator], ("whole", "own", "left"), strict=True))
    true, seen = (
        _wide(cells(home, file, indicator), names, what) for file, what in (("internal", "value"), (tier, "hidden"))
    )
    wide = seen.join(true, on=["period", "slice"], suffix="_true").drop_nulls()
    both = wide.filter(~pl.col("own") & ~pl.col("whole"))
    few = pl.col("left_true") < MINIMUM[tier]
    assert both.height > 5
    assert wide.filter(few).height > 0
    assert both.filter(few).height == 0


@pytest.mark.parametrize(("indicator", "kind"), [("people", "people"), ("spells_ended", "clients")])
def test_an_open_release_tells_by_them(home: PeopleHome, indicator: str, kind: str, tmp_path: Path) -> None:
    """So the attack would find it, where nobody counts in two areas; where somebody does, it has a bound alone."""
    whole, own, left = LEFT[kind]
    wanted: Cell = (indicator, left, "2024", "")
    shown: list[Cell] = [(indicator, whole, "2024", ""), (indicator, own, "2024", "")]
    opened = open_only(home.release, tmp_path / "open", shown)
    found = attack_tier(opened, everything_unsafe(home.region), "public").found.rows()
    told = [row[4:] for row in found if row[:4] == wanted]
    assert told == [(value_of(home.release, wanted),) * 2 + ("exactly",)]


def test_a_group_that_no_delivery_covers_has_no_counts(home: PeopleHome) -> None:
    """Municipalities deliver, so a group of neighbourhoods is not known to be complete."""
    assert "Streets" not in cells(home, "internal", "people")["area"].to_list()
