"""How many rows a file of people has is a count of people too: it is told to the office alone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from people_home import PeopleHome, make_people

from noaber.content.disclosure import TIERS
from noaber.vocabulary.sights import PUBLIC, Grant, Sight
from noaber.warehouse.query import open_release

COUNTS = "size, rows_read, rows_kept, rows_bad, rows_empty, rows_left_out"
ROWS = f"SELECT source, {COUNTS} FROM delivery ORDER BY delivery_key"
FOUND = """
SELECT d.source, f.check_id FROM finding f JOIN delivery d USING (delivery_key) WHERE f.check_id <> 'columns_dropped'
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> PeopleHome:
    """An office with invented people, one row of which cannot be read; built once, to look at, not to change."""
    made = make_people(tmp_path_factory.mktemp("people"))
    file = next(made.office.deliveries.glob("care_GM9001_*.csv"))
    row = file.read_text("utf-8").splitlines()[1].split(";")
    with file.open("a", encoding="utf-8") as opened:
        opened.write(";".join(["99999", *row[1:4], "no day", *row[5:]]) + "\n")
    made.build()
    return made


def read(release: Path, tier: str, sql: str) -> list[tuple[object, ...]]:
    """Ask a tier of a release."""
    with duckdb.connect(release / f"{tier}.duckdb", read_only=True) as database:
        return database.execute(sql).fetchall()


def personal(home: PeopleHome) -> set[str]:
    """The sources of personal data."""
    return {id for id, source in home.region.sources.items() if source.class_ == "personal"}


@pytest.mark.parametrize("tier", TIERS)
def test_rows_of_people_are_counted_for_the_office_alone(home: PeopleHome, tier: str) -> None:
    """Neither rows nor bytes; of deliveries that are public everybody may know them."""
    told = read(home.release, tier, ROWS)
    assert {source for source, *_ in told} & personal(home)
    assert {source for source, *_ in told} - personal(home)
    for source, *counts in told:
        if tier == "internal" or source not in personal(home):
            assert None not in counts, source
        else:
            assert counts == [None] * len(counts), source


@pytest.mark.parametrize("tier", ["public", "partner"])
def test_what_checks_found_in_files_of_people_is_told_to_the_office_alone(home: PeopleHome, tier: str) -> None:
    """For it says of how many rows; how many columns were dropped tells of nobody."""
    assert {source for source, _ in read(home.release, "internal", FOUND)} & personal(home)
    assert not {source for source, _ in read(home.release, tier, FOUND)} & personal(home)


def test_a_sight_of_part_of_a_tier_tells_no_rows_either(home: PeopleHome) -> None:
    """The office sees them, a municipality does not, whatever it may see of figures."""
    for sight, is_told in ((PUBLIC, False), (Sight((Grant("partner"),)), False), (Sight((Grant("internal"),)), True)):
        cards = open_release(home.release, sight).catalogue.deliveries.values()
        told = {card.rows_read is not None for card in cards if card.source in personal(home)}
        assert told == {is_told}, sight


def test_the_next_build_still_knows_how_many_rows_there_were(home: PeopleHome) -> None:
    """The manifest, which is not published, has them."""
    for said in open_release(home.release).manifest["deliveries"]:
        assert said["rows_read"] == said["rows_kept"] + said["rows_bad"] + said["rows_empty"] + said["rows_left_out"]
