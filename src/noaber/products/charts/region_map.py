"""The areas of a region as a small map to choose from: outlines and names, no figures.

Outlines lie on a coarse grid, so that neighbours keep the same border and the page stays light. Names keep their size
on every screen: they are placed in percent of the map, and where it is narrow only those that have room are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from noaber.products.charts.label_spots import Spot, find_spots
from noaber.products.charts.projection import Box, Geometry, fit_parts, project, write_path
from noaber.products.charts.scales import text_width

WIDTH, HEIGHT, MARGIN = 400, 320, 4
BOX = Box(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN, HEIGHT - 2 * MARGIN)
WIDE, NARROW = 620, 340  # the width in pixels that the map has on a desk and on a phone
LETTERS, LINE = 14, 19
Shown = Literal["", "wide", "always"]


@dataclass(frozen=True)
class RegionShape:
    """An area with its GeoJSON geometry and its page."""

    id: str
    name: str
    geometry: Geometry
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
    parts = {shape.id: project(shape.geometry) for shape in shapes}
    fit = fit_parts((part for many in parts.values() for part in many), BOX)
    placed = {id: fit.lay(many) for id, many in parts.items()}
    spots = find_spots(placed)
    named = _named(shapes, spots)
    areas = (
        MapArea(
            shape.id,
            shape.name,
            shape.href,
            write_path(placed[shape.id]),
            round(100 * spots[shape.id].x / WIDTH, 1),
            round(100 * spots[shape.id].y / HEIGHT, 1),
            named[shape.id],
        )
        for shape in shapes
    )
    return RegionMap(WIDTH, HEIGHT, tuple(areas))


def _named(shapes: Sequence[RegionShape], spots: Mapping[str, Spot]) -> dict[str, Shown]:
    """Say where each name has room, those with the most room first."""
    order = sorted(shapes, key=lambda shape: -spots[shape.id].radius)
    always, wide = _with_room(order, spots, NARROW), _with_room(order, spots, WIDE)
    return {shape.id: "always" if shape.id in always else "wide" if shape.id in wide else "" for shape in shapes}


def _with_room(order: Sequence[RegionShape], spots: Mapping[str, Spot], width: int) -> set[str]:
    """The areas whose names do not cover one another on a map of this width, nor leave it."""
    taken: dict[str, tuple[float, float, float]] = {}
    for shape in order:
        x, y = spots[shape.id].x * width / WIDTH, spots[shape.id].y * width / WIDTH
        half = text_width(shape.name, LETTERS) / 2 + 3
        free = all(
            abs(y - other_y) >= LINE or abs(x - other_x) >= half + other for other_x, other_y, other in taken.values()
        )
        if free and half <= x <= width - half:
            taken[shape.id] = x, y, half
    return set(taken)
