"""From one division of areas to another by way of addresses: weights, statistics re-based, and how sure they are.

Both divisions are known of each address: `old`, `new`, and what it weighs (1, its residents, its square metres). The
part of an old area that goes to a new one is the part of its weight that lies there; statistics follow as if people
were the same all over the old area. The weights are a concordance (`noaber.methods.concordance`).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from noaber.methods.concordance import WITHIN, convert_counts


def crosswalk(addresses: pl.DataFrame, weigh_by: str | None = None) -> pl.DataFrame:
    """Give the concordance of areas: `old`, `new`, `size`, `weight`; sorted.

    `size` is the number of addresses, or their sum of `weigh_by`. Take residents or dwellings for what is counted of
    people, square metres for the use of land alone. An address without new area keeps its part of the old one out of
    the weights, so that it is counted apart; an old area that weighs nothing has no rows, and is counted apart wholly.
    One without old area adds nothing. ValueError for a negative or missing weight.

    >>> homes = pl.DataFrame({"old": ["A", "A"], "new": ["X", "Y"], "residents": [1, 3]})
    >>> crosswalk(homes, "residents")["weight"].to_list()
    [0.25, 0.75]
    """
    weighed = addresses.select(
        "old", "new", size=pl.lit(1.0) if weigh_by is None else pl.col(weigh_by).cast(pl.Float64)
    )
    if not weighed["size"].ge(0).fill_null(False).all():
        raise ValueError("an address whose weight is missing or negative")
    whole = weighed.group_by("old").agg(whole=pl.col("size").sum())
    parts = weighed.drop_nulls(["old", "new"]).group_by("old", "new").agg(pl.col("size").sum())
    shares = parts.join(whole, on="old").with_columns(weight=pl.col("size") / pl.col("whole"))
    return shares.filter(pl.col("size") > 0).select("old", "new", "size", "weight").sort("old", "new")


def rebase_counts(
    counts: pl.DataFrame, weights: pl.DataFrame, value: str, by: Sequence[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give a count per new area with its error, and apart what could not be mapped: `by`, `area`, `value`.

    `counts` have `by`, `area` (old) and the column `value`. Beside the value stand `estimated`, the share (0 to 1) of
    it that comes from old areas that were split, and `least` and `most`: what it can be at all, however people live
    spread over these. Where no old area was split the count is exact. Missing where a part is missing. What was
    re-based and what is apart add up to what came in. ValueError for a negative count.

    >>> weights = pl.DataFrame({"old": ["A", "A", "B"], "new": ["X", "Y", "Y"], "weight": [0.25, 0.75, 1.0]})
    >>> counts = pl.DataFrame({"area": ["A", "B"], "people": [8, 2]})
    >>> rebase_counts(counts, weights, "people")[0].rows()
    [('X', 2.0, 1.0, 0.0, 8.0), ('Y', 8.0, 0.75, 2.0, 10.0)]
    """
    if (counts[value] < 0).any():
        raise ValueError(f"a negative {value}")
    links, keys = weights.select("old", "new", "weight"), [*by, "area"]
    told = counts.select(*keys, value=pl.col(value).cast(pl.Float64))
    found, apart = convert_counts(told, links, "area", ["value"], by)
    sure = _wholly(told, links.filter(pl.col("weight") > 1 - WITHIN), keys, "least")
    at_most = _wholly(told, links, keys, "most")
    joined = found.join(sure, on=keys, how="left", nulls_equal=True).join(at_most, on=keys, nulls_equal=True)
    known = pl.col("value").is_not_null()
    bounded = joined.with_columns(
        least=pl.when(known).then(pl.col("least").fill_null(0.0)), most=pl.when(known).then("most")
    )
    share = pl.when(pl.col("value") > 0).then(1 - pl.col("least") / pl.col("value"))
    error = bounded.select(*keys, pl.col("value").alias(value), share.alias("estimated"), "least", "most")
    return error.sort(keys), apart.rename({"value": value})


def rebase_means(
    means: pl.DataFrame, weights: pl.DataFrame, value: str, base: str, by: Sequence[str] = ()
) -> pl.DataFrame:
    """Give a mean or percentage per new area: `by`, `area`, `value`, the ratio of its re-based total and `base`.

    `means` have `by`, `area` (old), `value` and `base`, what it is a mean over (people, households). So the mean over
    all areas stays what it was. Missing where a part is missing or the base is zero. Medians, indices and densities
    cannot be re-based.

    >>> weights = pl.DataFrame({"old": ["A", "B"], "new": ["X", "X"], "weight": [1.0, 1.0]})
    >>> means = pl.DataFrame({"area": ["A", "B"], "income": [20.0, 40.0], "people": [3, 1]})
    >>> rebase_means(means, weights, "income", "people").rows()
    [('X', 25.0)]
    """
    over = pl.col(base).cast(pl.Float64)
    total = pl.when(over == 0).then(0.0).otherwise(pl.col(value) * over)  # a mean over nobody is absent, and no matter
    links = weights.select("old", "new", "weight")
    totals = means.select(*by, "area", total=total, base=over)
    found, _ = convert_counts(totals, links, "area", ["total", "base"], by)
    mean = pl.when(pl.col("base") > 0).then(pl.col("total") / pl.col("base"))
    return found.select(*by, "area", mean.alias(value))


def _wholly(told: pl.DataFrame, links: pl.DataFrame, keys: Sequence[str], name: str) -> pl.DataFrame:
    """Give the sum per new area of the old areas that are linked with it, each counted wholly."""
    pairs = told.join(links, left_on="area", right_on="old").drop("area").rename({"new": "area"})
    return pairs.group_by(keys).agg(pl.col("value").sum().alias(name))
