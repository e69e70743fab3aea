"""Which areas a page is about: one place through the years, and the part of the region in which it is compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from noaber.warehouse.cards import AreaCard, IndicatorCard
from noaber.warehouse.query import Release


@dataclass(frozen=True)
class Scope:
    """The areas of `level` within `within`; an empty `within` is the whole release."""

    level: str
    within: str


@lru_cache(maxsize=2)
def _successors(release: Release) -> dict[str, str]:
    """Give for each area of a vintage the one of the next that suppliers call the same place."""
    return {area.same_as: area.id for area in release.catalogue.areas.values() if area.same_as}


def lineage(release: Release, area: AreaCard) -> list[AreaCard]:
    """Give the same place in all vintages, itself included, oldest first; a durable area is its own lineage."""
    known, successors = release.catalogue.areas, _successors(release)
    before: list[AreaCard] = []
    after: list[AreaCard] = []
    step: str | None = area.same_as
    while step and step in known and len(before) < 50:
        before.append(known[step])
        step = known[step].same_as
    step = successors.get(area.id)
    while step and len(after) < 50:
        after.append(known[step])
        step = successors.get(step)
    return [*reversed(before), area, *after]


def parent_gemeente(release: Release, area: AreaCard) -> AreaCard | None:
    """Give the municipality an area lies in, if it does."""
    parents = (release.catalogue.areas[id] for id in area.parents if id in release.catalogue.areas)
    return next((parent for parent in parents if parent.type == "gemeente"), None)


@lru_cache(maxsize=2)
def home_areas(release: Release) -> tuple[AreaCard, ...]:
    """Give the region's own durable areas: its municipalities."""
    return tuple(area for area in release.catalogue.areas.values() if area.home and area.vintage is None)


@lru_cache(maxsize=2048)
def types_within(release: Release, parent: str) -> frozenset[str]:
    """Give the types of the members of an area."""
    known = release.catalogue
    return frozenset(known.areas[id].type for id in known.members.get(parent, ()) if id in known.areas)


@lru_cache(maxsize=2048)
def areas_within(release: Release, scope: Scope) -> tuple[AreaCard, ...]:
    """Give the areas of a scope, in every vintage."""
    known = release.catalogue
    inside = known.members.get(scope.within, ()) if scope.within else known.areas
    return tuple(known.areas[id] for id in inside if known.areas[id].type == scope.level)


def default_level(release: Release, card: IndicatorCard, own: AreaCard) -> str:
    """Give the level that is ranked unless chosen otherwise: that of the area itself, or the largest kind within it."""
    types, covered = release.catalogue.types, card.levels
    levels = [id for id in types if id in covered and types[id].level]
    if own.type in levels and own.type != "country":
        return own.type
    inside = types_within(release, own.id)
    if "gemeente" in levels and (not inside or "gemeente" in inside):
        return "gemeente"
    return next((level for level in levels if level in inside), (levels or [*covered, ""])[-1])


def scope_of(release: Release, own: AreaCard, level: str) -> Scope:
    """Give the part of the region in which areas of a level are compared with `own`.

    Smaller areas within it; equals within the same municipality (wijken, buurten) or the home region; else all.
    """
    types, home = release.catalogue.types, release.catalogue.card.home
    if level not in types:
        return Scope(level, "")
    if level in types_within(release, own.id):
        return Scope(level, own.id)
    if own.type == level and types[level].vintage_bound:
        gemeente = parent_gemeente(release, own)
        return Scope(level, gemeente.id if gemeente else "")
    at_home = own.home or own.id == home or own.type != level
    return Scope(level, home if at_home and level in types_within(release, home) else "")


def whole_of(release: Release, own: AreaCard, scope: Scope) -> str:
    """Give the area that figures are a share of: the part of the region in which areas are compared, else the home
    region where `own` lies in it, else the largest area it lies in."""
    known = release.catalogue
    if scope.within:
        return scope.within
    above = [id for id in own.parents if id in known.areas]
    if known.card.home in above:
        return known.card.home
    return max(above, key=lambda id: len(known.members.get(id, ())), default=own.id)


def default_references(release: Release, own: AreaCard) -> tuple[str, ...]:
    """Give the areas that are shown beside an area: what the region compares itself with, three at most; of a place
    within a municipality that one first, then the nearest and the farthest of the others."""
    known = release.catalogue
    gemeente = parent_gemeente(release, own)
    usual = [known.area(name).id for name in known.card.compare]
    wanted = [gemeente.id, *usual[:1], *usual[-1:]] if gemeente else usual
    return tuple(id for id in dict.fromkeys(wanted) if id != own.id)[:3]
