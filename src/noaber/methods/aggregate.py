"""From areas to the areas and groups they make up: sums for measures, weighted means where a weight is declared.

A parent gets a value only where every member that belongs to it in that period has one; what the supplier
delivered for the parent itself always wins (the caller sees to that). Of several complete routes
the one with the fewest areas counts.
"""

from __future__ import annotations

import polars as pl

from noaber.methods.figures import empty_figures, gravest_of, in_shape, status_text

MEMBERSHIP = pl.Schema(
    {
        "parent": pl.String,  # area id
        "child": pl.String,  # area id
        "type": pl.String,  # type of the child
        "vintage": pl.Int32,  # vintage of the child, null for durable areas
        "year": pl.Int32,  # year in which the composition was stated, null where it always holds
    }
)


def sum_members(figures: pl.DataFrame, membership: pl.DataFrame) -> pl.DataFrame:
    """Add additive figures up to every parent that they cover completely."""
    return _best_route(_routes(figures, membership, pl.col("value").sum()), "sum")


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
    with_year = figures.with_columns(in_year=pl.col("period").str.slice(0, 4).cast(pl.Int32))
    joined = with_year.join(membership, left_on="area", right_on="child")
    joined = joined.filter(pl.col("year").is_null() | (pl.col("year") == pl.col("in_year")))
    return (
        joined.group_by([*route, "period", "slice"])
        .agg(
            value=pl.when(pl.col("value").is_null().any()).then(None).otherwise(combine),
            status=status_text(gravest_of(["status"]).max()),
            hidden=pl.col("hidden").any(),
            series_break=pl.col("series_break").any(),
            have=pl.len(),
        )
        .join(need, on=route, nulls_equal=True)
    )


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
