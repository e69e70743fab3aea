"""Ways of looking at a figure, and for which kind of figure each of them means something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Expression = Literal["waarde", "per1000", "aandeel", "index", "verandering", "toename", "verschil"]
EXPRESSIONS: tuple[Expression, ...] = (
    "waarde", "per1000", "aandeel", "index", "verandering", "toename", "verschil",
)  # fmt: skip
Nature = Literal["count", "balance", "percentage", "signed_percentage", "level", "signed_level"]

WAYS: Mapping[Nature, tuple[Expression, ...]] = {
    "count": ("waarde", "per1000", "aandeel", "index", "verandering", "toename"),
    "balance": ("waarde", "per1000", "toename"),
    "percentage": ("waarde", "verandering", "verschil"),
    "signed_percentage": ("waarde", "verandering", "verschil"),
    "level": ("waarde", "index", "verandering", "toename", "verschil"),
    "signed_level": ("waarde", "toename", "verschil"),
}
"""What can be below zero has no index, growth or share; a percentage changes in points; a count is not set against
that of another area, for it says how large the area is."""

OVER_TIME: frozenset[Expression] = frozenset({"index", "verandering", "toename"})
SIGNED: frozenset[Expression] = frozenset({"verandering", "toename", "verschil"})
BY_SIZE: frozenset[Expression] = frozenset({"waarde", "aandeel", "toename"})
"""In these a count grows with the size of the area, so that a country cannot be drawn beside a town."""


def nature_of(additive: bool, percentage: bool, signed: bool) -> Nature:
    """Say what kind of figure it is: a count, a balance, a percentage or a level (mean, rate, price).

    >>> nature_of(True, False, True), nature_of(False, True, False)
    ('balance', 'percentage')
    """
    if additive:
        return "balance" if signed else "count"
    if percentage:
        return "signed_percentage" if signed else "percentage"
    return "signed_level" if signed else "level"
