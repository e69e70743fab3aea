"""Spells: stretches of time in which something runs for somebody; which run when, for how long, joined, overlapping.

A spell is a row with `start` and `end` (Date), its first and its last day; without an end it still runs. Other columns
say whose it is and of what kind. A row without start, or with its end before its start, is on no day: no function
here counts it, and `unsound_spells` gives it, to be counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from noaber.vocabulary.periods import Period

FAR = date(9999, 12, 31)
_CALENDAR = 10_000_000
"""More days than there are from the first to the last that can be written, so that nobody reaches into another."""
SOUND = pl.col("start").is_not_null() & (pl.col("end").is_null() | (pl.col("end") >= pl.col("start")))


def days_of(period: Period) -> tuple[date, date]:
    """Give the first and the last day of a period; ValueError for an hour, which is shorter than a day.

    >>> from noaber.vocabulary.periods import parse_period
    >>> [str(day) for day in days_of(parse_period("2024-Q1"))]
    ['2024-01-01', '2024-03-31']
    """
    if period.frequency == "hour":
        raise ValueError(f"{period} is shorter than a day")
    return period.start.date(), period.end.date() - timedelta(days=1)


def unsound_spells(spells: pl.DataFrame) -> pl.DataFrame:
    """Give the spells that are on no day: without start, or with their end before their start."""
    return spells.filter(~SOUND)


def active_at(spells: pl.DataFrame, day: date) -> pl.DataFrame:
    """Give the spells that run on a day, their first and last day included.

    >>> active_at(pl.DataFrame({"start": [date(2024, 1, 1)], "end": [date(2024, 1, 31)]}), date(2024, 1, 31)).height
    1
    """
    return spells.filter(SOUND, pl.col("start") <= day, _end() >= day)


def active_during(spells: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Give the spells that run on at least one day of a period."""
    first, last = days_of(period)
    return spells.filter(SOUND, pl.col("start") <= last, _end() >= first)


def started_during(spells: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Give the spells whose first day lies in a period."""
    return spells.filter(SOUND, pl.col("start").is_between(*days_of(period)))


def ended_during(spells: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Give the spells whose last day lies in a period."""
    return spells.filter(SOUND, pl.col("end").is_between(*days_of(period)))


def clip_spells(spells: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Cut spells to the days that they have in a period; those that have none there are left out.

    >>> from noaber.vocabulary.periods import parse_period
    >>> spells = pl.DataFrame({"start": [date(2023, 12, 1)], "end": [None]}, schema={"start": pl.Date, "end": pl.Date})
    >>> [str(day) for day in clip_spells(spells, parse_period("2024")).row(0)]
    ['2024-01-01', '2024-12-31']
    """
    first, last = days_of(period)
    return active_during(spells, period).with_columns(
        start=pl.max_horizontal("start", pl.lit(first)), end=pl.min_horizontal("end", pl.lit(last))
    )


def with_days(spells: pl.DataFrame, until: date, last_day_counts: bool = True) -> pl.DataFrame:
    """Add `days`, the length of each spell; one that still runs is measured up to `until`.

    The last day counts as a day, as in days with support; with `last_day_counts` False it does not, as in nights.
    Absent for what is on no day, and for a spell that still runs and begins after `until`.

    >>> spells = pl.DataFrame({"start": [date(2024, 1, 1)], "end": [date(2024, 1, 31)]})
    >>> [with_days(spells, date(2024, 6, 1), counts)["days"].item() for counts in (True, False)]
    [31, 30]
    """
    end = pl.col("end").fill_null(pl.lit(until))
    length = (end - pl.col("start")).dt.total_days()
    return spells.with_columns(days=pl.when(SOUND & (length >= 0)).then(length + int(last_day_counts)))


def join_spells(spells: pl.DataFrame, by: Sequence[str], gap: int = 0) -> pl.DataFrame:
    """Join the spells of one (of the same values in `by`) that overlap, touch, or lie at most `gap` days apart.

    Gives `by`, `start`, `end` and `spells`, how many were joined, sorted; no two of one share a day. `gap` counts the
    days between that belong to neither: with 0 (the union) a spell that begins the day after another ended is joined to
    it. ValueError for a gap below 0.

    >>> day = lambda number: date(2024, 1, number)
    >>> spells = pl.DataFrame({"who": ["p", "p"], "start": [day(1), day(8)], "end": [day(5), day(9)]})
    >>> [join_spells(spells, ["who"], gap).height for gap in (1, 2)]
    [2, 1]
    """
    if gap < 0:
        raise ValueError(f"a gap of {gap} days")
    ordered = spells.filter(SOUND).sort(*by, "start").with_columns(whose=number_runs(by))
    begin, end = (_on_one_line(pl.col("start")), _on_one_line(_end()))
    apart = begin - end.cum_max().shift(1) > gap + 1
    return (
        ordered.with_columns(stretch=apart.fill_null(True).cum_sum())
        .group_by("stretch", maintain_order=True)
        .agg(pl.col(by).first(), start=pl.col("start").first(), end=_end_of_all(), spells=pl.len())
        .drop("stretch")
    )


def number_runs(by: Sequence[str]) -> pl.Expr:
    """Number the runs of rows with the same values in `by`, of a frame that is sorted by them; all 0 without `by`."""
    return (pl.struct(by).rle_id() if by else pl.repeat(0, pl.len())).cast(pl.Int64)


def overlap_spells(one: pl.DataFrame, other: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Give the stretches in which spells of both kinds run for the same one: `by`, `start`, `end`; each day once.

    >>> day = lambda number: date(2024, 1, number)
    >>> jeugd = pl.DataFrame({"who": ["p"], "start": [day(1)], "end": [day(20)]})
    >>> wmo = pl.DataFrame({"who": ["p"], "start": [day(15)], "end": [day(31)]})
    >>> [str(day) for day in overlap_spells(jeugd, wmo, ["who"]).row(0)[1:]]
    ['2024-01-15', '2024-01-20']
    """
    pairs = join_spells(one, by).join(join_spells(other, by), on=list(by), nulls_equal=True)
    both = pairs.with_columns(
        start=pl.max_horizontal("start", "start_right"),
        end=pl.min_horizontal("end", "end_right"),  # of one open end the other, of two none
    )
    return both.filter(SOUND).select(*by, "start", "end").sort(*by, "start")


def _on_one_line(day: pl.Expr) -> pl.Expr:
    """Put the days of each one after all days of the one before: so the longest reach so far needs no grouping."""
    return pl.col("whose") * _CALENDAR + day.to_physical()


def _end() -> pl.Expr:
    return pl.col("end").fill_null(pl.lit(FAR))


def _end_of_all() -> pl.Expr:
    return pl.when(pl.col("end").is_not_null().all()).then(pl.col("end").max())
