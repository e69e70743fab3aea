"""A small map that says where an area lies: itself, its parts, and what is around it. Pure: shapes in, paths out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from noaber.products.charts.label_spots import Spot, find_spots
from noaber.products.charts.projection import Box, Fit, Geometry, Part, Ring, fit_parts, project, write_path

Role = Literal["ground", "near", "part", "own", "outline"]
WIDTH = 560
LOWEST, HIGHEST = 0.55, 1.0  # height against width
MARGIN = 0.06  # of the width
GRID = 0.5  # pixels
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


def draw_locator(
    shapes: Mapping[str, Geometry], areas: Sequence[LocatorArea], focus: Sequence[str], width: int = WIDTH
) -> Locator | None:
    """Draw the areas that have a shape, with those of `focus` wholly in view; None where none of these has."""
    parts = {id: project(shapes[id]) for id in {*focus, *(area.id for area in areas)} if id in shapes}
    held = [part for id in focus for part in parts.get(id, ())]
    if not held:
        return None
    fit, height = frame_around(held, width)
    placed = {id: _seen(fit.lay(many), (width, height)) for id, many in parts.items()}
    drawn = [area for area in areas if placed.get(area.id)]
    named = [area for area in drawn if area.named]
    spots = find_spots({area.id: placed[area.id] for area in named}, (width, height))
    return Locator(
        width,
        height,
        tuple(LocatorShape(write_path(placed[area.id]), area.name, area.href, area.role) for area in drawn),
        tuple(_labels(named, spots, (width, height))),
    )


def frame_around(parts: Iterable[Part], width: int) -> tuple[Fit, int]:
    """Give the fit that holds all parts with a margin, and the height of the picture: neither too flat nor too high."""
    margin = MARGIN * width
    fit = fit_parts(
        parts,
        Box(margin, margin, width - 2 * margin, LOWEST * width - 2 * margin, HIGHEST * width - 2 * margin),
        GRID,
    )
    return fit, round(fit.height + 2 * margin)


def _seen(parts: Iterable[Part], view: tuple[int, int]) -> list[Part]:
    """Leave out parts and holes that do not reach into the view."""
    return [[ring for ring in part if _reaches(ring, view)] for part in parts if _reaches(part[0], view)]


def _reaches(ring: Ring, view: tuple[int, int]) -> bool:
    across, down = [p[0] for p in ring], [p[1] for p in ring]
    return max(across) > 0 and min(across) < view[0] and max(down) > 0 and min(down) < view[1]


def _labels(areas: Sequence[LocatorArea], spots: Mapping[str, Spot], view: tuple[int, int]) -> Iterator[LocatorLabel]:
    """Give the names there is room for, none over another; what is named first has first choice."""
    taken: list[tuple[float, float, float]] = []
    for area in areas:
        half = len(area.name) * LETTER / 2
        spot = spots.get(area.id)
        if spot is None or (area.role == "part" and spot.width < half * 1.2):
            continue
        x = min(max(spot.x, half + EDGE), view[0] - half - EDGE)
        y = min(max(spot.y, LINE), view[1] - EDGE * 2)
        if all(abs(x - other) > half + wide + EDGE or abs(y - down) > LINE for other, down, wide in taken):
            taken.append((x, y, half))
            yield LocatorLabel(round(x, 1), round(y, 1), area.name, area.role)
