"""Who makes up a sum: how large its contributions are, of which the largest may show through it.

What one unit gives to a cell is one contribution, whatever sign it has. Of each cell the three largest are kept, as
many as a rule of dominance may name: whoever adds cells up can do so with these, if no unit stands in two of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis

LARGEST = ("x1", "x2", "x3")
CONTRIBUTIONS = ("sizes", *LARGEST)
"""Of a sum: all contributions by their size, whatever their sign, and the largest; nought where there are fewer."""


def of_units(amounts: ibis.Table, keys: Sequence[str]) -> ibis.Table:
    """Give each row of `amounts` (keys, amount, people), one for each unit and cell, as a part of a sum."""
    amount = amounts["amount"]
    return amounts.select(*keys, "people", value=amount, sizes=amount.abs(), top=amount.abs())


def of_sums(sums: ibis.Table, keys: Sequence[str]) -> ibis.Table:
    """Give sums (as `summed` makes them) as parts of larger ones: what each comes to, and its largest contributions."""
    spread = sums.mutate(at=ibis.array(list(range(len(LARGEST)))).unnest())
    top = ibis.cases(*((spread["at"] == at, spread[name]) for at, name in enumerate(LARGEST)))
    once = {name: (spread["at"] == 0).ifelse(spread[name], 0) for name in ("people", "value", "sizes")}
    return spread.select(*keys, **once, top=top)


def summed(parts: ibis.Table, keys: Sequence[str]) -> ibis.Table:
    """Add parts up to sums: keys, value, people and CONTRIBUTIONS."""
    largest_first = ibis.window(group_by=list(keys), order_by=ibis.desc("top"))
    placed = parts.mutate(place=ibis.row_number().over(largest_first))
    added: dict[str, Any] = {name: placed[name].sum() for name in ("value", "people", "sizes")}
    for at, name in enumerate(LARGEST):
        added[name] = placed["top"].max(where=placed["place"] == at).fill_null(0)
    return placed.group_by(*keys).agg(**added)
