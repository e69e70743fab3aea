"""Where the name of a shape stands best: in the middle of the largest circle in its largest part."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from noaber.products.charts.projection import Part, Point


@dataclass(frozen=True)
class Spot:
    """Where a label stands: its middle, the width across the shape there, and the distance to the nearest border."""

    x: int
    y: int
    width: int
    radius: int


def find_spots(
    shapes: Mapping[str, Sequence[Part]], view: tuple[int, int] | None = None, tolerance: float = 1
) -> dict[str, Spot]:
    """Find the spots of shapes, to some units; with a `view`, so wide and high, of what of them lies inside it."""
    import shapely

    largest = {area: _largest([shapely.Polygon(part[0], part[1:]) for part in parts]) for area, parts in shapes.items()}
    # rounding may fold a ring
    sound = {area: shape if shape.is_valid else shape.convex_hull.buffer(1) for area, shape in largest.items()}
    seen = _clip(sound, view) if view else sound
    circles = shapely.maximum_inscribed_circle(list(seen.values()), tolerance=tolerance)
    return {area: _spot(shape, circle.coords) for (area, shape), circle in zip(seen.items(), circles, strict=True)}


def _largest(polygons: Sequence[Any]) -> Any:
    return max(polygons, key=lambda polygon: polygon.area)


def _clip(shapes: Mapping[str, Any], view: tuple[int, int]) -> dict[str, Any]:
    """Cut shapes off at the edge of the view, and leave out those beyond it."""
    import shapely

    inside = {area: shapely.clip_by_rect(shape, 0, 0, *view) for area, shape in shapes.items()}
    parts = {area: [p for p in shapely.get_parts(shape) if p.area > 0] for area, shape in inside.items()}
    return {area: _largest(polygons) for area, polygons in parts.items() if polygons}


def _spot(shape: Any, circle: Sequence[Point]) -> Spot:
    """The middle of the largest circle, and what is free on both sides of it over the height of two lines of text."""
    (x, y), edge = circle[0], circle[-1]
    radius = math.dist((x, y), edge)
    ends = [_stretch(shape, x, y + part * radius) for part in (-0.4, 0, 0.4)]
    left, right = max(end[0] for end in ends), min(end[1] for end in ends)
    return Spot(round((left + right) / 2), round(y), round(right - left), round(radius))


def _stretch(shape: Any, x: float, y: float) -> Point:
    """Give where a level line through a point enters and leaves a shape: the ends nearest to the point."""
    crossings = [x]
    for ring in (shape.exterior, *shape.interiors):
        for (ax, ay), (bx, by) in pairwise(ring.coords):
            if (ay > y) != (by > y):
                crossings.append(ax + (y - ay) * (bx - ax) / (by - ay))
    return max((c for c in crossings if c < x), default=x), min((c for c in crossings if c > x), default=x)
