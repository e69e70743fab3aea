"""A small map that says where an area lies: itself, its parts, and what is around it. Pure: shapes in, paths out.

Degrees become pixels by a plain map in which a kilometre is as long to the north as to the east; that is right
enough for a region.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["ground", "near", "part", "own", "outline"]
Shape = Mapping[str, Any]
Point = tuple[float, float]
WIDTH = 560
LOWEST, HIGHEST = 0.55, 1.0  # height against width
MARGIN = 0.07
FINEST = 0.8  # pixels; points nearer to the last one are left out
LETTER, LINE = 7.6, 20.0  # about the size of a label's letters
EDGE = 4.0


@dataclass(frozen=True)
class LocatorArea:
    """An area on the map; areas are drawn in the order they come. `named` where there is room for its name."""

    id: str
    name: str
    href: str
    role: Role
    named: bool = False


@dataclass(frozen=True)
class LocatorShape:
    """A shape as the path of an SVG."""

    path: str
    name: str
    href: str
    role: Role


@dataclass(frozen=True)
class LocatorLabel:
    """A name and the place of its middle."""

    x: float
    y: float
    text: str
    role: Role


@dataclass(frozen=True)
class Locator:
    """The map, ready for a template."""

    width: int
    height: int
    shapes: tuple[LocatorShape, ...]
    labels: tuple[LocatorLabel, ...]


@dataclass(frozen=True)
class Frame:
    """From degrees to pixels: west and north edge, pixels per degree of longitude, and how flat a degree north is."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: int
    height: int

    def place(self, point: Sequence[float]) -> Point:
        """Give the pixels of a point."""
        return (point[0] - self.west) * self.scale, (self.north - point[1]) * self.scale / self.squeeze


def draw_locator(
    shapes: Mapping[str, Shape], areas: Sequence[LocatorArea], focus: Sequence[str], width: int = WIDTH
) -> Locator | None:
    """Draw the areas that have a shape, with those of `focus` wholly in view; None where none of these has."""
    points = [point for id in focus if id in shapes for ring in rings_of(shapes[id]) for point in ring]
    if not points:
        return None
    frame = frame_around(points, width)
    drawn: list[LocatorShape] = []
    outlines: dict[str, list[list[Point]]] = {}
    for area in areas:
        rings = (
            [_thinned([frame.place(p) for p in ring]) for ring in rings_of(shapes[area.id])]
            if area.id in shapes
            else []
        )
        rings = [ring for ring in rings if _seen(ring, frame)]
        if rings:
            outlines[area.id] = rings
            drawn.append(LocatorShape("".join(map(_path, rings)), area.name, area.href, area.role))
    named = [area for area in areas if area.named and area.id in outlines]
    return Locator(width, frame.height, tuple(drawn), tuple(_labels(named, outlines, frame)))


def frame_around(points: Sequence[Sequence[float]], width: int) -> Frame:
    """Give the frame that holds all points with a margin, neither too flat nor too high."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    broad, high = (east - west) * (1 + 2 * MARGIN) or 1e-6, (north - south) / squeeze * (1 + 2 * MARGIN)
    ratio = min(HIGHEST, max(LOWEST, high / broad))
    broad = max(broad, high / ratio)
    scale = width / broad
    height = round(width * ratio)
    return Frame(
        west=(west + east) / 2 - broad / 2,
        north=(south + north) / 2 + height / scale * squeeze / 2,
        scale=scale,
        squeeze=squeeze,
        width=width,
        height=height,
    )


def rings_of(shape: Shape) -> Iterator[Sequence[Sequence[float]]]:
    """Give the rings of a polygon or of many."""
    many = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for polygon in many:
        yield from polygon


def _thinned(ring: Sequence[Point]) -> list[Point]:
    kept = [ring[0]]
    for point in ring[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= FINEST:
            kept.append(point)
    return kept


def _seen(ring: Sequence[Point], frame: Frame) -> bool:
    """Say whether a ring is more than a dot and reaches into the frame."""
    across, down = [p[0] for p in ring], [p[1] for p in ring]
    inside = max(across) > 0 and min(across) < frame.width and max(down) > 0 and min(down) < frame.height
    return len(ring) > 2 and inside


def _path(ring: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"


def _labels(areas: Sequence[LocatorArea], outlines: Mapping[str, list[list[Point]]], frame: Frame
            ) -> Iterator[LocatorLabel]:  # fmt: skip
    """Give the names there is room for, none over another; what is named first has first choice."""
    taken: list[tuple[float, float, float]] = []
    for area in areas:
        half = len(area.name) * LETTER / 2
        ring = max(outlines[area.id], key=len)
        seen = [(x, y) for x, y in _within(ring, frame)]
        if not seen or (area.role == "part" and max(p[0] for p in seen) - min(p[0] for p in seen) < half * 1.6):
            continue
        x = (min(p[0] for p in seen) + max(p[0] for p in seen)) / 2
        y = (min(p[1] for p in seen) + max(p[1] for p in seen)) / 2
        x = min(max(x, half + EDGE), frame.width - half - EDGE)
        y = min(max(y, LINE), frame.height - EDGE * 2)
        if all(abs(x - other) > half + wide + EDGE or abs(y - down) > LINE for other, down, wide in taken):
            taken.append((x, y, half))
            yield LocatorLabel(round(x, 1), round(y, 1), area.name, area.role)


def _within(ring: Sequence[Point], frame: Frame) -> Iterator[Point]:
    """Give the points of a ring, those outside moved to the edge they are beyond; none of a ring outside."""
    for x, y in ring:
        if 0 <= x <= frame.width and 0 <= y <= frame.height:
            yield x, y
