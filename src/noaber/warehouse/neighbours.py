"""Which areas of one kind and vintage share a border."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely

Kind = tuple[str, int | None]


def find_neighbours(shapes: Mapping[str, shapely.Geometry], kinds: Mapping[str, Kind]) -> list[tuple[str, str]]:
    """Give every pair of areas of one kind (type, vintage) that share a piece of border, both ways round, sorted.

    Areas that touch in single points are no neighbours. Borders are to be those of shapes simplified together, so
    that neighbours have the same points on them.
    """
    groups: dict[Kind, list[str]] = {}
    for area in sorted(shapes):
        groups.setdefault(kinds[area], []).append(area)
    return sorted(pair for areas in groups.values() for pair in _pairs(areas, [shapes[area] for area in areas]))


def _pairs(areas: list[str], shapes: list[shapely.Geometry]) -> list[tuple[str, str]]:
    borders = shapely.boundary(np.array(shapes))
    left, right = shapely.STRtree(borders).query(borders, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    shared = shapely.length(shapely.intersection(borders[left], borders[right])) > 0
    found = [(areas[a], areas[b]) for a, b in zip(left[shared], right[shared], strict=True)]
    return [*found, *((b, a) for a, b in found)]
