"""From an address to the figures behind an indicator page: read the choice, ask the release, gather the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from noaber.products.choices import Choice, Offer, parse_choice
from noaber.products.figures import Figure, Figures, make_figure
from noaber.products.findings import in_area
from noaber.products.indicator_case import IndicatorCase
from noaber.products.wording import Wording
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.cards import AreaCard, Cell, IndicatorCard
from noaber.warehouse.query import Release
from noaber.web.area_scope import lineage
from noaber.web.hidden_asking import ask_instead
from noaber.web.indicator_nature import denominator_of
from noaber.web.indicator_offer import (
    long_series,
    make_offer,
    nearest_periods,
    periods_told,
    roll_periods,
    single_slices,
    stretch_of,
    within_reach,
)
from noaber.web.indicator_wish import Query, Wish, fetch_cells, read_wish
from noaber.web.indicator_words import (
    MOST_SLICES,
    area_name,
    home_names,
    slice_names,
    source_lines,
    subject_of,
    suppliers_of,
)


@dataclass(frozen=True)
class Asked:
    """An indicator page's case with the cards behind it."""

    case: IndicatorCase
    card: IndicatorCard
    own: AreaCard


def ask_indicator(release: Release, id: str, query: Query, wording: Wording) -> Asked:
    """Gather an indicator page with one question to the release; NotFound or BadAddress where the address asks for
    what is not there."""
    card = release.catalogue.indicator(id)
    wish = read_wish(release, card, query)
    known = long_series(release, card.id, wish.own.type)
    query = roll_periods(query, known)
    window = stretch_of(known, query) if known else None
    population = denominator_of(release, card.id) if wish.how == "per1000" else None
    if window and population:
        window += sorted({period[:4] for period in window})
    fetched = fetch_cells(release, card, (*wish.chosen, *wish.level_areas), wish.deel, window, population)
    cells = [cell for cell in fetched if cell.indicator == card.id]
    own_cells = [cell for cell in cells if cell.area.id in wish.own_line]
    deel = wish.deel
    if not own_cells and not deel:
        deel, cells, own_cells = _first_slice_with_figures(release, card, wish, cells)
    offer = make_offer(release, card, wish, known or periods_told(own_cells), deel)
    query = nearest_periods(roll_periods(query, offer.periods), offer.periods)
    choice = within_reach(parse_choice(query, offer), wish.own, offer.periods)
    figures, level_areas = _gather(wish, choice, offer, cells, wording)
    case = _case(release, card, wish, choice, offer, figures, level_areas, own_cells, wording)
    case = replace(case, instead=ask_instead(release, card.id, figures, case.periods, wording))
    if population:
        case = _with_population(case, wish, population, fetched, wording)
    return Asked(case, card, wish.own)


def _with_population(
    case: IndicatorCase, wish: Wish, population: IndicatorCard, fetched: Iterable[Cell], wording: Wording
) -> IndicatorCase:
    """Add the population to a case, and as many decimals as tell its rates apart."""
    people = {
        (wish.lines.get(cell.area.id, cell.area.id), str(cell.period), ""): figure_of(cell)
        for cell in fetched
        if cell.indicator == population.id and not cell.slice
    }
    told = replace(case, denominators=Figures(people), denominator_name=population.names.get(wording.language))
    rates = [figure.value for (area, *_), figure in told.shown.cells.items() if area == case.own and figure.value]
    decimals = rate_decimals(max(rates, default=1.0))
    return replace(told, subject=replace(told.subject, per_1000_decimals=decimals))


def rate_decimals(largest: float) -> int:
    """Give as many decimals as tell rates up to this one apart: three at most.

    >>> rate_decimals(12.3), rate_decimals(0.2)
    (1, 2)
    """
    return next((n for n in (1, 2) if largest >= 10 ** -(n - 1)), 3)


def _first_slice_with_figures(
    release: Release, card: IndicatorCard, wish: Wish, cells: list[Cell]
) -> tuple[str, list[Cell], list[Cell]]:
    """Of an indicator that is only there in categories, give the first category with figures for the own area."""
    line = [release.catalogue.areas[id] for id in wish.own_line]
    for slice in single_slices(release, card):
        if fetch_cells(release, card, line, slice):
            found = fetch_cells(release, card, (*wish.chosen, *wish.level_areas), slice)
            return slice, found, [cell for cell in found if cell.area.id in wish.own_line]
    return "", cells, []


def _case(
    release: Release, card: IndicatorCard, wish: Wish, choice: Choice, offer: Offer,
    figures: Figures, level_areas: list[str], own_cells: list[Cell], wording: Wording,
) -> IndicatorCase:  # fmt: skip
    known, language = release.catalogue, wording.language
    type_card = known.types.get(choice.niveau)
    within = wish.scope.within
    return IndicatorCase(
        subject=subject_of(release, card, wording),
        choice=choice,
        offer=offer,
        chosen=figures,
        level_areas=level_areas,
        level_name=type_card.names.get(language) if type_card else "",
        level_plural=type_card.plural.get(language) if type_card else "",
        where=in_area(within, {within: known.areas[within].names.get(language)}, wording) if within else "",
        slice_names=slice_names(release, [*offer.slices, choice.deel], wording),
        sources=source_lines(release, card, wording),
        suppliers=suppliers_of(release, card, own_cells, wording),
        suggestions=home_names(release, language),
        edition=release.id[-8:],
        whole=wish.whole,
        inside=frozenset((wish.whole, *known.members.get(wish.whole, ()))) if wish.how == "aandeel" else frozenset(),
    )


def ask_breakdown(release: Release, asked: Asked) -> tuple[Figures | None, list[str]]:
    """Give the own area's figures by the categories of the chosen dimension, with those categories in order."""
    dimension = asked.case.choice.uitsplitsing
    if not dimension:
        return None, []
    selection = release.select(asked.card.id, areas=[a.id for a in lineage(release, asked.own)], slices=dimension)
    cells = {(asked.own.id, str(cell.period), cell.slice): figure_of(cell) for cell in release.cells(selection)}
    found = {slice for _, _, slice in cells if slice}
    details = release.catalogue.dimensions[dimension]
    ordered = [f"{dimension}={code}" for code in details.codes if f"{dimension}={code}" in found]
    return Figures(cells), [*ordered, *sorted(found - set(ordered))][:MOST_SLICES]


def _gather(
    wish: Wish, choice: Choice, offer: Offer, cells: Iterable[Cell], wording: Wording
) -> tuple[Figures, list[str]]:
    """Index the figures by the areas that are shown; give them with the areas of the level that have any."""
    language = wording.language
    frequency = parse_period(offer.periods[0]).frequency if offer.periods else ""
    names = {area.id: area_name(area, language) for area in wish.chosen if wish.lines[area.id] == area.id}
    ranked = {area.id for area in wish.level_areas}
    found: dict[tuple[str, str, str], Figure] = {}
    level_areas: dict[str, None] = {}
    for _, card, period, slice, value, status, hidden, series_break, *_, beyond in cells:
        if period.frequency != frequency:
            continue
        area = wish.lines.get(card.id, card.id)
        if area not in names:
            names[area] = area_name(card, language)
        if card.id in ranked:
            level_areas[area] = None
        found[area, str(period), slice] = make_figure(value, status, hidden, series_break, beyond)
    return Figures(found, names), list(level_areas)


def figure_of(cell: Cell) -> Figure:
    """Give an observation as a page shows it."""
    return make_figure(cell.value, cell.status, cell.hidden, cell.series_break, cell.beyond)
