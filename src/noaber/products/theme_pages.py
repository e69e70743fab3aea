"""Pages of themes: what there is, by subject or by source, with the newest figures of the region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.figure_rows import FigureRow, marks_of, note_rows
from noaber.products.hidden_note import HiddenNote
from noaber.products.links import Link
from noaber.products.marks import Mark
from noaber.products.orders import Choosable
from noaber.products.wording import Wording

FEW = 6


@dataclass(frozen=True)
class Shelf:
    """A theme or a source with its indicators: (id, name). `page` is the kind of page it has."""

    id: str
    name: str
    description: str
    indicators: Sequence[tuple[str, str]]
    page: str = "cijfers"


@dataclass(frozen=True)
class ThemeCardView:
    """A theme on a card: its first indicators and, if there are more, where they are."""

    name: str
    href: str
    description: str
    indicators: tuple[Link, ...]


def draw_shelf(shelf: Shelf, wording: Wording, most: int = FEW) -> ThemeCardView:
    """Draw a theme as a card with at most `most` indicators."""
    href = site_href(wording.language, shelf.page, shelf.id)
    shown = [Link(name, site_href(wording.language, "cijfer", id)) for id, name in shelf.indicators[:most]]
    if len(shelf.indicators) > most:
        shown.append(Link(wording.t("theme.more", theme=shelf.name), href))
    return ThemeCardView(shelf.name, href, shelf.description, tuple(shown))


ARRANGEMENTS = {"": "themes.by.theme", "bron": "themes.by.source"}
"""How all indicators can be arranged, as `per` says in the address."""


@dataclass(frozen=True)
class ThemesView:
    """The page with all indicators, by theme or by source."""

    heading: str
    lead: str
    themes: tuple[ThemeCardView, ...]
    arrangements: tuple[Choosable, ...]


def draw_themes_page(shelves: Sequence[Shelf], per: str, wording: Wording) -> ThemesView:
    """Draw the page with all themes, or all sources, and all their indicators."""
    count = len({id for shelf in shelves for id, _ in shelf.indicators})
    return ThemesView(
        heading=wording.t(f"themes.heading.{per or 'thema'}"),
        lead=wording.t.plural(f"themes.lead.{per or 'thema'}", count),
        themes=tuple(draw_shelf(shelf, wording, FEW if per else 1000) for shelf in shelves),
        arrangements=tuple(
            Choosable(wording.t(key), site_href(wording.language, "cijfers", query={"per": way}), way == per)
            for way, key in ARRANGEMENTS.items()
        ),
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
    hidden: HiddenNote | None = None


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
    hidden = note_rows(rows, wording)
    return ThemeView(shelf.name, lead, caption, tuple(areas), tuple(rows), marks_of(rows), links, maps, hidden)
