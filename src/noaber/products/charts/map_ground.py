"""The ground of a map: shapes projected once, as paths of whole numbers, with the place where a label stands best.

A release never changes, so the ground of its areas can be kept; what a map shows is laid over it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SPAN = 2000  # units across; shapes are simplified to some 30 metres, about a unit on a map of the region
MARGIN = 16
LOWEST, HIGHEST = 0.45, 1.1  # bounds of the height, as parts of the width
Geometry = Mapping[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """Where a label stands: its middle, the width across the shape there, and the distance to the nearest border."""

    x: int
    y: int
    width: int
    radius: int


@dataclass(frozen=True)
class Ground:
    """Paths and spots by area, and the outlines that lie over them, in units: `SPAN` across and `height` down."""

    height: int
    paths: Mapping[str, str]
    spots: Mapping[str, Spot]
    outlines: tuple[str, ...] = ()


def lay_ground(shapes: Mapping[str, Geometry], outlines: Iterable[Geometry] = ()) -> Ground | None:
    """Project shapes (GeoJSON, WGS84) with Mercator, so that they keep their form; None where there are none."""
    if not shapes:
        return None
    rings = {area: _project(geometry) for area, geometry in shapes.items()}
    scale, west, north, height = _fit(point for parts in rings.values() for part in parts for point in part[0])

    def place(point: Point) -> tuple[int, int]:
        return round((point[0] - west) * scale), round((north - point[1]) * scale)

    placed = {area: [[_whole(ring, place) for ring in part] for part in parts] for area, parts in rings.items()}
    over = ([[_whole(ring, place) for ring in part] for part in _project(outline)] for outline in outlines)
    return Ground(height, {a: write_path(parts) for a, parts in placed.items()}, _spots(placed),
                  tuple(write_path(parts) for parts in over))  # fmt: skip


def _project(geometry: Geometry) -> list[list[list[Point]]]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[mercator(x, y) for x, y, *_ in ring] for ring in part] for part in parts]


def mercator(longitude: float, latitude: float) -> Point:
    """Give the place of a point in degrees of the equator.

    >>> mercator(6.9, 0.0)
    (6.9, 0.0)
    """
    return longitude, math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _fit(points: Iterable[Point]) -> tuple[float, float, float, int]:
    """Give scale, left, top and height such that all points lie inside the margins, in the middle."""
    across, down = zip(*points, strict=True)
    west, east, south, north = min(across), max(across), min(down), max(down)
    wide, tall = (east - west) or 1e-9, (north - south) or 1e-9
    room = SPAN - 2 * MARGIN
    scale = min(room / wide, HIGHEST * room / tall)
    height = round(max(tall * scale + 2 * MARGIN, LOWEST * SPAN))
    left, above = (SPAN - wide * scale) / 2, (height - tall * scale) / 2
    return scale, west - left / scale, north + above / scale, height


def _whole(ring: Sequence[Point], place: Any) -> list[tuple[int, int]]:
    """Round a ring, without points that fall together; one that shrinks to nothing is kept as a speck."""
    placed = [place(point) for point in ring]
    kept = [point for at, point in enumerate(placed) if not at or point != placed[at - 1]]
    if len(set(kept)) > 2:
        return kept
    x, y = placed[0]
    return [(x, y), (x + 2, y), (x + 2, y + 2), (x, y)]


def write_path(parts: Sequence[Sequence[Sequence[tuple[int, int]]]]) -> str:
    """Write rings as the path of an SVG, each point as the step from the one before.

    >>> write_path([[[(1, 1), (5, 1), (5, 4), (1, 1)]]])
    'M1 1l4 0 0 3z'
    """
    return "".join(_write_ring(ring) for part in parts for ring in part)


def _write_ring(ring: Sequence[tuple[int, int]]) -> str:
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring[:-1])]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _spots(placed: Mapping[str, Sequence[Sequence[Sequence[tuple[int, int]]]]]) -> dict[str, Spot]:
    """Find in the largest part of each shape the middle of the largest circle, and the room beside it."""
    import shapely

    largest = [
        max((shapely.Polygon(part[0], part[1:]) for part in parts), key=lambda part: part.area)
        for parts in placed.values()
    ]
    sound = [shape if shape.is_valid else shape.convex_hull.buffer(1) for shape in largest]  # rounding may fold a ring
    circles = shapely.maximum_inscribed_circle(sound, tolerance=3)
    return {area: _spot(shape, circle.coords) for area, shape, circle in zip(placed, sound, circles, strict=True)}


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
