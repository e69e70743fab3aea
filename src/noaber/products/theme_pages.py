"""Pages of themes and the home page: what there is, with the newest figures of the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.figure_rows import FigureRow, KeyFigure, key_figure, marks_of
from noaber.products.links import Link
from noaber.products.marks import Mark
from noaber.products.wording import Wording

FEW = 6


@dataclass(frozen=True)
class Shelf:
    """A theme with its indicators: (id, name)."""

    id: str
    name: str
    description: str
    indicators: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ThemeCardView:
    """A theme on a card: its first indicators and, if there are more, where they are."""

    name: str
    href: str
    description: str
    indicators: tuple[Link, ...]


def draw_shelf(shelf: Shelf, wording: Wording, most: int = FEW) -> ThemeCardView:
    """Draw a theme as a card with at most `most` indicators."""
    href = site_href(wording.language, "cijfers", shelf.id)
    shown = [Link(name, site_href(wording.language, "cijfer", id)) for id, name in shelf.indicators[:most]]
    if len(shelf.indicators) > most:
        shown.append(Link(wording.t("theme.more", theme=shelf.name), href))
    return ThemeCardView(shelf.name, href, shelf.description, tuple(shown))


@dataclass(frozen=True)
class ThemesView:
    """The page with all themes."""

    lead: str
    themes: tuple[ThemeCardView, ...]


def draw_themes_page(shelves: Sequence[Shelf], wording: Wording) -> ThemesView:
    """Draw the page with all themes and all their indicators."""
    count = sum(len(shelf.indicators) for shelf in shelves)
    return ThemesView(
        wording.t.plural("themes.lead", count), tuple(draw_shelf(shelf, wording, 1000) for shelf in shelves)
    )


@dataclass(frozen=True)
class ThemeView:
    """The page of one theme: its indicators with the newest figures of the region and its references."""

    name: str
    lead: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    marks: tuple[Mark, ...]
    others: tuple[Link, ...]
    flows: tuple[Link, ...] = ()


def draw_theme_page(
    shelf: Shelf,
    rows: Sequence[FigureRow],
    areas: Sequence[str],
    others: Sequence[tuple[str, str]],
    wording: Wording,
    flows: Sequence[tuple[str, str]] = (),
) -> ThemeView:
    """Draw the page of a theme; `areas` are names, the region first; `others` are indicators (id, name) without a
    figure for the region, `flows` those with a page of flows."""
    lead = wording.t.plural("theme.lead", len(rows), description=shelf.description, area=areas[0]).strip()
    caption = wording.t("theme.caption", theme=shelf.name)
    links = tuple(Link(name, site_href(wording.language, "cijfer", id)) for id, name in others)
    maps = tuple(Link(name, site_href(wording.language, "stromen", id)) for id, name in flows)
    return ThemeView(shelf.name, lead, caption, tuple(areas), tuple(rows), marks_of(rows), links, maps)


@dataclass(frozen=True)
class HomeView:
    """The home page."""

    lead: str
    examples: tuple[Link, ...]
    area_name: str
    figures: tuple[KeyFigure, ...]
    themes: tuple[ThemeCardView, ...]
    areas: tuple[Link, ...]
    news: tuple[Link, ...]


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


def draw_home_page(parts: HomeParts, wording: Wording) -> HomeView:
    """Draw the home page."""
    figures = [key_figure(row, [] if row.id in parts.additive else parts.references, wording) for row in parts.rows]
    examples = [Link(row.name, row.href) for row in parts.rows[:4]]
    return HomeView(
        lead=wording.t("home.lead", region=parts.region),
        examples=tuple(examples),
        area_name=parts.region,
        figures=tuple(figures),
        themes=tuple(draw_shelf(shelf, wording) for shelf in parts.shelves),
        areas=tuple(Link(name, site_href(wording.language, "gebied", id)) for id, name in parts.areas),
        news=tuple(parts.news),
    )
