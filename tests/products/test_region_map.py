"""The small map of a region: neighbours keep one border, names do not cover each other, the page stays light."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from noaber.products.charts.region_map import HEIGHT, WIDTH, RegionShape, draw_region_map


def square(x: float, y: float, size: float = 0.1) -> dict[str, Any]:
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def shape(id: str, geometry: dict[str, Any], name: str = "Naam") -> RegionShape:
    return RegionShape(id, name, geometry, f"/nl/gebied/{id}")


def corners(outline: str) -> list[tuple[int, int]]:
    """The points of a path as places."""
    start, _, steps = outline.removesuffix("z").removeprefix("M").partition("l")
    x, y = map(int, start.split())
    points, numbers = [(x, y)], list(map(int, steps.split()))
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def test_one_area_is_no_map() -> None:
    """There is nothing to choose."""
    assert draw_region_map([]) is None
    assert draw_region_map([shape("a", square(6, 52))]) is None


def test_north_is_up_and_all_lies_inside() -> None:
    """West is left; every corner within the box."""
    drawn = draw_region_map([shape("zw", square(6, 52)), shape("no", square(6.1, 52.1))])
    assert drawn is not None
    low, high = drawn.areas
    assert low.x < high.x
    assert low.y > high.y
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for area in drawn.areas for x, y in corners(area.outline))


def test_neighbours_share_their_border() -> None:
    """The two corners between them are the same on both sides."""
    drawn = draw_region_map([shape("a", square(6, 52)), shape("b", square(6.1, 52))])
    assert drawn is not None
    a, b = (set(corners(area.outline)) for area in drawn.areas)
    assert len(a & b) == 2


def test_points_between_corners_are_left_out() -> None:
    """A straight side of a hundred points is drawn as one."""
    side = [[6 + step / 1000, 52.0] for step in range(101)]
    many = {"type": "MultiPolygon", "coordinates": [[[*side, [6.1, 52.1], [6, 52.1], [6, 52.0]]]]}
    drawn = draw_region_map([shape("a", many), shape("b", square(6.1, 52))])
    assert drawn is not None
    assert len(corners(drawn.areas[0].outline)) <= 6


def test_a_name_without_room_is_not_written() -> None:
    """The largest area is named first; a name covered by it is left to the list beside the map."""
    inside = shape("klein", square(6.095, 52.095, 0.01), "Een lange naam")
    drawn = draw_region_map(
        [inside, shape("groot", square(6, 52, 0.2), "Een lange naam"), shape("oost", square(6.3, 52), "B")]
    )
    assert drawn is not None
    assert {area.id: area.named for area in drawn.areas} == {"klein": "", "groot": "always", "oost": "always"}


@given(st.lists(st.tuples(st.floats(3, 7), st.floats(50, 54)), min_size=2, max_size=12, unique=True))
def test_any_region_can_be_drawn(places: list[tuple[float, float]]) -> None:
    """Paths are well formed whatever the shapes."""
    drawn = draw_region_map([shape(str(at), square(x, y, 0.02)) for at, (x, y) in enumerate(places)])
    assert drawn is not None
    assert all(re.fullmatch(r"(M\d+ \d+l(-?\d+ -?\d+ ?)+z)*", area.outline) for area in drawn.areas)
