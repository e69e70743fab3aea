"""The page of an area: what it is, its key figures beside its references, all its figures by theme, its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from noaber.products.addresses import site_href
from noaber.products.composition import Segment, Sentence, compose, join_sentences
from noaber.products.figure_rows import FigureRow, KeyFigure, key_figure, marks_of
from noaber.products.findings import capital
from noaber.products.links import Link, LinkGroup
from noaber.products.marks import Mark
from noaber.products.wording import Wording


@dataclass(frozen=True)
class Place:
    """An area as a page names it: type in one language, parents from near to far, size in hectares if published."""

    id: str
    name: str
    type_name: str
    vintage: int | None = None
    parents: tuple[tuple[str, str], ...] = ()  # (id, name)
    hectares: float | None = None
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True)
class ThemeTable:
    """All figures of an area under one theme."""

    id: str
    name: str
    caption: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True)
class AreaParts:
    """What a page of an area is made of. Groups of areas are (title, [(id, name)])."""

    place: Place
    themes: Sequence[tuple[str, str, Sequence[FigureRow]]]
    key_ids: Sequence[str]
    references: Sequence[tuple[str, str]]
    parts: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    around: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    additive: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class AreaView:
    """Everything the page shows."""

    name: str
    lead: Sentence
    note: str
    columns: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    themes: tuple[ThemeTable, ...]
    marks: tuple[Mark, ...]
    parts: tuple[LinkGroup, ...]
    around: tuple[LinkGroup, ...]


def draw_area_page(parts: AreaParts, wording: Wording) -> AreaView:
    """Draw the page of an area."""
    rows = {row.id: row for _, _, rows in parts.themes for row in rows}
    names = [name for _, name in parts.references]
    keys = [rows[id] for id in parts.key_ids if id in rows]
    return AreaView(
        name=parts.place.name,
        lead=area_lead(parts, keys, wording),
        note=_note(parts.place, wording),
        columns=(parts.place.name, *names),
        figures=tuple(key_figure(row, [] if row.id in parts.additive else names, wording) for row in keys),
        themes=tuple(
            ThemeTable(id, name, wording.t("area.theme.caption", theme=name, area=parts.place.name), tuple(shown))
            for id, name, shown in parts.themes
            if shown
        ),
        marks=marks_of(list(rows.values())),
        parts=_groups(parts.parts, wording),
        around=_groups(parts.around, wording),
    )


def area_lead(parts: AreaParts, keys: Sequence[FigureRow], wording: Wording) -> Sentence:
    """Say what the area is, where it lies, how many parts it has and its first key figure."""
    place = parts.place
    parents = _parents(place, wording)
    kind = capital(place.type_name)
    first = (
        wording.t("area.lead", type=kind, parents="{parents}") if parents else wording.t("area.lead.alone", type=kind)
    )
    sentences: list[Sentence] = [compose_parents(first, parents)]
    counted = [f"{len(areas)} {title}" for title, areas in parts.parts]
    if counted:
        sentences.append((Segment(wording.t("area.lead.parts", parts=wording.listing(counted))),))
    if place.hectares:
        size = wording.number(place.hectares / 100, 1 if place.hectares < 1000 else 0)
        sentences.append((Segment(wording.t("area.lead.size", value=size)),))
    sentences += [_key_sentence(row, wording) for row in keys[:1] if row.cell.text]
    return join_sentences(sentences)


def _parents(place: Place, wording: Wording) -> Sentence:
    links = [Segment(name, site_href(wording.language, "gebied", id)) for id, name in place.parents[:3]]
    return tuple(part for link in links for part in (Segment(", "), link))[1:]


def compose_parents(template: str, parents: Sentence) -> Sentence:
    """Put the linked names of parents in the sentence."""
    before, _, after = template.partition("{parents}")
    return tuple(part for part in (Segment(before), *parents, Segment(after)) if part.text)


def _key_sentence(row: FigureRow, wording: Wording) -> Sentence:
    value = f"{row.cell.text} {row.unit}".strip() if row.unit.casefold() != row.name.casefold() else row.cell.text
    number = Segment(value, row.cell.href, strong=True)
    return compose(wording.t("area.lead.figure"), {"name": row.name, "value": number, "period": row.period})


def _note(place: Place, wording: Wording) -> str:
    """Say of which year the borders are, or that the area is no more."""
    if place.vintage:
        return wording.t("area.vintage", year=place.vintage)
    return wording.t("area.validity", year=place.valid_to) if place.valid_to else ""


def _groups(groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], wording: Wording) -> tuple[LinkGroup, ...]:
    return tuple(
        LinkGroup(capital(title), tuple(Link(name, site_href(wording.language, "gebied", id)) for id, name in areas))
        for title, areas in groups
        if areas
    )


@dataclass(frozen=True)
class AreaGroup:
    """A group of areas (id, name) in the index; `folded` away where there are many, `count` with those not listed."""

    title: str
    areas: Sequence[tuple[str, str]]
    folded: bool = False
    count: int = 0


@dataclass(frozen=True)
class IndexGroup:
    """A group of the index as it is shown."""

    title: str
    areas: tuple[Link, ...]
    folded: bool
    more: str


@dataclass(frozen=True)
class AreasView:
    """The index of areas."""

    lead: str
    groups: tuple[IndexGroup, ...]


def draw_areas_page(groups: Sequence[AreaGroup], wording: Wording) -> AreasView:
    """Draw the index of areas."""
    return AreasView(wording.t("areas.lead"), tuple(_index_group(group, wording) for group in groups))


def _index_group(group: AreaGroup, wording: Wording) -> IndexGroup:
    title = capital(group.title)
    if group.folded:
        title = wording.t("areas.count", level=title, count=wording.number(group.count))
    cut = group.count > len(group.areas)
    return IndexGroup(
        title=title,
        areas=tuple(Link(name, site_href(wording.language, "gebied", id)) for id, name in group.areas),
        folded=group.folded,
        more=wording.t("areas.more", count=wording.number(len(group.areas))) if cut else "",
    )
