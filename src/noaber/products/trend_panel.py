"""The trend on a page: one chart of all areas or a small one of each, with what its dots and gaps mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from noaber.products.charts.line_drawing import Room, draw_lines
from noaber.products.charts.trend_chart import Series, TrendPlan, points_of
from noaber.products.figures import Figure, Figures
from noaber.products.indicator_case import IndicatorCase, indicator_href
from noaber.products.indicator_notes import note_lines
from noaber.products.indicator_view import TrendPanel
from noaber.products.marks import legend
from noaber.products.orders import form_links
from noaber.products.pictures import Picture
from noaber.products.selecting import toggles
from noaber.products.small_charts import draw_small_charts
from noaber.products.trends import drawn_areas, has_course, trend_plan, trend_text, trend_title
from noaber.products.wording import Wording

Draw = Callable[[str], Picture]  # from the words of a chart to the picture of it to take along


def draw_trend(
    case: IndicatorCase, figures: Figures, picture: Draw, wording: Wording, room: Room | None = None
) -> TrendPanel:
    """Draw the trend; where nothing has two numbers, say so."""
    hidden = note_lines(case, wording)
    if not has_course(case, figures):
        return TrendPanel(trend_title(case, wording), wording.t("trend.none"), None, "", hidden=hidden)
    plan = trend_plan(case, figures, wording)
    left_out = drawn_areas(case, figures)[1]
    toggle = toggles(case, wording)
    small = case.choice.vorm == "klein"

    def say(value: float) -> str:
        return case.subject.expressed(value, case.choice.als, wording)

    index = replace(case.choice, als="index")
    return TrendPanel(
        title=trend_title(case, wording),
        text=trend_text(case, wording, left_out),
        image=picture(plan.alt),
        index_href=indicator_href(case, wording, index) if left_out and "index" in case.offer.ways else "",
        drawing=None if small else draw_lines(plan, say, room),
        small=draw_small_charts(plan, say) if small else (),
        forms=form_links(case, wording),
        notes=tuple(line_notes([s for s in plan.series if s.role != "other"], plan, wording)),
        toggles={s.area: toggle(s.area) for s in plan.series},
        hidden=hidden,
    )


def line_notes(series: Sequence[Series], plan: TrendPlan, wording: Wording) -> list[str]:
    """Say what open dots and gaps in the lines mean, where there are any."""
    shown = [figure for s in series for _, figure in points_of(s, plan)]
    unsure = [mark.short for mark in legend((f for f in shown if f.status in ("P", "E", "F")), wording)]
    notes = [wording.t("trend.open", statuses=wording.listing(unsure))] if unsure else []
    gaps = [reason for s in series for reason in _gaps(s, plan)]
    absent = [mark.short for mark in legend(gaps, wording)]
    return [*notes, wording.t("trend.gap", reasons=wording.listing(absent))] if absent else notes


def _gaps(series: Series, plan: TrendPlan) -> list[Figure]:
    """Give the absent figures between the first and the last number of a series."""
    told = [period for period, _ in points_of(series, plan)]
    if not told:
        return []
    inside = plan.periods[plan.periods.index(told[0]) : plan.periods.index(told[-1])]
    return [figure for period in inside if (figure := series.figures[period]).absence]
