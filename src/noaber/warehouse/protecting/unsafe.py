"""Which cells are unsafe by themselves, and how far an attacker has to be kept from each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from noaber.methods.disclosure.equations import Needs
from noaber.privacy.disclosure_rules import Rules

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """Which cells are unsafe, and what they need."""

    primary: Flags
    needs: Needs


def judge(cells: pl.DataFrame, rules: Sequence[Rules], once: Sequence[bool], shares: Floats) -> Judged:
    """Judge cells (indicator, value, people) by the rules of their indicators.

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
    near = np.maximum(np.abs(value) * share, each)
    upper = np.where(counts, np.maximum(minimum - value, 0), near)
    lower = np.where(counts, 0.0, np.minimum(np.abs(value) * share, np.abs(value)))
    width = np.where(counts, minimum, upper + lower)
    crowded = crowd & ~few
    lower = np.where(crowded, np.minimum(minimum, value), lower)
    primary = few | crowd
    return Judged(primary, Needs(*(np.where(primary, amount, 0.0) for amount in (upper, lower, width))))


def _mean_of_one(value: Floats, people: Floats, indicator: NDArray[np.int16], number: int) -> Floats:
    """Give what one person or spell adds on average to each indicator: nobody may come nearer to a sum than that."""
    whole = np.bincount(indicator, np.abs(value), number)
    return whole / np.maximum(np.bincount(indicator, people, number), 1)


def costs_of(people: Floats) -> Floats:
    """Give what is lost by hiding each cell: more where more people are in it, as a logarithm."""
    return np.asarray(1.0 + np.log1p(people), np.float64)
