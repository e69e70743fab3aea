"""Scales of charts: round axis values, places for labels that do not cover each other, classes for maps."""

from __future__ import annotations

import math
from collections.abc import Sequence


def round_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Give round values that enclose low and high.

    >>> round_ticks(0.3, 9.2)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    if high - low <= 1e-9 * max(1.0, abs(high)):
        room = abs(low) * 0.05 if abs(low) > 1e-6 else 1.0
        low, high = low - room, high + room
    step = _round_step((high - low) / most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * (1 - 1e-9))


def tick_decimals(ticks: Sequence[float]) -> int:
    """Give the decimals that the ticks need to be told apart.

    >>> tick_decimals([0.0, 2.5])
    1
    """
    return next((n for n in range(7) if all(abs(round(tick, n) - tick) < 1e-9 for tick in ticks)), 6)


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move label positions apart until each is `gap` from the next, staying between low and high if they fit.

    >>> spread([10, 11, 50], 10, 0, 100)
    [5.5, 15.5, 50.0]
    """
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    blocks: list[tuple[float, list[int]]] = []  # (middle, members)
    for index in order:
        blocks.append((float(positions[index]), [index]))
        while len(blocks) > 1 and _overlap(blocks[-2], blocks[-1], gap):
            (a, left), (b, right) = blocks[-2:]
            middle = (a * len(left) + b * len(right)) / (len(left) + len(right))
            blocks[-2:] = [(_kept(middle, len(left) + len(right), gap, low, high), left + right)]
    placed = [0.0] * len(positions)
    for middle, members in blocks:
        start = _kept(middle, len(members), gap, low, high) - gap * (len(members) - 1) / 2
        for step, index in enumerate(members):
            placed[index] = start + step * gap
    return placed


def _overlap(one: tuple[float, list[int]], other: tuple[float, list[int]], gap: float) -> bool:
    return other[0] - one[0] < gap * (len(one[1]) + len(other[1])) / 2


def _kept(middle: float, members: int, gap: float, low: float, high: float) -> float:
    half = gap * (members - 1) / 2
    return max(low + half, min(high - half, middle))


def class_bounds(values: Sequence[float], classes: int = 5) -> list[float]:
    """Give the inner bounds of classes with about equally many values; fewer where values repeat, none without values.

    >>> class_bounds([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), class_bounds([])
    ([3, 5, 7, 9], [])
    """
    ordered = sorted(values)
    if not ordered:
        return []
    cuts = [ordered[min(len(ordered) - 1, round(len(ordered) * k / classes))] for k in range(1, classes)]
    return sorted({cut for cut in cuts if cut > ordered[0]})


def text_width(text: str, size: float = 13, bold: bool = False) -> float:
    """Estimate the width of a text in pixels; generous, to reserve room for labels."""
    narrow = sum(text.count(letter) for letter in "ijlt.,:;|'() ")
    return size * (0.57 * (len(text) - narrow) + 0.3 * narrow) * (1.06 if bold else 1.0)
