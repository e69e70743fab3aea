"""Chance with a seed: every family of figures has its own stream, so that adding one moves no other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random


def stream(seed: int, *subject: object) -> Random:
    """Give the random stream of a subject: same seed and subject, same numbers on every machine."""
    return Random("|".join(str(part) for part in (seed, *subject)))


def count(random: Random, mean: float) -> int:
    """Draw a count around `mean` with about Poisson spread, never below zero."""
    return max(0, round(random.gauss(mean, math.sqrt(max(mean, 0.0)))))


def lognormal(random: Random, median: float, spread: float) -> float:
    """Draw a positive figure around `median`; `spread` is on the log scale."""
    return median * math.exp(random.gauss(0.0, spread))


def share(total: int, weights: Sequence[float]) -> list[int]:
    """Divide `total` over `weights` in whole numbers that add up to it (largest remainders).

    >>> share(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(weights)
    if whole <= 0:
        return [total if place == 0 else 0 for place in range(len(weights))]
    exact = [total * weight / whole for weight in weights]
    floors = [math.floor(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda place: (floors[place] - exact[place], place))
    for place in order[: total - sum(floors)]:
        floors[place] += 1
    return floors


def rounded(value: float, step: int = 5) -> int:
    """Round a count to the nearest `step`, halves up, as CBS does for wijken and buurten.

    >>> rounded(12.5), rounded(12)
    (15, 10)
    """
    return step * math.floor(value / step + 0.5)


def percent(part: float, whole: float) -> int:
    """Part of whole in whole percents; 0 where the whole is zero."""
    return math.floor(100 * part / whole + 0.5) if whole else 0
