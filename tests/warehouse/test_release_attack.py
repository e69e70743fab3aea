"""Attacks on a release: they find nobody in a protected one, and whoever they are after in one that was left open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest
from office_home import copy_office
from opened_release import Cell, everything_unsafe, open_only, show, value_of
from people_deliveries import invent
from people_home import PeopleHome, make_people

from noaber.content.disclosure import PROTECTED
from noaber.vocabulary.errors import BuildRefused
from noaber.warehouse.attacking.gate import telling
from noaber.warehouse.attacking.judge import Outcome, attack_tier
from noaber.warehouse.protecting import hiding, pattern
from noaber.warehouse.publish import current_release

AT_THE_END = """
people_end:
  name: {nl: Personen aan het eind, de: Personen am Ende, en: People at the end}
  definition: {nl: Personen op 31 december., de: Personen am 31. Dezember., en: People on 31 December.}
  theme: population
  unit: persons
  moment: end
  by: sex
  measure: {from: persons, count: person, kind: stock end}
  protect: {minimum: 60}
people_women:
  name: {nl: Vrouwen, de: Frauen, en: Women}
  definition: {nl: Vrouwen op 1 januari., de: Frauen am 1. Januar., en: Women on 1 January.}
  theme: population
  unit: persons
  measure: {from: persons, count: person, keep: {sex: f}}
"""
COMPLEMENT = """
adult_clients_pct:
  name: {nl: Volwassen cliënten, de: Erwachsene Klienten, en: Adult clients}
  definition: {nl: Deel dat 18 of ouder is., de: Anteil ab 18., en: Part that is 18 or over.}
  theme: care
  unit: percent
  formula: share(clients[age=18+], clients)
"""
WIJKEN = """
source: wijken_2024
name: {nl: Wijken 2024, de: Bezirke 2024, en: Districts 2024}
supplier: Bureau
deliveries: wijken_2024.csv
vintage: 2024
format: {kind: csv}
columns: {}
areas:
  - {type: wijk, code: code, name: naam}
"""
WIJK = """wijk:
  name: {nl: wijk, de: Bezirk, en: district}
  plural: {nl: wijken, de: Bezirke, en: districts}
  code: WK000000
  vintage_bound: true
  within: {gemeente: 4}
buurt:
"""
FAR = "BU90010100"
"""The one buurt of the second wijk of GM9001; the first wijk has three."""
NEXT = """
linked:
  - {equal: [people_end, people], next: true}
  - equal: [people_women, "people[sex=f]"]
