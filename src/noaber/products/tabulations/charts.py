"""Charts above a composed table: one of each indicator, of the same areas and periods, each on its own scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from noaber.products.addresses import site_href
from noaber.products.charts.line_drawing import LineDrawing, Room, draw_lines
from noaber.products.charts.trend_chart import Series, TrendPlan, points_of
from noaber.products.figures import Figure
from noaber.products.selecting import Toggle
from noaber.products.subjects import Subject
from noaber.products.tabulations.pivot import Pivot, Place
from noaber.products.trend_panel import line_notes
from noaber.products.trends import TOO_LARGE, short_period
from noaber.products.wording import Wording

MOST_CHARTS, MOST_NAMED = 12, 8
HEIGHT = 240


@dataclass(frozen=True)
class ChartCase:
    """What the charts are made of: the table, what runs across in it, its areas and periods in order, names of the
    areas, and the indicators."""

    pivot: Pivot
    across: str
    areas: Sequence[str]
    periods: Sequence[str]
    names: Mapping[str, str]
    subjects: Sequence[Subject]


@dataclass(frozen=True)
class TabulationChart:
    """One indicator: its name and page, its lines, what they say in words and what must be known of them."""

    title: str
    href: str
    unit: str
    alt: str
    drawing: LineDrawing | None
    notes: tuple[str, ...]
    toggles: Mapping[str, Toggle] = field(default_factory=dict)


def draw_table_charts(case: ChartCase, wording: Wording) -> tuple[TabulationChart, ...]:
    """Draw a chart of each indicator; the first eight areas are named, the others grey."""
    return tuple(_chart(case, subject, wording) for subject in case.subjects[:MOST_CHARTS])


def _chart(case: ChartCase, subject: Subject, wording: Wording) -> TabulationChart:
    every = [_series(case, subject, area, wording) for area in case.areas]
    roles, left_out = _roles(every, subject)
    series = [_as(one, role) for one, role in zip(every, roles, strict=True) if role]
    plan = _plan(case, subject, series, wording)
    title = f"{subject.name} ({subject.sign})" if subject.sign else subject.name
    href = site_href(wording.language, "cijfer", subject.id, query={"gebieden": ",".join(case.areas[:MOST_NAMED])})
    unit = subject.unit_beside
    if not any(len(points_of(one, plan)) > 1 for one in series):
        return TabulationChart(title, href, unit, "", None, (wording.t("trend.none"),))
    return TabulationChart(
        title=title,
        href=href,
        unit=unit,
        alt=plan.alt,
        drawing=draw_lines(plan, lambda value: subject.value(value, wording), Room(HEIGHT, 5)),
        notes=tuple(_notes(series, plan, left_out, wording)),
        toggles={one.area: Toggle("", "", True) for one in series},
    )


def figure_at(pivot: Pivot, across: str, place: Place) -> Figure:
    """Give the figure of a place, whatever runs across."""
    return pivot.get(place._replace(**{across: ""}), getattr(place, across))


def _series(case: ChartCase, subject: Subject, area: str, wording: Wording) -> Series:
    """The totals of an area, period by period."""
    cells = {period: figure_at(case.pivot, case.across, Place(area, subject.id, "", period)) for period in case.periods}
    values = [figure.value for figure in cells.values() if not figure.absence and figure.value is not None]
    ends = subject.value(values[-1], wording) if values else ""
    return Series(case.names.get(area, area), "other", cells, ends, area)


def _roles(series: Sequence[Series], subject: Subject) -> tuple[list[str], list[str]]:
    """Give each area its role, empty where it is left out, and the names of those: counts many times larger than the
    first would flatten the others."""
    largest = [max((abs(f.value) for f in one.figures.values() if f.value is not None), default=0.0) for one in series]
    most = TOO_LARGE * largest[0] if subject.additive and largest and largest[0] else float("inf")
    roles: list[str] = []
    for size in largest:
        named = len([role for role in roles if role and role != "other"])
        role = "own" if named == 0 else f"p{named}" if named < MOST_NAMED else "other"
        roles.append(role if size <= most else "")
    return roles, [one.name for one, role in zip(series, roles, strict=True) if not role]


def _as(series: Series, role: str) -> Series:
    return Series(series.name, role, series.figures, series.ends if role != "other" else "", series.area)


def _plan(case: ChartCase, subject: Subject, series: Sequence[Series], wording: Wording) -> TrendPlan:
    told = [words for one in series if (words := _in_words(one, subject, wording))]
    return TrendPlan(
        series=[*(s for s in series if s.role == "other"), *(s for s in series if s.role != "other")],
        periods=case.periods,
        period_names=[short_period(period, wording) for period in case.periods],
        alt=wording.t("trend.alt", title=subject.name, lines=" ".join(told)),
        break_word=wording.t("trend.break"),
        sign=subject.sign,
        style=wording.style,
    )


def _in_words(series: Series, subject: Subject, wording: Wording) -> str:
    told = [(period, f.value) for period, f in series.figures.items() if not f.absence and f.value is not None]
    if not told:
        return ""
    (first, then), (last, now) = told[0], told[-1]
    return wording.t(
        "trend.alt.line",
        area=series.name,
        first=wording.period(first),
        then=subject.value(then, wording),
        last=wording.period(last),
        now=subject.value(now, wording),
    )


def _notes(series: Sequence[Series], plan: TrendPlan, left_out: Sequence[str], wording: Wording) -> list[str]:
    named = [one for one in series if one.role != "other"]
    empty = [one.name for one in series if not points_of(one, plan)]
    notes = line_notes(named, plan, wording)
    if len(named) < len(series):
        notes.append(wording.t("charts.grey"))
    if empty:
        notes.append(wording.t.plural("charts.empty", len(empty), names=wording.listing(empty)))
    if left_out:
        notes.append(wording.t.plural("trend.left_out", len(left_out), names=wording.listing(list(left_out))))
    return notes
