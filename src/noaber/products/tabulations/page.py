"""The page of a composed table: its form, the page of the table that is shown, and the ways to take all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby

from noaber.products.addresses import explanation_href, site_href
from noaber.products.control_form import Option, Pill
from noaber.products.figures import ABSENT, Figure
from noaber.products.hidden_note import HiddenNote, Instead, draw_hidden_note, tell_figures
from noaber.products.links import Link
from noaber.products.marks import Mark, legend
from noaber.products.pagers import Pager, draw_pager
from noaber.products.periods_shown import between
from noaber.products.subjects import Subject
from noaber.products.tables import Cell, draw_cell
from noaber.products.tabulations.charts import ChartCase, TabulationChart, draw_table_charts
from noaber.products.tabulations.choice import COLUMNS, Tabulation, TabulationOffer, print_tabulation
from noaber.products.tabulations.pivot import Pivot, Place
from noaber.products.theme_pages import Shelf
from noaber.products.wording import Wording

MOST_SHOWN = 3_000
"""Cells on a page."""


@dataclass(frozen=True)
class TabulationCase:
    """Everything the page is made of. `within` are areas to choose from as (id, name); `size` is at most how many
    figures there are in all; `rest` counts rows of this page that are not shown."""

    choice: Tabulation
    default: Tabulation
    offer: TabulationOffer
    pivot: Pivot
    pages: int
    size: int
    subjects: Mapping[str, Subject]
    names: TabulationNames
    shelves: Sequence[Shelf]
    within: Sequence[tuple[str, str]]
    synthetic: bool = False
    too_large: bool = False
    rest: int = 0
    instead: Mapping[tuple[Place, str], Instead | None] = field(default_factory=dict)  # of each hidden figure shown


@dataclass(frozen=True)
class TabulationNames:
    """Names in the reader's language, by id."""

    areas: Mapping[str, str]
    slices: Mapping[str, str]
    levels: Mapping[str, str]
    dimensions: Mapping[str, str]


@dataclass(frozen=True)
class TableRow:
    """One row: what it is about, one link or text per row dimension, and its cells."""

    headers: tuple[Link, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PickShelf:
    """A theme in the list of indicators to choose from."""

    name: str
    open: bool
    options: tuple[Option, ...]


@dataclass(frozen=True)
class TabulationForm:
    """The form: everything that can be chosen. `picks` says how many indicators are."""

    action: str
    picks: str
    shelves: tuple[PickShelf, ...]
    levels: tuple[Option, ...]
    within: tuple[Option, ...]
    areas: tuple[Pill, ...]
    first: tuple[Option, ...]
    last: tuple[Option, ...]
    parts: tuple[Option, ...]
    columns: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...] = ()
    open: bool = False


@dataclass(frozen=True)
class TabulationView:
    """The page."""

    heading: str
    lead: str
    form: TabulationForm
    chosen: tuple[Link, ...]
    corners: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    marks: tuple[Mark, ...]
    caption: str
    note: str
    pager: Pager | None
    csv: str
    xlsx: str
    json: str
    synthetic: bool
    too_large: str
    charts: tuple[TabulationChart, ...] = ()
    turn_charts: Link | None = None
    hidden: HiddenNote | None = None

    @property
    def groups(self) -> tuple[tuple[TableRow, ...], ...]:
        """The rows, those of one area that follow each other together."""
        return tuple(tuple(rows) for _, rows in groupby(self.rows, key=lambda row: row.headers[0]))


def draw_tabulation_page(case: TabulationCase, wording: Wording) -> TabulationView:
    """Draw the page; without a chosen indicator it is only the form."""
    t, pivot = wording.t, case.pivot
    fields = row_fields(case.choice)
    return TabulationView(
        heading=t("tabulation.heading"),
        lead=_lead(case, wording),
        form=_form(case, wording),
        chosen=tuple(
            Link(case.subjects[id].name, site_href(wording.language, "cijfer", id)) for id in case.choice.cijfers
        ),
        corners=tuple(t(f"tabulation.field.{field}") for field in fields),
        columns=tuple(_say(case, case.choice.kolommen, column, wording) for column in pivot.columns),
        rows=tuple(_rows(case, fields, wording)),
        marks=legend([*pivot.figures.values(), *([ABSENT] if pivot.gaps else [])], wording),
        caption=t("tabulation.caption"),
        note=t("tabulation.rest", count=wording.number(case.rest)) if case.rest else "",
        pager=_pager(case, wording),
        csv=_href(case, wording, ".csv"),
        xlsx=_href(case, wording, ".xlsx"),
        json=_href(case, wording, ".json"),
        synthetic=case.synthetic,
        too_large=t("tabulation.too_large") if case.too_large else "",
        charts=_charts(case, wording) if case.choice.grafieken else (),
        turn_charts=_turn_charts(case, wording) if _has_course(case) else None,
        hidden=draw_hidden_note(tell_figures(_shown(pivot), case.instead), wording),
    )


def _shown(pivot: Pivot) -> dict[tuple[Place, str], Figure]:
    """The figures of the rows that are shown."""
    shown = set(pivot.rows)
    return {place: figure for place, figure in pivot.figures.items() if place[0] in shown}


def _has_course(case: TabulationCase) -> bool:
    return bool(case.pivot.rows) and case.choice.van != case.choice.tot


