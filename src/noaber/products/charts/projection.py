"""Shapes of the earth on a flat picture: projected, fitted into a box, laid on a grid and written as paths.

All maps stand on this, so that an area has the same form on each of them and neighbours share their border.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Geometry = Mapping[str, Any]
Point = tuple[float, float]
Ring = list[Point]
Part = list[Ring]  # the outer ring, then its holes


@dataclass(frozen=True)
class Box:
    """The room for shapes in units of a picture: its corner, its width, and between which heights it gives way."""

    left: float
    top: float
    width: float
    lowest: float
    highest: float


@dataclass(frozen=True)
class Fit:
    """How projected places become places on a picture, and the height that the box takes there."""

    west: float
    north: float
    scale: float
    height: float
    grid: float  # units; places lie on its lines

    def place(self, point: Point) -> Point:
        """Give the nearest place on the grid."""
        x, y = (point[0] - self.west) * self.scale, (self.north - point[1]) * self.scale
        return round(x / self.grid) * self.grid, round(y / self.grid) * self.grid

    def lay(self, parts: Iterable[Part]) -> list[Part]:
        """Give parts on the grid, only their corners; a ring that shrinks to nothing is kept as a speck."""
        return [[_corners([self.place(point) for point in ring]) for ring in part] for part in parts]


def project(geometry: Geometry) -> list[Part]:
    """Give the parts of a polygon or of many (GeoJSON, WGS84) on the plane of Mercator."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[[mercator(x, y) for x, y, *_ in ring] for ring in part] for part in parts]


def mercator(longitude: float, latitude: float) -> Point:
    """Give the place of a point in degrees of the equator.

    >>> mercator(6.9, 0.0)
    (6.9, 0.0)
    """
    return longitude, math.degrees(math.asinh(math.tan(math.radians(latitude))))


def fit_parts(parts: Iterable[Part], box: Box, grid: float = 1) -> Fit:
    """Fit all parts into a box, as large as they can be and in its middle."""
    across, down = zip(*(point for part in parts for point in part[0]), strict=True)
    west, east, south, north = min(across), max(across), min(down), max(down)
    wide, tall = (east - west) or 1e-9, (north - south) or 1e-9
    scale = min(box.width / wide, box.highest / tall)
    height = max(tall * scale, box.lowest)
    left, top = box.left + (box.width - wide * scale) / 2, box.top + (height - tall * scale) / 2
    return Fit(west - left / scale, north + top / scale, scale, height, grid)


def _corners(ring: Sequence[Point]) -> Ring:
    """Leave out points that fall together and those on a straight side; the ring stays closed."""
    kept: Ring = []
    for point in ring:
        while len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        if not kept or point != kept[-1]:
            kept.append(point)
    return kept if len(set(kept)) > 2 else _speck(ring[0])


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) == (c[0] - a[0]) * (b[1] - a[1])


def _speck(point: Point) -> Ring:
    x, y = point
    return [(x, y), (x + 2, y), (x + 2, y + 2), (x, y)]


def write_path(parts: Iterable[Part]) -> str:
    """Write rings as the path of an SVG, each point as the step from the one before.

    >>> write_path([[[(1, 1), (5, 1), (5, 4.5), (1, 1)]]])
    'M1 1l4 0 0 3.5z'
    """
    return "".join(_write_ring(ring) for part in parts for ring in part)


def _write_ring(ring: Ring) -> str:
    steps = [f"{b[0] - a[0]:g} {b[1] - a[1]:g}" for a, b in pairwise(ring[:-1])]
    return f"M{ring[0][0]:g} {ring[0][1]:g}l{' '.join(steps)}z".replace(" -", "-")
