"""From the release to the map that says where an area lies: which shapes are drawn, in which of their vintages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from noaber.products.addresses import site_href
from noaber.products.area_page import LocatorParts
from noaber.products.charts.locator import Locator, LocatorArea, Role, draw_locator
from noaber.warehouse.cards import AreaCard
from noaber.warehouse.query import Release
from noaber.web.area_peers import peers_of
from noaber.web.area_scope import areas_within, lineage, scope_of

MOST_PARTS = 160
INSET = 240
NAMED_PARTS = 16  # more names than this are no map any more


@lru_cache(maxsize=512)
def ask_locator(release: Release, own: AreaCard, language: str) -> LocatorParts | None:
    """Give the map of an area; None where it has no shape. Kept, because a release never changes."""
    drawn = _drawn(release, own)
    if drawn is None:
        return None
    parts = _parts(release, drawn)
    beside = release.neighbours(drawn)
    near = {area.id for area in beside}
    inside = {drawn.id, *(area.id for area in parts)}
    around = [area for area in _around(release, drawn, beside) if area.id not in inside]
    shapes = release.shapes([drawn, *parts, *around])
    named = len(parts) <= NAMED_PARTS
    areas = [
        *(_area(release, area, "near" if area.id in near else "ground", language, area.id in near) for area in around),
        *([_area(release, area, "part", language, named) for area in parts]),
        _area(release, drawn, "outline" if parts else "own", language, not parts),
    ]
    map = draw_locator(shapes, areas, [drawn.id])
    if map is None:
        return None
    kind = release.catalogue.types[parts[0].type].plural.get(language) if parts else ""
    known = release.catalogue.areas
    named_beside = [
        (id, known[id].names.get(language))
        for peers in peers_of(release, own)
        if peers.kind == "neighbours"
        for id in peers.areas
    ]
    year = drawn.vintage if drawn.vintage != own.vintage else None
    return LocatorParts(map, _inset(release, own, drawn, shapes, language), named_beside, year, kind)


def _drawn(release: Release, own: AreaCard) -> AreaCard | None:
    """The area itself, or the same place in the newest vintage that has a shape."""
    return next((same for same in (own, *reversed(lineage(release, own))) if same.id in release.shaped), None)


def _parts(release: Release, own: AreaCard) -> list[AreaCard]:
    """The largest kind of areas that are drawn within it, all of one vintage."""
    known = release.catalogue
    if own.type == "country":
        return []
    inside = [known.areas[id] for id in known.members.get(own.id, ()) if id in release.shaped]
    for type in known.types.values():
        found = [area for area in inside if area.type == type.id and type.level and type.id != own.type]
        newest = max((area.vintage or 0 for area in found), default=0)
        found = [area for area in found if (area.vintage or 0) == newest]
        if 1 < len(found) <= MOST_PARTS:
            return found
    return []


def _around(release: Release, own: AreaCard, near: Sequence[AreaCard]) -> list[AreaCard]:
    """What is drawn around it: the areas it is compared with, and those across the border."""
    beside = areas_within(release, scope_of(release, own, own.type)) if own.type in release.catalogue.types else ()
    level = release.catalogue.types[own.type].level
    same = [area for area in beside if area.vintage == own.vintage and area.id in release.shaped] if level else []
    return list({area.id: area for area in (*same, *near)}.values())


def _area(release: Release, area: AreaCard, role: Role, language: str, named: bool) -> LocatorArea:
    """An area on the map; its page is that of the same place in the newest vintage."""
    newest = lineage(release, area)[-1]
    return LocatorArea(area.id, area.names.get(language), site_href(language, "gebied", newest.id), role, named)


@lru_cache(maxsize=2)
def _home_shapes(release: Release) -> tuple[list[AreaCard], dict[str, dict[str, Any]]]:
    """The municipalities of the region that are drawn, with their shapes; kept, because a release never changes."""
    areas = [area for area in release.catalogue.areas.values() if area.home and area.id in release.shaped]
    durable = [area for area in areas if area.vintage is None and area.type == "gemeente"]
    return durable, release.shapes(durable)


def _inset(
    release: Release, own: AreaCard, drawn: AreaCard, shapes: dict[str, dict[str, Any]], language: str
) -> Locator | None:
    """Where the area stands in the region; None for the region itself and for what lies outside."""
    grounds, known = _home_shapes(release)
    if not own.home or len(grounds) < 2:
        return None

    def role(area: AreaCard) -> Role:
        return "near" if area.id in own.parents else "ground"

    areas: Sequence[LocatorArea] = [
        *(LocatorArea(area.id, area.names.get(language), "", role(area)) for area in grounds if area.id != drawn.id),
        LocatorArea(drawn.id, "", "", "own"),
    ]
    return draw_locator({**known, drawn.id: shapes[drawn.id]}, areas, [area.id for area in grounds], INSET)
