"""The trend of an indicator: which lines are drawn, in what words, and what is left out because of its size."""

from __future__ import annotations

from noaber.products.charts.trend_chart import Series, TrendPlan
from noaber.products.figures import UNSURE, Figures
from noaber.products.indicator_case import IndicatorCase, finding_case
from noaber.products.leads import extremes
from noaber.products.way_words import way_words
from noaber.products.wording import Wording

TOO_LARGE = 2.5  # an area this many times larger would flatten the lines of the others
CONTEXT = 40  # more grey lines than this are noise


def drawn_areas(case: IndicatorCase, figures: Figures) -> tuple[list[str], list[str]]:
    """Give the chosen areas that are drawn and those left out, because a count many times larger flattens the rest."""
    areas = [area for area in (*case.choice.gebieden, *case.references) if _largest(case, figures, area) is not None]
    own = _largest(case, figures, case.own)
    if not case.by_size or not own:
        return areas, []
    large = [area for area in areas if (_largest(case, figures, area) or 0.0) > TOO_LARGE * own]
    return [area for area in areas if area not in large], large


def _largest(case: IndicatorCase, figures: Figures, area: str) -> float | None:
    values = [figures.get(area, period, case.choice.deel).value for period in case.periods]
    return max((abs(value) for value in values if value is not None), default=None)


def has_course(case: IndicatorCase, figures: Figures) -> bool:
    """Say whether any line that is drawn has two numbers: one number is no course."""
    deel = case.choice.deel
    return any(
        sum(figures.get(area, period, deel).value is not None for period in case.periods) > 1
        for area in drawn_areas(case, figures)[0]
    )


def context_areas(case: IndicatorCase) -> list[str]:
    """Give the areas drawn in grey: the others of the level, if they are few enough to be lines and not a cloud. Of
    counts none: towns of other sizes lie far above or below."""
    if case.by_size:
        return []
    others = [area for area in case.level_areas if case.role(area) == "other"]
    return others if len(others) <= CONTEXT else []


def trend_title(case: IndicatorCase, wording: Wording) -> str:
    """Name the chart: the indicator and how it is expressed."""
    name = f"{case.subject.name} ({case.slice_name})" if case.slice_name else case.subject.name
    return wording.t(f"trend.title.{case.choice.als}", indicator=name, **way_words(case, wording))


def is_told(case: IndicatorCase, area: str) -> bool:
    """Say whether there is anything but a gap of an area in the periods shown."""
    return any(case.chosen.get(area, period, case.choice.deel).absence != "missing" for period in case.periods)


def trend_text(case: IndicatorCase, wording: Wording, left_out: list[str]) -> str:
    """Say what the chart shows and, in words, what it does not."""
    finding = finding_case(case, wording.language)
    key = f"trend.what.{case.choice.als}.{'points' if case.subject.points else 'percent'}"
    said = [wording.t(key, **way_words(case, wording))]
    said += [extremes(finding, wording)] if case.choice.als == "waarde" else []
    if context_areas(case):
        said.append(wording.t("trend.context", level=case.level_plural))
    absent = [area for area in (*case.choice.gebieden, *case.references) if not is_told(case, area)]
    if absent:
        names = wording.listing([case.chosen.names.get(area, area) for area in absent])
        said.append(wording.t("trend.absent", names=names))
    if left_out:
        names = wording.listing([case.chosen.names.get(area, area) for area in left_out])
        said.append(wording.t.plural("trend.left_out", len(left_out), names=names))
    return " ".join(text for text in said if text)


def trend_alt(case: IndicatorCase, figures: Figures, wording: Wording) -> str:
    """Describe the chart for who cannot see it: title, then first and last value of every line."""
    lines = [line for area in drawn_areas(case, figures)[0] if (line := _line_in_words(case, figures, area, wording))]
    return wording.t("trend.alt", title=trend_title(case, wording), lines=" ".join(lines))


def _line_in_words(case: IndicatorCase, figures: Figures, area: str, wording: Wording) -> str:
    shown = [(p, f.value) for p in case.periods if (f := figures.get(area, p, case.choice.deel)).value is not None]
    if not shown:
        return ""
    (first, then), (last, now) = shown[0], shown[-1]
    return wording.t(
        "trend.alt.line",
        area=case.chosen.names.get(area, area),
        first=wording.period(first),
        then=case.subject.expressed(then or 0.0, case.choice.als, wording),
        last=wording.period(last),
        now=case.subject.expressed(now or 0.0, case.choice.als, wording),
    )


def trend_plan(case: IndicatorCase, figures: Figures, wording: Wording) -> TrendPlan:
    """Give the plan of the chart: grey lines first, then references, then the chosen areas."""
    context = [_series(case, figures, area, "other", wording) for area in context_areas(case)]
    lines = [_series(case, figures, area, case.role(area), wording) for area in drawn_areas(case, figures)[0]]
    return TrendPlan(
        series=[*context, *lines],
        periods=case.periods,
        period_names=[short_period(period, wording) for period in case.periods],
        alt=trend_alt(case, figures, wording),
        break_word=wording.t("trend.break"),
        sign=case.subject.shown_sign(case.choice.als),
        style=wording.style,
        statuses={status: wording.t(f"mark.{mark}") for status, mark in UNSURE.items()},
    )


def _series(case: IndicatorCase, figures: Figures, area: str, role: str, wording: Wording) -> Series:
    cells = {period: figures.get(area, period, case.choice.deel) for period in case.periods}
    values = [figure.value for figure in cells.values() if figure.value is not None]
    ends = case.subject.expressed(values[-1], case.choice.als, wording) if values and role != "other" else ""
    return Series(case.chosen.names.get(area, area), role, cells, ends, area)


def short_period(period: str, wording: Wording) -> str:
    """Name a period shortly, for an axis: the year, or year and number."""
    year, _, rest = period.partition("-")
    if not rest or not rest[0].isalpha():
        return period if not rest else wording.period(period)
    return wording.t(f"period.short.{rest[0]}", year=year, number=rest[1:])
