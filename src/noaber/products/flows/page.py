"""The page of flows: finding, form, four figures, map, list, matrix, meaning and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.charts.flow_drawing import FlowDrawing, draw_flow_map
from noaber.products.composition import Sentence
from noaber.products.control_form import Option
from noaber.products.figures import Figure
from noaber.products.flows.case import FlowCase, flows_href
from noaber.products.flows.choice import DIRECTIONS, TOPS
from noaber.products.flows.hidden import listed_flows, map_flows, matrix_flows, note_flows
from noaber.products.flows.map_plan import flow_map_plan, map_text
from noaber.products.flows.matrix import Matrix, draw_matrix
from noaber.products.flows.partner_list import PartnerList, balance_cell, list_partners
from noaber.products.flows.sentences import flow_headline, flow_lead
from noaber.products.hidden_note import HiddenNote
from noaber.products.indicator_view import SourceLink
from noaber.products.marks import name_marks
from noaber.products.tables import Cell
from noaber.products.wording import Wording

WIDE, NARROW = 700, 340
"""Widths of the two drawings of the map: for a screen with room, and for a phone."""


@dataclass(frozen=True)
class FlowForm:
    """What is chosen and what can be, as a plain form."""

    action: str
    area: str
    suggestions: tuple[str, ...]
    periods: tuple[Option, ...]
    directions: tuple[Option, ...]
    slices: tuple[Option, ...]
    slice_label: str
    levels: tuple[Option, ...]
    tops: tuple[Option, ...]
    reset: str


@dataclass(frozen=True)
class FlowFigure:
    """One of the four figures: name, number, and in words what it is."""

    name: str
    cell: Cell
    meaning: str
    more: str = ""


@dataclass(frozen=True)
class FlowMap:
    """The map: its words, the drawing for both widths, and the same as documents."""

    text: str
    alt: str
    wide: FlowDrawing
    narrow: FlowDrawing
    svg: str
    png: str
    file: str
    hidden: HiddenNote | None


@dataclass(frozen=True)
class FlowView:
    """Everything the page shows."""

    headline: str
    lead: Sentence
    form: FlowForm
    figures: tuple[FlowFigure, ...]
    map: FlowMap | None
    list: PartnerList
    list_title: str
    list_text: str
    list_corner: str
    matrix: Matrix
    matrix_title: str
    matrix_text: str
    notes: str
    small: str
    meanings: tuple[tuple[str, str], ...]
    definition: str
    sources: tuple[SourceLink, ...]
    indicator: str
    indicator_name: str
    downloads: Mapping[str, str]
    source_line: str
    synthetic: bool
    list_hidden: HiddenNote | None
    matrix_hidden: HiddenNote | None


def draw_flow_page(case: FlowCase, synthetic: bool, wording: Wording) -> FlowView:
    """Draw the whole page from figures that are already here."""
    t, area = wording.t, case.name(case.own, wording)
    below = wording.number(case.flow.uncertain_below, 0)
    return FlowView(
        headline=flow_headline(case, wording),
        lead=flow_lead(case, wording),
        form=_form(case, wording),
        figures=tuple(_figures(case, wording)),
        map=_map(case, wording),
        list=list_partners(case, wording),
        list_title=t(f"flows.list.title.{case.choice.richting}", area=area),
        list_text=_list_text(case, wording),
        list_corner=t("column.area"),
        matrix=draw_matrix(case, wording),
        matrix_title=t("flows.matrix.title", area=case.ground_name),
        matrix_text=t("flows.matrix.text", unit=case.subject.unit),
        notes=case.notes,
        small=t("flows.small", below=below) if case.flow.uncertain_below else "",
        meanings=tuple(_meanings(case, wording)),
        definition=case.subject.definition,
        sources=tuple(
            SourceLink(s.name, site_href(wording.language, "bron", s.id), s.supplier, s.licence) for s in case.sources
        ),
        indicator=site_href(wording.language, "cijfer", case.subject.id, query={"gebieden": case.own}),
        indicator_name=case.subject.name,
        downloads=_downloads(case, wording),
        source_line=t("source.line", names=", ".join(case.suppliers)) if case.suppliers else "",
        synthetic=synthetic,
        list_hidden=note_flows(case, listed_flows(case), case.members, wording),
        matrix_hidden=note_flows(case, matrix_flows(case), case.matrix.areas, wording),
    )


def _form(case: FlowCase, wording: Wording) -> FlowForm:
    t, choice, offer = wording.t, case.choice, case.offer
    directions = {way: t(f"flows.direction.{way}") for way in DIRECTIONS}
    levels = {id: case.level_names.get(id, id) for id in offer.levels}
    return FlowForm(
        action=site_href(wording.language, "stromen", case.subject.id),
        area=case.names.get(case.own, case.own),
        suggestions=tuple(case.suggestions),
        periods=_options({p: wording.period(p, case.subject.moment) for p in reversed(offer.periods)}, choice.periode),
        directions=_options(directions, choice.richting),
        slices=_options({"": t("form.total"), **case.slice_names}, choice.deel) if offer.slices else (),
        slice_label=case.slice_label or t("form.slice"),
        levels=_options(levels, choice.niveau) if len(levels) > 1 else (),
        tops=_options({top: top for top in TOPS}, choice.top),
        reset=site_href(wording.language, "stromen", case.subject.id) if choice != offer.default else "",
    )


def _options(texts: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, text, value == chosen) for value, text in texts.items())


def _figures(case: FlowCase, wording: Wording) -> Iterable[FlowFigure]:
    t, area = wording.t, case.name(case.own, wording)
    stays, own = case.figure("containment"), case.figure("self_sufficiency")
    for kind in ("out", "in"):
        yield FlowFigure(
            t(f"flows.figure.{kind}"),
            case.cell(case.figure(kind), wording, "#lijst"),
            t(f"flows.figure.{kind}.text", area=area),
        )
    yield FlowFigure(
        t("flows.figure.net"), balance_cell(case, case.figure("net"), wording, "#lijst"), t("flows.figure.net.text")
    )
    more = "" if own.absence else t("flows.figure.self", share=_percent(own, wording), area=area)
    cell = case.cell(stays, wording)
    if not stays.absence:
        cell = Cell(
            _percent(stays, wording),
            name_marks(stays, wording),
            case.explain(case.own, case.own, wording) or "#betekenis",
        )
    yield FlowFigure(t("flows.figure.stays"), cell, t("flows.figure.stays.text", area=area), more)


def _percent(figure: Figure, wording: Wording) -> str:
    return wording.number(figure.value or 0.0, 1, "%")


def _map(case: FlowCase, wording: Wording) -> FlowMap | None:
    plan = flow_map_plan(case, wording)
    if plan is None:
        return None
    return FlowMap(
        text=map_text(case, wording),
        alt=plan.alt,
        wide=draw_flow_map(plan, WIDE),
        narrow=draw_flow_map(plan, NARROW),
        svg=flows_href(case, wording, case.choice, "/kaart.svg"),
        png=flows_href(case, wording, case.choice, "/kaart.png"),
        file=f"{case.subject.id}-stromen",
        hidden=note_flows(case, map_flows(case), case.members, wording),
    )


def _list_text(case: FlowCase, wording: Wording) -> str:
    t, area, unit = wording.t, case.name(case.own, wording), case.subject.unit
    return t(f"flows.list.text.{case.choice.richting}", area=area, unit=unit)


def _meanings(case: FlowCase, wording: Wording) -> Iterable[tuple[str, str]]:
    """Give what the words of the page mean: (name, meaning)."""
    t = wording.t
    for kind in ("out", "in", "net", "stays", "self", "absent"):
        yield t(f"flows.meaning.{kind}.name"), t(f"flows.meaning.{kind}", unit=case.subject.unit)


def _downloads(case: FlowCase, wording: Wording) -> dict[str, str]:
    return {
        "csv": flows_href(case, wording, case.choice, ".csv"),
        "matrix": flows_href(case, wording, case.choice, ".csv", vorm="matrix"),
        "data": flows_href(case, wording, case.choice, ".csv", vorm="data"),
        "xlsx": flows_href(case, wording, case.choice, ".xlsx"),
        "json": flows_href(case, wording, case.choice, ".json"),
    }
