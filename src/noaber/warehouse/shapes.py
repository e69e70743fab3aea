"""Shapes of areas: gathered from sources, dissolved upwards, measured, simplified with shared borders kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl
import shapely
from pyproj import Transformer

from noaber.content.model import Region
from noaber.vocabulary.areas import AreaRegister, pad_code

SHAPES = pl.Schema({"area": pl.String, "geometry": pl.String, "measured_ha": pl.Float64})
TOLERANCE = 0.0004
"""Simplification in degrees, some 30 metres: no more than a line's width on a map of a municipality."""
RD_NEW = "EPSG:28992"
DECIMALS = 5


def gather_shapes(
    region: Region, tables: Mapping[str, list[pl.DataFrame]], register: AreaRegister
) -> dict[str, shapely.Geometry]:
    """Read the shapes that sources give, by area id; WGS84, valid, at full precision."""
    found: dict[str, shapely.Geometry] = {}
    for id, frames in tables.items():
        source = region.sources[id]
        for spec in source.areas:
            for frame in frames if spec.shape else ():
                for code, text in frame.select(spec.code, spec.shape).iter_rows():
                    padded = pad_code((code or "").strip(), region.area_types[spec.type].code)
                    area = register.resolve(padded, spec.type, source.vintage)
                    if area and text and area not in found:
                        found[area] = shapely.make_valid(shapely.from_geojson(text))
    return found


def dissolve_upwards(
    shapes: dict[str, shapely.Geometry], membership: pl.DataFrame, wanted: Iterable[str]
) -> dict[str, shapely.Geometry]:
    """Add the shape of every wanted area whose members of one kind all have shapes and that has none itself."""
    routes = membership.group_by("parent", "type", "vintage", maintain_order=True).agg("child")
    lacking = set(wanted) - set(shapes)
    added: dict[str, shapely.Geometry] = {}
    for parent, _, _, children in routes.sort(pl.col("child").list.len()).iter_rows():
        if parent in lacking and parent not in added and all(child in shapes for child in children):
            added[parent] = shapely.union_all([shapes[child] for child in children], grid_size=1e-9)
    return shapes | added


def measure_hectares(shapes: Mapping[str, shapely.Geometry]) -> dict[str, float]:
    """Measure areas in hectares in the Dutch national grid (RD New, EPSG:28992)."""
    to_rd = Transformer.from_crs("EPSG:4326", RD_NEW, always_xy=True)

    def project(points: np.ndarray) -> np.ndarray:
        return np.column_stack(to_rd.transform(points[:, 0], points[:, 1]))

    return {area: shapely.area(shapely.transform(shape, project)) / 10_000 for area, shape in shapes.items()}


def simplify_shapes(shapes: Mapping[str, shapely.Geometry], register: AreaRegister) -> dict[str, shapely.Geometry]:
    """Simplify per kind and vintage together, so that neighbours keep sharing their border."""
    kinds: dict[tuple[str, int | None], list[str]] = {}
    for area in shapes:
        known = register.areas[area]
        kinds.setdefault((known.type, known.vintage), []).append(area)
    simple: dict[str, shapely.Geometry] = {}
    for areas in kinds.values():
        coverage = shapely.coverage_simplify([_polygonal(shapes[area]) for area in areas], TOLERANCE)
        simple.update(zip(areas, coverage, strict=True))
    return simple


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def shapes_frame(
    region: Region, tables: Mapping[str, list[pl.DataFrame]], register: AreaRegister, membership: pl.DataFrame
) -> pl.DataFrame:
    """Give area, simplified GeoJSON geometry (WGS84) and measured hectares of the unsimplified shape."""
    given = gather_shapes(region, tables, register)
    shapes = dissolve_upwards(given, membership, register.areas)
    measured = measure_hectares(shapes)
    simple = simplify_shapes(shapes, register)
    rows = [(area, _geojson(simple[area]), measured[area]) for area in sorted(shapes)]
    return pl.DataFrame(rows, schema=SHAPES, orient="row")


def _geojson(shape: shapely.Geometry) -> str:
    data = json.loads(shapely.to_geojson(shape))
    return json.dumps({"type": data["type"], "coordinates": _rounded(data["coordinates"])}, separators=(",", ":"))


def _rounded(coordinates: list) -> list:  # type: ignore[type-arg]
    if coordinates and isinstance(coordinates[0], float | int):
        return [round(value, DECIMALS) for value in coordinates]
    return [_rounded(part) for part in coordinates]
