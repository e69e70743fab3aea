"""A count to figures: all covered areas, periods and slices, and nought where nobody is. Nothing is hidden yet."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from noaber.methods.figures import FIGURES, KEY, in_shape
from noaber.vocabulary.slices import print_slice
from noaber.warehouse.counting.contributions import CONTRIBUTIONS

ROUTE = "counted"
COUNTED = pl.Schema([*FIGURES.items(), ("people", pl.Int64()), *((name, pl.Float64()) for name in CONTRIBUTIONS)])
"""Figures as they are, each with how many it is about, and sums with their contributions (null for others): never
outside the personal part of what is kept."""


def figures_of(counted: pl.DataFrame, by: Collection[str], covered: pl.DataFrame) -> pl.DataFrame:
    """Give figures and people: the value of every covered area and period (`covered`) in every slice that occurs."""
    sliced = _with_slice(counted, [f"d_{dimension}" for dimension in by])
    slices = pl.concat([pl.DataFrame({"slice": [""]}), sliced.select("slice")]).unique(maintain_order=True)
    every = covered.join(slices, how="cross")
    found = every.join(sliced, on=list(KEY), how="left").sort(KEY)
    beside = found.select(
        pl.col("people").fill_null(0).cast(pl.Int64), *(_contribution(n, found) for n in CONTRIBUTIONS)
    )
    figures = in_shape(
        found.with_columns(
            value=pl.col("value").fill_null(0.0),
            status=pl.when("provisional").then(pl.lit("P")).otherwise(pl.lit("A")),
            route=pl.lit(ROUTE),
        )
    )
    return figures.hstack(beside)


def _contribution(name: str, found: pl.DataFrame) -> pl.Expr:
    return (pl.col(name).fill_null(0.0) if name in found.columns else pl.lit(None, pl.Float64)).alias(name)


def empty_counts() -> pl.DataFrame:
    """Give no figures, in the shape of counted ones."""
    return pl.DataFrame(schema=COUNTED)


def _with_slice(counted: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    if not columns:
        return counted.with_columns(slice=pl.lit(""))
    chosen = counted.select(columns).unique()
    texts = [
        print_slice({name.removeprefix("d_"): category for name, category in row.items() if category is not None})
        for row in chosen.iter_rows(named=True)
    ]
    named = chosen.with_columns(slice=pl.Series(texts, dtype=pl.String))
    return counted.join(named, on=columns, nulls_equal=True).drop(columns)
