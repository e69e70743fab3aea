"""Shapes of areas as lines on a picture: laid flat, fitted into a box, points that fall together left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from noaber.products.charts.flow_ribbons import Point


@dataclass(frozen=True)
class Fit:
    """How degrees become pixels: across as many as down, so that nothing is stretched."""

    west: float
    north: float
    squeeze: float  # pixels of a degree of longitude as part of those of latitude
    scale: float
    left: float
    top: float

    def place(self, lon: float, lat: float) -> Point:
        """Give the pixel of a place."""
        x = self.left + (lon - self.west) * self.squeeze * self.scale
        return x, self.top + (self.north - lat) * self.scale


def fit_shapes(shapes: Iterable[Mapping[str, Any]], box: tuple[float, float, float, float]) -> tuple[Fit, float]:
    """Give the fit of shapes into a box (left, top, width, most height), in its middle, and the height they take."""
    points = [point for shape in shapes for ring in rings_of(shape) for point in ring]
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    left, top, width, height = box
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    across, down = (max(lons) - min(lons)) * squeeze or 1e-6, max(lats) - min(lats) or 1e-6
    scale = min(width / across, height / down)
    return Fit(min(lons), max(lats), squeeze, scale, left + (width - across * scale) / 2, top), down * scale


def rings_of(shape: Mapping[str, Any]) -> Iterator[Sequence[Point]]:
    """Give the rings of a GeoJSON polygon or of several."""
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    for part in parts:
        for ring in part:
            yield [(float(point[0]), float(point[1])) for point in ring]


def outline(shape: Mapping[str, Any], fit: Fit) -> str:
    """Give a shape as the data of an SVG path, to half a pixel; neighbours keep sharing their border."""
    return "".join(_ring(ring, fit) for ring in rings_of(shape))


def _ring(ring: Sequence[Point], fit: Fit) -> str:
    placed = [fit.place(*point) for point in ring]
    rounded = [(round(x * 2) / 2, round(y * 2) / 2) for x, y in placed]
    kept = [point for at, point in enumerate(rounded) if at == 0 or point != rounded[at - 1]]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z" if len(kept) > 2 else ""


def label_place(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """Give the point inside a shape where its label stands best: far from every edge."""
    from shapely.geometry import shape
    from shapely.ops import polylabel

    whole: Any = shape(dict(geometry))
    largest = max(whole.geoms, key=lambda part: part.area) if hasattr(whole, "geoms") else whole
    inside = polylabel(largest, tolerance=0.005) if largest.is_valid else largest.representative_point()
    return inside.x, inside.y
