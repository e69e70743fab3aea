"""The page of revisions: a triangle of periods by releases per length of period, and how far first figures moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.control_form import Option
from noaber.products.figures import Figure
from noaber.products.marks import Mark, legend
from noaber.products.revisions.case import RevisionCase
from noaber.products.source_pages import say_day
from noaber.products.tables import Cell, draw_cell
from noaber.products.wording import Wording
from noaber.warehouse.revisions import RevisionTable, measure_revisions, split_frequencies

NEWEST = 12
"""Newest periods that are always shown; of older ones those that changed."""
MOST_ROWS = 60


@dataclass(frozen=True)
class ReleaseHead:
    """A column: the release, its day, its page, and why it differs from the one before where that is known."""

    date: str
    release: str
    href: str
    why: str


@dataclass(frozen=True)
class TriangleCell:
    """A figure as a release has it, and what happened to it there: its change in words, empty where it stands."""

    cell: Cell
    change: str


@dataclass(frozen=True)
class TriangleRow:
    """A period through the releases."""

    period: str
    cells: tuple[TriangleCell, ...]


@dataclass(frozen=True)
class MeasureRow:
    """How far first figures moved so many releases later."""

    lag: str
    periods: str
    mean: str
    absolute: str
    relative: str


@dataclass(frozen=True)
class Triangle:
    """The periods of one length: rows, legend, how many were left out, and the measures."""

    id: str
    title: str
    heads: tuple[ReleaseHead, ...]
    rows: tuple[TriangleRow, ...]
    marks: tuple[Mark, ...]
    more: str
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class RevisionForm:
    """What is chosen and what can be, as a plain form."""

    action: str
    area: str
    suggestions: tuple[str, ...]
    slices: tuple[Option, ...]


@dataclass(frozen=True)
class RevisionsView:
    """Everything the page shows."""

    headline: str
    lead: str
    form: RevisionForm
    triangles: tuple[Triangle, ...]
    csv: str
    json: str
    indicator: str
    indicator_name: str
    synthetic: bool


def draw_revisions(case: RevisionCase, wording: Wording) -> RevisionsView:
    """Draw the page of a series."""
    language, table = wording.language, case.table
    slices = {"": wording.t("form.total"), **case.slices} if case.slices else {}
    return RevisionsView(
        headline=wording.t("revisions.headline", indicator=case.name, area=case.area_name),
        lead=say_revisions(table, wording),
        form=RevisionForm(
            action=site_href(language, "cijfer", case.subject.id, "herzieningen"),
            area=case.area_name,
            suggestions=case.suggestions,
            slices=tuple(Option(text, name, text == case.slice) for text, name in slices.items()),
        ),
        triangles=tuple(draw_triangles(case, wording)),
        csv=case.href(language, ".csv"),
        json=case.href(language, ".json"),
        indicator=site_href(language, "cijfer", case.subject.id, query={"gebieden": case.area, "deel": case.slice}),
        indicator_name=case.subject.name,
        synthetic=case.card.synthetic,
    )


def say_revisions(table: RevisionTable, wording: Wording) -> str:
    """Say how many releases there are, from when to when, and how many periods changed in them."""
    if not table.periods:
        return wording.t("revisions.none")
    days = [say_day(vintage.built_at, wording) for vintage in (table.vintages[0], table.vintages[-1])]
    if len(table.vintages) == 1:
        return wording.t("revisions.lead.only", date=days[0])
    told = wording.t("revisions.lead", count=len(table.vintages), first=days[0], last=days[1])
    changed = wording.t.plural("revisions.lead.changed", len(table.changed), all=len(table.periods))
    return f"{told} {changed if table.changed else wording.t('revisions.lead.unchanged')}"


def draw_triangles(case: RevisionCase, wording: Wording) -> Iterator[Triangle]:
    """Draw a triangle per length of period, longest first."""
    for frequency, table in split_frequencies(case.table).items():
        periods = shown_periods(table)
        left_out = len(table.periods) - len(periods)
        figures = [_figure(table, period, at) for period in periods for at in range(len(table.vintages))]
        yield Triangle(
            id=f"per-{frequency}",
            title=wording.t(f"revisions.frequency.{frequency}"),
            heads=tuple(_heads(table, wording)),
            rows=tuple(_row(case, table, period, wording) for period in periods),
            marks=legend([figure for figure in figures if figure], wording),
            more=wording.t.plural("revisions.more", left_out) if left_out else "",
            measures=tuple(_measures(case, table, wording)),
        )


def shown_periods(table: RevisionTable) -> list[str]:
    """Give the newest periods and the older ones that changed, at most so many, in order of time."""
    chosen = {*table.periods[-NEWEST:], *table.changed}
    return [period for period in table.periods if period in chosen][-MOST_ROWS:]


def _heads(table: RevisionTable, wording: Wording) -> Iterator[ReleaseHead]:
    for vintage in table.vintages:
        why = f"releases.why.{vintage.why}"
        known = vintage.why and wording.t.has(why)
        page = site_href(wording.language, "uitgaven", query={"uitgave": vintage.release})
        yield ReleaseHead(say_day(vintage.built_at, wording), vintage.release, page, wording.t(why) if known else "")


def _figure(table: RevisionTable, period: str, at: int) -> Figure | None:
    state = table.state(period, at)
    return None if state is None else Figure(*state)


def _row(case: RevisionCase, table: RevisionTable, period: str, wording: Wording) -> TriangleRow:
    cells = tuple(_cell(case, table, period, at, wording) for at in range(len(table.vintages)))
    return TriangleRow(wording.period(period, case.subject.moment), cells)


def _cell(case: RevisionCase, table: RevisionTable, period: str, at: int, wording: Wording) -> TriangleCell:
    figure = _figure(table, period, at)
    if figure is None:
        gone = at > 0 and table.state(period, at - 1) is not None
        return TriangleCell(Cell(""), wording.t("revisions.gone") if gone else "")
    href = case.explain(period, table.vintages[at].release, wording)
    drawn = draw_cell(figure, case.subject, "waarde", wording, href)
    return TriangleCell(drawn, say_change(case, table, period, at, wording))


def say_change(case: RevisionCase, table: RevisionTable, period: str, at: int, wording: Wording) -> str:
    """Say what happened to a figure since the release before: new, by how much, or nothing."""
    if at > 0 and table.first(period) == at:
        return wording.t("revisions.new")
    change = table.change(period, at)
    return case.difference(change, wording) if change else ""


def _measures(case: RevisionCase, table: RevisionTable, wording: Wording) -> Iterator[MeasureRow]:
    for lag, periods, mean, absolute, relative in measure_revisions(table).iter_rows():
        share = "" if relative is None else wording.number(100 * relative, 1, "%")
        size = case.difference(absolute, wording, 1).removeprefix("+")
        yield MeasureRow(str(lag), str(periods), case.difference(mean, wording, 1), size, share)
