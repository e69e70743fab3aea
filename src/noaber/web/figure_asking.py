"""From the release to rows of newest figures: for the pages of home, themes and areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from noaber.products.figure_rows import FigureRow, draw_figure_row, newest_period
from noaber.products.figures import Figure, Figures
from noaber.products.theme_pages import Shelf
from noaber.products.wording import Wording
from noaber.warehouse.cards import AreaCard, IndicatorCard
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection
from noaber.web.area_scope import lineage
from noaber.web.hidden_asking import ask_places
from noaber.web.indicator_asking import figure_of
from noaber.web.indicator_nature import is_additive
from noaber.web.indicator_offer import recent_periods
from noaber.web.indicator_words import subject_of

Key = tuple[str, str, str]


def visible_cards(release: Release, ids: Sequence[str] | None = None) -> list[IndicatorCard]:
    """Give the indicators that readers may see and that have figures, in the order of the content."""
    known = release.catalogue.indicators
    cards = known.values() if ids is None else [known[id] for id in ids if id in known]
    return [card for card in cards if card.visible and card.coverage]


def shelves(release: Release, wording: Wording) -> list[Shelf]:
    """Give the themes that have something to show, with their indicators."""
    found = []
    for theme in release.catalogue.themes.values():
        cards = visible_cards(release, theme.indicators)
        if cards:
            names = [(card.id, card.names.get(wording.language)) for card in cards]
            description = theme.descriptions.get(wording.language)
            found.append(Shelf(theme.id, theme.names.get(wording.language), description, names))
    return found


def shelves_by_source(release: Release, wording: Wording) -> list[Shelf]:
    """Give the sources behind figures that readers may see, by name, with those figures."""
    found = []
    for source in release.catalogue.sources.values():
        cards = visible_cards(release, source.indicators)
        names = [(card.id, card.names.get(wording.language)) for card in cards]
        if names:
            found.append(Shelf(source.id, source.names.get(wording.language), source.supplier, names, "bron"))
    return sorted(found, key=lambda shelf: shelf.name.casefold())


def ask_rows(
    release: Release,
    cards: Sequence[IndicatorCard],
    own: AreaCard,
    references: Sequence[AreaCard],
    wording: Wording,
) -> list[FigureRow]:
    """Give the newest figure of each indicator for an area beside its references; without those that have none."""
    return draw_rows(release, cards, ask_figures(release, cards, own, references), own, references, wording)


def draw_rows(
    release: Release,
    cards: Sequence[IndicatorCard],
    figures: Mapping[str, Figures],
    own: AreaCard,
    references: Sequence[AreaCard],
    wording: Wording,
) -> list[FigureRow]:
    """Draw the rows of figures that were asked for; without those that have none."""
    areas = [own.id, *(area.id for area in references)]
    newest = {card.id: newest_period(figures[card.id], own.id) for card in cards}
    places = [(id, area, period, "") for id, period in newest.items() for area in areas]
    hidden = [place for place in places if figures[place[0]].get(*place[1:]).hidden]
    instead = ask_places(release, hidden, wording)
    rows = [
        draw_figure_row(
            subject_of(release, card, wording), figures[card.id], areas, wording, newest[card.id],
            {one[1:]: above for one, above in instead.items() if one[0] == card.id},
        )
        for card in cards
    ]  # fmt: skip
    return [row for row in rows if row is not None]


def ask_figures(
    release: Release, cards: Sequence[IndicatorCard], own: AreaCard, references: Sequence[AreaCard]
) -> dict[str, Figures]:
    """Fetch the whole series of the own area, and of the references only the newest periods of those."""
    cells: dict[str, dict[Key, Figure]] = {card.id: {} for card in cards}
    lines = {area.id: own.id for area in lineage(release, own)}
    keys = tuple(release.catalogue.areas[id].key for id in lines)
    indicators = tuple(card.key for card in cards)
    if not indicators:
        return {}
    recent = {card.key: recent_periods(release, card.id, own.type) for card in cards}
    short = tuple(key for key in indicators if not recent[key])
    selections = [Selection(short, areas=keys, slices=(0,))] if short else []
    if len(short) < len(indicators):
        long = tuple(key for key in indicators if recent[key])
        times = {release.catalogue.periods[period] for key in long for period in recent[key]}
        selections.append(Selection(long, areas=keys, periods=tuple(sorted(times)), slices=(0,)))
    for cell in (cell for selection in selections for cell in release.cells(selection)):
        cells[cell.indicator][lines[cell.area.id], str(cell.period), ""] = figure_of(cell)
    newest = {newest_period(Figures(found), own.id) for found in cells.values()} - {""}
    _add_references(release, indicators, references, newest, cells)
    return {id: Figures(found) for id, found in cells.items()}


def _add_references(
    release: Release,
    indicators: tuple[int, ...],
    references: Sequence[AreaCard],
    periods: set[str],
    cells: dict[str, dict[Key, Figure]],
) -> None:
    if not references or not periods:
        return
    selection = Selection(
        indicators,
        areas=tuple(area.key for area in references),
        periods=tuple(release.catalogue.periods[period] for period in sorted(periods)),
        slices=(0,),
    )
    for cell in release.cells(selection):
        cells[cell.indicator][cell.area.id, str(cell.period), ""] = figure_of(cell)


def additive_ids(release: Release, cards: Sequence[IndicatorCard]) -> frozenset[str]:
    """Give the ids of counts, which are not set beside those of a larger area."""
    return frozenset(card.id for card in cards if is_additive(release, card.id))
