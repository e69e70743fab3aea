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


def changes_tell(cells: pl.DataFrame, entries: pl.DataFrame, evidence: Evidence, old: Evidence) -> pl.DataFrame:
    """Give figures that one of two releases hides, as the two tell them together (KEY, opened, derived): what the
    earlier one hid and this one shows (`opened`), or what this one hides and the earlier one showed.

    In a sum whose other hidden parts are taken as unchanged, the change of what is shown is the change of the one part
    that is shown once only. Which parts are unchanged he can only suppose: there may be several answers.
    """
    then = named(old.figures, old).select(*KEY, was="value", was_hidden="hidden")
    both = named(cells, evidence).join(then, on=list(KEY), how="left").sort("cell")
    now, before = pl.col("value").is_not_null(), pl.col("was").is_not_null()
    state = both.select(
        *KEY, "cell", "value", "was",
        change=pl.when(now & before).then(pl.col("value") - pl.col("was")),
        opened=now & ~before & pl.col("was_hidden"),
        closed=~now & before & pl.col("hidden"),
        still=~now & ~before & pl.col("was_hidden"),
    )  # fmt: skip
    rows = entries.filter(pl.col("slack") == 0).join(state, on="cell")
    once = pl.col("opened") | pl.col("closed")
    known = pl.col("change").is_not_null() | pl.col("still") | once
    rows = rows.filter(known.all().over("equation") & (once.sum().over("equation") == 1))
    changed = (pl.col("change").fill_null(0.0) * pl.col("sign")).sum().over("equation") / pl.col("sign")
    derived = pl.when("opened").then(pl.col("value") + changed).otherwise(pl.col("was") - changed)
    told = rows.with_columns(derived=derived).filter(once & ~(pl.col("closed") & (changed == 0)))
    return told.select(*KEY, "opened", "derived").unique(maintain_order=True)
