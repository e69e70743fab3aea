"""The classes of a map: which values fall in which, their tones, their names and how many areas each holds."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.products.charts.classing import Classing, make_classing
from noaber.products.charts.palette import tones
from noaber.products.figures import Figures
from noaber.products.indicator_case import IndicatorCase
from noaber.products.numbers import round_half_up
from noaber.products.wording import Wording

MIDDLES = {"index": 100.0, "verandering": 0.0, "toename": 0.0, "verschil": 0.0}
"""Around what two colours part, in ways of looking that have two directions."""


@dataclass(frozen=True)
class Division:
    """Values divided into classes: tones and names in order of the classes."""

    classing: Classing
    tones: tuple[str, ...]
    names: tuple[str, ...]

    def tone_of(self, value: float) -> str:
        """Give the tone of a value."""
        return self.tones[self.classing.class_of(value)]


def divide_level(case: IndicatorCase, figures: Figures, period: str, wording: Wording) -> Division | None:
    """Divide the values that the areas of the level have in a period as the reader chose; None where there are none.

    Values are rounded as their labels are, so that no two classes bear the same number.
    """
    choice = case.choice
    found = (figures.get(area, period, choice.deel).value for area in case.level_areas)
    values = [as_shown(case, value) for value in found if value is not None]
    method, decimals = choice.grenzen or choice.indeling, case.subject.shown_decimals(choice.als)
    classing = make_classing(values, method, choice.klassen, decimals, _middle(case))
    if classing is None:
        return None
    names = tuple(_name(case, classing, at, wording) for at in range(classing.count))
    return Division(classing, tuple(tones(classing.count, classing.below)), names)


def as_shown(case: IndicatorCase, value: float) -> float:
    """Round a value as its label is."""
    return float(round_half_up(value, case.subject.shown_decimals(case.choice.als)))


def short_value(case: IndicatorCase, value: float, wording: Wording) -> str:
    """Write a value as on a label: points without their word."""
    return case.subject.expressed(value, case.choice.als, wording).replace(f" {wording.t('unit.points')}", "")


def _middle(case: IndicatorCase) -> float | None:
    return MIDDLES.get(case.choice.als, 0.0 if case.subject.signed else None)


def _name(case: IndicatorCase, classing: Classing, at: int, wording: Wording) -> str:
    """Name a class by its bounds; with bounds of one's own the outer classes are open."""
    low, high = classing.bounds()[at]
    words = {"low": short_value(case, low, wording), "high": short_value(case, high, wording)}
    last = at == classing.count - 1
    if case.choice.grenzen and (at == 0 or last):
        return wording.t("map.class.over" if last else "map.class.under", **words)
    if low == high:
        return words["low"]
    return wording.t("map.class.last" if last else "map.class", **words)
