"""What two releases tell together: what changed in what is shown, and so in what was hidden and is shown now."""

from __future__ import annotations

import polars as pl

from noaber.warehouse.attacking.evidence import Evidence

KEY = ("indicator", "area", "period", "slice")
TOLD = (*KEY, "low", "high", "steady")
STEADY = 1e-6


def named(figures: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Add names to keys, which are others in every release."""
    return figures.join(evidence.areas.select("area_key", area="id"), on="area_key").with_columns(
        period=pl.col("period_key").replace_strict(dict(evidence.periods), return_dtype=pl.String),
        slice=pl.col("slice_key").replace_strict(dict(evidence.slices), return_dtype=pl.String),
    )


def old_minus_new(cells: pl.DataFrame, entries: pl.DataFrame, evidence: Evidence, old: Evidence) -> pl.DataFrame:
    """Give figures that an earlier release hid, as the two releases tell them (TOLD).

    In a sum whose other hidden parts are taken as unchanged, the change of what is shown is the change of the one part
    that was hidden and is shown now; what is rounded changed by something between two limits, or not where it shows the
    same. Which parts are unchanged he can only suppose: there may be several answers. They are `steady` where it is so
    by the `truth` of the cells and of the old figures.
    """
    then = named(old.figures, old).select(
        *KEY, was="value", was_hidden="hidden", was_least="at_least", was_most="at_most", was_true="truth"
    )
    both = named(cells, evidence).join(then, on=list(KEY), how="left").sort("cell")
    shown, was_hidden = pl.col("value").is_not_null(), pl.col("was").is_null() & pl.col("was_hidden")
    state = both.with_columns(
        shown=shown & pl.col("was").is_not_null(),
        opened=shown & was_hidden,
        still=~shown & was_hidden,
        same=(pl.col("value") == pl.col("was")).fill_null(False),
    )
    rows = entries.filter(pl.col("slack") == 0).join(state, on="cell")
    known = pl.any_horizontal("shown", "still", "opened").fill_null(False)
    rows = rows.filter(known.all().over("equation") & (pl.col("opened").sum().over("equation") == 1))
    taken = (pl.col("still"), pl.col("still") | pl.col("same"))
    return pl.concat(_opened(rows, unchanged) for unchanged in taken).unique(maintain_order=True)


def _opened(rows: pl.DataFrame, unchanged: pl.Expr) -> pl.DataFrame:
    """Give what was opened (TOLD), where some figures are taken as unchanged."""
    own = pl.col("sign").filter("opened").first().over("equation")
    moving = pl.col("shown") & ~unchanged
    changes = pl.col("low") - pl.col("was_most"), pl.col("high") - pl.col("was_least")
    ends = [pl.when(moving).then(change * pl.col("sign") / own).otherwise(0.0) for change in changes]
    moved = pl.when(unchanged).then(pl.col("truth") - pl.col("was_true")).otherwise(0.0).fill_null(0.0)
    told = rows.with_columns(
        low=pl.col("low") + pl.min_horizontal(ends).sum().over("equation"),
        high=pl.col("high") + pl.max_horizontal(ends).sum().over("equation"),
        steady=(moved * pl.col("sign")).sum().over("equation").abs() < STEADY,
    )
    return told.filter("opened").select(TOLD)
