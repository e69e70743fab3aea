"""The usual range of a figure: the median, and how far from it a value may lie before it is worth a question.

The modified z-score of Iglewicz and Hoaglin (1993, "How to Detect and Handle Outliers", ASQC): 0.6745 times the
distance to the median, divided by the median absolute deviation (MAD); beyond 3.5 a value is called unusual. Median
and MAD are hardly moved by the unusual values that they are to find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

OUTER = 3.5
LIMIT = OUTER / 0.6745
"""How many times the MAD a value may lie from the median."""
FEWEST = 4
"""Fewer values have no usual range."""
LEAST_PART = 0.01
"""A range is at least this part of the median to each side: an MAD of nothing does not make every other value odd."""


@dataclass(frozen=True)
class UsualRange:
    """The median, the lowest and highest usual value, and of how many values."""

    middle: float
    low: float
    high: float
    number: int

    def holds(self, value: float) -> bool:
        """Say whether a value is usual."""
        return self.low <= value <= self.high


def usual_range(values: Sequence[float], chance: float = 0.0) -> UsualRange | None:
    """Give the usual range of values, none of which is below zero; None for fewer than four.

    `chance` is the standard deviation that chance alone gives, as the square root of a count (Poisson): the range is
    never narrower than 3.5 of these to each side, so that a handful more or less is not odd.

    >>> usual = usual_range([10, 12, 11, 13, 12])
    >>> round(usual.low, 2), usual.middle, round(usual.high, 2)
    (6.81, 12, 17.19)
    >>> usual_range([4, 4, 4, 4], chance=2).holds(9)
    True
    """
    if len(values) < FEWEST:
        return None
    middle = median(values)
    spread = max(LIMIT * median([abs(value - middle) for value in values]), OUTER * chance, LEAST_PART * middle)
    return UsualRange(middle, max(0.0, middle - spread), middle + spread, len(values))
