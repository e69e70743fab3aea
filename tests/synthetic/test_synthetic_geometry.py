"""The invented buurten tile the land: valid, without gap or overlap, about where Twente lies."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapefile
import shapely
from shapely.geometry import shape

from noaber.synthetic.invent import build_world
from noaber.synthetic.lists import Lists
from noaber.synthetic.shapes import merge, to_wgs84
from noaber.synthetic.world import World, outline_of


def test_buurten_tile_the_region_exactly(world: World) -> None:
    outlines = [buurt.outline for buurt in world.buurten]
    assert all(outline.is_valid and not outline.is_empty for outline in outlines)
    assert shapely.coverage_is_valid(outlines)
    assert sum(outline.area for outline in outlines) == pytest.approx(merge(outlines).area)


@pytest.mark.parametrize("seed", [1, 20])
def test_other_seeds_tile_as_well(seed: int, lists: Lists) -> None:
    other = build_world(seed, lists)
    assert shapely.coverage_is_valid([buurt.outline for buurt in other.buurten])
    assert len({buurt.wijk for buurt in other.buurten}) == len(other.wijken)


def test_municipalities_lie_about_where_they_are(world: World) -> None:
    for home in world.homes:
        middle = to_wgs84(outline_of(world.buurten, home.code)).centroid
        assert (middle.x, middle.y) == (pytest.approx(home.lon, abs=0.05), pytest.approx(home.lat, abs=0.03))


def test_numbers_and_codes_are_those_of_a_region_of_this_size(world: World) -> None:
    assert 110 <= len(world.wijken) <= 130
    assert 480 <= len(world.buurten) <= 540
    codes = [buurt.code for buurt in world.buurten]
    assert len(codes) == len(set(codes)) == len({buurt.name for buurt in world.buurten})
    assert all(buurt.code[2:8] == buurt.wijk[2:] for buurt in world.buurten)
    assert all(wijk.code[2:6] == wijk.municipality[2:] for wijk in world.wijken)


def test_shapefile_has_the_same_shapes_and_sizes(world: World, deliveries: Path) -> None:
    for buurt, outline, record in zip(world.buurten, *read_shapefile(deliveries), strict=True):
        assert record["buurtcode"] == buurt.code
        assert shapely.equals(outline, buurt.outline)
        assert record["oppervlakt"] == pytest.approx(outline.area / 1e4, abs=1)


def test_geojson_is_in_degrees_and_tiles_too(deliveries: Path) -> None:
    features = json.loads((deliveries / "cbs/twente_gemeente_2021/gemeente.json").read_text("utf-8"))["features"]
    outlines = [shape(feature["geometry"]) for feature in features]
    assert len(outlines) == 14
    assert shapely.coverage_is_valid(outlines)
    west, south, east, north = shapely.total_bounds(outlines)
    assert (6.2, 52.0) < (west, south) < (east, north) < (7.2, 52.6)


def read_shapefile(folder: Path) -> tuple[Iterator[shapely.Geometry], Iterator[dict[str, object]]]:
    stem = folder / "cbs/twente_buurten_2021/buurten"
    parts = {part: io.BytesIO(stem.with_suffix(f".{part}").read_bytes()) for part in ("shp", "shx", "dbf")}
    reader = shapefile.Reader(**parts)
    return (shape(s) for s in reader.iterShapes()), (record.as_dict() for record in reader.iterRecords())
