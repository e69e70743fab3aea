"""Why expenditure changed between two periods: more clients, another mix of products, other prices.

Expenditure is the sum over products of clients times unit cost. Each way of taking a change apart adds up to it
exactly; they differ in how they share out what changed together.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from math import factorial, sqrt
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

EXPENDITURE = pl.Schema(
    {
        "product": pl.String,
        "clients_before": pl.Float64,
        "clients_after": pl.Float64,
        "cost_before": pl.Float64,  # per client
        "cost_after": pl.Float64,
    }
)
Parts = Mapping[str, float]
Amounts = NDArray[np.float64]
_FACTORS = ("volume", "mix", "price")


def split_bennet(spent: pl.DataFrame) -> Parts:
    """Take a change in expenditure apart in `quantity` and `price`, each at the mean of the other (Bennet 1920).

    `spent` has one row per product in the shape EXPENDITURE. In the unit of cost times clients.

    >>> split_bennet(pl.DataFrame([("a", 10.0, 12.0, 5.0, 6.0)], schema=EXPENDITURE, orient="row"))
    {'quantity': 11.0, 'price': 11.0}
    """
    q0, q1, p0, p1 = _columns(spent)
    return {"quantity": float((q1 - q0) @ (p0 + p1) / 2), "price": float((p1 - p0) @ (q0 + q1) / 2)}


def split_in_order(spent: pl.DataFrame, order: tuple[str, ...] = _FACTORS) -> Parts:
    """Take a change apart in `volume`, `mix` and `price`, changing one after the other in this order.

    Volume is the number of clients at the old mix; mix the shares of products; price the cost per client. The outcome
    depends on the order: `split_shapley` does not.

    >>> one = pl.DataFrame([("a", 10.0, 12.0, 5.0, 6.0)], schema=EXPENDITURE, orient="row")
    >>> split_in_order(one)
    {'volume': 10.0, 'mix': 0.0, 'price': 12.0}
    """
    after: set[str] = set()
    parts = {}
    for factor in order:
        then = _spent_when(spent, after)
        after.add(factor)
        parts[factor] = _spent_when(spent, after) - then
    return parts


def split_shapley(spent: pl.DataFrame) -> Parts:
    """Take a change apart in `volume`, `mix` and `price`: the mean over all orders; exact (Shapley, Shorrocks 2013)."""
    orders = [split_in_order(spent, order) for order in permutations(_FACTORS)]
    return {factor: sum(parts[factor] for parts in orders) / factorial(len(_FACTORS)) for factor in _FACTORS}


def split_lmdi(spent: pl.DataFrame) -> Parts:
    """Take a change apart in `volume`, `mix` and `price` by logarithmic means (LMDI-I, Ang 2004).

    The whole expenditure on a product that is new or gone has no logarithm: it is given apart, as `other`, which is
    absent where there is none. So the parts still add up exactly.
    """
    q0, q1, p0, p1 = _columns(spent)
    both = (q0 * p0 > 0) & (q1 * p1 > 0)
    e0, e1 = (q0 * p0)[both], (q1 * p1)[both]
    weight = _logarithmic_mean(e1, e0)
    growth = np.log(q1.sum() / q0.sum()) if both.any() else 0.0
    parts = {
        "volume": float(weight.sum() * growth),
        "mix": float(weight @ (np.log(q1[both] / q0[both]) - growth)),
        "price": float(weight @ np.log(p1[both] / p0[both])),
    }
    return parts if both.all() else {**parts, "other": float((q1 * p1 - q0 * p0)[~both].sum())}


def price_indices(spent: pl.DataFrame) -> Mapping[str, float | None]:
    """Give the indices (1 is no change) `laspeyres_price`, `paasche_price`, `fisher_price` and `fisher_quantity`.

    None where there is nothing to divide by. Fisher's are geometric means; their product is the change of expenditure.
    """
    q0, q1, p0, p1 = _columns(spent)
    laspeyres, paasche = _ratio(q0 @ p1, q0 @ p0), _ratio(q1 @ p1, q1 @ p0)
    return {
        "laspeyres_price": laspeyres,
        "paasche_price": paasche,
        "fisher_price": _geometric_mean(laspeyres, paasche),
        "fisher_quantity": _geometric_mean(_ratio(q1 @ p0, q0 @ p0), _ratio(q1 @ p1, q0 @ p1)),
    }


def _columns(spent: pl.DataFrame) -> tuple[Amounts, Amounts, Amounts, Amounts]:
    numbers = spent.select(pl.col(EXPENDITURE.names()[1:]).cast(pl.Float64))
    if sum(numbers.null_count().row(0)) or numbers.min_horizontal().lt(0).any():
        raise ValueError("a product whose clients or cost are missing or negative")
    q0, q1, p0, p1 = (numbers[name].to_numpy() for name in numbers.columns)
    return q0, q1, p0, p1


def _spent_when(spent: pl.DataFrame, after: set[str]) -> float:
    """Expenditure with some factors as they are after the change, and the others as they were."""
    q0, q1, p0, p1 = _columns(spent)
    volume = q1.sum() if "volume" in after else q0.sum()
    mix = _shares(q1 if "mix" in after else q0)
    return float(volume * (mix @ (p1 if "price" in after else p0)))


def _shares(amounts: Amounts) -> Amounts:
    total = amounts.sum()
    return amounts / total if total > 0 else amounts


def _logarithmic_mean(one: Amounts, other: Amounts) -> Amounts:
    growth = np.log(one / other)
    same = growth == 0
    return np.where(same, one, (one - other) / np.where(same, 1.0, growth))


def _ratio(over: Any, under: Any) -> float | None:
    return float(over / under) if under > 0 else None


def _geometric_mean(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else sqrt(one * other)
