"""From areas to the areas and groups they make up: sums for measures, weighted means where a weight is declared.

A parent gets a value only where every member that belongs to it in that period has one; what the supplier
delivered for the parent itself always wins (the caller sees to that). Of several complete routes
the one with the fewest areas counts.
"""

from __future__ import annotations

import polars as pl

from noaber.methods.figures import empty_figures, gravest_of, in_shape, status_text
from noaber.vocabulary.slices import parse_slice

MEMBERSHIP = pl.Schema(
    {
        "parent": pl.String,  # area id
        "child": pl.String,  # area id
        "type": pl.String,  # type of the child
        "vintage": pl.Int32,  # vintage of the child, null for durable areas
        "year": pl.Int32,  # year in which the composition was stated, null where it always holds
    }
)


def sum_members(figures: pl.DataFrame, membership: pl.DataFrame, sparse: frozenset[str] = frozenset()) -> pl.DataFrame:
    """Add additive figures up to every parent that they cover completely.

    In a breakdown by a `sparse` dimension (flows) an area without a row has nothing there: it only needs a total.
    """
    routes = _routes(figures, membership, pl.col("value").sum())
    return _best_route(_absent_is_nothing(routes, figures, sparse), "sum")


def _absent_is_nothing(routes: pl.DataFrame, figures: pl.DataFrame, sparse: frozenset[str]) -> pl.DataFrame:
    """In slices over a sparse dimension, count every child that has a total in that period as present."""
    slices = [text for text in figures["slice"].unique().to_list() if sparse & parse_slice(text).keys()]
    if not slices:
        return routes
    keys = ["parent", "type", "vintage", "year", "period"]
    totals = routes.filter(pl.col("slice") == "").select(*keys, present="have")
    joined = routes.join(totals, on=keys, how="left", nulls_equal=True, maintain_order="left")
    flows = pl.col("slice").is_in(slices) & pl.col("present").is_not_null()
    return joined.with_columns(have=pl.when(flows).then("present").otherwise("have")).drop("present")


def average_members(figures: pl.DataFrame, weights: pl.DataFrame, membership: pl.DataFrame) -> pl.DataFrame:
    """Weigh non-additive figures to every parent completely covered by figures and weights; marked estimated."""
    key = ["area", "period", "slice"]
    usable = weights.filter(pl.col("value").is_not_null()).select(*key, weight="value")
    weighed = figures.join(usable, on=key)
    mean = (pl.col("value") * pl.col("weight")).sum() / pl.col("weight").sum()
    return _best_route(_routes(weighed, membership, mean), "weighted").with_columns(
        status=pl.when(pl.col("status").is_in(["A", "P", "B"])).then(pl.lit("E")).otherwise("status")
    )


def _routes(figures: pl.DataFrame, membership: pl.DataFrame, combine: pl.Expr) -> pl.DataFrame:
    """One row per parent, kind of child, period and slice, with how many children it has and how many it needs."""
    route = ["parent", "type", "vintage", "year"]
    need = membership.group_by(route).agg(need=pl.len())
    return (
        _with_parents(figures, membership)
        .group_by([*route, "period", "slice"])
        .agg(
            value=pl.when(pl.col("value").is_null().any()).then(None).otherwise(combine),
            status=status_text(gravest_of(["status"]).max()),
            hidden=pl.col("hidden").any(),
            series_break=pl.col("series_break").any(),
            have=pl.len(),
        )
        .join(need, on=route, nulls_equal=True)
    )


def _with_parents(figures: pl.DataFrame, membership: pl.DataFrame) -> pl.DataFrame:
    """Put every figure beside the parents its area belongs to, always or in the year of its period."""
    always, yearly = membership.filter(pl.col("year").is_null()), membership.filter(pl.col("year").is_not_null())
    dated = figures.with_columns(in_year=pl.col("period").str.slice(0, 4).cast(pl.Int32))
    stated = yearly.with_columns(in_year="year")
    of_the_year = dated.join(stated, left_on=["area", "in_year"], right_on=["child", "in_year"]).drop("in_year")
    return pl.concat([figures.join(always, left_on="area", right_on="child"), of_the_year], how="diagonal")


def _best_route(routes: pl.DataFrame, word: str) -> pl.DataFrame:
    complete = routes.filter((pl.col("have") == pl.col("need")) & (pl.col("need") > 0))
    if not complete.height:
        return empty_figures()
    # a complete route without a value (a member is missing or hidden) still says that the parent is missing
    best = complete.sort(
        [pl.col("value").is_null(), pl.col("need"), pl.col("type"), pl.col("vintage")],
        descending=[False, False, False, True],
    ).unique(["parent", "period", "slice"], keep="first", maintain_order=True)
    route = pl.format(
        word + " of {} {}{}",
        pl.col("need"),
        pl.col("type"),
        pl.format("@{}", pl.col("vintage")).fill_null(""),
    )
    return in_shape(best.with_columns(area="parent", route=route)).sort("area", "period", "slice")
