"""Reporting lag: how much of a period is known at its first, second, third telling, and what is still to come.

Told late means told in a later delivery. What is known of each period after each telling is a run-off triangle. The
development factor from one telling to the next is the sum of what is known after it divided by what was known before
it, over all periods that have both; the chain of factors that are left says which share is known (chain ladder; Mack
1993, "Distribution-free calculation of the standard error of chain ladder reserve estimates", ASTIN Bulletin 23, 213).
Periods are numbered in order; the first telling of a period is the delivery of that period itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

TRIANGLE = pl.Schema({"origin": pl.Int64, "telling": pl.Int64, "known": pl.Float64})


def run_off(told: pl.DataFrame, newest: int, tellings: int) -> pl.DataFrame:
    """Give `origin`, `telling`, `known`: what was known of each period after each telling, as far as there was one.

    `told` has `origin` and `at` (numbers of the period told of and of the one in which it was told) and `change`: what
    was added then, negative where it was taken back. `newest` is the number of the last delivery; of each period at
    most `tellings` are given. What is told of a period before it has come counts with its first telling.

    >>> told = pl.DataFrame({"origin": [1, 1, 2], "at": [1, 2, 2], "change": [90.0, 10.0, 80.0]})
    >>> run_off(told, newest=2, tellings=3).rows()
    [(1, 1, 90.0), (1, 2, 100.0), (2, 1, 80.0)]
    """
    late = pl.max_horizontal(pl.col("at") - pl.col("origin") + 1, pl.lit(1)).cast(pl.Int64)
    steps = told.filter(pl.col("at") <= newest).with_columns(telling=late, origin=pl.col("origin").cast(pl.Int64))
    steps = steps.group_by("origin", "telling").agg(pl.col("change").sum())
    origins = steps.select("origin").unique().filter(pl.col("origin") <= newest)
    asked = origins.join(pl.DataFrame({"telling": range(1, tellings + 1)}, schema={"telling": pl.Int64}), how="cross")
    reached = asked.filter(pl.col("origin") + pl.col("telling") - 1 <= newest)
    filled = reached.join(steps, on=["origin", "telling"], how="left").sort("origin", "telling")
    known = pl.col("change").fill_null(0.0).cum_sum().over("origin")
    return filled.select("origin", "telling", known=known).cast(dict(TRIANGLE))  # type: ignore[arg-type]


def development_factors(triangle: pl.DataFrame) -> list[float]:
    """Give by how much what is known grows from each telling to the next: over all periods that have both.

    A period of which nothing was known says nothing of growth; where no period has both tellings the factor is 1.

    >>> triangle = run_off(pl.DataFrame({"origin": [1, 1, 2, 2], "at": [1, 2, 2, 3], "change": [90, 10, 80, 5]}), 3, 2)
    >>> development_factors(triangle) == [185 / 170]
    True
    """
    after = triangle.select("origin", pl.col("telling") - 1, later="known")
    both = triangle.join(after, on=["origin", "telling"]).filter(pl.col("known") > 0)
    sums = both.group_by("telling").agg(pl.col("known").sum(), pl.col("later").sum())
    found = {telling: later / known for telling, known, later in sums.iter_rows()}
    return [found.get(telling, 1.0) for telling in range(1, int(triangle["telling"].max() or 1))]  # type: ignore[arg-type]


def shares_known(factors: Sequence[float]) -> list[float]:
    """Give the share of a period that is known after each telling: one more than there are factors, the last is 1.

    >>> [round(share, 3) for share in shares_known([1.25, 1.0])]
    [0.8, 1.0, 1.0]
    """
    shares = [1.0]
    for factor in reversed(factors):
        shares.append(shares[-1] / factor if factor else 0.0)
    return shares[::-1]


def shares_of_now(triangle: pl.DataFrame) -> pl.DataFrame:
    """Add `share`: of what has by now been told of a period, the part that was known after each telling.

    Absent where by now nothing is known of it.
    """
    now = pl.col("known").last().over("origin", order_by="telling")
    return triangle.with_columns(share=pl.when(now > 0).then(pl.col("known") / now))
