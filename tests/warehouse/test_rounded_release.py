"""A release of rounded figures: readers are told of it, and whoever attacks it knows what each figure may have been."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from opened_release import Cell, everything_unsafe, open_only, show, value_of
from people_home import PeopleHome, make_people
from rounded_release import least_of, open_all_but, open_rounded, rounded, say_base

from noaber.content.disclosure import PROTECTED
from noaber.products.explanations.tree import say_route
from noaber.products.rounding_note import note_rounding
from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES
from noaber.warehouse.attacking.gate import telling
from noaber.warehouse.attacking.judge import Outcome, attack_tier
from noaber.warehouse.attacking.rounded import known_to
from noaber.warehouse.database import read_frame
from noaber.warehouse.query import open_release
from noaber.warehouse.sealing import read_certificate

YEAR, TOWN = "2024", "GM9001"
BASES = {"public": 5, "partner": 3}
WANTED: Cell = ("clients", TOWN, YEAR, "age=0-17;product=help")
ROW: list[Cell] = [("clients", TOWN, YEAR, f"{age}product=help") for age in ("", "age=18-64;", "age=65+;")]
CLIENTS: Cell = ("clients", TOWN, YEAR, "")
PEOPLE: Cell = ("people", TOWN, YEAR, "")
RATE: Cell = ("clients_per_1000", TOWN, YEAR, "")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> PeopleHome:
    """The office with invented people whose figures are rounded, built once; to look at, not to change."""
    made = make_people(tmp_path_factory.mktemp("rounded"))
    made.office.say("disclosure.yml", "{minimum: 5}", "{minimum: 5, round: 5}")
    made.office.say("disclosure.yml", "{minimum: 3}", "{minimum: 3, round: 3}")
    made.build()
    return made


def found(outcome: Outcome, cell: Cell) -> tuple[float, float, str] | None:
    """Give what an attack found of a cell."""
    return next((row[4:] for row in outcome.found.iter_rows() if row[:4] == cell), None)


@pytest.mark.parametrize("tier", PROTECTED)
def test_nobody_is_found_in_a_rounded_release(home: PeopleHome, tier: str) -> None:
    """Though there is somebody to find; the file and the certificate say to what figures are rounded."""
    outcome = attack_tier(home.release, home.region, tier)  # type: ignore[arg-type]
    assert outcome.passes
    assert outcome.unsafe > 20
    assert read_certificate(home.release)["rules"]["defaults"][tier]["round"] == BASES[tier]
    assert read_certificate(home.release)["attack"][tier]["told"] == 0
    with duckdb.connect(home.release / f"{tier}.duckdb", read_only=True) as database:
        said, odd = database.execute(SAID, {"base": BASES[tier]}).fetchall()[0]
    assert (said, odd) == ([BASES[tier]], 0)


SAID = """
SELECT list(DISTINCT rounded_to), count(*) FILTER (value % $base <> 0)
FROM observation JOIN indicator USING (indicator_key) JOIN route USING (route_key) WHERE text = 'counted'
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_is_told(home: PeopleHome, language: str) -> None:
    """With the figure and with its indicator; not of what a supplier rounded, nor of what is made of counts."""
    release, wording = open_release(home.release), Wording.of(language)
    told = release.explain(*PEOPLE)
    assert told.cell.value == rounded(value_of(home.release, PEOPLE), 5)
    assert " 5 " in say_route(told.cell.route, told.indicator.rounded_to, {}, wording)
    known = release.catalogue
    of = {id: note_rounding(known.indicator(id), known.sources, wording) for id in ("clients", "inhabitants", RATE[0])}
    assert " 5 " in of.pop("clients")
    assert set(of.values()) == {""}


@pytest.mark.parametrize(("base", "how"), [(2, "too closely"), (20, None)])
def test_too_small_a_base_hides_nothing(home: PeopleHome, tmp_path: Path, base: int, how: str | None) -> None:
    """In a row that is rounded all but one: with a small base what is left is narrower than the rules need. The rounded
    figures do not add up, the true ones do."""
    opened = open_rounded(home.release, tmp_path / "open", ROW, base)
    hit = found(attack_tier(opened, least_of(home.region, 10), "public"), WANTED)
    assert (hit and hit[2]) == how
    if hit:
        assert hit[:2] == (5, 8)
        assert hit[0] <= value_of(home.release, WANTED) <= hit[1]