"""
YEAR, TOWN, GROUP = "2024", "GM9002", "Drieland"
TOWNS = ("GM9001", "GM9002", "GM9003")
DEAR = 5_000.0
"""What a quarter of one provision costs: most of what all of them cost together."""
PRODUCTS = ("help", "day_care", "youth")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> PeopleHome:
    """The office with invented people, built once; to look at, not to change."""
    town = invent(3)
    dear = next(at for at, spell in enumerate(town.spells) if spell.town == TOWN and spell.product == "H"
                and spell.begin.year < 2024 and spell.end is None)  # fmt: skip
    town.spells[dear] = replace(town.spells[dear], cost=DEAR)
    for who in [who for who, person in town.people.items() if person[3] == "BU90010002"][::2]:
        town.people[who] = (*town.people[who][:3], FAR)
    made = make_people(tmp_path_factory.mktemp("people"), town)
    _make_wijken(made)
    made.office.say("indicators/care.yml", "", AT_THE_END + COMPLEMENT)
    made.office.say("disclosure.yml", "", NEXT)
    made.office.say("disclosure.yml", "{minimum: 5}", "{minimum: 5, dominance: {largest: 1, pct: 50}}")
    made.build()
    return made


def _make_wijken(made: PeopleHome) -> None:
    """Let a supplier list the wijken, and the list of buurten have one more."""
    made.office.say("area_types.yml", "buurt:\n", WIJK)
    made.office.say("area_types.yml", "{gemeente: 4}\ngroup", "{gemeente: 4, wijk: 6}\ngroup")
    made.office.say("sources/wijken_2024.yml", "", WIJKEN)
    made.office.send("wijken_2024.csv", lambda _: b"code,naam\nWK900100,Binnen\nWK900101,Buiten\n")
    made.office.send("buurten_2024.csv", lambda told: told + f"{FAR},Verre,60,300\n".encode())


@pytest.mark.parametrize("tier", PROTECTED)
def test_nobody_is_found_in_a_protected_release(home: PeopleHome, tier: str) -> None:
    """Though there is somebody to find."""
    outcome = attack_tier(home.release, home.region, tier)  # type: ignore[arg-type]
    assert outcome.passes
    assert outcome.unsafe > 20
    assert outcome.narrowest is None or outcome.narrowest >= {"public": 5, "partner": 3}[tier]


@dataclass(frozen=True)
class Way:
    """A way to work out a figure (`wanted`) from others that are shown, and how it then is known."""

    wanted: Cell
    shown: list[Cell]
    how: str = "exactly"


WAYS = {
    "row total": Way(
        ("clients", TOWN, YEAR, "age=0-17"), [("clients", TOWN, YEAR, f"age={a}") for a in ("18-64", "65+")]
        + [("clients", TOWN, YEAR, "")],
    ),
    "column total": Way(
        ("people", TOWN, YEAR, "age=65+;sex=f"),
        [("people", TOWN, YEAR, "age=65+;sex=m"), ("people", TOWN, YEAR, "age=65+")],
    ),
    "group of categories minus its members": Way(
        ("clients", TOWN, YEAR, "age=18-64"), [("clients", TOWN, YEAR, "age=65+"), ("clients", TOWN, YEAR, "age=18+")]
    ),
    "area minus its parts": Way(
        ("people", "BU90010000@2024", YEAR, ""),
        [("people", f"{buurt}@2024", YEAR, "") for buurt in ("BU90010001", "BU90010002", FAR)]
        + [("people", "GM9001", YEAR, "")],
    ),
    "wijk minus its buurten": Way(
        ("people", "BU90010000@2024", YEAR, ""),
        [("people", f"BU9001000{n}@2024", YEAR, "") for n in (1, 2)] + [("people", "WK900100@2024", YEAR, "")],
    ),
    "gemeente minus its other wijk minus buurten": Way(
        ("people", "BU90010000@2024", YEAR, ""),
        [("people", f"BU9001000{n}@2024", YEAR, "") for n in (1, 2)]
        + [("people", "WK900101@2024", YEAR, ""), ("people", "GM9001", YEAR, "")],
    ),
    "wijk that is one buurt": Way(("people", f"{FAR}@2024", YEAR, ""), [("people", "WK900101@2024", YEAR, "")]),
    "complement": Way(
        ("clients", TOWN, YEAR, "age=0-17"), [("adult_clients_pct", TOWN, YEAR, ""), ("clients", TOWN, YEAR, "")]
    ),
    "year minus its quarters": Way(
        ("care_cost", TOWN, "2024-Q2", ""),
        [("care_cost", TOWN, f"2024-Q{n}", "") for n in (1, 3, 4)] + [("care_cost", TOWN, YEAR, "")],
    ),
    "ratio with a known denominator": Way(
        ("clients", "GM9001", YEAR, ""), [("clients_per_1000", "GM9001", YEAR, ""), ("people", "GM9001", YEAR, "")]
    ),
    "mean with a known count": Way(
        ("days_of_ended", TOWN, YEAR, ""), [("mean_days", TOWN, YEAR, ""), ("spells_ended", TOWN, YEAR, "")]
    ),
    "part of a small total": Way(("people", TOWN, YEAR, "sex=f"), [("people", TOWN, YEAR, "")], "too closely"),
    "shown though unsafe": Way(("people", TOWN, YEAR, "sex=f"), [("people", TOWN, YEAR, "sex=f")], "shown"),
}  # fmt: skip
"""Each must succeed where a release leaves it open."""


@pytest.mark.parametrize("way", WAYS)
def test_an_open_release_tells(home: PeopleHome, way: str, tmp_path: Path) -> None:
    """And what it tells is the truth."""
    chosen = WAYS[way]
    opened = open_only(home.release, tmp_path / "open", chosen.shown)
    outcome = attack_tier(opened, everything_unsafe(home.region), "public")
    hit = {tuple(row[:4]): row[4:] for row in outcome.found.iter_rows()}
    assert chosen.wanted in hit, sorted(set(hit) - set(chosen.shown))
    low, high, how = hit[chosen.wanted]
    truth = value_of(home.release, chosen.wanted)
    assert how == chosen.how
    assert low - 1e-6 <= truth <= high + 1e-6
    assert all(str(truth) not in problem.found for problem in telling(outcome) if truth > 99)


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_the_end_of_a_year_tells_the_beginning_of_the_next(home: PeopleHome, year: str, tmp_path: Path) -> None:
    """In both directions: what is hidden in one year and shown in the other is told."""
    both = {"2023": ("people_end", TOWN, "2023", ""), "2024": ("people", TOWN, "2024", "")}
    wanted = both.pop(year)
    opened = open_only(home.release, tmp_path / "open", list(both.values()))
    unsafe = everything_unsafe(home.region)
    known = replace(unsafe, disclosure=unsafe.disclosure.model_copy(update={"linked": home.region.disclosure.linked}))
    told, alone = (attack_tier(opened, region, "public").found.rows() for region in (known, unsafe))
    assert [row[4:] for row in told if row[:4] == wanted] == [(value_of(home.release, wanted),) * 2 + ("exactly",)]
    assert not [row for row in alone if row[:4] == wanted and row[6] == "exactly"]


@pytest.mark.parametrize("shown", ["people", "people_women"])
def test_what_is_counted_twice_is_told_by_the_other(home: PeopleHome, shown: str, tmp_path: Path) -> None:
    """Under another name, or as a category: who reads definitions knows that they are the same."""
    cells = {"people": ("people", TOWN, YEAR, "sex=f"), "people_women": ("people_women", TOWN, YEAR, "")}
    opened = open_only(home.release, tmp_path / "open", [cells.pop(shown)])
    (wanted,) = cells.values()
    unsafe = everything_unsafe(home.region)
    known = replace(unsafe, disclosure=unsafe.disclosure.model_copy(update={"linked": home.region.disclosure.linked}))
    told, alone = (attack_tier(opened, region, "public").found.rows() for region in (known, unsafe))
    assert [row[4:] for row in told if row[:4] == wanted] == [(value_of(home.release, wanted),) * 2 + ("exactly",)]
    assert not [row for row in alone if row[:4] == wanted and row[6] == "exactly"]


@pytest.mark.parametrize("tier", PROTECTED)
def test_what_stands_in_two_years_is_hidden_in_both_or_in_none(home: PeopleHome, tier: str) -> None:
    """Whichever year hid it first."""
    with duckdb.connect(home.release / f"{tier}.duckdb", read_only=True) as database:
        pairs = database.execute(TWINS).fetchall()
    assert any(now for now, _ in pairs)
    assert len(pairs) > 10
    assert all(now == then for now, then in pairs)


TWINS = """
WITH named AS (SELECT i.id, o.* FROM observation o JOIN indicator i USING (indicator_key))
SELECT now.hidden, later.hidden FROM named now JOIN period p USING (period_key)
JOIN named later USING (area_key, slice_key) JOIN period q ON q.period_key = later.period_key
WHERE now.id = 'people_end' AND later.id = 'people' AND p.text = '2023' AND q.text = '2024'
"""


def test_one_relation_short_tells_nothing(home: PeopleHome, tmp_path: Path) -> None:
    """Without one of the parts there is no exact answer: the attacks above do not find what is not there."""
    chosen = WAYS["row total"]
    opened = open_only(home.release, tmp_path / "open", chosen.shown[1:])
    found = attack_tier(opened, everything_unsafe(home.region), "public").found
    assert not [row for row in found.iter_rows() if tuple(row[:4]) == chosen.wanted and row[6] == "exactly"]


PARTS = [("people", TOWN, YEAR, f"sex={sex}") for sex in "mf"]
TOTAL = ("people", TOWN, YEAR, "")
GREW = 6


def before_growth(home: PeopleHome, folder: Path, shown: tuple[Cell, ...]) -> Path:
    """Give an older release of the same figures, when there were fewer men; it shows only some."""
    old = open_only(home.release, folder, [])
    for file, table in (("public.duckdb", "observation"), ("internal.duckdb", "counted")):
        with duckdb.connect(old / file) as database:
            for cell in (TOTAL, PARTS[0]):
                if table == "counted" or cell in shown:
                    show(database, cell, value_of(home.release, cell) - GREW, table)
    return old


@pytest.mark.parametrize(
    ("now", "then", "how"),
    [((TOTAL, PARTS[0]), (TOTAL,), "old minus new"), ((TOTAL,), (TOTAL, PARTS[0]), "new minus old")],
)
@pytest.mark.parametrize("between", [False, True], ids=["next", "one between"])
def test_two_releases_tell_what_one_of_them_hides(
    now: tuple[Cell, ...], then: tuple[Cell, ...], how: str, between: bool,
    home: PeopleHome, tmp_path: Path,
) -> None:  # fmt: skip
    """A part grew over the line, or shrank below another, in a total that is shown both times; also where a release
    that shows nothing came between."""
    new = open_only(home.release, tmp_path / "new", list(now))
    earlier = [before_growth(home, tmp_path / "old", then)]
    if between:
        earlier.insert(0, open_only(home.release, tmp_path / "between", []))
    found = attack_tier(new, everything_unsafe(home.region), "public", earlier).found
    told = {(tuple(row[:4]), row[4]) for row in found.iter_rows() if row[6] == how}
    value = value_of(home.release, PARTS[0])
    assert (PARTS[0], value - GREW if how == "old minus new" else value) in told


def test_one_release_alone_tells_nothing_of_growth(home: PeopleHome, tmp_path: Path) -> None:
    old = before_growth(home, tmp_path / "old", (TOTAL,))
    new = open_only(home.release, tmp_path / "new", [TOTAL])
    found = attack_tier(new, everything_unsafe(home.region), "public", [old]).found
    assert not [row for row in found.iter_rows() if "minus" in row[6]]


def test_a_release_that_tells_is_not_published(
    home: PeopleHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that stands goes on standing; it is said which indicators tell, and never what."""
    copied = PeopleHome(copy_office(home.office, tmp_path / "copied"))
    before = current_release(copied.office.releases)
    monkeypatch.setattr(
        pattern, "hide", lambda wanted: hiding.Found(wanted.primary, pattern.np.empty(0, "int64"), wanted.primary)
    )
    shutil.rmtree(copied.office.store.home / "cache" / "personal-protected")
    copied.office.say("region.yml", "name: {nl: Drieland, ", "name: {nl: Driedorp, ")
    with pytest.raises(BuildRefused) as refused:
        copied.build()
    said = "\n".join(map(str, refused.value.problems))
    assert "of 'clients' (exactly)" in said
    after = current_release(copied.office.releases)
    assert before
    assert after
    assert after.id == before.id


