"""Episodes: spells that follow each other closely are one stretch of support; how these begin, end and come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from noaber.methods.spells import active_during, days_of, join_spells, number_runs
from noaber.vocabulary.periods import Period

GAP_DAYS = 30
"""The gap that is usual for indications of support; publish beside it what 0 and 90 days give."""
_EPISODE_FLOWS = ("open_begin", "new", "returning", "ended", "open_end", "clients")
_CLIENT_FLOWS = ("open_begin", "continuing", "new", "returning", "ended", "open_end", "passing", "clients")


def join_episodes(
    spells: pl.DataFrame, by: Sequence[str], gap: int = GAP_DAYS, known_until: date | None = None
) -> pl.DataFrame:
    """Join spells to episodes: `by`, `episode` (1 is the first of this one), `start`, `end`, `spells`; sorted.

    Spells with at most `gap` days between them are one episode; keep the product out of `by` where a change of product
    is no new episode. An end after `known_until`, the day up to which the register is known, is a plan: the
    episode is still open. Spells that begin after that day are left out.

    >>> day = lambda month: date(2024, month, 1)
    >>> spells = pl.DataFrame({"who": ["p"] * 3, "start": map(day, (1, 3, 9)), "end": map(day, (2, 4, 12))})
    >>> [(number, str(end)) for _, number, _, end, _ in join_episodes(spells, ["who"], 30, day(11)).rows()]
    [(1, '2024-04-01'), (2, 'None')]
    """
    if known_until is not None:
        done = pl.when(pl.col("end") <= known_until).then("end")
        spells = spells.filter(pl.col("start") <= known_until).with_columns(end=done)
    joined = join_spells(spells, by, gap).with_columns(whose=number_runs(by), row=pl.int_range(pl.len()))
    is_first = pl.col("whose").diff().ne(0).fill_null(True)
    first = pl.when(is_first).then("row").forward_fill()
    return joined.select(*by, (pl.col("row") - first + 1).alias("episode"), "start", "end", "spells")


def episode_flows(episodes: pl.DataFrame, periods: Sequence[Period], unit: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """Count how episodes begin and end in each period: `period`, `by`, `open_begin` ... `open_end`, and `clients`.

    `open_begin` began before the period and run on its first day; `new` begin in it and are the first of their unit,
    `returning` begin in it and are later ones; `ended` have their last day in it; `open_end` run on after it. Always
    open_begin + new + returning - ended = open_end, which is open_begin of the period that follows. `clients` are the
    different units with an episode in the period. `episode` counts within a unit and a combination of `by`.

    `new` is as true as the register is old: without two or three years before the period it says "first since the
    register began".

    >>> from noaber.vocabulary.periods import parse_period
    >>> spells = pl.DataFrame({"who": ["p"], "start": [date(2023, 5, 1)], "end": [date(2024, 2, 1)]})
    >>> episode_flows(join_episodes(spells, ["who"]), [parse_period("2024")], "who").row(0)
    ('2024', 1, 0, 0, 1, 0, 1)
    """
    counted = [_episodes_in(episodes, period, unit, by) for period in dict.fromkeys(periods)]
    return _in_order(counted, _EPISODE_FLOWS, episodes, by)


def client_flows(episodes: pl.DataFrame, periods: Sequence[Period], unit: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """Count how units come and go in each period, each once: `period`, `by`, `open_begin` ... `passing`, `clients`.

    `open_begin` have an episode that began before the period and runs on its first day, `open_end` one that runs on
    after it; `continuing` are both, `ended` only the first. Who is only the second is `returning` with an episode that
    began before the period, else `new`. `passing` are neither: they came and went within it. Always open_begin + new +
    returning - ended = open_end, and open_begin + new + returning + passing = clients.

    >>> from noaber.vocabulary.periods import parse_period
    >>> spells = pl.DataFrame({"who": ["p"], "start": [date(2024, 2, 1)], "end": [date(2024, 3, 1)]})
    >>> client_flows(join_episodes(spells, ["who"]), [parse_period("2024")], "who")["passing"].item()
    1
    """
    firsts = episodes.group_by(unit, *by).agg(known_since=pl.col("start").min())
    known = episodes.join(firsts, on=[unit, *by], nulls_equal=True)
    counted = [_clients_in(known, period, unit, by) for period in dict.fromkeys(periods)]
    return _in_order(counted, _CLIENT_FLOWS, episodes, by)


def _episodes_in(episodes: pl.DataFrame, period: Period, unit: str, by: Sequence[str]) -> pl.DataFrame:
    began, ended = _began_and_ended(period)
    active = active_during(episodes, period).with_columns(period=pl.lit(str(period)))
    return active.group_by("period", *by).agg(
        open_begin=(~began).sum(),
        new=(began & (pl.col("episode") == 1)).sum(),
        returning=(began & (pl.col("episode") > 1)).sum(),
        ended=ended.sum(),
        open_end=(~ended).sum(),
        clients=pl.col(unit).n_unique(),
    )


def _clients_in(episodes: pl.DataFrame, period: Period, unit: str, by: Sequence[str]) -> pl.DataFrame:
    began, ended = _began_and_ended(period)
    active = active_during(episodes, period).with_columns(period=pl.lit(str(period)))
    units = active.group_by("period", unit, *by).agg(
        at_begin=(~began).any(),
        at_end=(~ended).any(),
        before=pl.col("known_since").first() < days_of(period)[0],
    )
    at_begin, at_end, before = pl.col("at_begin"), pl.col("at_end"), pl.col("before")
    return units.group_by("period", *by).agg(
        open_begin=at_begin.sum(),
        continuing=(at_begin & at_end).sum(),
        new=(~at_begin & at_end & ~before).sum(),
        returning=(~at_begin & at_end & before).sum(),
        ended=(at_begin & ~at_end).sum(),
        open_end=at_end.sum(),
        passing=(~at_begin & ~at_end).sum(),
        clients=pl.len(),
    )


def _began_and_ended(period: Period) -> tuple[pl.Expr, pl.Expr]:
    first, last = days_of(period)
    return pl.col("start") >= first, (pl.col("end") <= last).fill_null(False)


def _in_order(
    counted: Sequence[pl.DataFrame], flows: Sequence[str], episodes: pl.DataFrame, by: Sequence[str]
) -> pl.DataFrame:
    keys = {"period": pl.String(), **{name: episodes.schema[name] for name in by}}
    empty = pl.DataFrame(schema={**keys, **dict.fromkeys(flows, pl.Int64())})
    numbers = [frame.with_columns(pl.col(flows).cast(pl.Int64)) for frame in counted]
    return pl.concat([empty, *numbers]).sort(*keys)
