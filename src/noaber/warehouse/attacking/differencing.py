"""What two releases tell together: what changed in what is shown, and so in what was hidden and is shown now."""

from __future__ import annotations

import polars as pl

from noaber.warehouse.attacking.evidence import Evidence

KEY = ("indicator", "area", "period", "slice")


def named(figures: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Add names to keys, which are others in every release."""
    return figures.join(evidence.areas.select("area_key", area="id"), on="area_key").with_columns(
        period=pl.col("period_key").replace_strict(dict(evidence.periods), return_dtype=pl.String),
        slice=pl.col("slice_key").replace_strict(dict(evidence.slices), return_dtype=pl.String),
    )


def old_minus_new(cells: pl.DataFrame, entries: pl.DataFrame, evidence: Evidence, old: Evidence) -> pl.DataFrame:
    """Give figures that an earlier release hid, as the two releases tell them (KEY, derived).

    In a sum whose other hidden parts are taken as unchanged, the change of what is shown is the change of the one part
    that was hidden and is shown now. Which parts are unchanged he can only suppose: there may be several answers.
    """
    then = named(old.figures, old).select(*KEY, was="value", was_hidden="hidden")
    both = named(cells, evidence).join(then, on=list(KEY), how="left").sort("cell")
    both_shown = pl.col("value").is_not_null() & pl.col("was").is_not_null()
    state = both.select(
        *KEY, "cell", "value",
        change=pl.when(both_shown).then(pl.col("value") - pl.col("was")),
        opened=pl.col("value").is_not_null() & pl.col("was").is_null() & pl.col("was_hidden"),
        still=pl.col("value").is_null() & pl.col("was").is_null() & pl.col("was_hidden"),
    )  # fmt: skip
    rows = entries.filter(pl.col("slack") == 0).join(state, on="cell")
    known = pl.col("change").is_not_null() | pl.col("still") | pl.col("opened")
    rows = rows.filter(known.all().over("equation") & (pl.col("opened").sum().over("equation") == 1))
    changed = (pl.col("change").fill_null(0.0) * pl.col("sign")).sum().over("equation")
    told = rows.with_columns(derived=pl.col("value") + changed / pl.col("sign")).filter("opened")
    return told.select(*KEY, "derived").unique(maintain_order=True)
