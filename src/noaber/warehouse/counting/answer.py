"""A count to figures: all covered areas, periods and slices, nought where nobody is, and small numbers hidden."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from noaber.methods.figures import KEY, in_shape
from noaber.vocabulary.slices import print_slice

ROUTE = "counted"


def figures_of(counted: pl.DataFrame, by: Collection[str], covered: pl.DataFrame, minimum: int) -> pl.DataFrame:
    """Give figures: the value of every covered area and period (`covered`) in every slice that occurs.

    What is about fewer than `minimum` is hidden, and so is nought: that nobody is there tells of everybody who is.
    """
    sliced = _with_slice(counted, [f"d_{dimension}" for dimension in by])
    slices = pl.concat([pl.DataFrame({"slice": [""]}), sliced.select("slice")]).unique(maintain_order=True)
    every = covered.join(slices, how="cross")
    found = every.join(sliced, on=list(KEY), how="left").with_columns(
        pl.col("people").fill_null(0), pl.col("value").fill_null(0.0)
    )
    few = pl.col("people") < minimum
    return in_shape(
        found.with_columns(
            value=pl.when(~few).then("value"),
            hidden=few,
            status=pl.when("provisional").then(pl.lit("P")).otherwise(pl.lit("A")),
            route=pl.lit(ROUTE),
        )
    ).sort(KEY)


def _with_slice(counted: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    if not columns:
        return counted.with_columns(slice=pl.lit(""))
    chosen = counted.select(columns).unique()
    texts = [
        print_slice({name.removeprefix("d_"): category for name, category in row.items() if category is not None})
        for row in chosen.iter_rows(named=True)
    ]
    named = chosen.with_columns(slice=pl.Series(texts, dtype=pl.String))
    return counted.join(named, on=columns, nulls_equal=True).select("area", "period", "slice", "value", "people")
