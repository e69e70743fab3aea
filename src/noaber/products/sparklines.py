"""Small lines beside a number: the course of a series without axes, described in words for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 132.0, 36.0, 4.0


@dataclass(frozen=True)
class Sparkline:
    """Points of the line in a box of 132 by 36, the place of its last point, and its description."""

    points: str
    x: float
    y: float
    alt: str


def draw_sparkline(values: Sequence[tuple[float, float]], alt: str) -> Sparkline | None:
    """Draw (time, value) pairs; None for fewer than three, which show no course.

    >>> draw_sparkline([(2020, 1), (2021, 2), (2022, 3)], "up").points
    '4.0,32.0 66.0,18.0 128.0,4.0'
    """
    if len(values) < 3:
        return None
    times, heights = [v[0] for v in values], [v[1] for v in values]
    points = [
        (
            round(MARGIN + _part(time, times) * (WIDTH - 2 * MARGIN), 1),
            round(HEIGHT - MARGIN - _part(height, heights) * (HEIGHT - 2 * MARGIN), 1),
        )
        for time, height in values
    ]
    return Sparkline(" ".join(f"{x},{y}" for x, y in points), points[-1][0], points[-1][1], alt)


def _part(value: float, among: Sequence[float]) -> float:
    width = max(among) - min(among)
    return (value - min(among)) / width if width else 0.5