def _charts(case: TabulationCase, wording: Wording) -> tuple[TabulationChart, ...]:
    if not _has_course(case):
        return ()
    choice, pivot = case.choice, case.pivot
    told = ChartCase(
        pivot=pivot,
        across=choice.kolommen,
        areas=list(dict.fromkeys(row.gebied for row in pivot.rows)),
        periods=between(case.offer.periods, choice.van, choice.tot),
        names=case.names.areas,
        subjects=[case.subjects[id] for id in choice.cijfers],
    )
    return draw_table_charts(told, wording)


def _turn_charts(case: TabulationCase, wording: Wording) -> Link:
    """The link that sets charts above the table, or takes them away."""
    shown = bool(case.choice.grafieken)
    turned = replace(case, choice=replace(case.choice, grafieken="" if shown else "ja"))
    fragment = "#tabel" if shown else "#grafieken"
    return Link(wording.t("charts.without" if shown else "charts.title"), _href(turned, wording) + fragment)


def row_fields(choice: Tabulation) -> tuple[str, ...]:
    """Give what runs down: the area, and what there is more than one of and does not run across."""
    several = {"cijfer": len(choice.cijfers) > 1, "deel": bool(choice.delen), "periode": choice.van != choice.tot}
    return ("gebied", *(field for field, many in several.items() if many and field != choice.kolommen))


def _lead(case: TabulationCase, wording: Wording) -> str:
    if not case.choice.cijfers:
        return wording.t("tabulation.lead")
    return wording.t.plural("tabulation.size", case.size)


def _rows(case: TabulationCase, fields: Sequence[str], wording: Wording) -> Iterator[TableRow]:
    """Give the rows; what many rows have in common is drawn once."""
    header = cache(lambda field, id: _header(case, field, id, wording))
    drawn = cache(lambda figure, cijfer: draw_cell(figure, case.subjects[cijfer], "waarde", wording, "#"))
    pivot, across = case.pivot, Place._fields.index(case.choice.kolommen)
    for row in pivot.rows:
        cells = []
        for column in pivot.columns:
            place = (*row[:across], column, *row[across + 1 :])
            cell = drawn(pivot.get(row, column), place[1])
            area = pivot.observed.get((row, column), place[0])
            href = explanation_href(wording.language, place[1], area, place[3], place[2])
            cells.append(Cell(cell.text, cell.marks, href))
        yield TableRow(tuple(header(field, getattr(row, field)) for field in fields), tuple(cells))


def _header(case: TabulationCase, field: str, id: str, wording: Wording) -> Link:
    page = {"gebied": "gebied", "cijfer": "cijfer"}.get(field)
    return Link(_say(case, field, id, wording), site_href(wording.language, page, id) if page and id else "")


def _say(case: TabulationCase, field: str, id: str, wording: Wording) -> str:
    if field == "periode":
        return wording.period(id)
    if field == "cijfer":
        return case.subjects[id].name
    if field == "deel":
        return case.names.slices.get(id, id) if id else wording.t("form.total")
    return case.names.areas.get(id, id)


def _pager(case: TabulationCase, wording: Wording) -> Pager | None:
    if case.pages < 2:
        return None
    t = wording.t

    def href(page: int) -> str:
        return _href(replace(case, choice=replace(case.choice, blad=page)), wording) + "#tabel"

    words = (t("tabulation.pages.back"), t("tabulation.pages.next"), t("tabulation.pages"))
    return draw_pager(case.choice.blad, case.pages, href, words)


def _href(case: TabulationCase, wording: Wording, ending: str = "") -> str:
    choice = replace(case.choice, blad=1, grafieken="") if ending else case.choice
    return site_href(wording.language, f"tabel{ending}", query=print_tabulation(choice, case.default))


def _form(case: TabulationCase, wording: Wording) -> TabulationForm:
    t, choice, offer = wording.t, case.choice, case.offer
    periods = [(p, wording.period(p)) for p in offer.periods]
    everywhere = ("-", t("tabulation.everywhere"))
    parts = [("", t("form.none")), *((d, case.names.dimensions.get(d, d)) for d in offer.dimensions)]
    return TabulationForm(
        action=site_href(wording.language, "tabel"),
        picks=t.plural("tabulation.picks", len(choice.cijfers)) if choice.cijfers else "",
        shelves=tuple(_shelf(shelf, choice) for shelf in case.shelves),
        levels=_options([(id, case.names.levels.get(id, id)) for id in offer.levels], choice.niveau),
        within=_options([*case.within, everywhere], choice.binnen),
        areas=tuple(Pill(id, case.names.areas.get(id, id), "other") for id in choice.gebieden),
        first=_options(periods, choice.van),
        last=_options(list(reversed(periods)), choice.tot),
        parts=_options([*parts, ("alle", t("tabulation.all_parts"))], choice.delen) if offer.dimensions else (),
        columns=_options([(field, t(f"tabulation.field.{field}")) for field in COLUMNS], choice.kolommen),
        kept=(("grafieken", choice.grafieken),) if choice.grafieken else (),
        open=not choice.cijfers or (bool(choice.grafieken) and len(choice.cijfers) < 2),
    )


def _shelf(shelf: Shelf, choice: Tabulation) -> PickShelf:
    options = tuple(Option(id, name, id in choice.cijfers) for id, name in shelf.indicators)
    return PickShelf(shelf.name, any(option.chosen for option in options), options)


def _options(values: Sequence[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, text, value == chosen) for value, text in values)
