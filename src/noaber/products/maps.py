"""The map of an indicator: which areas, in which classes, in what words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from noaber.products.charts.map_chart import MapClass, MapPlan, Place, map_bounds
from noaber.products.figures import Figures
from noaber.products.indicator_case import IndicatorCase
from noaber.products.marks import name_marks
from noaber.products.numbers import round_half_up
from noaber.products.wording import Wording


def map_plan(
    case: IndicatorCase, figures: Figures, period: str, shapes: Mapping[str, Mapping[str, Any]], wording: Wording
) -> MapPlan:
    """Give the plan of the map: every area of the level that has a shape."""
    places = [_place(case, figures, area, period, shapes[area], wording) for area in case.level_areas if area in shapes]
    values = [_as_shown(case, place.value) for place in places if place.value is not None]
    return MapPlan(
        places=places,
        classes=[_class(case, *bounds, wording) for bounds in map_bounds(values)],
        none_name=wording.t("map.none"),
        alt=map_alt(case, figures, period, wording),
    )


def _place(
    case: IndicatorCase, figures: Figures, area: str, period: str, geometry: Mapping[str, Any], wording: Wording
) -> Place:
    figure = figures.get(area, period, case.choice.deel)
    if figure.absence:
        text = "".join(mark.sign for mark in name_marks(figure, wording))
    else:
        text = case.subject.expressed(figure.value or 0.0, case.choice.als, wording)
    short = text.replace(f" {wording.t('unit.points')}", "")
    value = None if figure.value is None else _as_shown(case, figure.value)
    return Place(area, case.chosen.names.get(area, area), geometry, value, short, area == case.own)


def _as_shown(case: IndicatorCase, value: float) -> float:
    """Round as the labels are, so that no two classes bear the same number."""
    return float(round_half_up(value, case.subject.shown_decimals(case.choice.als)))


def _class(case: IndicatorCase, low: float, high: float, color: str, wording: Wording) -> MapClass:
    texts = [case.subject.expressed(value, case.choice.als, wording) for value in (low, high)]
    name = texts[0] if texts[0] == texts[1] else wording.t("map.class", low=texts[0], high=texts[1])
    return MapClass(low, high, color, name)


def map_text(case: IndicatorCase, figures: Figures, period: str, wording: Wording) -> str:
    """Say where the figure is highest and lowest, and how many areas have none."""
    shown = {area: figures.get(area, period, case.choice.deel) for area in case.level_areas}
    values = {area: figure.value for area, figure in shown.items() if figure.value is not None}
    when = wording.period_in(period, case.subject.moment) if period else ""
    if len(values) < 2:
        return wording.t("map.few", when=when)
    high, low = max(values, key=lambda a: values[a] or 0.0), min(values, key=lambda a: values[a] or 0.0)
    said = wording.t(
        "map.extremes",
        When=when[:1].upper() + when[1:],
        high=case.chosen.names.get(high, high),
        highest=case.subject.expressed(values[high] or 0.0, case.choice.als, wording),
        low=case.chosen.names.get(low, low),
        lowest=case.subject.expressed(values[low] or 0.0, case.choice.als, wording),
    )
    without = len(shown) - len(values)
    return said + (" " + wording.t.plural("map.without", without) if without else "")


def map_alt(case: IndicatorCase, figures: Figures, period: str, wording: Wording) -> str:
    """Describe the map for who cannot see it."""
    return wording.t(
        "map.alt",
        indicator=case.subject.name,
        level=case.level_plural,
        where=case.where,
        text=map_text(case, figures, period, wording),
    )
