"""How many different people (households, establishments) have a spell: on days, and during periods."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from noaber.methods.spells import active_at, active_during
from noaber.vocabulary.periods import Period


def count_at(spells: pl.DataFrame, days: Sequence[date], unit: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """Count the different units with a spell on each of several days: `day`, `by`, `count`; sorted.

    Whoever has several spells at once counts once in each combination of `by`, so counts do not add up over `by`, nor
    over areas: count again at each level. A combination in which nobody has a spell has no row; a spell without unit
    is nobody's.

    >>> spells = pl.DataFrame({"who": ["p", "p"], "start": [date(2024, 1, 1)] * 2, "end": [date(2024, 1, 9)] * 2})
    >>> count_at(spells, [date(2024, 1, 5)], "who")["count"].to_list()
    [1]
    """
    counted = [_count(active_at(spells, day), pl.lit(day, pl.Date), "day", unit, by) for day in dict.fromkeys(days)]
    return _in_order(counted, {"day": pl.Date()}, spells, by)


def count_during(spells: pl.DataFrame, periods: Sequence[Period], unit: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """Count the different units with a spell on at least one day of each period: `period`, `by`, `count`; sorted.

    What a year counts is not the sum of what its quarters count. The rest is as in `count_at`.
    """
    counted = [
        _count(active_during(spells, period), pl.lit(str(period)), "period", unit, by)
        for period in dict.fromkeys(periods)
    ]
    return _in_order(counted, {"period": pl.String()}, spells, by)


def _count(active: pl.DataFrame, when: pl.Expr, name: str, unit: str, by: Sequence[str]) -> pl.DataFrame:
    known = active.filter(pl.col(unit).is_not_null()).with_columns(when.alias(name))
    return known.group_by(name, *by).agg(count=pl.col(unit).n_unique())


def _in_order(
    counted: Sequence[pl.DataFrame], when: dict[str, pl.DataType], spells: pl.DataFrame, by: Sequence[str]
) -> pl.DataFrame:
    shape = {**when, **{name: spells.schema[name] for name in by}, "count": pl.UInt32()}
    return pl.concat([pl.DataFrame(schema=shape), *counted]).sort(*when, *by)
