"""A category that nearly everybody is in, end to end: a build hides it, and where it is shown the attack says so."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from opened_release import show
from people_home import PeopleHome, make_people
from rounded_release import least_of

from noaber.vocabulary.errors import BuildRefused
from noaber.warehouse.attacking.gate import attack_release, refuse_telling
from noaber.warehouse.attacking.judge import attack_tier

CROWDED = """
WITH named AS (
  SELECT c.*, i.id, a.id AS area, p.text AS period, s.text AS slice FROM counted c
  JOIN indicator i USING (indicator_key) JOIN area a USING (area_key) JOIN period p USING (period_key)
  JOIN slice s USING (slice_key)
)
SELECT part.id, part.area, part.period, part.slice, part.people, part.value / whole.value > 0.9, part.hid_public
FROM named part JOIN named whole USING (id, area, period)
WHERE part.id = 'client_households' AND part.slice LIKE 'products=%' AND part.slice NOT LIKE '%;%'
  AND whole.slice = '' AND whole.value > 0
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> PeopleHome:
    """The office with invented people, where nobody may know that nearly all households have one provision."""
    made = make_people(tmp_path_factory.mktemp("crowded"))
    made.office.say("disclosure.yml", "{minimum: 5}", "{minimum: 5, group: {pct: 90, of: [products]}}")
    made.build()
    return made


def categories(home: PeopleHome) -> list[tuple]:  # type: ignore[type-arg]
    """Read numbers of provisions: what and where, how many people, whether that is nearly all, whether it is hidden."""
    with duckdb.connect(home.release / "internal.duckdb", read_only=True) as database:
        return database.execute(CROWDED).fetchall()


def test_a_crowded_category_is_hidden(home: PeopleHome) -> None:
    """However many are in it."""
    crowded = [hidden for *_, people, crowd, hidden in categories(home) if crowd and people >= 50]
    assert len(crowded) > 1
    assert all(crowded)


def test_a_release_that_shows_it_is_refused(home: PeopleHome, tmp_path: Path) -> None:
    """By that rule alone: without it nothing is told."""
    cell, people = next((row[:4], row[4]) for row in categories(home) if row[5] and row[4] >= 50)
    opened = tmp_path / "opened"
    opened.mkdir()
    for path in home.release.glob("*.duckdb"):
        (opened / path.name).write_bytes(path.read_bytes())
    with duckdb.connect(opened / "public.duckdb") as database:
        show(database, cell, float(people))
    outcomes = attack_release(opened, home.region, [])
    assert (*cell, float(people), float(people), "shown") in outcomes["public"].found.rows()
    with pytest.raises(BuildRefused) as refused:
        refuse_telling(outcomes)
    assert "of 'client_households' (shown)" in "\n".join(map(str, refused.value.problems))
    without = attack_tier(opened, least_of(home.region, 5), "public")
    assert cell not in {row[:4] for row in without.found.rows()}
