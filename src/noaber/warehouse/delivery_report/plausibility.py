"""Figures of a supplier beside its own past, and beside the other suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from statistics import median

import polars as pl

from noaber.content.source import SourceFile
from noaber.methods.usual_range import UsualRange, usual_range
from noaber.vocabulary.periods import Period
from noaber.warehouse.delivery_report.figures import ABOUT, COUNTED, MEASURES, Figure, Figures, figures_at
from noaber.warehouse.delivery_report.holdings import Told
from noaber.warehouse.delivery_report.values import Past, Standing

PAST = 8
"""Periods before the newest that are its past."""
FEWEST_PEERS = 4
PER = 1000


def past_of(ordered: pl.DataFrame, told: Sequence[Told], steps: Sequence[Period], source: SourceFile) -> list[Past]:
    """Give the figures of the newest of `steps` beside those before it, each at its own first telling; a period in
    which nothing was delivered has none."""
    delivered = {one.period for one in told}
    shown = list(steps[-PAST - 1 :])
    figures = {period: figures_at(ordered, told, period, source) for period in shown if period in delivered}
    keys = sorted({key for found in figures.values() for key in found}, key=_place)
    return [_past(key, figures, shown) for key in keys]


def _place(key: tuple[str, str]) -> tuple[str, int]:
    return key[0], MEASURES.index(key[1])


def _past(key: tuple[str, str], figures: Mapping[Period, Figures], shown: Sequence[Period]) -> Past:
    group, measure = key
    nought = Figure(0.0, 1.0) if measure in COUNTED else None
    found = [figures[period].get(key, nought) if period in figures else None for period in shown]
    before = [figure.value for figure in found[:-1] if figure]
    errors = [figure.error for figure in (found[:-1] if measure in COUNTED else found[-1:]) if figure]
    series = tuple((str(period), figure.value if figure else None) for period, figure in zip(shown, found, strict=True))
    return Past(group, measure, series[-1][1], series, usual_range(before, median(errors or [0.0])))


def standings_of(
    own: str, figures: Mapping[str, Figures], residents: Mapping[str, int], minimum: int
) -> Iterator[Standing]:
    """Give where a supplier stands among the others with each figure, where enough others have one.

    Counts are told per 1,000 residents; without residents there is no comparison of counts. A figure of another
    supplier that is about fewer than `minimum` people or spells is left out.
    """
    for key in sorted(figures[own], key=_place):
        group, measure = key
        rate = measure in COUNTED
        values = {area: _rated(found.get(key), residents.get(area), rate) for area, found in figures.items()}
        enough = {area for area, found in figures.items() if _count(found, group, measure) >= minimum}
        peers = sorted(value for area, value in values.items() if area != own and area in enough and value is not None)
        value = values[own]
        if value is not None and len(peers) >= FEWEST_PEERS:
            usual = _usual_among(peers, figures[own][key], residents[own] if rate else 0)
            place = 1 + sum(other > value for other in peers)
            yield Standing(group, measure, value, tuple(peers), usual, place, rate)


def _usual_among(peers: Sequence[float], own: Figure, residents: int) -> UsualRange | None:
    """Give what is usual among others, for one of this size: at the median rate chance moves a count by its root."""
    if not residents:
        return usual_range(peers, own.error)
    expected = median(peers) * residents / PER
    return usual_range(peers, PER * sqrt(max(expected, 1.0)) / residents)


def _count(figures: Figures, group: str, measure: str) -> float:
    about = figures.get((group, ABOUT[measure]))
    return about.value if about else 0.0


def _rated(figure: Figure | None, residents: int | None, rate: bool) -> float | None:
    if figure is None or not rate:
        return figure.value if figure else None
    return PER * figure.value / residents if residents else None
