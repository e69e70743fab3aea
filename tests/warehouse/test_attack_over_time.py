"""Attacks with two releases whose figures differ: what changed in what is shown tells nothing of what was hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from opened_release import Cell, everything_unsafe, open_only, value_of
from people_deliveries import Spell, Town, invent, write_deliveries
from people_home import PeopleHome, make_people

from noaber.content.disclosure import PROTECTED, Tier
from noaber.warehouse.attacking.judge import attack_tier

TOWN, YEAR = "GM9002", "2024"
PARTS: tuple[Cell, ...] = tuple(("people", TOWN, YEAR, f"sex={sex}") for sex in "mf")
TOTAL: Cell = ("people", TOWN, YEAR, "")
BUURT = "BU90020000"
CHANGED = """
ATTACH '{}' AS old (READ_ONLY); ATTACH '{}' AS new (READ_ONLY);
SELECT count(*) FILTER (a.value <> b.value AND a.hidden AND b.hidden), count(*) FILTER (a.hidden AND NOT b.hidden),
  count(*) FILTER (NOT a.hidden AND b.hidden), count(*) FILTER (a.value <> b.value AND NOT a.hidden AND NOT b.hidden)
FROM ({}) a JOIN ({}) b USING (id, area, period, slice)
"""
NAMED = """SELECT i.id, a.id AS area, p.text AS period, s.text AS slice, c.value, c.hid_{tier} AS hidden
FROM {release}.counted c JOIN {release}.indicator i USING (indicator_key) JOIN {release}.area a USING (area_key)
JOIN {release}.period p USING (period_key) JOIN {release}.slice s USING (slice_key)"""


@dataclass(frozen=True)
class Pair:
    """A release, and the next one, in which suppliers mended what they had said of the same periods."""

    home: PeopleHome
    old: Path
    new: Path


def mended(town: Town) -> Town:
    """Give the town after a second look: more men in one buurt, more day care, less youth care, other costs."""
    people = dict(town.people)
    for who in range(1000, 1007):
        people[who] = (who, date(1980, 5, who % 28 + 1), "M", BUURT)
    spells = [replace(one, cost=one.cost + 5) if one.number % 9 == 0 else one for one in town.spells]
    spells = [one for one in spells if one.product != "J" or one.number % 4]
    more = [Spell(9000 + at, 3 * at, "GM9001", "D", date(2023, 2, 1), None, 12.0) for at in range(8)]
    return Town(people, spells + more)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Both, built one after the other by the same house, which knows what it told before."""
    town = invent(3, people=200, spells=120)
    home = make_people(tmp_path_factory.mktemp("pair"), town)
    home.build()
    old = home.release
    write_deliveries(home.office.deliveries, mended(town))
    home.build()
    return Pair(home, old, home.release)


@pytest.mark.parametrize("tier", PROTECTED)
def test_old_minus_new_tells_nothing_where_both_are_protected(pair: Pair, tier: Tier) -> None:
    """Nor new minus old: hidden figures changed, were opened and closed, and so did those beside them."""
    for release, other in ((pair.new, pair.old), (pair.old, pair.new)):
        outcome = attack_tier(release, pair.home.region, tier, [other])  # type: ignore[arg-type]
        assert outcome.passes, outcome.found
        assert outcome.unsafe > 20
    hidden, _, _, shown = changed_between(pair, tier)
    assert hidden > 20
    assert shown > 20


def test_old_minus_new_tells_where_both_are_open(pair: Pair, tmp_path: Path) -> None:
    """Of the same two releases: the men are shown now that they are more, in a total that was shown both times."""
    old = open_only(pair.old, tmp_path / "old", [TOTAL])
    new = open_only(pair.new, tmp_path / "new", [PARTS[0], TOTAL])
    assert value_of(pair.new, PARTS[1]) == value_of(pair.old, PARTS[1])
    found = attack_tier(new, everything_unsafe(pair.home.region), "public", [old]).found
    told = [(tuple(row[:4]), row[4]) for row in found.iter_rows() if row[6] == "old minus new"]
    assert told == [(PARTS[0], value_of(pair.old, PARTS[0]))]
    assert value_of(pair.old, PARTS[0]) == value_of(pair.new, PARTS[0]) - 7


def changed_between(pair: Pair, tier: str) -> tuple[int, int, int, int]:
    """Count what changed where it is hidden both times, what was opened, what was closed, what changed in sight."""
    named = [NAMED.format(tier=tier, release=release) for release in ("old", "new")]
    files = [release / "internal.duckdb" for release in (pair.old, pair.new)]
    with duckdb.connect() as database:
        found = database.execute(CHANGED.format(*files, *named)).fetchall()
    return found[0]  # type: ignore[return-value]
