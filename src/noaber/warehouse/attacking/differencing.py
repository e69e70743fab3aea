"""What two releases tell together: what changed in what is shown, and so in what was hidden and is shown now."""

from __future__ import annotations

import polars as pl

from noaber.warehouse.attacking.evidence import Evidence

KEY = ("indicator", "area", "period", "slice")
TOLD = (*KEY, "opened", "low", "high", "steady")
STEADY = 1e-6


def named(figures: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Add names to keys, which are others in every release."""
    return figures.join(evidence.areas.select("area_key", area="id"), on="area_key").with_columns(
        period=pl.col("period_key").replace_strict(dict(evidence.periods), return_dtype=pl.String),
        slice=pl.col("slice_key").replace_strict(dict(evidence.slices), return_dtype=pl.String),
    )


def changes_tell(cells: pl.DataFrame, entries: pl.DataFrame, evidence: Evidence, old: Evidence) -> pl.DataFrame:
    """Give figures that one of two releases hides, as the two tell them together (TOLD): what the earlier one hid and
    this one shows (`opened`), and what this one hides and the earlier one showed.

    In a sum whose other hidden parts are taken as unchanged, the change of what is shown is the change of the one part
    that is shown once only; what is rounded changed by something between two limits, or not where it shows the same.
    Which parts are unchanged he can only suppose: there may be several answers. They are `steady` where it is so by the
    `truth` of the cells and of the old figures.
    """
    then = named(old.figures, old).select(
        *KEY, was="value", was_hidden="hidden", was_least="at_least", was_most="at_most", was_true="truth"
    )
    both = named(cells, evidence).join(then, on=list(KEY), how="left").sort("cell")
    now, before = pl.col("value").is_not_null(), pl.col("was").is_not_null()
    state = both.with_columns(
        shown=now & before,
        opened=(now & ~before & pl.col("was_hidden")).fill_null(False),
        closed=~now & before & pl.col("hidden"),
        still=(~now & ~before & pl.col("was_hidden")).fill_null(False),
        same=(pl.col("value") == pl.col("was")).fill_null(False),
    )
    rows = entries.filter(pl.col("slack") == 0).join(state, on="cell")
    once = pl.col("opened") | pl.col("closed")
    known = pl.any_horizontal("shown", "still", once)
    rows = rows.filter(known.all().over("equation") & (once.sum().over("equation") == 1)).with_columns(once=once)
    taken = (pl.col("still"), pl.col("still") | pl.col("same"))
    return pl.concat(_told(rows, unchanged) for unchanged in taken).unique(maintain_order=True)


def _told(rows: pl.DataFrame, unchanged: pl.Expr) -> pl.DataFrame:
    """Give what is shown once only (TOLD), where some figures are taken as unchanged; not where nothing else moves, and
    it is taken as unchanged too."""
    own = pl.col("sign").filter("once").first().over("equation")
    moving = pl.col("shown") & ~unchanged
    changes = pl.col("low") - pl.col("was_most"), pl.col("high") - pl.col("was_least")
    ends = [pl.when(moving).then(change * pl.col("sign") / own).otherwise(0.0) for change in changes]
    moved = pl.when(unchanged).then(pl.col("truth") - pl.col("was_true")).otherwise(0.0).fill_null(0.0)
    told = rows.with_columns(
        least=pl.min_horizontal(ends).sum().over("equation"),
        most=pl.max_horizontal(ends).sum().over("equation"),
        steady=(moved * pl.col("sign")).sum().over("equation").abs() < STEADY,
    )
    of_old, opened = (pl.col("low") + pl.col("least"), pl.col("high") + pl.col("most")), pl.col("opened")
    of_new = pl.col("was_least") - pl.col("most"), pl.col("was_most") - pl.col("least")
    low, high = (pl.when(opened).then(old).otherwise(new) for old, new in zip(of_old, of_new, strict=True))
    moves = opened | (pl.col("least") != 0) | (pl.col("most") != 0)
    return told.filter(pl.col("once") & moves).with_columns(low=low, high=high).select(TOLD)
