"""Which cells are unsafe by themselves, and how far an attacker has to be kept from each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from noaber.methods.disclosure.equations import Needs
from noaber.methods.disclosure.primary import closeness_level, dominance_level
from noaber.privacy.disclosure_rules import Rules
from noaber.warehouse.counting.contributions import CONTRIBUTIONS, LARGEST

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ROUNDING = 1e-9
"""A share of a sum that is nothing but rounding."""


@dataclass(frozen=True)
class Judged:
    """Which cells are unsafe, and what they need."""

    primary: Flags
    needs: Needs


def judge(cells: pl.DataFrame, rules: Sequence[Rules], once: Sequence[bool], shares: Floats) -> Judged:
    """Judge cells (indicator, value, people and CONTRIBUTIONS) by the rules of their indicators.

    `once` says of each indicator whether its value is how many people it is about; `shares` of each cell how much of
    its total it is, in percent, in dimensions that the rules name, else 0.
    """
    at = cells["indicator"].to_numpy()
    value, people = cells["value"].to_numpy(), cells["people"].to_numpy().astype(np.float64)
    minimum = np.array([rule.minimum for rule in rules], np.float64)[at]
    nought = np.array([rule.nought for rule in rules])[at]
    few = (people < minimum) & ((people > 0) | nought)
    crowd = (shares > np.array([rule.group_pct for rule in rules])[at]) & (people > 0)
    counts = np.array(once)[at]
    share = np.array([rule.p_pct for rule in rules])[at] / 100
    each = _mean_of_one(value, people, at, len(rules))[at]
    seen = _seen_through(cells, rules)
    near = np.maximum(np.maximum(np.abs(value) * share, each), seen)
    upper = np.where(counts, np.maximum(minimum - value, 0), near)
    lower = np.where(counts, 0.0, np.minimum(np.abs(value) * share, np.abs(value)))
    width = np.where(counts, minimum, upper + lower)
    crowded = crowd & ~few
    lower = np.where(crowded, np.minimum(minimum, value), lower)
    primary = few | crowd | (seen > 0)
    return Judged(primary, Needs(upper, lower, width).only(primary))


def _seen_through(cells: pl.DataFrame, rules: Sequence[Rules]) -> Floats:
    """Give how far above each sum an attacker has to be kept for what it tells of its largest contributions; nought
    where it tells nothing, and where nothing is known of them."""
    said = {
        "indicator": range(len(rules)),
        "most": [rule.largest for rule in rules],
        "pct": [rule.largest_pct for rule in rules],
        "near": [rule.p_pct for rule in rules],
    }
    of_each = pl.DataFrame(said, schema_overrides={"indicator": pl.Int16, "pct": pl.Float64, "near": pl.Float64})
    told = cells.select("indicator", *CONTRIBUTIONS).join(of_each, on="indicator", how="left", maintain_order="left")
    sizes, (first, second, *_) = pl.col("sizes"), (pl.col(name) for name in LARGEST)
    largest = [pl.when(pl.col("most") > at).then(pl.col(name)).otherwise(0.0) for at, name in enumerate(LARGEST)]
    level = pl.max_horizontal(
        dominance_level(largest, sizes, pl.col("pct")), closeness_level(sizes, first, second, pl.col("near"))
    )
    seen = pl.when(level > sizes * ROUNDING).then(level).otherwise(0.0)
    found: Floats = told.select(seen=seen.fill_null(0.0))["seen"].to_numpy()
    return found


def _mean_of_one(value: Floats, people: Floats, indicator: NDArray[np.int16], number: int) -> Floats:
    """Give what one person or spell adds on average to each indicator: nobody may come nearer to a sum than that."""
    whole = np.bincount(indicator, np.abs(value), number)
    return whole / np.maximum(np.bincount(indicator, people, number), 1)


def costs_of(people: Floats) -> Floats:
    """Give what is lost by hiding each cell: more where more people are in it, as a logarithm."""
    return np.asarray(1.0 + np.log1p(people), np.float64)
