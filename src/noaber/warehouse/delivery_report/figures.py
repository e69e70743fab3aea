"""Figures of one supplier in one period, by kind of provision: how many people, what began and ended, means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

import polars as pl

from noaber.content.source import SourceFile
from noaber.methods.spells import active_during, ended_during, started_during
from noaber.vocabulary.periods import Period
from noaber.warehouse.delivery_report.entries import amount_column, known_records, known_spells, until_period
from noaber.warehouse.delivery_report.holdings import Told

COUNTED = ("people", "begun", "ended")
MEASURES = (*COUNTED, "days", "amount")
ABOUT = {**{name: name for name in COUNTED}, "days": "ended", "amount": "people"}
"""The count that says of how many a figure is."""
FEWEST_IN_MEAN = 5
"""No mean of fewer spells or people: one of them would be the mean."""
ALL = ""


class Figure(NamedTuple):
    """A figure, and the standard deviation that chance alone gives it."""

    value: float
    error: float


Figures = Mapping[tuple[str, str], Figure]
"""A figure by group (empty: all together) and measure."""


def figures_at(ordered: pl.DataFrame, told: Sequence[Told], period: Period, source: SourceFile) -> Figures:
    """Give the figures of a period as they were known at its own telling: people, spells begun and ended, mean days of
    those that ended, and the amount per person."""
    records = known_records(until_period(ordered, told, period), source).filter(pl.col("unit").is_not_null())
    about = records.filter(pl.col("about") == str(period))
    if not source.spell:
        return _counts(about, "people", pl.col("unit").n_unique())
    spells = known_spells(records, source)
    ended = ended_during(spells, period)
    found = {
        **_counts(active_during(spells, period), "people", pl.col("unit").n_unique()),
        **_counts(started_during(spells, period), "begun", pl.len()),
        **_counts(ended, "ended", pl.len()),
    }
    days = ended.with_columns(number=(pl.col("end") - pl.col("start")).dt.total_days() + 1)
    found |= _means(days, "days", found)
    return found | _means(about.with_columns(number="amount"), "amount", found) if amount_column(source) else found


def _counts(frame: pl.DataFrame, name: str, number: pl.Expr) -> dict[tuple[str, str], Figure]:
    found = {ALL: frame.select(number).item(), **_by_group(frame, number)}
    return {(group, name): Figure(float(count), sqrt(max(count, 1))) for group, count in found.items()}


def _by_group(frame: pl.DataFrame, number: pl.Expr) -> dict[str, int]:
    return dict(frame.filter(pl.col("group").is_not_null()).group_by("group").agg(number).iter_rows())


def _means(frame: pl.DataFrame, name: str, counted: Figures) -> dict[tuple[str, str], Figure]:
    """Give the sum of `number` over the count that it is about, and the standard error of that mean: the numbers of
    one unit are one number where people are counted."""
    found = {}
    for group in [ALL, *frame["group"].drop_nulls().unique()]:
        part = frame if group == ALL else frame.filter(pl.col("group") == group)
        if ABOUT[name] == "people":
            part = part.group_by("unit").agg(pl.col("number").sum())
        count = int(counted[group, ABOUT[name]].value) if (group, ABOUT[name]) in counted else 0
        if count >= FEWEST_IN_MEAN:
            spread = float(part.select(pl.col("number").std()).item() or 0.0)
            found[group, name] = Figure(float(part["number"].sum()) / count, spread / sqrt(count))
    return found
