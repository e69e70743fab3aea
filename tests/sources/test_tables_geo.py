"""GeoJSON and shapefiles: attributes as text, geometry in degrees."""

from __future__ import annotations

import io
import json
from typing import Any

import polars as pl
import pytest
import shapefile

from noaber.content.formats import TableFormat
from noaber.sources.tables import read_table
from noaber.vocabulary.errors import DeliveryError

TOWER = (155_000.0, 463_000.0)
"""The tower of Amersfoort, origin of the Dutch system: 5.387206 E, 52.155172 N by the definition of RD."""
SQUARE = [[TOWER, (155_000.0, 463_100.0), (155_100.0, 463_100.0), (155_100.0, 463_000.0), TOWER]]


def features(*items: dict[str, Any], **top: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", **top, "features": items}).encode()


def read(data: bytes, **options: Any) -> list[dict[str, Any]]:
    frame = read_table({"map.geojson": data}, TableFormat.model_validate({"kind": "geojson", **options}))
    return frame.drop("ragged").rows(named=True)


def point(geometry: str) -> list[float]:
    value = json.loads(geometry)["coordinates"]
    while isinstance(value[0], list):
        value = value[0]
    return list(value)


def test_properties_and_geometry_as_they_are() -> None:
    shape = {"type": "Point", "coordinates": [6.89, 52.22]}
    properties = {"code": "GM0153", "aantal": -99999999.0, "x": {"y": 1.5}, "leeg": None}
    rows = read(features({"type": "Feature", "id": 7, "properties": properties, "geometry": shape}))
    assert rows == [
        {
            "row": 1,
            "id": "7",
            "code": "GM0153",
            "aantal": "-99999999",
            "x.y": "1.5",
            "leeg": None,
            "geometry": '{"type":"Point","coordinates":[6.89,52.22]}',
        }
    ]


def test_a_feature_without_geometry_or_properties() -> None:
    rows = read(features({"properties": {"a": "1"}, "geometry": None}, {"properties": None, "id": "z"}))
    assert [(row["a"], row["id"], row.get("geometry")) for row in rows] == [("1", None, None), (None, "z", None)]


@pytest.mark.parametrize(
    ("top", "options"),
    [
        ({}, {"crs": "EPSG:28992"}),
        ({"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}}, {}),
    ],
)
def test_dutch_coordinates_become_degrees(top: dict[str, Any], options: dict[str, Any]) -> None:
    shape = {"type": "Polygon", "coordinates": SQUARE}
    (row,) = read(features({"properties": {}, "geometry": shape}, **top), **options)
    assert point(row["geometry"]) == pytest.approx([5.387206, 52.155172], abs=1e-5)


def test_declared_degrees_stay() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    shape = {"type": "Point", "coordinates": [6.123456789, 52.1]}
    (row,) = read(features({"properties": {}, "geometry": shape}, crs=crs))
    assert point(row["geometry"]) == [6.123456789, 52.1]


@pytest.mark.parametrize(
    ("data", "options", "said"),
    [
        (b'{"a": 1}', {}, "has no list of features"),
        (b'{"features": 3}', {}, "has no list of features"),
        (features({"geometry": {"type": "Point", "coordinates": [1, 2]}}), {"crs": "EPSG:1"}, "is not known: EPSG:1"),
        (features({"geometry": {"type": "Blob", "coordinates": []}}), {"crs": "EPSG:28992"}, "makes no sense"),
        (
            features({"geometry": {"type": "Point", "coordinates": [6.89, 52.22]}}),
            {"crs": "EPSG:28992"},
            "has coordinates far outside the area of their coordinate system",
        ),
        (
            features({"geometry": None}, {"geometry": {"type": "MultiPoint", "coordinates": [[257000, 471000]]}}),
            {},
            "map.geojson:2  has coordinates that are no degrees",
        ),
    ],
)
def test_maps_that_make_no_sense(data: bytes, options: dict[str, Any], said: str) -> None:
    with pytest.raises(DeliveryError, match=said):
        read(data, **options)


def shapefile_parts(encoding: str = "utf-8", **companions: bytes) -> dict[str, bytes]:
    held = {suffix: io.BytesIO() for suffix in ("shp", "shx", "dbf")}
    with shapefile.Writer(**held, shapeType=shapefile.POLYGON, encoding=encoding) as writer:
        for name, kind, size, decimals in (("buurtnaam", "C", 40, 0), ("aantal", "N", 12, 0), ("pct", "N", 12, 3)):
            writer.field(name, kind, size=size, decimal=decimals)
        writer.field("peil", "D")
        writer.poly(SQUARE)
        writer.record("Berg en Dál", 1045, -99999999.0, "20210101")
        writer.null()
        writer.record("Hengelo", None, 12.5, None)
    made = {f"buurten.{suffix}": stream.getvalue() for suffix, stream in held.items()}
    return made | {f"buurten.{suffix}": data for suffix, data in companions.items()}


def read_shapes(parts: dict[str, bytes], **options: Any) -> pl.DataFrame:
    return read_table(parts, TableFormat.model_validate({"kind": "shapefile", **options})).drop("ragged")


@pytest.mark.parametrize(
    ("encoding", "cpg"), [("utf-8", b"UTF-8"), ("cp1252", b"ANSI 1252"), ("cp1252", b""), ("latin-1", b"88591")]
)
def test_attributes_are_text_in_any_character_set(encoding: str, cpg: bytes) -> None:
    frame = read_shapes(shapefile_parts(encoding, cpg=cpg), crs="EPSG:28992")
    assert frame.drop("geometry").rows() == [
        (1, "Berg en Dál", "1045", "-99999999", "2021-01-01"),
        (2, "Hengelo", None, "12.5", None),
    ]


def test_the_named_system_overrides_that_of_the_file() -> None:
    parts = shapefile_parts(prj=b'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]]]')
    first, second = read_shapes(parts, crs="EPSG:28992")["geometry"].to_list()
    assert point(first) == pytest.approx([5.387206, 52.155172], abs=1e-5)
    assert second is None


@pytest.mark.parametrize(
    ("without", "said"),
    [("dbf", "comes without its .dbf"), ("prj", "comes without .prj"), ("shp", "is no|has no file")],
)
def test_what_is_missing_is_named(without: str, said: str) -> None:
    parts = shapefile_parts(prj=b"", readme=b"x")
    with pytest.raises(DeliveryError, match=said):
        read_shapes({name: data for name, data in parts.items() if not name.endswith(without)})


@pytest.mark.parametrize("suffix", ["shp", "dbf"])
def test_a_cut_off_shapefile(suffix: str) -> None:
    parts = shapefile_parts()
    parts[f"buurten.{suffix}"] = parts[f"buurten.{suffix}"][:-20]
    with pytest.raises(DeliveryError, match=rf"is a damaged shapefile: the \.{suffix} is cut off"):
        read_shapes(parts, crs="EPSG:28992")


def test_an_encoding_that_does_not_fit() -> None:
    with pytest.raises(DeliveryError, match=r"buurten\.shp  has text that is no utf-8"):
        read_shapes(shapefile_parts("cp1252"), crs="EPSG:28992", encoding="utf-8")
