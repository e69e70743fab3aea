"""Maps: the features of GeoJSON as rows, and any geometry as GeoJSON text in WGS84."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.json_rows import parse_json
from noaber.sources.tables.layout import cell_text
from noaber.sources.tables.objects import Json, flatten, objects_frame
from noaber.sources.tables.parts import decode_text, pick_part, refuse

GEOMETRY = "geometry"
DECIMALS = 7
"""Of projected coordinates in degrees: about a centimetre."""
MARGIN = 1.0
"""Degrees by which a map may reach beyond the area its coordinate system is meant for."""
WGS84 = ("", "EPSG:4326", "OGC:CRS84")


def read_geojson(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read features: their properties, `id` where they have one, and `geometry`. Row numbers count the features."""
    name = pick_part(parts, fmt, (".geojson", ".json"))
    document = parse_json(name, decode_text(name, parts[name]), exact=False)
    features = _features(name, document)
    shapes = [feature.get("geometry") for feature in features]
    texts = in_wgs84(name, shapes, fmt.crs or _declared_crs(document))
    rows = [{**_properties(feature), GEOMETRY: text} for feature, text in zip(features, texts, strict=True)]
    return objects_frame(name, rows)


def _features(name: str, document: Json) -> list[dict[str, Json]]:
    listed = document.get("features") if isinstance(document, dict) else None
    if isinstance(document, dict) and document.get("type") == "Feature":
        listed = [document]
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise refuse(name, "has no list of features", "a GeoJSON FeatureCollection", "Use `kind: json` for other JSON.")
    return listed


def _properties(feature: Mapping[str, Json]) -> dict[str, str | None]:
    properties = dict(flatten(feature.get("properties") or {}))
    own = {"id": cell_text(feature["id"])} if "id" in feature and "id" not in properties else {}
    return own | properties


def _declared_crs(document: Mapping[str, Json]) -> str:
    """The system an older GeoJSON names in its `crs` member, as authority and code; empty for WGS84."""
    crs = document.get("crs")
    named = (crs.get("properties") or {}).get("name", "") if isinstance(crs, dict) else ""
    found = str(named).upper().replace("URN:OGC:DEF:CRS:", "").replace("::", ":").replace("OGC:1.3:", "OGC:")
    return "" if found in WGS84 else found


def in_wgs84(name: str, shapes: Sequence[Json], crs: str) -> list[str | None]:
    """Give each GeoJSON geometry as text; those in `crs` are brought to longitude and latitude, all in one go.

    Raises DeliveryError for geometry that makes no sense or lies far outside its coordinate system.
    """
    if crs.upper() in WGS84:
        _check_degrees(name, shapes)
        return [_compact(shape) for shape in shapes]
    import shapely
    from shapely.geometry import shape as shape_of

    try:
        geometries = [shape_of(shape) if shape else None for shape in shapes]
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise refuse(name, f"has a geometry that makes no sense: {error}", "GeoJSON geometry", "Check it.") from error
    moved = shapely.transform(geometries, _projection(name, crs))
    return [None if geometry is None else str(shapely.to_geojson(geometry)) for geometry in moved]


def _check_degrees(name: str, shapes: Iterable[Json]) -> None:
    """Refuse metres in the place of degrees, by the first point of each shape."""
    for number, shape in enumerate(shapes, 1):
        point = shape.get("coordinates") if isinstance(shape, dict) else None
        while isinstance(point, list) and point and isinstance(point[0], list):
            point = point[0]
        if point and not all(isinstance(at, (int, float)) and abs(at) <= 180 for at in point[:2]):
            raise refuse(
                f"{name}:{number}", "has coordinates that are no degrees", "longitude and latitude",
                "Write the right `crs:` in the format, such as EPSG:28992 for Dutch RD.",
            )  # fmt: skip


def _projection(name: str, crs: str) -> Callable[[Any], Any]:
    import numpy
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    try:
        given = CRS.from_user_input(crs)
        transformer = Transformer.from_crs(given, "EPSG:4326", always_xy=True, allow_ballpark=False)
    except ProjError as error:
        raise refuse(
            name, f"has a coordinate system that is not known: {crs[:60]}", "one such as EPSG:28992",
            "Write `crs: EPSG:28992` in the format for Dutch RD coordinates.",
        ) from error  # fmt: skip
    west, south, east, north = given.area_of_use.bounds if given.area_of_use else (-180, -90, 180, 90)
    least, most = numpy.array([west, south]) - MARGIN, numpy.array([east, north]) + MARGIN

    def project(points: Any) -> Any:
        moved = numpy.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        if not ((moved >= least) & (moved <= most)).all():
            raise refuse(
                name, "has coordinates far outside the area of their coordinate system", f"coordinates in {crs[:60]}",
                "Write the right `crs:` in the format, such as EPSG:28992 for Dutch RD.",
            )  # fmt: skip
        return moved.round(DECIMALS)

    return project


def _compact(shape: Json) -> str | None:
    return None if shape is None else json.dumps(shape, separators=(",", ":"))
