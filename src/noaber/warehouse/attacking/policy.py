"""What policy calls unsafe, and how far from it an outsider must be: worked out from the truth, not by protection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import polars as pl

from noaber.content.counting import ROWS
from noaber.content.model import Region
from noaber.methods.disclosure.primary import closeness_level, dominance_level
from noaber.privacy.disclosure_rules import Rules, rules_of
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.counting.contributions import LARGEST

PLACE = ["indicator", "area_key", "period_key"]
ROUNDING = 1e-9


def put_to_rules(
    figures: pl.DataFrame, slices: Mapping[int, str], region: Region, tier: Literal["public", "partner"]
) -> pl.DataFrame:
    """Say of figures (indicator and keys, truth, people, CONTRIBUTIONS) which are `unsafe` in a tier.

    Of those an outsider must hold for possible what is at least `reach_up` and what is at most `reach_down`, and values
    that lie `apart`, all in the unit of the figure. `slices` gives the text of each slice.
    """
    rules = {id: rules_of(region, id, tier) for id, spec in region.indicators.items() if spec.count}
    judged = _with_shares(figures.join(_limits(region, rules), on="indicator", maintain_order="left"), slices, rules)
    truth, people, each = pl.col("truth"), pl.col("people"), pl.col("each")
    minimum = pl.col("minimum").cast(pl.Float64)
    judged = judged.with_columns(
        few=(people < minimum) & ((people > 0) | pl.col("nought")),
        crowd=(pl.col("share_of_total") > pl.col("group_pct")) & (people > 0),
        level=_seen_through(),
    )
    crowd_alone = pl.col("crowd") & ~pl.col("few")
    return judged.with_columns(
        unsafe=pl.col("few") | pl.col("crowd") | (pl.col("level") > 0),
        reach_up=pl.when(each & pl.col("few")).then(minimum).otherwise(truth + pl.col("level")),
        reach_down=truth - pl.when(crowd_alone).then(pl.min_horizontal(minimum, truth)).otherwise(0.0),
        apart=pl.when(each).then(minimum).otherwise(pl.col("p_pct") / 100 * truth.abs()),
    )


def _limits(region: Region, rules: Mapping[str, Rules]) -> pl.DataFrame:
    rows = []
    for id, rule in rules.items():
        count = region.indicators[id].count
        each = count is not None and count.count not in ("", ROWS)
        rows.append((id, rule.minimum, rule.nought, each, rule.p_pct, rule.largest, rule.largest_pct, rule.group_pct))
    schema = {
        "indicator": pl.String, "minimum": pl.Int64, "nought": pl.Boolean, "each": pl.Boolean, "p_pct": pl.Float64,
        "most": pl.Int64, "pct": pl.Float64, "group_pct": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _seen_through() -> pl.Expr:
    """How far above a sum an outsider has to be kept for what it tells of its largest contributions."""
    first, second, _ = (pl.col(name) for name in LARGEST)
    largest = [pl.when(pl.col("most") > at).then(pl.col(name)).otherwise(0.0) for at, name in enumerate(LARGEST)]
    dominance = dominance_level(largest, pl.col("sizes"), pl.col("pct"))
    level = pl.max_horizontal(dominance, closeness_level(pl.col("sizes"), first, second, pl.col("p_pct")))
    return pl.when(level > pl.col("sizes") * ROUNDING).then(level).otherwise(0.0).fill_null(0.0)


def _with_shares(figures: pl.DataFrame, slices: Mapping[int, str], rules: Mapping[str, Rules]) -> pl.DataFrame:
    """Add how much of its total each category is, in percent, in dimensions that a rule names; else nought."""
    named: dict[str, list[str]] = {}
    for id, rule in rules.items():
        for dimension in rule.group_of:
            named.setdefault(dimension, []).append(id)
    shares = [_shares(figures.filter(pl.col("indicator").is_in(ids)), slices, name) for name, ids in named.items()]
    if not shares:
        return figures.with_columns(share_of_total=pl.lit(0.0))
    place = [*PLACE, "slice_key"]
    told = pl.concat(shares).group_by(place).agg(pl.col("share_of_total").max())
    return figures.join(told, on=place, how="left", maintain_order="left").with_columns(
        pl.col("share_of_total").fill_null(0.0)
    )


def _shares(figures: pl.DataFrame, slices: Mapping[int, str], dimension: str) -> pl.DataFrame:
    key_of = {text: key for key, text in slices.items()}
    rows = []
    for key, text in slices.items():
        categories = parse_slice(text)
        if dimension in categories:
            whole = print_slice({name: one for name, one in categories.items() if name != dimension})
            if whole in key_of:
                rows.append((key, key_of[whole]))
    kind = figures.schema["slice_key"]
    wholes = pl.DataFrame(rows, schema={"slice_key": kind, "whole": kind}, orient="row")
    totals = figures.select(*PLACE, whole="slice_key", total="truth")
    parts = figures.select(*PLACE, "slice_key", "truth").join(wholes, on="slice_key").join(totals, on=[*PLACE, "whole"])
    share = pl.when(pl.col("total") > 0).then(100 * pl.col("truth") / pl.col("total")).otherwise(0.0)
    return parts.select(*PLACE, "slice_key", share_of_total=share)
