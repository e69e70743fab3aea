"""The ground of a map: shapes projected once, as paths of whole numbers, with the place where a label stands best.

A release never changes, so the ground of its areas can be kept; what a map shows is laid over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noaber.products.charts.label_spots import Spot, find_spots
from noaber.products.charts.projection import Box, Geometry, fit_parts, project, write_path

SPAN = 2000  # units across; shapes are simplified to some 30 metres, about a unit on a map of the region
MARGIN = 16
LOWEST, HIGHEST = 0.45, 1.1  # bounds of the height, as parts of the width
BOX = Box(MARGIN, MARGIN, SPAN - 2 * MARGIN, LOWEST * SPAN - 2 * MARGIN, HIGHEST * (SPAN - 2 * MARGIN))


@dataclass(frozen=True)
class Ground:
    """Paths and spots by area, and the outlines that lie over them, in units: `SPAN` across and `height` down."""

    height: int
    paths: Mapping[str, str]
    spots: Mapping[str, Spot]
    outlines: tuple[str, ...] = ()


def lay_ground(shapes: Mapping[str, Geometry], outlines: Iterable[Geometry] = ()) -> Ground | None:
    """Lay shapes out with their spots, and outlines over them; None where there are none."""
    if not shapes:
        return None
    parts = {area: project(geometry) for area, geometry in shapes.items()}
    fit = fit_parts((part for many in parts.values() for part in many), BOX)
    placed = {area: fit.lay(many) for area, many in parts.items()}
    return Ground(
        height=round(fit.height + 2 * MARGIN),
        paths={area: write_path(many) for area, many in placed.items()},
        spots=find_spots(placed, tolerance=3),
        outlines=tuple(write_path(fit.lay(project(outline))) for outline in outlines),
    )
