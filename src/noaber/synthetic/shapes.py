"""Geometry of the invented buurten: a tessellation whose neighbours share every border point exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

import shapely
from pyproj import Transformer
from shapely.geometry import MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from noaber.synthetic.plan import Point as Place
from noaber.synthetic.plan import Seed, radius_of
from noaber.synthetic.regions import Region

GRID_M = 900
MARGIN_M = 14_000


def project(places: Sequence[Place]) -> list[Place]:
    """Turn longitude and latitude into metres RD (EPSG:28992)."""
    to_rd = Transformer.from_crs("EPSG:4326", "EPSG:28992", always_xy=True)
    return [to_rd.transform(lon, lat) for lon, lat in places]


def to_wgs84(shape: BaseGeometry) -> BaseGeometry:
    """Turn a shape in RD into longitude and latitude, to seven decimals (a centimetre)."""
    to_degrees = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
    # the stubs do not know that with interleaved=False the function gets x and y apart
    return _rounded(shapely.transform(shape, to_degrees.transform, interleaved=False), 7)  # type: ignore[arg-type]


def tessellate(seeds: Sequence[Seed], homes: Sequence[tuple[Region, Place]], random: Random) -> list[BaseGeometry]:
    """Give the outline of each seed: all ground nearer to it than to another, within the region's border.

    The ground is cut in small cells first, so that borders wander as real ones do; a cell belongs as a whole
    to its nearest seed. Cells of places outside the region surround it and are thrown away.
    """
    points = [*((seed.x, seed.y) for seed in seeds), *_ground(seeds, homes, random)]
    cells = shapely.voronoi_polygons(MultiPoint(points), ordered=True).geoms
    parts: list[list[BaseGeometry]] = [[] for _ in seeds]
    border = _border(homes)
    tree = shapely.STRtree([Point(seed.x, seed.y) for seed in seeds])
    for place, (point, cell) in enumerate(zip(points, cells, strict=True)):
        owner = place if place < len(seeds) else int(tree.nearest(Point(point)))
        if place < len(seeds) or border.contains(Point(point)):
            parts[owner].append(_rounded(cell, 2))
    return [merge(cells_of_one) for cells_of_one in parts]


def merge(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """Join shapes that tessellate into one, keeping every border point."""
    return shapely.coverage_union_all(list(shapes)).normalize()


def halve(shape: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Cut a shape in a western and an eastern part through its middle."""
    west, south, east, north = shape.bounds
    middle = shape.centroid.x
    left = shapely.box(west - 1, south - 1, middle, north + 1)
    right = shapely.box(middle, south - 1, east + 1, north + 1)
    return shape.intersection(left), shape.intersection(right)


def polygons(shape: BaseGeometry) -> list[Polygon]:
    """Give the polygons a shape consists of."""
    return [part for part in shapely.get_parts(shape).tolist() if isinstance(part, Polygon)]


def _ground(seeds: Sequence[Seed], homes: Sequence[tuple[Region, Place]], random: Random) -> list[Place]:
    """Points all over the land, denser where seeds are close together."""
    near = [
        (seed.x + random.gauss(0, 300), seed.y + random.gauss(0, 300))
        for seed in seeds if seed.kind != "rural" for _ in range(6)
    ]  # fmt: skip
    xs, ys = zip(*(middle for _, middle in homes), strict=True)
    columns = range(int(min(xs)) - MARGIN_M, int(max(xs)) + MARGIN_M, GRID_M)
    rows = range(int(min(ys)) - MARGIN_M, int(max(ys)) + MARGIN_M, GRID_M)
    grid = [(x + random.uniform(-380, 380), y + random.uniform(-380, 380)) for x in columns for y in rows]
    return near + grid


def _border(homes: Sequence[tuple[Region, Place]]) -> BaseGeometry:
    """The land within: a disc for each municipality and what lies between them."""
    hull = MultiPoint([middle for _, middle in homes]).convex_hull
    discs = [Point(middle).buffer(radius_of(region) * 1.1) for region, middle in homes]
    border: BaseGeometry = shapely.union_all([hull, *discs]).buffer(2500).buffer(-2500)
    shapely.prepare(border)
    return border


def _rounded(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    return shapely.transform(shape, lambda places: places.round(decimals))
