"""Classes of a map: equal intervals, equal numbers, natural breaks or bounds of one's own, also around a middle.

Every method comes down to `cuts`: the lowest value of each class but the first. So a value is in exactly one class.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from noaber.products.charts.scales import class_bounds

METHODS = ("kwantiel", "gelijk", "natuurlijk")
LEAST, USUAL, MOST = 2, 5, 7
"""How many classes may be asked for; more than seven tones cannot be told apart on a map."""
EXACT = 2000  # different values up to which natural breaks are sought among all; beyond, among evenly spaced ones


@dataclass(frozen=True)
class Classing:
    """Classes of values: `low` and `high` are the outer bounds, `cuts` the lowest value of each further class.

    `middle` is the value around which two colours part, None where there is one colour.
    """

    low: float
    high: float
    cuts: tuple[float, ...]
    middle: float | None = None

    @property
    def count(self) -> int:
        """The number of classes."""
        return len(self.cuts) + 1

    @property
    def below(self) -> int:
        """The number of classes below the middle."""
        return 0 if self.middle is None else self.class_of(self.middle)

    def class_of(self, value: float) -> int:
        """Give the number of the class of a value, from 0; a bound belongs to the class above it.

        >>> [Classing(0, 30, (10, 20)).class_of(value) for value in (0, 9.9, 10, 30)]
        [0, 0, 1, 2]
        """
        return bisect_right(self.cuts, value)

    def bounds(self) -> list[tuple[float, float]]:
        """Give the lower and upper bound of each class."""
        edges = [self.low, *self.cuts, self.high]
        return list(pairwise(edges))


def make_classing(
    values: Sequence[float], method: str, classes: int = USUAL, decimals: int = 1, middle: float | None = None
) -> Classing | None:
    """Divide values into classes; None where there are none.

    `method` is one of `METHODS`, or bounds of one's own joined by commas. Around a `middle` with values on both sides
    the classes are shared out by the number of values there, at least one each. Bounds that no value needs (ties) and
    bounds that read the same at `decimals` are left out, so there may be fewer classes than asked for.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    own = own_bounds(method)
    parted = middle is not None and ordered[0] < middle <= ordered[-1]
    if own:
        cuts: Sequence[float] = own
    elif parted:
        cuts = _around(ordered, method, classes, decimals, middle or 0.0)
    else:
        cuts = _cuts(ordered, method, classes, decimals)
    kept = sorted({cut for cut in cuts if own or ordered[0] < cut <= ordered[-1]})
    low, high = (min(ordered[0], *own), max(ordered[-1], *own)) if own else (ordered[0], ordered[-1])
    return Classing(low, high, tuple(kept), middle if parted and (not own or middle in own) else None)


def own_bounds(text: str) -> tuple[float, ...]:
    """Read bounds of one's own, in order; empty where the text is none.

    >>> own_bounds("20,10,30.5"), own_bounds("gelijk")
    ((10.0, 20.0, 30.5), ())
    """
    try:
        found = sorted({float(part) for part in text.split(",")})
    except ValueError:
        return ()
    sane = all(abs(value) < 1e12 for value in found)
    return tuple(found) if sane and len(found) < MOST else ()


def _around(ordered: Sequence[float], method: str, classes: int, decimals: int, middle: float) -> list[float]:
    under = [value for value in ordered if value < middle]
    over = ordered[len(under) :]
    below = min(max(1, round(classes * len(under) / len(ordered))), max(1, classes - 1))
    return [
        *_cuts(under, method, below, decimals),
        middle,
        *_cuts(over, method, max(1, classes - below), decimals),
    ]


def _cuts(ordered: Sequence[float], method: str, classes: int, decimals: int) -> list[float]:
    if classes < 2 or ordered[0] == ordered[-1]:
        return []
    return list(_METHODS.get(method, _quantile_cuts)(ordered, classes, decimals))


