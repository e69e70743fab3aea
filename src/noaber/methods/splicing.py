"""Splicing: the past of a series at the level of its new definition, where both were counted for some periods.

A spliced figure is an estimate, and the break stays: the series as it was counted is kept, and shown beside it.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

SPLICED = pl.Schema({"period": pl.String, "value": pl.Float64, "status": pl.String})


def splice_ratio(old: pl.DataFrame, new: pl.DataFrame) -> float | None:
    """Give the factor from the old to the new level: the mean over all periods in both of new divided by old.

    None where no period has both, or an old value there is zero. For levels that differ by a share, as most counts.
    `old` and `new` have `period` and `value`.

    >>> old = pl.DataFrame({"period": ["2018", "2019"], "value": [90.0, 100.0]})
    >>> splice_ratio(old, pl.DataFrame({"period": ["2019"], "value": [80.0]}))
    0.8
    """
    both = _overlap(old, new)
    if not both.height or (both["old"] == 0).any():
        return None
    return float((both["new"] / both["old"]).sum() / both.height)


def splice_difference(old: pl.DataFrame, new: pl.DataFrame) -> float | None:
    """Give what to add to the old level to get the new one: the mean difference over all periods in both, or None.

    For balances and shares, which may be negative or near zero.
    """
    both = _overlap(old, new)
    return float((both["new"] - both["old"]).sum() / both.height) if both.height else None


def splice(old: pl.DataFrame, new: pl.DataFrame, by: Literal["ratio", "difference"] = "ratio") -> pl.DataFrame:
    """Give one series at the new level in the shape SPLICED, sorted: the new values, and before them estimates.

    Status is A for what was counted by the new definition, also after the splice; E for what was put at its level; M
    where a value is missing. Nothing but the new series where there is no way to splice.

    >>> old = pl.DataFrame({"period": ["2018", "2019"], "value": [90.0, 100.0]})
    >>> splice(old, pl.DataFrame({"period": ["2019"], "value": [80.0]})).rows()
    [('2018', 72.0, 'E'), ('2019', 80.0, 'A')]
    """
    counted = new.select("period", pl.col("value").cast(pl.Float64), status=pl.lit("A"))
    level = splice_ratio(old, new) if by == "ratio" else splice_difference(old, new)
    earlier = old.filter(pl.col("period") < new["period"].min()) if level is not None else old.clear()
    at_level = pl.col("value") * level if by == "ratio" else pl.col("value") + level
    estimated = earlier.select("period", at_level.cast(pl.Float64).alias("value"), status=pl.lit("E"))
    missing = pl.when(pl.col("value").is_null()).then(pl.lit("M")).otherwise("status")
    return pl.concat([estimated, counted]).with_columns(status=missing).cast(SPLICED).sort("period")


def _overlap(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    both = old.select("period", old="value").join(new.select("period", new="value"), on="period")
    return both.drop_nulls().cast({"old": pl.Float64, "new": pl.Float64})
