"""Shapes: gathered, dissolved upwards, measured in the national grid, simplified with borders kept shared."""

from __future__ import annotations

import json

import polars as pl
import pytest
import shapely

from noaber.methods.aggregate import MEMBERSHIP
from noaber.vocabulary.areas import Area, AreaRegister, AreaType
from noaber.vocabulary.languages import Text
from noaber.warehouse.shapes import dissolve_upwards, measure_hectares, simplify_shapes

WEST = shapely.box(6.0, 52.0, 6.1, 52.1)
EAST = shapely.box(6.1, 52.0, 6.2, 52.1)
MEMBERS = pl.DataFrame(
    [("R", "W", "gemeente", None, None), ("R", "E", "gemeente", None, None), ("R", "x", "buurt", 2023, None)],
    schema=MEMBERSHIP, orient="row",
)  # fmt: skip


def test_a_region_is_drawn_from_members_that_all_have_a_shape() -> None:
    """Without seams; one with a shape of its own keeps it; one with a gap is not drawn."""
    found = dissolve_upwards({"W": WEST, "E": EAST}, MEMBERS, ["R"])
    assert found["R"].equals(shapely.box(6.0, 52.0, 6.2, 52.1))
    assert dissolve_upwards({"W": WEST, "E": EAST, "R": WEST}, MEMBERS, ["R"])["R"] is WEST
    assert "R" not in dissolve_upwards({"W": WEST}, MEMBERS, ["R"])
    assert "R" not in dissolve_upwards({"W": WEST, "E": EAST}, MEMBERS, [])


def test_areas_are_measured_in_the_national_grid() -> None:
    """A square of a kilometre around the point of Amersfoort, 155000 463000, has a hundred hectares."""
    from pyproj import Transformer

    to_degrees = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
    corners = [(154500, 462500), (155500, 462500), (155500, 463500), (154500, 463500)]
    square = shapely.Polygon([to_degrees.transform(*corner) for corner in corners])
    assert measure_hectares({"a": square})["a"] == pytest.approx(100, abs=0.01)


def test_neighbours_keep_their_border_when_simplified() -> None:
    """No gap and no overlap, whatever was left out of the line between them."""
    wiggle = [(6.1 + (0.00001 if at % 2 else -0.00001), 52.0 + at / 10_000) for at in range(1001)]
    west = shapely.Polygon([(6.0, 52.0), *wiggle, (6.0, 52.1)])
    east = shapely.Polygon([(6.2, 52.0), *wiggle, (6.2, 52.1)])
    town = AreaType("gemeente", Text("g"), Text("g"))
    register = AreaRegister.of([town], [Area(code, "gemeente", Text(code)) for code in "WE"])
    simple = simplify_shapes({"W": west, "E": east}, register)
    assert shapely.get_num_coordinates(simple["W"]) < 30
    assert simple["W"].intersection(simple["E"]).area == pytest.approx(0, abs=1e-12)
    assert simple["W"].union(simple["E"]).area == pytest.approx(west.union(east).area, rel=1e-3)
    assert json.loads(shapely.to_geojson(simple["W"]))["type"] == "Polygon"
