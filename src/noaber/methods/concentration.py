"""Concentration of an amount (cost, jobs) over those among whom it is divided: Lorenz curve, Gini, share of the top."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray


def lorenz_curve(amounts: pl.Series) -> pl.DataFrame:
    """Give the Lorenz curve: `units` and `amount`, shares from 0 to 1, from those with least to those with most.

    One point for each unit and one at the origin. No rows where nothing is divided. ValueError for an amount that is
    negative or missing: leave it out, and say so, before.

    >>> lorenz_curve(pl.Series([3.0, 1.0]))["amount"].to_list()
    [0.0, 0.25, 1.0]
    """
    ordered = np.sort(_checked(amounts))
    total = ordered.sum()
    if not total > 0:
        return pl.DataFrame(schema={"units": pl.Float64, "amount": pl.Float64})
    below = np.concatenate([[0.0], ordered.cumsum()])
    return pl.DataFrame({"units": np.linspace(0.0, 1.0, len(below)), "amount": below / total})


def gini(amounts: pl.Series) -> float | None:
    """Give the Gini coefficient: 0 where all have the same, (n - 1) / n where one has all.

    None where nothing is divided. Twice the area between the Lorenz curve and the diagonal, without correction for
    small numbers (Gini 1912).

    >>> gini(pl.Series([0.0, 0.0, 0.0, 8.0]))
    0.75
    """
    ordered = np.sort(_checked(amounts))
    number, total = len(ordered), float(ordered.sum())
    if not total > 0:
        return None
    ranks = np.arange(1, number + 1)
    return float(((2 * ranks - number - 1) * ordered).sum() / (number * total))


def top_share(amounts: pl.Series, top: float = 0.1) -> float | None:
    """Give the share (0 to 1) of the amount that goes to the `top` of the units with most.

    None where nothing is divided. Where `top` of the units is no whole number, the last one counts for its part, as on
    the Lorenz curve: so the shares of the top tenth and of the other nine tenths are always one together. ValueError
    for a top outside 0 to 1.

    >>> top_share(pl.Series([1.0, 1.0, 1.0, 7.0]), 0.25), top_share(pl.Series([1.0, 3.0]), 0.25)
    (0.7, 0.375)
    """
    if not 0 <= top <= 1:
        raise ValueError(f"a top of {top:g}")
    curve = lorenz_curve(amounts)
    if not curve.height:
        return None
    return float(1 - np.interp(1 - top, curve["units"].to_numpy(), curve["amount"].to_numpy()))


def _checked(amounts: pl.Series) -> NDArray[np.float64]:
    if amounts.null_count() or not (amounts >= 0).all():
        raise ValueError(f"{amounts.null_count()} amounts are missing, {(amounts < 0).sum()} negative")
    return amounts.cast(pl.Float64).to_numpy()
