"""Which areas are like an area: those that share its border, of similar size, of its level, above it, its groups."""

from __future__ import annotations

from functools import lru_cache

from noaber.products.findings import in_area
from noaber.products.peers import Peers
from noaber.products.similar_sizes import similar_in_size
from noaber.products.standings import Level
from noaber.products.wording import Wording
from noaber.vocabulary.periods import Period
from noaber.warehouse.cards import AreaCard
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection
from noaber.web.area_scope import areas_within, lineage, scope_of

MOST_ABOVE = 3


@lru_cache(maxsize=2048)
def peers_of(release: Release, own: AreaCard) -> tuple[Peers, ...]:
    """Give the peers of an area, the nearest kind first; kinds without any are left out."""
    kinds = (
        Peers("neighbours", tuple(neighbours_of(release, own))),
        Peers("similar", tuple(similar_to(release, own))),
        Peers("level", tuple(area.id for area in level_of(release, own))),
        Peers("above", tuple(above(release, own))),
        Peers("groups", tuple(_groups(release, own))),
    )
    return tuple(peers for peers in kinds if peers.areas)


def neighbours_of(release: Release, own: AreaCard) -> list[str]:
    """Give the areas that share a border; where only an older vintage was drawn, the same places in that of `own`."""
    for same in reversed(lineage(release, own)):
        found = [_in_vintage(release, area, own.vintage) for area in release.neighbours(same)]
        if any(found):
            return [id for id in found if id]
    return []


def _in_vintage(release: Release, area: AreaCard, vintage: int | None) -> str:
    return next((same.id for same in lineage(release, area) if same.vintage == vintage), "")


def similar_to(release: Release, own: AreaCard) -> list[str]:
    """Give the areas of this type and vintage that are nearest in size at the same moment; groups overlap and have
    none."""
    if not release.catalogue.types[own.type].level:
        return []
    sizes = _sizes(release, own.type, own.vintage)
    period = sizes.get(own.id, (None, 0.0))[0]
    return similar_in_size(own.id, {area: size for area, (when, size) in sizes.items() if when == period})


@lru_cache(maxsize=64)
def _sizes(release: Release, type: str, vintage: int | None) -> dict[str, tuple[Period | None, float]]:
    """Give the newest size of every area of a type, with its period."""
    known = release.catalogue
    card = known.indicators.get(known.card.size)
    if card is None:
        return {}
    newest = card.periods(type)[-3:]
    if not newest:
        return {}
    keys = tuple(known.periods[period] for period in newest)
    cells = release.latest(Selection((card.key,), (known.types[type].key,), None, keys, (0,)))
    return {
        cell.area.id: (cell.period, cell.value)
        for cell in cells
        if cell.area.vintage == vintage and cell.value is not None and not cell.hidden
    }


def level_of(release: Release, own: AreaCard) -> list[AreaCard]:
    """Give the areas with which one is ranked, itself among them: of its type and vintage, in the same part of the
    region; none for groups and for what is the only one."""
    if not release.catalogue.types[own.type].level:
        return []
    scope = scope_of(release, own, own.type)
    found = [area for area in areas_within(release, scope) if area.vintage == own.vintage and not area.valid_to]
    return found if len(found) > 1 and own in found else []


def above(release: Release, own: AreaCard) -> list[str]:
    """Give the areas it lies in that say where it is: wijk, municipality, home region, province, country."""
    known = release.catalogue
    parents = [known.areas[id] for id in own.parents if id in known.areas]
    parents = [area for area in parents if area.vintage in (None, own.vintage)]
    home = known.card.home
    kinds = ("wijk", "gemeente", home, "province", "country")
    ranked = {
        kinds.index(kind): area.id for area in parents if (kind := area.id if area.id == home else area.type) in kinds
    }
    return [ranked[at] for at in sorted(ranked)][:MOST_ABOVE]


def _groups(release: Release, own: AreaCard) -> list[str]:
    known = release.catalogue
    parents = [known.areas[id] for id in own.parents if id in known.areas and id != known.card.home]
    return [area.id for area in parents if not known.types[area.type].level]


def level_words(release: Release, own: AreaCard, wording: Wording) -> Level:
    """Say among which areas one is ranked."""
    known, language = release.catalogue, wording.language
    within = scope_of(release, own, own.type).within
    where = in_area(within, {within: known.areas[within].names.get(language)}, wording) if within else ""
    return Level(known.types[own.type].plural.get(language), where)
