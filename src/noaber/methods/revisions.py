"""How far first figures are from later ones: revisions by how many releases later, and their usual summary measures.

A revision is a later figure minus the first one. Mean revision (a bias where it stays away from zero), mean absolute
revision, and that relative to the size of the later figures: the measures that the OECD/Eurostat Guidelines on
Revisions Policy and Analysis recommend (McKenzie and Gamba, Interpreting the results of revision analyses: recommended
summary statistics, 2008).
"""

from __future__ import annotations

import polars as pl

VINTAGES = {"period": pl.String, "vintage": pl.Int64, "value": pl.Float64}
"""A figure as a release gives it: period, number of the release from old to new, value; null where it has none."""


def revisions_by_lag(vintages: pl.DataFrame) -> pl.DataFrame:
    """Give how much figures differ from the first ones, by the number of releases since: `lag`, `periods`, `mean`,
    `mean_absolute` and `relative`.

    `vintages` has the columns of `VINTAGES`, each period and vintage once. With P the first figure of a period, L the
    one `lag` releases later and n `periods`: mean revision sum(L - P) / n, mean absolute revision sum|L - P| / n,
    relative mean absolute revision sum|L - P| / sum|L| (null where every L is nought). A release without a figure for
    a period counts as a release, but not for that period. No rows where nothing was published twice.

    >>> told = [("2024-Q1", 0, 40.0), ("2024-Q1", 1, 44.0), ("2024-Q2", 1, 50.0), ("2024-Q2", 2, 48.0)]
    >>> revisions_by_lag(pl.DataFrame(told, schema=VINTAGES, orient="row")).rows()
    [(1, 2, 1.0, 3.0, 0.06521739130434782)]
    """
    told = vintages.drop_nulls("value").sort("period", "vintage")
    first = told.group_by("period").agg(since=pl.col("vintage").first(), first=pl.col("value").first())
    later = told.join(first, on="period").filter(pl.col("vintage") > pl.col("since"))
    revision, size = pl.col("value") - pl.col("first"), pl.col("value").abs().sum()
    return (
        later.group_by(lag=pl.col("vintage") - pl.col("since"))
        .agg(
            periods=pl.len().cast(pl.Int64),
            mean=revision.mean(),
            mean_absolute=revision.abs().mean(),
            relative=pl.when(size > 0).then(revision.abs().sum() / size),
        )
        .sort("lag")
    )
