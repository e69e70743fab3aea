"""What a map lies on: the ground of its areas, and the levels of which the release has shapes."""

from __future__ import annotations

from functools import lru_cache

from noaber.products.charts.map_ground import Ground, lay_ground
from noaber.products.findings import in_area
from noaber.products.map_panel import MapBase, MapLevel
from noaber.products.wording import Wording
from noaber.warehouse.cards import AreaCard
from noaber.warehouse.query import Release
from noaber.web.area_scope import Scope, areas_within, parent_gemeente, scope_of
from noaber.web.indicator_asking import Asked


def ask_map(release: Release, asked: Asked, wording: Wording) -> MapBase:
    """Give what the map of an indicator page lies on."""
    case, home = asked.case, release.catalogue.card.home
    scopes = [scope_of(release, asked.own, level) for level in case.offer.levels]
    levels = [_level(release, scope, wording) for scope in scopes if is_shaped(release, scope)]
    here = scope_of(release, asked.own, case.choice.niveau)
    wider = Scope(here.level, home)
    partial = asked.own.home and here.within != home and is_shaped(release, wider)
    return MapBase(
        ground=ask_ground(release, asked),
        levels=levels,
        whole=_level(release, wider, wording) if partial else None,
        home=home,
    )


def ask_ground(release: Release, asked: Asked) -> Ground | None:
    """Give the ground of the areas of the level, None where no two have a shape."""
    return _ground(release, tuple(sorted(asked.case.level_areas)))


@lru_cache(maxsize=64)
def _ground(release: Release, ids: tuple[str, ...]) -> Ground | None:
    """Project the shapes; kept, because a release never changes. Over areas within municipalities lie the outlines of
    those."""
    areas = [release.catalogue.areas[id] for id in ids]
    shapes = release.shapes(areas)
    if len(shapes) < 2:
        return None
    above: dict[str, AreaCard] = {
        parent.id: parent for area in areas if area.id in shapes and (parent := parent_gemeente(release, area))
    }
    return lay_ground(shapes, release.shapes(list(above.values())).values())


@lru_cache(maxsize=2048)
def is_shaped(release: Release, scope: Scope) -> bool:
    """Say whether any area of a scope has a shape."""
    return any(area.id in release.shaped for area in areas_within(release, scope))


def _level(release: Release, scope: Scope, wording: Wording) -> MapLevel:
    known, language = release.catalogue, wording.language
    within = scope.within
    where = in_area(within, {within: known.areas[within].names.get(language)}, wording) if within else ""
    return MapLevel(scope.level, known.types[scope.level].plural.get(language), where)
