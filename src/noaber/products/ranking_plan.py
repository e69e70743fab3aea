"""The ranking as a picture: its bars and reference lines, cut to what can be read."""

from __future__ import annotations

from noaber.products.charts.ranking_chart import Bar, RankingPlan
from noaber.products.figures import Figures
from noaber.products.indicator_case import IndicatorCase, level_ranking, ranking_period
from noaber.products.indicator_page import BARS, ranking_references
from noaber.products.rankings import Ranked, base_of
from noaber.products.way_words import ranking_text
from noaber.products.wording import Wording


def ranking_plan(case: IndicatorCase, figures: Figures, wording: Wording) -> RankingPlan:
    """Give the plan of the picture: the first bars, and the own area if it is not among them."""
    period = ranking_period(case, figures)
    ranking = level_ranking(case, figures, period)
    shown = list(ranking.ranked[:BARS])
    own = next((row for row in ranking.ranked if row.area == case.own), None)
    if own is not None and own not in shown:
        shown[-1] = own
    references = [
        (f"{name} {case.subject.expressed(value, case.choice.als, wording)}", value)
        for name, value in ranking_references(case, figures, period)
    ]
    bars = [_bar(case, row, wording) for row in shown]
    return RankingPlan(bars, references, _alt(case, shown, period, wording), base_of(case.choice.als))


def _bar(case: IndicatorCase, row: Ranked, wording: Wording) -> Bar:
    value = row.figure.value or 0.0
    name = f"{row.rank}. {case.chosen.names.get(row.area, row.area)}"
    return Bar(name, value, case.subject.expressed(value, case.choice.als, wording), row.area == case.own)


def _alt(case: IndicatorCase, shown: list[Ranked], period: str, wording: Wording) -> str:
    if not shown:
        return wording.t("ranking.empty")
    ends = [
        f"{case.chosen.names.get(row.area, row.area)} "
        f"({case.subject.expressed(row.figure.value or 0.0, case.choice.als, wording)})"
        for row in (shown[0], shown[-1])
    ]
    title = wording.t("ranking.title", level=case.level_plural, where=case.where)
    text = ranking_text(case, period, wording)
    return wording.t("ranking.alt", title=title, text=text, high=ends[0], low=ends[1])
