"""From weighed pairs to links: each record to one other at most, and to none where several are about as likely."""

from __future__ import annotations

import polars as pl

LINKED, TIED, TAKEN, APART = "linked", "tied", "taken", "apart"
"""Outcomes: linked; several are as likely; the best one goes with another record; nobody is likely enough."""
ROUNDS, WITHIN = 200, 1e-9
LEAST_SHARE, MOST_SHARE = 0.001, 0.999
CHOICES = pl.Schema(
    {"left": pl.Int64, "right": pl.Int64, "chance": pl.Float64, "any": pl.Float64, "outcome": pl.String}
)


def fit_share(pairs: pl.DataFrame, records: int) -> float:
    """Give the share (0 to 1) of records that have a partner at all, by EM with the weights held fixed.

    `pairs` have `left`, `weight` (bits of evidence, without any prior) and `among`, how many could be the partner of
    this record: before looking, each of them is as likely. Pairs that were not looked at are taken to be none.
    """
    share, moved = 0.5, 1.0
    for _ in range(ROUNDS):
        if moved < WITHIN or not records:
            break
        found = with_chances(pairs, share).group_by("left").agg(any=pl.col("any").first())["any"].sum() / records
        bounded = min(max(float(found), LEAST_SHARE), MOST_SHARE)
        share, moved = bounded, abs(bounded - share)
    return share


def with_chances(pairs: pl.DataFrame, share: float) -> pl.DataFrame:
    """Add `chance`, that this pair is one and no other of its record is, and `any`, that the record has a partner.

    A record has one partner at most, so that two that agree equally well share the chance.

    >>> pairs = pl.DataFrame({"left": [1, 1], "right": [7, 8], "weight": [20.0, 20.0], "among": [100, 100]})
    >>> with_chances(pairs, 0.9).select(pl.col("chance", "any").round(3)).rows()
    [(0.5, 1.0), (0.5, 1.0)]
    """
    odds = pl.lit(2.0) ** pl.col("weight").clip(-300, 300) / pl.col("among") * (share / (1 - share))
    told = pairs.sort("left", "right").with_columns(odds=odds).with_columns(total=pl.col("odds").sum().over("left"))
    chance, found = (pl.col(name) / (1 + pl.col("total")) for name in ("odds", "total"))
    return told.with_columns(chance=chance, any=found).drop("odds", "total")


def choose_links(pairs: pl.DataFrame, threshold: float) -> pl.DataFrame:
    """Give per record of `pairs` (left, right, weight, chance, any) its partner and `outcome`, sorted by `left`.

    The likeliest partner counts where its chance is `threshold` or more. Of records that want the same one, the one
    with most evidence gets it; none where two have equal evidence.
    """
    order = ["left", "chance", "right"]
    best = pairs.sort(order, descending=[False, True, False]).group_by("left", maintain_order=True).first()
    likely = pl.col("chance") >= threshold
    first = pl.when(likely).then(pl.lit(LINKED)).when(pl.col("any") >= threshold).then(pl.lit(TIED))
    wanted = best.with_columns(outcome=first.otherwise(pl.lit(APART)))
    rivals = wanted.filter(likely).group_by("right").agg(most=pl.col("weight").max(), weights=pl.col("weight"))
    alone = (pl.col("weights").list.eval(pl.element() == pl.element().max()).list.sum()) == 1
    settled = wanted.join(rivals.select("right", "most", alone=alone), on="right", how="left", maintain_order="left")
    beaten = pl.when(pl.col("weight") < pl.col("most")).then(pl.lit(TAKEN)).when(~pl.col("alone")).then(pl.lit(TIED))
    told = settled.with_columns(outcome=pl.when(likely).then(pl.coalesce(beaten, "outcome")).otherwise("outcome"))
    partner = pl.when(pl.col("outcome") == LINKED).then("right")
    return told.with_columns(right=partner).select(CHOICES.names()).cast(CHOICES).sort("left")
