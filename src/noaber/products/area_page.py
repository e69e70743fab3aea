"""The page of an area: what it is, in short, where it lies, who lives there, what is told of it, all its figures by
theme, and what is like it, in it and around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from noaber.products.addresses import site_href
from noaber.products.area_glance import Glance, KeyParts, draw_glance
from noaber.products.area_lead import LeadParts, Place, area_lead
from noaber.products.charts.locator import Locator
from noaber.products.composition import Segment, Sentence, compose
from noaber.products.figure_rows import FigureRow, marks_of, note_rows
from noaber.products.findings import capital
from noaber.products.hidden_note import HiddenNote
from noaber.products.links import Link, LinkGroup
from noaber.products.marks import Mark
from noaber.products.peers import PeerPanel, Peers, draw_peer_panels
from noaber.products.pyramids import Pyramid
from noaber.products.standings import Level
from noaber.products.stories import Story
from noaber.products.wording import Wording

SHORT = 4  # rows of a theme that stand open
FEW = 24  # areas in a list that is not folded away
Item = TypeVar("Item")
Named = tuple[str, str]  # (id, name)
Group = tuple[str, Sequence[Named]]


@dataclass(frozen=True)
class LocatorParts:
    """The map, where it stands in the region, and the areas it borders on."""

    map: Locator
    inset: Locator | None = None
    neighbours: Sequence[Named] = ()
    year: int | None = None
    parts_name: str = ""


@dataclass(frozen=True)
class AreaParts:
    """What a page of an area is made of. Groups of areas are (title, [(id, name)])."""

    place: Place
    level: Level
    themes: Sequence[tuple[str, str, Sequence[FigureRow]]]
    keys: Sequence[KeyParts]
    size: KeyParts | None
    references: Sequence[Named]
    locator: LocatorParts | None = None
    pyramid: Pyramid | None = None
    stories: Sequence[Story] = ()
    below: Mapping[str, Sequence[Story]] = field(default_factory=dict)
    peers: Sequence[Peers] = ()
    peer_names: Mapping[str, str] = field(default_factory=dict)
    compared_by: str = ""
    parts: Sequence[Group] = ()
    around: Sequence[Named] = ()
    same: Sequence[Named] = ()
    whole: bool = False


@dataclass(frozen=True)
class ThemeTable:
    """The figures of an area under one theme: a few that stand open, the rest under `more`; with what is told in the
    areas within."""

    id: str
    name: str
    caption: str
    rows: tuple[FigureRow, ...]
    rest: tuple[FigureRow, ...]
    more: str
    stories: tuple[Story, ...]
    hidden: HiddenNote | None = None


@dataclass(frozen=True)
class LocatorView:
    """The map with its words."""

    map: Locator
    inset: Locator | None
    title: str
    text: Sentence
    inset_text: str
    note: str


@dataclass(frozen=True)
class AreaList:
    """A list of areas, folded away where it is long."""

    title: str
    areas: tuple[Link, ...]
    folded: bool


@dataclass(frozen=True)
class AreaView:
    """Everything the page shows."""

    name: str
    lead: Sentence
    note: str
    tabs: tuple[Link, ...]
    glance: Glance
    locator: LocatorView | None
    pyramid: Pyramid | None
    stories: tuple[Story, ...]
    columns: tuple[str, ...]
    themes: tuple[ThemeTable, ...]
    opened: bool
    turn: Link
    marks: tuple[Mark, ...]
    peers: tuple[PeerPanel, ...]
    parts: tuple[AreaList, ...]
    around: AreaList | None
    same: LinkGroup | None


def draw_area_page(parts: AreaParts, wording: Wording) -> AreaView:
    """Draw the page of an area."""
    names = [name for _, name in parts.references]
    place = parts.place
    themes = tuple(_theme(parts, *theme, wording) for theme in parts.themes if theme[2] or parts.below.get(theme[0]))
    view = AreaView(
        name=place.name,
        lead=area_lead(_lead_parts(parts, wording), wording),
        note=_note(place, wording),
        tabs=(),
        glance=draw_glance(place.id, place.name, parts.keys, names, parts.level, wording),
        locator=_locator(parts, wording) if parts.locator else None,
        pyramid=parts.pyramid,
        stories=tuple(parts.stories),
        columns=(place.name, *_ends(names)),
        themes=themes,
        opened=parts.whole,
        turn=_turn(parts, wording),
        marks=marks_of([row for _, _, rows in parts.themes for row in rows]),
        peers=draw_peer_panels(
            place.id, parts.peers, parts.level, lambda id: parts.peer_names.get(id, id), parts.compared_by, wording
        ),
        parts=tuple(_list(title, areas, wording) for title, areas in parts.parts if areas),
        around=_list(wording.t("area.siblings", level=parts.level.words), parts.around, wording)
        if parts.around
        else None,
        same=LinkGroup(wording.t("area.same_as"), _links(parts.same, wording)) if parts.same else None,
    )
    return _with_tabs(view, wording)


def _with_tabs(view: AreaView, wording: Wording) -> AreaView:
    """Add the links to what is on the page."""
    said = (
        ("kort", wording.t("area.glance"), view.glance.figures),
        ("ligging", wording.t("locator.tab"), view.locator),
        ("zoals", wording.t("peers.tab"), view.peers),
        ("bevolking", wording.t("pyramid.tab"), view.pyramid),
        ("verhalen", wording.t("story.tab"), view.stories),
        *((f"thema-{theme.id}", theme.name, True) for theme in view.themes),
        ("delen-van", wording.t("area.parts.tab"), view.parts),
    )
    return replace(view, tabs=tuple(Link(text, f"#{id}") for id, text, there in said if there))


def _lead_parts(parts: AreaParts, wording: Wording) -> LeadParts:
    return LeadParts(
        place=parts.place,
        level=parts.level,
        counted=[f"{wording.number(len(areas))} {title}" for title, areas in parts.parts if areas],
        size=parts.size,
        keys=parts.keys,
        reference=parts.references[0][1] if parts.references else "",
    )


def _theme(parts: AreaParts, id: str, name: str, rows: Sequence[FigureRow], wording: Wording) -> ThemeTable:
    cut = SHORT if len(rows) > SHORT + 1 else len(rows)
    return ThemeTable(
        id=id,
        name=name,
        caption=wording.t("area.theme.caption", theme=name, area=parts.place.name),
        rows=tuple(map(_narrow, rows[:cut])),
        rest=tuple(map(_narrow, rows[cut:])),
        more=wording.t("area.theme.more", count=wording.number(len(rows) - cut), theme=name),
        stories=tuple(parts.below.get(id, ())),
        hidden=note_rows(rows, wording),
    )


def _ends(references: Sequence[Item]) -> list[Item]:
    """Of the references the nearest and the farthest: a table of a theme has no room for more.

    >>> _ends([1, 2, 3])
    [1, 3]
    """
    return list(references) if len(references) < 3 else [references[0], references[-1]]


def _narrow(row: FigureRow) -> FigureRow:
    return replace(row, cells=(row.cell, *_ends(row.cells[1:])))


def _turn(parts: AreaParts, wording: Wording) -> Link:
    """The link that opens all themes, or folds them again."""
    query = {} if parts.whole else {"toon": "alles"}
    key = "area.short" if parts.whole else "area.whole"
    return Link(wording.t(key), site_href(wording.language, "gebied", parts.place.id, query=query))


def _locator(parts: AreaParts, wording: Wording) -> LocatorView:
    assert parts.locator is not None
    found, name = parts.locator, parts.place.name
    segments = [Segment(text, site_href(wording.language, "gebied", id)) for id, text in found.neighbours]
    listed = _listed(segments, wording)
    text = compose(wording.t("locator.borders"), {"area": name, "areas": Segment("{areas}")}) if listed else ()
    year = wording.t("locator.year", year=found.year) if found.year else ""
    inside = wording.t("locator.parts", level=found.parts_name) if found.parts_name else ""
    return LocatorView(
        map=found.map,
        inset=found.inset,
        title=wording.t("locator.title", area=name),
        text=tuple(part for piece in text for part in (listed if piece.text == "{areas}" else (piece,))),
        inset_text=wording.t("locator.inset", area=name) if found.inset else "",
        note=" ".join(said for said in (inside, year) if said),
    )


def _listed(links: Sequence[Segment], wording: Wording) -> Sentence:
    """Join links as a sentence does: `Almelo, Borne en Hengelo`."""
    joined: list[Segment] = []
    for at, link in enumerate(links):
        if at:
            joined.append(Segment(f" {wording.t('word.and')} " if at == len(links) - 1 else ", "))
        joined.append(link)
    return tuple(joined)


def _note(place: Place, wording: Wording) -> str:
    """Say of which year the borders are, or that the area is no more."""
    if place.vintage:
        return wording.t("area.vintage", year=place.vintage)
    return wording.t("area.validity", year=place.valid_to) if place.valid_to else ""


def _list(title: str, areas: Sequence[Named], wording: Wording) -> AreaList:
    said = wording.t("areas.count", level=capital(title), count=wording.number(len(areas)))
    return AreaList(said, _links(areas, wording), len(areas) > FEW)


def _links(areas: Sequence[Named], wording: Wording) -> tuple[Link, ...]:
    return tuple(Link(name, site_href(wording.language, "gebied", id)) for id, name in areas)
