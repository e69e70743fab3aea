"""How late a supplier tells: the run-off of its records over its deliveries, and what to expect of the newest one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from noaber.content.personal import months_of
from noaber.content.source import SourceFile
from noaber.methods.reporting_lag import development_factors, run_off, shares_known, shares_of_now
from noaber.warehouse.delivery_report.entries import same_column
from noaber.warehouse.delivery_report.holdings import Told, steps_between
from noaber.warehouse.delivery_report.values import Lag, LagRow

MOST_TELLINGS = 8
FEWEST_TELLINGS = 3
SHOWN = 9
"""Periods shown: the newest and eight before it."""
CHANGE_SHOWN = 0.0005
"""A telling after which less than this part changes is the last that is shown."""


def lag_of(ordered: pl.DataFrame, told: Sequence[Told], source: SourceFile) -> Lag | None:
    """Give the lag; None where records are told in their own period alone, or nothing has been told again yet.

    Periods before the first delivery are left out, and those in which nothing was delivered: their first telling is
    not known.
    """
    steps = steps_between(told[0].period, told[-1].period)
    if source.record is None or same_column(source) or len(steps) < FEWEST_TELLINGS:
        return None
    numbers = {str(period): number for number, period in enumerate(steps, start=1)}
    triangle = run_off(_changes(ordered, told, numbers), len(steps), MOST_TELLINGS)
    delivered = {numbers[str(one.period)] for one in told}
    triangle = triangle.filter(pl.col("origin").is_in(sorted(delivered)))
    factors = _settled(development_factors(triangle))
    shares = shares_of_now(triangle.filter(pl.col("telling") <= len(factors) + 1))
    rows = [_row(str(steps[origin - 1]), part) for (origin,), part in _parts(shares)]
    whole = [row.shares[0] for row in rows[:-1] if len(row.shares) > len(factors) and row.known]
    if not whole or rows[-1].period != str(steps[-1]):
        return None
    expected = shares_known(factors)
    bounds = min(whole[-SHOWN:]), max(whole[-SHOWN:])
    return Lag(tuple(rows[-SHOWN:]), tuple(expected), expected[0], *bounds, months_of(source.settles))


def _changes(ordered: pl.DataFrame, told: Sequence[Told], numbers: dict[str, int]) -> pl.DataFrame:
    """Give by how many the known records of a period changed with each delivery."""
    alive = (~pl.col("withdrawn")).cast(pl.Int64)
    change = alive - alive.shift(1).over("record").fill_null(0)
    return ordered.select(
        origin=pl.col("about").replace_strict(numbers, default=None, return_dtype=pl.Int64),
        at=pl.col("at").replace_strict(list(range(len(told))), [numbers[str(one.period)] for one in told]),
        change=change.cast(pl.Float64),
    ).filter(pl.col("origin").is_not_null(), pl.col("change") != 0)


def _settled(factors: list[float]) -> list[float]:
    """Leave out the last tellings, after which nothing changes any more; at least three are kept."""
    last = max((at for at, factor in enumerate(factors, 1) if abs(factor - 1) > CHANGE_SHOWN), default=0)
    return factors[: max(last, FEWEST_TELLINGS - 1)]


def _parts(shares: pl.DataFrame) -> list[tuple[tuple[int], pl.DataFrame]]:
    return list(shares.sort("origin", "telling").partition_by("origin", as_dict=True, maintain_order=True).items())


def _row(period: str, part: pl.DataFrame) -> LagRow:
    shares = tuple(float(share) for share in part["share"].fill_null(0.0))
    return LagRow(period, int(part["known"][-1]), shares)
