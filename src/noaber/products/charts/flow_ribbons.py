"""The shape of one flow on a map: a bent ribbon, wide where it begins and narrow where it ends, with a head."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

Point = tuple[float, float]
BEND = 0.16
"""How far the middle of a ribbon lies beside the straight line, in parts of its length; always on its left, so that
flows there and back lie apart."""
STEPS = 12
THIN = 0.3  # of the width is left at the end


def draw_ribbon(start: Point, end: Point, width: float, gap: float = 8) -> str:
    """Give the outline of a ribbon as the data of an SVG path; it ends `gap` before its end.

    >>> draw_ribbon((0, 0), (0, 0), 4)
    ''
    """
    length = math.dist(start, end)
    if length < 1:
        return ""
    head = min(max(7.0, width * 0.9), length * 0.4)
    side = max(3.6, width * THIN * 1.5)
    spine = _spine(start, end, length)
    stop, tip = 1 - (gap + head) / length, 1 - gap / length
    stop, tip = max(0.3, stop), max(0.5, tip)
    along = [spine(stop * step / STEPS) for step in range(STEPS + 1)]
    halves = [width / 2 * (1 - (1 - THIN) * step / STEPS) for step in range(STEPS + 1)]
    left = [_beside(point, normal, half) for (point, normal), half in zip(along, halves, strict=True)]
    right = [_beside(point, normal, -half) for (point, normal), half in zip(along, halves, strict=True)]
    neck, normal = along[-1]
    outline = [*left, _beside(neck, normal, side), spine(tip)[0], _beside(neck, normal, -side), *reversed(right)]
    return path_of(outline)


def _spine(start: Point, end: Point, length: float) -> Callable[[float], tuple[Point, Point]]:
    """Give the middle line: for a part of the way the point and the direction to its left."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    bent = (start[0] + dx / 2 + BEND * dy, start[1] + dy / 2 - BEND * dx)

    def at(part: float) -> tuple[Point, Point]:
        rest = 1 - part
        x = rest * rest * start[0] + 2 * rest * part * bent[0] + part * part * end[0]
        y = rest * rest * start[1] + 2 * rest * part * bent[1] + part * part * end[1]
        tx = rest * (bent[0] - start[0]) + part * (end[0] - bent[0])
        ty = rest * (bent[1] - start[1]) + part * (end[1] - bent[1])
        size = math.hypot(tx, ty) or length
        return (x, y), (ty / size, -tx / size)

    return at


def _beside(point: Point, normal: Point, away: float) -> Point:
    return point[0] + normal[0] * away, point[1] + normal[1] * away


def path_of(points: Iterable[Point]) -> str:
    """Give a closed line as the data of an SVG path, to a tenth of a pixel.

    >>> path_of([(0, 0), (10.04, 0), (5, 5)])
    'M0 0L10 0L5 5Z'
    """
    return "M" + "L".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in points) + "Z"
