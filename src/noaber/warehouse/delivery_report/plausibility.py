"""Figures of a supplier by kind of provision: beside its own past, and beside the other suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

import polars as pl

from noaber.content.source import SourceFile
from noaber.methods.spells import active_during, ended_during, started_during
from noaber.methods.usual_range import usual_range
from noaber.vocabulary.periods import Period
from noaber.warehouse.delivery_report.entries import amount_column, known_records, known_spells, until_period
from noaber.warehouse.delivery_report.holdings import Told
from noaber.warehouse.delivery_report.values import Past, Standing

COUNTED = ("people", "begun", "ended")
MEASURES = (*COUNTED, "days", "amount")
ABOUT = {**{name: name for name in COUNTED}, "days": "ended", "amount": "people"}
"""The count that says of how many a figure is."""
PAST = 8
"""Periods before the newest that are its past."""
FEWEST_IN_MEAN = 5
"""No mean of fewer spells or people: one of them would be the mean."""
FEWEST_PEERS = 4
ALL = ""

Figures = Mapping[tuple[str, str], float]
"""A figure by group (empty: all together) and measure."""


def figures_at(
    ordered: pl.DataFrame, told: Sequence[Told], period: Period, source: SourceFile
) -> dict[tuple[str, str], float]:
    """Give the figures of a period as they were known at its own telling: people, spells begun and ended, mean days of
    those that ended, and the amount per person."""
    records = known_records(until_period(ordered, told, period), source)
    about = records.filter(pl.col("about") == str(period))
    if not source.spell:
        return _counts(about, "people", pl.col("unit").n_unique())
    spells = known_spells(records, source)
    days = ((pl.col("end") - pl.col("start")).dt.total_days() + 1).mean()
    ended = ended_during(spells, period)
    found = {
        **_counts(active_during(spells, period), "people", pl.col("unit").n_unique()),
        **_counts(started_during(spells, period), "begun", pl.len()),
        **_counts(ended, "ended", pl.len()),
    }
    means = _counts(ended, "days", days)
    found |= {(group, name): mean for (group, name), mean in means.items() if found[group, "ended"] >= FEWEST_IN_MEAN}
    if amount_column(source):
        for (group, _), amount in _counts(about, "amount", pl.col("amount").sum()).items():
            people = found.get((group, "people"), 0)
            if people >= FEWEST_IN_MEAN:
                found[group, "amount"] = amount / people
    return found


def _counts(frame: pl.DataFrame, name: str, number: pl.Expr) -> dict[tuple[str, str], float]:
    known = frame.filter(pl.col("unit").is_not_null())
    by_group = known.filter(pl.col("group").is_not_null()).group_by("group").agg(number=number)
    found = {(str(group), name): float(value) for group, value in by_group.iter_rows()}
    return {(ALL, name): float(known.select(number).item() or 0), **found}


def past_of(
    ordered: pl.DataFrame, told: Sequence[Told], steps: Sequence[Period], source: SourceFile
) -> tuple[list[Past], Figures]:
    """Give the figures of the newest of `steps` beside those before it, each at its own first telling, and the newest
    by themselves; a period in which nothing was delivered has none."""
    delivered = {one.period for one in told}
    shown = list(steps[-PAST - 1 :])
    figures = {period: figures_at(ordered, told, period, source) for period in shown if period in delivered}
    keys = sorted({key for found in figures.values() for key in found}, key=_place)
    rows = [_past(key, figures, shown) for key in keys]
    return rows, figures[shown[-1]]


def _place(key: tuple[str, str]) -> tuple[str, int]:
    return key[0], MEASURES.index(key[1])


def _past(key: tuple[str, str], figures: Mapping[Period, Figures], shown: Sequence[Period]) -> Past:
    group, measure = key
    nought = 0.0 if measure in COUNTED else None
    series = [(str(period), figures[period].get(key, nought) if period in figures else None) for period in shown]
    before = [value for _, value in series[:-1] if value is not None]
    middle = sorted(before)[len(before) // 2] if before else 0.0
    chance = sqrt(max(middle, 1.0)) if measure in COUNTED else 0.0
    return Past(group, measure, series[-1][1], tuple(series), usual_range(before, chance))


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
        enough = {area for area, found in figures.items() if found.get((group, ABOUT[measure]), 0) >= minimum}
        peers = [value for area, value in values.items() if area != own and area in enough and value is not None]
        value = values[own]
        if value is not None and len(peers) >= FEWEST_PEERS:
            chance = 1000 * sqrt(max(figures[own][key], 1.0)) / residents[own] if rate else 0.0
            place = 1 + sum(other > value for other in peers)
            usual = usual_range(peers, chance)
            yield Standing(group, measure, value, tuple(sorted(peers)), usual, place, rate)


def _rated(value: float | None, residents: int | None, rate: bool) -> float | None:
    if value is None or not rate:
        return value
    return 1000 * value / residents if residents else None
