"""What a map lies on: the ground of its areas, and the levels of which the release has shapes."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from noaber.products.charts.map_ground import Ground, lay_ground
from noaber.products.findings import in_area
from noaber.products.map_panel import MapBase, MapLevel
from noaber.products.wording import Wording
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.cards import AreaCard, Coverage, IndicatorCard
from noaber.warehouse.query import Release
from noaber.web.area_scope import Scope, areas_within, parent_gemeente, scope_of
from noaber.web.indicator_asking import Asked


def ask_map(release: Release, asked: Asked, wording: Wording) -> MapBase:
    """Give what the map of an indicator page lies on."""
    case, home = asked.case, release.catalogue.card.home
    scopes = [scope_of(release, asked.own, level) for level in case.offer.levels]
    levels = [level for scope in scopes if (level := _level(release, asked.card, scope, wording))]
    here = scope_of(release, asked.own, case.choice.niveau)
    partial = asked.own.home and here.within != home
    return MapBase(
        ground=ask_ground(release, asked),
        levels=levels,
        whole=_level(release, asked.card, Scope(here.level, home), wording) if partial else None,
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


def _level(release: Release, card: IndicatorCard, scope: Scope, wording: Wording) -> MapLevel | None:
    """Give a level that can be mapped, and until when; None where it never can."""
    covered = sorted((part for part in card.coverage if part.level == scope.level), key=_moment)
    mapped = [part for part in covered if part.vintage in shaped_vintages(release, scope)]
    if not mapped:
        return None
    known, language = release.catalogue, wording.language
    within, until = scope.within, mapped[-1].period
    where = in_area(within, {within: known.areas[within].names.get(language)}, wording) if within else ""
    newest = until == covered[-1].period
    return MapLevel(scope.level, known.types[scope.level].plural.get(language), where, "" if newest else until)


def _moment(part: Coverage) -> tuple[Period, int]:
    return parse_period(part.period), part.vintage or 0


@lru_cache(maxsize=2048)
def shaped_vintages(release: Release, scope: Scope) -> frozenset[int | None]:
    """Give the vintages of which a scope has more than one area with a shape."""
    counts = Counter(area.vintage for area in areas_within(release, scope) if area.id in release.shaped)
    return frozenset(vintage for vintage, count in counts.items() if count > 1)
