"""What the definitions of several indicators say together: nobody subtracts a figure that is hidden, in any tier.

The identities are read in the definitions here, not in what the content declares: whoever attacks reads them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal, NamedTuple

import duckdb
import pytest
from people_deliveries import KEYS

from noaber.content.counting import ROWS
from noaber.content.disclosure import PROTECTED
from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.privacy.disclosure_rules import rules_of
from noaber.sources.door import Door
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.write import write_records
from noaber.synthetic.write import write_deliveries
from noaber.warehouse.attacking.undeclared import print_identity, undeclared
from noaber.warehouse.build import build
from noaber.warehouse.store import Store

TWENTE = Path(__file__).resolve().parents[2] / "regions" / "twente"
SCOPE = Scope(seed=3, people=3_000, first=2022, last=2024)
CELLS = """
SELECT i.id, a.code, a.vintage, p.text, s.text, o.value FROM observation o JOIN indicator i USING (indicator_key)
JOIN area a USING (area_key) JOIN period p USING (period_key) JOIN slice s USING (slice_key)
JOIN route r USING (route_key) WHERE r.text = 'counted'
"""
TRUE = """
SELECT i.id, a.code, a.vintage, p.text, s.text, c.value, c.people FROM counted c JOIN indicator i USING (indicator_key)
JOIN area a USING (area_key) JOIN period p USING (period_key) JOIN slice s USING (slice_key)
"""


class Place(NamedTuple):
    """Where and when something was counted."""

    area: str
    vintage: int | None
    period: str


Cell = tuple[str, Place, str]
Figures = dict[Cell, float | None]
Term = tuple[float, Cell]


class Built(NamedTuple):
    """What was built: where, what each tier shows, what is true, and how many people that is about."""

    region: Region
    folder: Path
    shown: Mapping[Literal["public", "partner"], Figures]
    true: Figures
    people: dict[Cell, int]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Twente with what is counted from records, in one small world."""
    folder, home = tmp_path_factory.mktemp("living"), tmp_path_factory.mktemp("home")
    write_deliveries(folder, SCOPE.seed)
    write_records(folder, SCOPE)
    region = read_region(TWENTE)
    sources = {id: spec for id, spec in region.sources.items() if spec.areas or spec.class_ == "personal"}
    counted = {id: spec for id, spec in region.indicators.items() if spec.count}
    region = replace(region, sources=sources, indicators=counted, accounts={})
    release = build(region, Store(home), folder, door=Door(region, lambda: KEYS)).release.folder
    shown = {tier: {_cell(*row): value for *row, value in _read(release, tier, CELLS)} for tier in PROTECTED}
    true = list(_read(release, "internal", TRUE))
    return Built(
        region, release, shown, {_cell(*row): value for *row, value, _ in true}, {_cell(*row): n for *row, _, n in true}
    )


def _read(release: Path, tier: str, sql: str) -> list[tuple]:  # type: ignore[type-arg]
    with duckdb.connect(release / f"{tier}.duckdb", read_only=True) as database:
        return database.execute(sql).fetchall()


def _cell(indicator: str, area: str, vintage: int | None, period: str, slice: str) -> Cell:
    return indicator, Place(area, vintage, period), slice


def both_laws(figures: Figures) -> Iterator[list[Term]]:
    """Who has both counts twice in two indicators and once in the third."""
    for indicator, at, slice in figures:
        if indicator == "support_or_pass" and not slice:
            both = [("support_or_pass", at, f"laws={laws}") for laws in ("wmo+jeugd", "wmo+jeugd+pass")]
            signs = {"wmo_clients": 1.0, "youth_clients": 1.0, "support_clients": -1.0}
            found = [(-1.0, cell) for cell in both if cell in figures]
            yield [*((sign, (id, at, "")) for id, sign in signs.items()), *found]


def households(figures: Figures) -> Iterator[list[Term]]:
    """A household with support has a benefit besides, or none."""
    for indicator, at, slice in figures:
        if indicator == "support_households" and slice.startswith("laws=") and ";" not in slice:
            laws = slice.removeprefix("laws=")
            stacked = [("stacked_households", at, f"laws_and_benefit={laws}{more}") for more in ("", "+pwet")]
            yield [(1.0, (indicator, at, slice)), *((-1.0, cell) for cell in stacked if cell in figures)]


def moved_within(figures: Figures) -> Iterator[list[Term]]:
    """Who moved within a municipality came from it."""
    within = {"resident_moves": "residents_moved_within", "establishment_moves": "establishments_moved_within"}
    for indicator, at, slice in figures:
        if indicator in within and slice == f"came_from={at.area}":
            yield [(1.0, (indicator, at, slice)), (-1.0, (within[indicator], at, ""))]


IDENTITIES = [both_laws, households, moved_within]


@pytest.mark.parametrize("identity", IDENTITIES)
def test_definitions_say_the_same(identity: Callable[[Figures], Iterator[list[Term]]], built: Built) -> None:
    """The identities hold of the true figures: an outsider who reckons with them finds what is true."""
    rows = list(_whole(identity, built.true))
    assert len(rows) > 20
    assert all(sum(sign * (built.true[cell] or 0) for sign, cell in row) == 0 for row in rows)


@pytest.mark.parametrize("tier", PROTECTED)
@pytest.mark.parametrize("identity", IDENTITIES)
def test_nobody_subtracts_an_unsafe_figure(
    identity: Callable[[Figures], Iterator[list[Term]]], tier: Literal["public", "partner"], built: Built
) -> None:
    """Where all but one of an identity are shown, the one is not about too few."""
    told = []
    for row in _whole(identity, built.true):
        hidden = [cell for _, cell in row if built.shown[tier].get(cell) is None]
        if len(hidden) == 1 and _is_unsafe(hidden[0], tier, built):
            told.append(hidden[0])
    assert not told, f"{len(told)} of {identity.__name__}"


def _whole(identity: Callable[[Figures], Iterator[list[Term]]], figures: Figures) -> Iterator[list[Term]]:
    return (row for row in identity(figures) if all(cell in figures for _, cell in row))


def _is_unsafe(cell: Cell, tier: Literal["public", "partner"], built: Built) -> bool:
    rules, people = rules_of(built.region, cell[0], tier), built.people[cell]
    spec = built.region.indicators[cell[0]].count
    assert spec is not None
    assert spec.count != ROWS
    return people < rules.minimum and (people > 0 or rules.nought)


def test_what_is_declared_is_all_there_is(built: Built) -> None:
    """In the counts themselves nothing adds up besides."""
    looked = undeclared(built.folder / "internal.duckdb", built.region)
    assert looked.found == []
    assert looked.looked > 1000


def test_what_nobody_declared_is_found(built: Built) -> None:
    """What the content declares is found where it does not: within an indicator, over several, from a period to the
    next. Nobody is reactivated in so small a world."""
    disclosure = built.region.disclosure.model_copy(update={"linked": []})
    bare = replace(built.region, disclosure=disclosure)
    said = {print_identity(one) for one in undeclared(built.folder / "internal.duckdb", bare).found}
    assert said >= {
        "establishments_by_size[establishment_size=1] = jobs_by_size[establishment_size=1]",
        "resident_moves[came_from=self] = residents_moved_within",
        "establishments_born + establishments_moved_in = establishments_came",
        "establishments_died + establishments_moved_out = establishments_went",
        "establishments_end = establishments (next period)",
    }
    assert len(said) > 20