@pytest.mark.parametrize(("base", "told"), [(1, "exactly"), (2, "too closely"), (40, None)])
def test_all_that_is_rounded_together(home: PeopleHome, tmp_path: Path, base: int, told: str | None) -> None:
    """With every other figure shown. To multiples of one is not rounded at all."""
    opened = open_all_but(home.release, tmp_path / "open", WANTED, base)
    hit = found(attack_tier(opened, least_of(home.region, 10), "public"), WANTED)
    assert (hit and hit[2]) == told


def test_what_is_shown_rounded_and_unsafe_is_shown(home: PeopleHome, tmp_path: Path) -> None:
    """However it is rounded; and it is not said that rounding would help."""
    opened = open_rounded(home.release, tmp_path / "open", [WANTED], 20)
    outcome = attack_tier(opened, least_of(home.region, 10), "public")
    hit = found(outcome, WANTED)
    assert hit
    assert hit[2] == "shown"
    assert all("rounding does not" in problem.next_step for problem in telling(outcome))


@pytest.mark.parametrize(("base", "how"), [(1, "exactly"), (4, "too closely")])
def test_a_rate_of_rounded_counts(home: PeopleHome, tmp_path: Path, base: int, how: str) -> None:
    """It tells exactly what was put into it: a hidden count as it is, or what that was rounded to."""
    opened = open_rounded(home.release, tmp_path / "open", [PEOPLE], 5)
    say_base(opened, "clients", base)
    clients = rounded(value_of(home.release, CLIENTS), base)
    with duckdb.connect(opened / "public.duckdb") as database:
        show(database, RATE, 1000 * clients / rounded(value_of(home.release, PEOPLE), 5))
    hit = found(attack_tier(opened, everything_unsafe(home.region), "public"), CLIENTS)
    assert hit
    assert hit[2] == how
    assert hit[:2] == pytest.approx((clients - base // 2, clients + base // 2))
    assert hit[0] <= value_of(home.release, CLIENTS) <= hit[1]


@pytest.mark.parametrize(("base", "minimum", "told"), [(2, 1000, True), (2, 5, False)])
def test_old_minus_new_of_what_is_rounded(
    home: PeopleHome, tmp_path: Path, base: int, minimum: int, told: bool
) -> None:
    """What was hidden and is shown now lies between limits, and is told where these are too near."""
    parts = [("people", "GM9002", YEAR, f"sex={sex}") for sex in "mf"]
    total = ("people", "GM9002", YEAR, "")
    new = open_rounded(home.release, tmp_path / "new", [parts[0], total], base)
    old = open_only(home.release, tmp_path / "old", [])
    say_base(old, "people", base)
    then = value_of(home.release, parts[0]) - 6
    for file, table, step in (("public.duckdb", "observation", base), ("internal.duckdb", "counted", 1)):
        with duckdb.connect(old / file) as database:
            show(database, total, rounded(value_of(home.release, total) - 6, step), table)
            if table == "counted":
                show(database, parts[0], then, table)
    outcome = attack_tier(new, least_of(home.region, minimum), "public", [old])
    hits = [row for row in outcome.found.iter_rows() if row[6] == "old minus new" and row[:4] == parts[0]]
    assert bool(hits) == told
    assert all(low < high and low <= then <= high for *_, low, high, _ in hits)


def test_two_bases_tell_more_than_one(home: PeopleHome) -> None:
    """Partners have the public file as well."""
    known = known_to(home.release, "partner", home.region).figures.filter(pl.col("indicator") == "people")
    widths = known.filter(pl.col("value") >= 6).select(width=pl.col("at_most") - pl.col("at_least"))["width"]
    assert set(widths) == {0, 1, 2}


@pytest.mark.parametrize("tier", PROTECTED)
def test_the_truth_lies_between_the_limits(home: PeopleHome, tier: str) -> None:
    """Of every count that is shown, sums of money included."""
    known = known_to(home.release, tier, home.region)  # type: ignore[arg-type]
    with duckdb.connect(home.release / "internal.duckdb", read_only=True) as database:
        truth = read_frame(database, TRUTH)
    shown = known.figures.join(truth, on=["indicator", "area_key", "period_key", "slice_key"]).drop_nulls("value")
    assert shown["truth"].is_between(shown["at_least"], shown["at_most"]).all()
    assert (shown["at_most"] > shown["at_least"]).sum() > 100


TRUTH = """
SELECT i.id AS indicator, c.area_key, c.period_key, c.slice_key, c.value AS truth
FROM counted c JOIN indicator i USING (indicator_key)
"""
