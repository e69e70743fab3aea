"""Probabilistic linkage after Fellegi and Sunter: what agreement of names and dates says about two records being one.

The linking itself is Splink's; here are the model in a form that can be checked, and the weights that follow from it.
`noaber.methods.linkage_quality` says how good the links are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
LEAST = 1e-12
"""Below this a chance is taken as this: a level never seen among matches is no proof."""


@dataclass(frozen=True)
class LinkageModel:
    """A fitted model: the share of pairs that match, and the chance of each level among matches (m) and others (u)."""

    match_share: float
    levels: pl.DataFrame  # comparison, level, m, u
    iterations: int
    converged: bool


@dataclass(frozen=True)
class Start:
    """Where to begin: the share of matches, and the chance of the highest level among matches and among others."""

    match_share: float = 0.05
    m: float = 0.9
    u: float = 0.1


START = Start()
Chances = dict[str, Numbers]
"""Per comparison the chance of each level; or an indicator of it for each pattern."""
Chosen = tuple[float, Chances, Chances]
"""The share of matches, m and u."""


def fit_linkage(
    patterns: pl.DataFrame,
    comparisons: Sequence[str],
    start: Start = START,
    most: int = 5000,
    within: float = 1e-11,
) -> LinkageModel:
    """Fit the model to counted patterns of agreement by EM, under independence of the comparisons given the match.

    `patterns` have a column of levels (0 is no agreement, higher is better) for each comparison, and `count`, the
    number of pairs. A missing level says nothing and adds nothing. `converged` is False where after `most` rounds some
    chance still moved by more than `within`. Fit to pairs that share a block only if m and u are to hold within blocks.
    ValueError without pairs. Fellegi and Sunter 1969; Winkler 1988.
    """
    counts = patterns["count"].cast(pl.Float64).to_numpy()
    if not counts.sum() > 0:
        raise ValueError("no pairs to fit a model to")
    codes = {name: _indicators(patterns[name]) for name in comparisons}
    model: Chosen = (start.match_share, _first_chances(codes, start.m), _first_chances(codes, start.u))
    moved, rounds = inf, 0
    while moved > within and rounds < most:
        before = model
        model = _maximised(codes, counts, _posterior(codes, before))
        moved, rounds = _largest_move(before, model), rounds + 1
    return LinkageModel(model[0], _levels(patterns, model[1], model[2]), rounds, moved <= within)


def score_patterns(patterns: pl.DataFrame, model: LinkageModel) -> pl.DataFrame:
    """Add `match_weight`, the evidence in bits, and `match_chance` (0 to 1) that the pair is one.

    The weight is the sum of log2(m / u): each bit doubles the odds. The chance counts the share of matches in, as
    Splink's weight does too. A missing level adds nothing; Polars refuses a level that the model has not seen.

    >>> levels = pl.DataFrame({"comparison": ["name"] * 2, "level": [0, 1], "m": [0.2, 0.8], "u": [0.9, 0.1]})
    >>> found = score_patterns(pl.DataFrame({"name": [1, 0]}), LinkageModel(0.5, levels, 1, True))
    >>> found["match_weight"].round(3).to_list()
    [3.0, -2.17]
    """
    odds = float((_log(model.match_share) - _log(1 - model.match_share)) / log(2))
    weight = pl.lit(0.0)
    for (name,), levels in model.levels.group_by("comparison", maintain_order=True):
        bits = (_log(levels["m"].to_numpy()) - _log(levels["u"].to_numpy())) / log(2)
        known = pl.col(str(name)).replace_strict(levels["level"].to_list(), bits.tolist(), return_dtype=pl.Float64)
        weight = weight + known.fill_null(0.0)
    chance = 1 / (1 + pl.lit(2.0) ** -(pl.col("match_weight") + odds))
    return patterns.with_columns(match_weight=weight).with_columns(match_chance=chance)


def _indicators(levels: pl.Series) -> Numbers:
    """One column of zeros and ones per level, in order; a missing level has only zeros."""
    known = sorted(levels.drop_nulls().unique())
    if not known:
        raise ValueError(f"'{levels.name}' is known of no pair")
    return np.column_stack([levels.eq(level).fill_null(False).cast(pl.Float64).to_numpy() for level in known])


def _first_chances(codes: Chances, top: float) -> Chances:
    """The highest level gets `top`, the others share the rest."""
    return {name: _spread(table.shape[1], top) for name, table in codes.items()}


def _spread(levels: int, top: float) -> Numbers:
    chances = np.full(levels, (1 - top) / max(levels - 1, 1))
    chances[-1] = top if levels > 1 else 1.0
    return chances


def _posterior(codes: Chances, model: Chosen) -> Numbers:
    """The chance that each pattern is a match."""
    share, m, u = model
    evidence = np.full(len(next(iter(codes.values()))), _log(share) - _log(1 - share))
    for name, table in codes.items():
        evidence = evidence + table @ (_log(m[name]) - _log(u[name]))
    return np.asarray(1 / (1 + np.exp(-np.clip(evidence, -500, 500))), dtype=np.float64)


def _maximised(codes: Chances, counts: Numbers, chance: Numbers) -> Chosen:
    """The chances that fit best, where each pattern is a match with this chance."""
    share = float(counts @ chance / counts.sum())
    return share, _averages(codes, counts * chance), _averages(codes, counts * (1 - chance))


def _averages(codes: Chances, weights: Numbers) -> Chances:
    sums = {name: weights @ table for name, table in codes.items()}
    return {name: found / max(found.sum(), LEAST) for name, found in sums.items()}


def _largest_move(before: Chosen, after: Chosen) -> float:
    moves = [abs(before[0] - after[0])]
    for one, other in zip(before[1:], after[1:], strict=True):
        moves += [float(np.abs(one[name] - other[name]).max()) for name in one]
    return max(moves)


def _log(chance: float | Numbers) -> Numbers:
    return np.asarray(np.log(np.maximum(chance, LEAST)), dtype=np.float64)


def _levels(patterns: pl.DataFrame, m: Chances, u: Chances) -> pl.DataFrame:
    tables = [
        pl.DataFrame({"level": sorted(patterns[name].drop_nulls().unique()), "m": m[name], "u": u[name]}).select(
            pl.lit(name).alias("comparison"), pl.col("level").cast(pl.Int64), "m", "u"
        )
        for name in m
    ]
    return pl.concat(tables)
