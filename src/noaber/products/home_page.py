"""The home page: a front door to search, the region at a glance, its themes and areas, what is new and what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.charts.region_map import RegionMap
from noaber.products.coming import Coming, ComingRow, draw_coming
from noaber.products.figure_rows import FigureRow, KeyFigure, key_figure, note_rows
from noaber.products.hidden_note import HiddenNote
from noaber.products.links import Link
from noaber.products.theme_pages import Shelf
from noaber.products.wording import Wording

MOST_FIGURES = 8
MOST_COMING = 4
EXAMPLES = 4


@dataclass(frozen=True)
class HomeArea:
    """An area in the list beside the map."""

    id: str
    name: str
    href: str


@dataclass(frozen=True)
class HomeView:
    """The home page."""

    lead: str
    examples: tuple[Link, ...]
    area_name: str
    figures: tuple[KeyFigure, ...]
    themes: tuple[Link, ...]
    by_source: str
    areas: tuple[HomeArea, ...]
    map: RegionMap | None
    news: tuple[Link, ...]
    coming: tuple[ComingRow, ...]
    hidden: HiddenNote | None = None


@dataclass(frozen=True)
class HomeParts:
    """What the home page is made of."""

    region: str
    shelves: Sequence[Shelf]
    rows: Sequence[FigureRow]
    additive: frozenset[str]
    references: Sequence[str]
    areas: Sequence[tuple[str, str]]
    news: Sequence[Link]
    coming: Sequence[Coming] = ()
    map: RegionMap | None = None


def draw_home_page(parts: HomeParts, wording: Wording) -> HomeView:
    """Draw the home page."""
    language = wording.language
    shown = parts.rows[:MOST_FIGURES]
    figures = [key_figure(row, [] if row.id in parts.additive else parts.references, wording) for row in shown]
    return HomeView(
        lead=wording.t("home.lead", region=parts.region),
        examples=tuple(Link(row.name, row.href) for row in parts.rows[:EXAMPLES]),
        area_name=parts.region,
        figures=tuple(figures),
        themes=tuple(_theme(shelf, wording) for shelf in parts.shelves),
        by_source=site_href(language, "cijfers", query={"per": "bron"}),
        areas=tuple(HomeArea(id, name, site_href(language, "gebied", id)) for id, name in parts.areas),
        map=parts.map,
        news=tuple(parts.news),
        coming=draw_coming(parts.coming, wording)[:MOST_COMING],
        hidden=note_rows(shown, wording),
    )


def _theme(shelf: Shelf, wording: Wording) -> Link:
    count = wording.t.plural("home.theme", len(shelf.indicators))
    return Link(shelf.name, site_href(wording.language, shelf.page, shelf.id), count)
