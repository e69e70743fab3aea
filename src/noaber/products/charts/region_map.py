"""The areas of a region as a small map to choose from: outlines and names, no figures.

Outlines lie on a coarse grid, so that neighbours keep the same border and the page stays light. Names keep their size
on every screen: they are placed in percent of the map, and where it is narrow only those that have room are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any, Literal

from noaber.products.charts.scales import text_width

WIDTH, HEIGHT, MARGIN = 400, 320, 4
WIDE, NARROW = 620, 340  # the width in pixels that the map has on a desk and on a phone
LETTERS, LINE = 14, 19
Point = tuple[float, float]
Shown = Literal["", "wide", "always"]


@dataclass(frozen=True)
class RegionShape:
    """An area with its GeoJSON geometry and its page."""

    id: str
    name: str
    geometry: Mapping[str, Any]
    href: str


@dataclass(frozen=True)
class MapArea:
    """An area as drawn: its outline, and the place of its name in percent; `named` says where there is room for it."""

    id: str
    name: str
    href: str
    outline: str
    x: float
    y: float
    named: Shown


@dataclass(frozen=True)
class RegionMap:
    """Everything a template needs to draw the map."""

    width: int
    height: int
    areas: tuple[MapArea, ...]


def draw_region_map(shapes: Sequence[RegionShape]) -> RegionMap | None:
    """Draw a map of areas; None where there are fewer than two."""
    if len(shapes) < 2:
        return None
    project = _projection([point for shape in shapes for ring in _rings(shape.geometry) for point in ring])
    drawn = {shape.id: [[project(point) for point in ring] for ring in _rings(shape.geometry)] for shape in shapes}
    middles = {id: _middle(max(rings, key=lambda ring: abs(_surface(ring)))) for id, rings in drawn.items()}
    named = _named(shapes, drawn, middles)
    areas = (
        MapArea(
            shape.id,
            shape.name,
            shape.href,
            "".join(map(_outline, drawn[shape.id])),
            round(100 * middles[shape.id][0] / WIDTH, 1),
            round(100 * middles[shape.id][1] / HEIGHT, 1),
            named[shape.id],
        )
        for shape in shapes
    )
    return RegionMap(WIDTH, HEIGHT, tuple(areas))


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    """The outer and inner rings of a polygon or of several."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for part in parts:
        for ring in part:
            yield [(float(x), float(y)) for x, y, *_ in ring]


def _projection(points: Sequence[Point]) -> Callable[[Point], Point]:
    """From degrees to the grid: a degree of longitude is shorter the further north, and the whole is centred."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrowing = cos(radians((south + north) / 2))
    wide, high = (east - west) * narrowing or 1e-9, (north - south) or 1e-9
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2

    def project(point: Point) -> Point:
        return round(left + (point[0] - west) * narrowing * scale), round(top + (north - point[1]) * scale)

    return project


def _outline(ring: Sequence[Point]) -> str:
    """A ring as relative steps on the grid, without those of no length or in the same direction."""
    points = _corners(ring)
    if len(points) < 3:
        return ""
    steps = [(round(b[0] - a[0]), round(b[1] - a[1])) for a, b in pairwise(points)]
    return f"M{round(points[0][0])} {round(points[0][1])}l{' '.join(f'{x} {y}' for x, y in steps)}z"


def _corners(ring: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in ring:
        if kept and point == kept[-1]:
            continue
        while len(kept) > 1 and abs(_surface([kept[-2], kept[-1], point])) < 1e-9:
            kept.pop()
        kept.append(point)
    return kept


def _surface(ring: Sequence[Point]) -> float:
    """Twice the signed surface of a ring."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


def _middle(ring: Sequence[Point]) -> Point:
    """The centre of gravity of a ring."""
    whole = _surface(ring)
    if abs(whole) < 1e-9:
        return ring[0]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * whole)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * whole)
    return x, y


def _named(
    shapes: Sequence[RegionShape], drawn: Mapping[str, list[list[Point]]], middles: Mapping[str, Point]
) -> dict[str, Shown]:
    """Say where each name has room, the largest areas first."""
    size = {id: sum(abs(_surface(ring)) for ring in rings) for id, rings in drawn.items()}
    order = sorted(shapes, key=lambda shape: -size[shape.id])
    always, wide = _with_room(order, middles, NARROW), _with_room(order, middles, WIDE)
    return {shape.id: "always" if shape.id in always else "wide" if shape.id in wide else "" for shape in shapes}


def _with_room(order: Sequence[RegionShape], middles: Mapping[str, Point], width: int) -> set[str]:
    """The areas whose names do not cover one another on a map of this width, nor leave it."""
    taken: dict[str, tuple[float, float, float]] = {}
    for shape in order:
        x, y = (place * width / WIDTH for place in middles[shape.id])
        half = text_width(shape.name, LETTERS) / 2 + 3
        free = all(
            abs(y - other_y) >= LINE or abs(x - other_x) >= half + other for other_x, other_y, other in taken.values()
        )
        if free and half <= x <= width - half:
            taken[shape.id] = x, y, half
    return set(taken)