def _equal_cuts(ordered: Sequence[float], classes: int, decimals: int) -> Sequence[float]:
    """Bounds as they are written in the legend, so that what a reader sees is what was used."""
    width = (ordered[-1] - ordered[0]) / classes
    return [round(ordered[0] + width * step, decimals) for step in range(1, classes)]


def _quantile_cuts(ordered: Sequence[float], classes: int, decimals: int) -> Sequence[float]:
    return class_bounds(ordered, classes)


def _natural_cuts(ordered: Sequence[float], classes: int, decimals: int) -> Sequence[float]:
    return natural_breaks(ordered, classes)


_METHODS: dict[str, Callable[[Sequence[float], int, int], Sequence[float]]] = {
    "gelijk": _equal_cuts,
    "kwantiel": _quantile_cuts,
    "natuurlijk": _natural_cuts,
}


def natural_breaks(values: Sequence[float], classes: int) -> list[float]:
    """Give the lowest value of each class but the first, such that the squared distances to the means of the classes
    are least in sum (Fisher 1958, "On grouping for maximum homogeneity", JASA 53; on maps known by Jenks 1977).

    Exact, by dynamic programming; the best last bound moves up with the values, which spares most comparisons
    (divide and conquer, as for k-means in one dimension by Wang and Song 2011). Equal values stay together.

    >>> natural_breaks([1, 2, 4, 5, 12, 43, 52, 123, 234, 1244], 6)
    [12, 43, 123, 234, 1244]
    """
    ordered = sorted(values)
    distinct = sorted(set(ordered))
    if len(distinct) > EXACT:
        distinct = sorted({ordered[len(ordered) * step // EXACT] for step in range(EXACT)})
    classes = min(classes, len(distinct))
    spread = _Spread(ordered, distinct)
    costs = [spread.of(0, end) for end in range(1, len(distinct) + 1)]
    starts: list[list[int]] = []
    for group in range(1, classes):
        costs, best = _add_class(costs, group, spread)
        starts.append(best)
    cuts, end = [], len(distinct)
    for best in reversed(starts):
        end = best[end - 1]
        cuts.append(distinct[end])
    return cuts[::-1]


class _Spread:
    """Sums of squared distances to the mean, of any stretch of the distinct values, each counted as often as it is."""

    def __init__(self, ordered: Sequence[float], distinct: Sequence[float]) -> None:
        ends = [bisect_right(ordered, value) for value in distinct]
        centre = sum(ordered) / len(ordered)  # around which the sums stay small and exact
        sums = [0.0, *accumulate(value - centre for value in ordered)]
        squares = [0.0, *accumulate((value - centre) ** 2 for value in ordered)]
        self._counts = [0, *ends]
        self._sums = [0.0, *(sums[end] for end in ends)]
        self._squares = [0.0, *(squares[end] for end in ends)]

    def of(self, start: int, end: int) -> float:
        """Give the spread of the distinct values from `start` up to, but without, `end`."""
        total = self._sums[end] - self._sums[start]
        spread = self._squares[end] - self._squares[start] - total * total / (self._counts[end] - self._counts[start])
        return max(0.0, spread)


def _add_class(before: Sequence[float], groups: int, spread: _Spread) -> tuple[list[float], list[int]]:
    """Give for every number of values the least spread in one class more, and where that class begins."""
    costs, starts = [float("inf")] * len(before), [groups] * len(before)
    waiting = [(groups, len(before) - 1, groups, len(before) - 1)]  # last values, and where the class may begin
    while waiting:
        first, last, low, high = waiting.pop()
        if first > last:
            continue
        at = (first + last) // 2
        tried = ((before[start - 1] + spread.of(start, at + 1), start) for start in range(low, min(at, high) + 1))
        costs[at], starts[at] = min(tried)
        waiting += [(first, at - 1, low, starts[at]), (at + 1, last, starts[at], high)]
    return costs, starts
