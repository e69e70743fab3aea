"""Concordance of codes: from one list of products, trades or areas to the next, over splits and merges.

A concordance has a row for every old code and each new code that it goes to, with the part (above 0, at most 1) that
goes there. What has no row, or whose parts are less than one together, cannot be mapped: it is counted apart, never
lost.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from noaber.vocabulary.errors import Problem

CONCORDANCE = pl.Schema({"old": pl.String, "new": pl.String, "weight": pl.Float64})
WITHIN = 1e-9
"""How far parts that are one together may be from it, by rounding."""


def check_concordance(concordance: pl.DataFrame, place: str) -> list[Problem]:
    """Give a problem for every kind of row that cannot be: no code, no usable part, pairs twice, parts above one."""
    no_code = pl.col("old").is_null() | pl.col("new").is_null()
    no_part = pl.col("weight").is_null() | ~pl.col("weight").is_between(0, 1, closed="right")
    parts = concordance.group_by("old").agg(pl.col("weight").sum()).sort("old")
    faults = {
        ("without old or new code", "both"): concordance.filter(no_code),
        ("without a usable part", "above 0, at most 1"): concordance.filter(no_part),
        ("that stand there again", "each pair once"): concordance.filter(~pl.struct("old", "new").is_first_distinct()),
        ("whose parts are more than one together", "at most 1"): parts.filter(pl.col("weight") > 1 + WITHIN),
    }
    return [
        Problem(place, f"{rows.height} codes {what}, first '{rows['old'][0]}'", expected, "Mend the concordance.")
        for (what, expected), rows in faults.items()
        if rows.height
    ]


def convert_counts(
    counts: pl.DataFrame, concordance: pl.DataFrame, code: str, values: Sequence[str], by: Sequence[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give counts by new code, and apart those by old code that cannot be mapped; both with `by`, sorted.

    Each of `values` is divided by the parts of its code. What is mapped and what is not add up to what came in. A
    missing value makes every new code that gets a part of it missing: no partial sum. Counts of different people do not
    divide so: take them again from the records (`convert_codes`) where codes merge.

    >>> parts = pl.DataFrame({"old": ["A", "A"], "new": ["X", "Y"], "weight": [0.25, 0.75]})
    >>> counts = pl.DataFrame({"code": ["A", "?"], "cost": [8.0, 1.0]})
    >>> [found.rows() for found in convert_counts(counts, parts, "code", ["cost"])]
    [[('X', 2.0), ('Y', 6.0)], [('?', 1.0)]]
    """
    keyed = counts.select(*by, code, *[pl.col(value).cast(pl.Float64) for value in values])
    divided = keyed.join(concordance.rename({"old": code}), on=code, maintain_order="left_right")
    parts = divided.with_columns(pl.col(values) * pl.col("weight")).drop(code).rename({"new": code})
    left = keyed.join(_left_over(concordance, code), on=code, how="left", maintain_order="left")
    rest = left.with_columns(pl.col("rest").fill_null(1.0)).filter(pl.col("rest") > WITHIN)
    unmapped = rest.with_columns(pl.col(values) * pl.col("rest"))
    return _summed(parts, [*by, code], values), _summed(unmapped, [*by, code], values)


def convert_codes(records: pl.DataFrame, concordance: pl.DataFrame, code: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give records with their new code, and apart those that have none, with their old code and `reason`.

    A record is one thing: it cannot be divided. `reason` is "unknown" where the code is not in the concordance, and
    "split" where it goes to several codes or only in part: `convert_counts` divides the counts of these.

    >>> parts = pl.DataFrame({"old": ["A", "B", "B"], "new": ["X", "X", "Y"], "weight": [1.0, 0.5, 0.5]})
    >>> whole, apart = convert_codes(pl.DataFrame({"code": ["A", "B", "C"]}), parts, "code")
    >>> whole.rows(), apart.rows()
    ([('X',)], [('B', 'split'), ('C', 'unknown')])
    """
    to = concordance.group_by("old").agg(to=pl.col("new").first(), ways=pl.len(), part=pl.col("weight").sum())
    told = records.join(to, left_on=code, right_on="old", how="left", maintain_order="left")
    one = (pl.col("ways") == 1) & (pl.col("part") > 1 - WITHIN)
    whole = told.filter(one.fill_null(False)).with_columns(pl.col("to").alias(code))
    reason = pl.when(pl.col("ways").is_null()).then(pl.lit("unknown")).otherwise(pl.lit("split"))
    apart = told.filter(~one.fill_null(False)).with_columns(reason=reason)
    return whole.select(records.columns), apart.select(*records.columns, "reason")


def _left_over(concordance: pl.DataFrame, code: str) -> pl.DataFrame:
    return concordance.group_by(pl.col("old").alias(code)).agg(rest=1 - pl.col("weight").sum())


def _summed(rows: pl.DataFrame, keys: Sequence[str], values: Sequence[str]) -> pl.DataFrame:
    sums = [pl.when(pl.col(v).is_not_null().all()).then(pl.col(v).sum()).alias(v) for v in values]
    return rows.group_by(keys).agg(sums).sort(keys)