def test_who_is_attacked_is_judged_by_the_rules_of_the_tier(home: PeopleHome) -> None:
    """Partners see smaller numbers, so fewer are unsafe for them."""
    found: Callable[[str], Outcome] = lambda tier: attack_tier(home.release, home.region, tier)  # type: ignore[arg-type]  # noqa: E731
    assert found("partner").unsafe < found("public").unsafe


COST = ("care_cost", TOWN, YEAR, "")
HELP = ("care_cost", TOWN, YEAR, "product=help")


def test_a_sum_that_is_mostly_of_one_is_hidden(home: PeopleHome) -> None:
    """Though many have a part in it; where nobody has half of it, it is shown."""
    with duckdb.connect(home.release / "internal.duckdb", read_only=True) as database:
        rows = database.execute(SUMS).fetchall()
    dominated = [hidden for people, half, hidden in rows if half and people >= 5]
    assert len(dominated) > 5
    assert all(dominated)
    assert any(not hidden for people, half, hidden in rows if not half and people >= 5)


SUMS = """
SELECT c.people, c.x1 > c.sizes / 2, c.hid_public FROM counted c JOIN indicator i USING (indicator_key)
WHERE i.id = 'care_cost'
"""


@pytest.mark.parametrize(("shown", "how"), [([HELP], "shown"), ([COST], "too closely")])
def test_a_sum_that_is_mostly_of_one_is_found(home: PeopleHome, tmp_path: Path, shown: list[Cell], how: str) -> None:
    """tuple[Cell, ...], or with a total that leaves the others too little room: by that rule alone."""
    opened = open_only(home.release, tmp_path / "open", shown)
    found = {tuple(row[:4]): row[6] for row in attack_tier(opened, home.region, "public").found.iter_rows()}
    assert found[HELP] == how
    rules = home.region.disclosure.defaults.public
    lax = rules.model_copy(update={"dominance": None, "p_pct": 0.0})
    policy = home.region.disclosure.defaults.model_copy(update={"public": lax})
    without = replace(home.region, disclosure=home.region.disclosure.model_copy(update={"defaults": policy}))
    assert HELP not in {tuple(row[:4]) for row in attack_tier(opened, without, "public").found.iter_rows()}
