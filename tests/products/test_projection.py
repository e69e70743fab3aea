"""The geometry below all maps: whole corners, closed rings, borders shared, names inside their shapes."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.charts.label_spots import find_spots
from noaber.products.charts.projection import Box, Point, fit_parts, mercator, project, write_path

BOX = Box(10, 20, 400, 100, 300)
PLACES = st.tuples(st.floats(3, 7), st.floats(50, 54))


def surface(ring: list[Point]) -> float:
    """Twice the surface of a closed ring."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)))


@given(st.lists(PLACES, min_size=1, max_size=20), st.sampled_from([1, 0.5]))
def test_all_lies_in_the_box_and_on_the_grid(places: list[Point], grid: float) -> None:
    """Whatever the points; the height lies between its bounds."""
    ring = [mercator(*place) for place in places]
    fit = fit_parts([[ring]], BOX, grid)
    assert 100 <= fit.height <= 300 + 1e-6
    for x, y in map(fit.place, ring):
        assert (x / grid).is_integer()
        assert (y / grid).is_integer()
        assert 10 - grid <= x <= 410 + grid
        assert 20 - grid <= y <= 20 + fit.height + grid


@given(st.lists(PLACES, min_size=3, max_size=20))
def test_only_corners_are_kept(places: list[Point]) -> None:
    """A ring stays closed and as large as it was rounded; no step has no length and none goes on straight."""
    ring = [mercator(*place) for place in (*places, places[0])]
    fit = fit_parts([[ring]], BOX)
    rounded = [fit.place(point) for point in ring]
    kept = fit.lay([[ring]])[0][0]
    assert kept[0] == kept[-1]
    assert all(a != b for a, b in pairwise(kept))
    for (ax, ay), (bx, by), (cx, cy) in zip(kept, kept[1:], kept[2:], strict=False):
        assert (bx - ax) * (cy - ay) != (cx - ax) * (by - ay)
    if set(kept) <= set(rounded):  # no speck
        assert surface(kept) == pytest.approx(surface(rounded))


def test_a_path_says_the_same_as_its_points() -> None:
    """Steps from point to point, halves as halves, no space before a minus."""
    ring: list[Point] = [(2.5, 1), (4, 0.5), (3, -2), (2.5, 1)]
    assert write_path([[ring]]) == "M2.5 1l1.5-0.5-1-2.5z"


def test_the_spot_lies_in_what_is_in_view() -> None:
    """Of a shape half outside, in the middle of the rest; of one that is bent, on the shape; none outside the view."""
    half: list[Point] = [(-100, 0), (100, 0), (100, 100), (-100, 100), (-100, 0)]
    bent: list[Point] = [(0, 0), (100, 0), (100, 20), (20, 20), (20, 100), (0, 100), (0, 0)]
    far: list[Point] = [(500, 0), (510, 0), (510, 10), (500, 0)]
    spots = find_spots({"half": [[half]], "bent": [[bent]], "far": [[far]]}, (200, 200))
    assert set(spots) == {"half", "bent"}
    assert math.dist((spots["half"].x, spots["half"].y), (50, 50)) <= 2
    assert spots["bent"].x <= 20 or spots["bent"].y <= 20


def test_a_circle_on_the_ground_stays_one() -> None:
    """So an area has the same form on every map."""
    south, north = 52.0, 52.1
    wide = (north - south) / math.cos(math.radians(52.05))
    geometry = {"type": "Polygon", "coordinates": [[[6, south], [6 + wide, south], [6 + wide, north], [6, south]]]}
    ((ring,),) = project(geometry)
    assert ring[1][0] - ring[0][0] == pytest.approx(ring[2][1] - ring[1][1], rel=1e-4)
