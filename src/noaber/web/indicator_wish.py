"""What an address asks of an indicator before any figure is known, and how its figures are fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from noaber.products.choices import MOST_AREAS
from noaber.products.ways import Expression
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.cards import AreaCard, Cell, IndicatorCard
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection
from noaber.web.area_scope import (
    Scope,
    areas_within,
    default_level,
    default_references,
    home_areas,
    lineage,
    scope_of,
    whole_of,
)
from noaber.web.indicator_nature import ways_of

MOST_CELLS = 30_000
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Wish:
    """What an address asks for, before any figure is known: areas in all their vintages, level, category."""

    own: AreaCard
    own_line: Mapping[str, str]  # id in any vintage -> id shown
    lines: Mapping[str, str]  # the same of all chosen areas and references
    chosen: tuple[AreaCard, ...]
    scope: Scope
    level_areas: tuple[AreaCard, ...]
    deel: str
    ways: tuple[Expression, ...]
    how: Expression
    whole: str  # area that figures are a share of


def read_wish(release: Release, card: IndicatorCard, query: Query) -> Wish:
    known = release.catalogue
    named = [known.area(part) for part in _parts(query, "gebieden")]
    own = named[0] if named else known.areas[_default_area(release, card.id)]
    references = [known.area(part) for part in _parts(query, "vergelijk")]
    if "vergelijk" not in query:
        references = [known.areas[id] for id in default_references(release, own)]
    added = [known.area(part) for part in _parts(query, "erbij")]
    level = "".join(query.get("niveau", ())[-1:])
    scope = scope_of(release, own, level if level in card.levels else default_level(release, card, own))
    ways = ways_of(release, card.id)
    how = next((way for way in ways if way == "".join(query.get("als", ())[-1:])), ways[0])
    usual = [known.areas[id] for id in default_references(release, own)]
    differs_from = [known.area(part) for part in _parts(query, "referentie")] or usual
    whole = known.areas[whole_of(release, own, scope)]
    beside = {"verschil": differs_from, "aandeel": [whole]}.get(how, [])
    shown = (own, *named, *added, *references, *beside)
    lines = {line.id: area.id for area in shown for line in lineage(release, area)}
    deel = "".join(query.get("deel", ())[-1:])
    return Wish(
        own=own,
        own_line={line.id: own.id for line in lineage(release, own)},
        lines=lines,
        chosen=tuple(known.areas[id] for id in lines),
        scope=scope,
        level_areas=_level_areas(release, card, scope, "".join(query.get("tot", ())[-1:])),
        deel=deel if deel in known.slices else "",
        ways=ways,
        how=how,
        whole=whole.id,
    )


def _parts(query: Query, name: str) -> list[str]:
    """The parts of a parameter that may be repeated or joined by commas."""
    said = [part.strip() for value in query.get(name, ()) for part in value.split(",")]
    return [part for part in said if part and part != "-"][: 2 * MOST_AREAS]


@lru_cache(maxsize=512)
def _default_area(release: Release, id: str) -> str:
    """Give the area a page is about when none is named: the region, else the first with figures."""
    card, known = release.catalogue.indicator(id), release.catalogue
    home = known.area(known.card.home)
    for area in (home, *_candidates(release, card)):
        if any(cell.value is not None for cell in fetch_cells(release, card, lineage(release, area), "")):
            return area.id
    return home.id


def _candidates(release: Release, card: IndicatorCard) -> list[AreaCard]:
    """Other areas a page can be about when there is no figure for the region: its own municipalities, the country."""
    known = release.catalogue
    levels = set(card.levels)
    home = [area for area in home_areas(release) if area.type in levels]
    others = (area for area in known.areas.values() if area.type in levels)
    return [*home[:5], *[known.area(name) for name in known.card.compare], *islice(others, 3)]


def _level_areas(release: Release, card: IndicatorCard, scope: Scope, until: str) -> tuple[AreaCard, ...]:
    """Give the areas of a level within a scope; of vintages only the newest that has figures, up to a period."""
    areas = areas_within(release, scope)
    bound = release.catalogue.types.get(scope.level)
    if bound is None or not bound.vintage_bound:
        return areas
    covered = [part for part in card.coverage if part.level == scope.level and (not until or part.period <= until)]
    if not covered:
        return ()
    newest = max(covered, key=lambda part: (parse_period(part.period), part.vintage or 0)).vintage
    return tuple(area for area in areas if area.vintage == newest)


def fetch_cells(
    release: Release,
    card: IndicatorCard,
    areas: Iterable[AreaCard],
    slice: str,
    periods: Iterable[str] | None = None,
    beside: IndicatorCard | None = None,
) -> list[Cell]:
    """Ask for the figures of areas in one slice, and `beside` them the totals of another indicator."""
    known = release.catalogue
    keys = tuple(dict.fromkeys(area.key for area in areas))
    times = None if periods is None else tuple(known.periods[p] for p in periods if p in known.periods)
    indicators = (card.key, beside.key) if beside else (card.key,)
    slices = (known.slices[slice], 0) if beside and slice else (known.slices[slice],)
    selection = Selection(indicators, None, keys, times, slices)
    return release.cells(selection, MOST_CELLS * len(indicators)) if keys else []
