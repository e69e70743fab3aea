"""From an address to the figures of a composed table: which areas, which keys, and the page of them that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from noaber.products.hidden_note import Instead
from noaber.products.periods_shown import between
from noaber.products.tabulations.choice import (
    Query,
    Tabulation,
    TabulationOffer,
    default_tabulation,
    make_tabulation_offer,
    parse_tabulation,
    read_indicators,
    read_levels,
)
from noaber.products.tabulations.page import MOST_SHOWN
from noaber.products.tabulations.pivot import Order, Pivot, Place, pivot_cells
from noaber.products.wording import Wording
from noaber.vocabulary.slices import parse_slice
from noaber.warehouse.cards import AreaCard
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Keys, Selection
from noaber.web.area_scope import Scope, areas_within, lineage
from noaber.web.hidden_asking import ask_above
from noaber.web.indicator_offer import nearest_periods


@dataclass(frozen=True)
class AskedTabulation:
    """A choice, what could be chosen, the areas it means (each place with its vintages) and its periods."""

    choice: Tabulation
    default: Tabulation
    offer: TabulationOffer
    places: Mapping[str, tuple[AreaCard, ...]]
    periods: tuple[str, ...]
    slices: tuple[int, ...] | None


def ask_tabulation(release: Release, query: Query, language: str) -> AskedTabulation:
    """Read what is asked for; no figure is read yet."""
    known = release.catalogue
    indicators = read_indicators(known, query)
    offer = _offer(release, indicators, read_levels(known, query))
    query = nearest_periods(query, offer.periods)
    choice = parse_tabulation(known, query, indicators, offer)
    periods = tuple(between(offer.periods, choice.van, choice.tot)) if offer.periods else ()
    return AskedTabulation(
        choice=choice,
        default=default_tabulation(known, indicators, offer),
        offer=offer,
        places=_places(release, choice, periods, language),
        periods=periods,
        slices=_slices(release, choice),
    )


def beside_others(release: Release, id: str, areas: Sequence[str], periods: Sequence[str]) -> dict[str, str]:
    """Give the parameters of a table, with charts, in which another indicator can be set beside this one: the same
    areas and, where the table has them, the same periods."""
    known = release.catalogue
    offer = _offer(release, (id,), frozenset(known.areas[area].type for area in areas))
    ends = {"van": periods[0], "tot": periods[-1]} if periods else {}
    same = ends if set(ends.values()) <= set(offer.periods) else {}
    return {"cijfers": id, "gebieden": ",".join(areas), **same, "grafieken": "ja"}


@lru_cache(maxsize=256)
def _offer(release: Release, indicators: tuple[str, ...], levels: frozenset[str]) -> TabulationOffer:
    return make_tabulation_offer(release.catalogue, indicators, levels)


@lru_cache(maxsize=64)
def _slices_of(release: Release, dimension: str) -> tuple[int, ...]:
    return tuple(
        key for text, key in release.catalogue.slices.items() if not text or list(parse_slice(text)) == [dimension]
    )


@lru_cache(maxsize=2)
def _slice_order(release: Release) -> tuple[str, ...]:
    """Give all slices in the order of the dimensions and of their categories, the total first."""
    dimensions = list(release.catalogue.dimensions.values())
    ranks = {
        (card.id, code): (at, step)
        for at, card in enumerate(dimensions)
        for step, code in enumerate([*card.codes, *card.groups])
    }
    last = (len(dimensions), 0)

    def rank(text: str) -> list[tuple[tuple[int, int], str]]:
        return [(ranks.get(part, last), part[1]) for part in parse_slice(text).items()]

    return tuple(sorted(release.catalogue.slices, key=rank))


def _slices(release: Release, choice: Tabulation) -> tuple[int, ...] | None:
    if choice.delen == "alle":
        return None
    return _slices_of(release, choice.delen) if choice.delen else (0,)


def _places(
    release: Release, choice: Tabulation, periods: Sequence[str], language: str
) -> dict[str, tuple[AreaCard, ...]]:
    """Give the areas that are meant, by name, as the newest of a place with all its vintages."""
    known = release.catalogue
    if choice.gebieden:
        return {id: tuple(lineage(release, known.areas[id])) for id in choice.gebieden}
    scope = Scope(choice.niveau, "" if choice.binnen == "-" else choice.binnen)
    covered = {
        part.vintage
        for id in choice.cijfers
        for part in known.indicators[id].coverage
        if part.level == choice.niveau and part.period in set(periods)
    }
    return _lines(release, scope, frozenset(covered), language)


@lru_cache(maxsize=64)
def _lines(
    release: Release, scope: Scope, vintages: frozenset[int | None], language: str
) -> dict[str, tuple[AreaCard, ...]]:
    areas = [area for area in areas_within(release, scope) if area.vintage in vintages]
    inside = {area.id for area in areas}
    found: dict[str, tuple[AreaCard, ...]] = {}
    for area in sorted(areas, key=lambda area: (area.names.get(language), -(area.vintage or 0))):
        line = [same for same in lineage(release, area) if same.id in inside]
        found.setdefault(line[-1].id, tuple(line))
    return found


def selection_of(release: Release, asked: AskedTabulation, places: Sequence[str] | None = None) -> Selection:
    """Give the keys of the whole table, or of some of its places."""
    known, choice = release.catalogue, asked.choice
    wanted = asked.places if places is None else places
    areas = tuple(area.key for place in wanted for area in asked.places[place])
    return Selection(
        indicators=tuple(known.indicators[id].key for id in choice.cijfers),
        types=None if choice.gebieden else (known.types[choice.niveau].key,) if choice.niveau else None,
        areas=areas,
        periods=tuple(known.periods[period] for period in asked.periods),
        slices=asked.slices,
    )


def page_of(release: Release, asked: AskedTabulation) -> tuple[list[str], int]:
    """Give the places on the page that is shown and how many pages there are, of about `MOST_SHOWN` cells each."""
    places = list(asked.places)
    if not places or not asked.choice.cijfers:
        return [], 1
    size = release.estimate(selection_of(release, asked, places[:1]))
    step = max(1, MOST_SHOWN // max(1, size))
    pages = -(-len(places) // step)
    start = (min(asked.choice.blad, pages) - 1) * step
    return places[start : start + step], pages


def pivot_page(release: Release, asked: AskedTabulation, places: Sequence[str]) -> tuple[Pivot, int]:
    """Fetch and lay out a page; with how many of its rows are left out because one place has more than fits."""
    choice = asked.choice
    cells = release.cells(selection_of(release, asked, places), 4 * MOST_SHOWN) if places and choice.cijfers else []
    lines = {area.id: place for place in places for area in asked.places[place]}
    order = Order(list(places), choice.cijfers, _slice_order(release), asked.periods)
    pivot = pivot_cells(cells, lines, choice.kolommen, order)
    fits = max(1, 2 * MOST_SHOWN // max(1, len(pivot.columns)))
    rest = max(0, len(pivot.rows) - fits)
    return Pivot(pivot.rows[:fits], pivot.columns, pivot.figures, pivot.observed), rest


def ask_hidden(
    release: Release, asked: AskedTabulation, pivot: Pivot, wording: Wording
) -> dict[tuple[Place, str], Instead | None]:
    """Give for each hidden figure of a page what is offered in its place, None where nothing is."""
    known, across = release.catalogue, asked.choice.kolommen
    shown = set(pivot.rows)
    keys: dict[tuple[Place, str], Keys] = {}
    for (row, column), figure in pivot.figures.items():
        if figure.hidden and row in shown:
            place = row._replace(**{across: column})
            area = known.areas[pivot.observed[row, column]].key
            indicator, when = known.indicators[place.cijfer].key, known.periods[place.periode]
            keys[row, column] = (indicator, area, when, known.slices[place.deel])
    found = ask_above(release, keys.values(), wording)
    return {place: found.get(cell) for place, cell in keys.items()}
