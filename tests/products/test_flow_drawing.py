"""The flow map: ribbons that say which way, names that do not cover each other, a document that is whole."""

from __future__ import annotations

import math
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.charts.flow_drawing import DrawnFlow, FlowMapPlan, FlowPlace, Label, draw_flow_map
from noaber.products.charts.flow_ribbons import draw_ribbon
from noaber.products.charts.flow_svg import render_flow_map
from noaber.products.charts.ground_shapes import fit_shapes, outline
from noaber.products.charts.scales import text_width

NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


def square(west: float, south: float) -> dict[str, object]:
    """A square area of a tenth of a degree."""
    ring = [[west, south], [west + 0.1, south], [west + 0.1, south + 0.1], [west, south + 0.1], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def plan(count: int = 4, own: str = "a0") -> FlowMapPlan:
    """A row of areas with flows from the first, one to the edge."""
    places = [
        FlowPlace(f"a{n}", f"Place {n}", square(6 + 0.1 * n, 52), f"a{n}" == own, f"/nl/a{n}") for n in range(count)
    ]
    far = [FlowPlace("far", "Faraway <city>", None, False, "/nl/far"), FlowPlace("rest", "other", None)]
    flows = [DrawnFlow(own, f"a{n}", 100.0 / n, f"{100 // n}", f"a{n}", f"to {n}") for n in range(1, count)]
    flows += [DrawnFlow(own, "far", 50, "50", "far", "far"), DrawnFlow(own, "rest", 10, "10", "rest", "rest")]
    return FlowMapPlan((*places, *far), flows, True, "= 100", "Alt", (own, (own,)))


def points_of(path: str) -> list[tuple[float, float]]:
    """The points of a path."""
    numbers = [float(text) for text in NUMBERS.findall(path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


places = st.tuples(st.floats(0, 500), st.floats(0, 500))


@given(places, places, st.floats(1.5, 22))
def test_a_ribbon_is_wide_where_it_begins(start: tuple[float, float], end: tuple[float, float], width: float) -> None:
    """Its two first points are as far apart as it is wide, its tip lies nearest to the end; there and back differ."""
    if math.dist(start, end) < 60:
        return
    points = points_of(draw_ribbon(start, end, width))
    assert math.dist(points[0], points[-1]) == pytest.approx(width, abs=0.3)
    tip = min(points, key=lambda point: math.dist(point, end))
    assert tip == points[len(points) // 2]
    assert math.dist(tip, end) < 12
    assert draw_ribbon(start, end, width) != draw_ribbon(end, start, width)


def test_the_width_of_a_ribbon_is_its_size() -> None:
    """Twice as many is twice as wide."""
    drawing = draw_flow_map(plan(3), 700)
    widths = {}
    for ribbon in drawing.ribbons:
        points = points_of(ribbon.path)
        widths[ribbon.area] = math.dist(points[0], points[-1])
    assert widths["a1"] == pytest.approx(2 * widths["a2"], abs=0.3)
    assert widths["far"] == pytest.approx(widths["a2"], abs=0.3)


@pytest.mark.parametrize("width", [340, 700])
@pytest.mark.parametrize("count", [2, 9])
def test_names_stay_on_the_picture_and_apart(width: int, count: int) -> None:
    """What finds no room is left out; the own area and the edge are always named."""
    drawing = draw_flow_map(plan(count), width)
    boxes = [box(label) for label in drawing.labels]
    assert all(left >= -1 and right <= width + 1 for left, _, right, _ in boxes)
    ground = [box(label) for label in drawing.labels if label.role != "far"]
    assert not [1 for a, b in combinations(ground, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
    assert {"a0", "far", "rest"} <= {label.area for label in drawing.labels}
    assert all(label.dot for label in drawing.labels if label.role == "far")


def box(label: Label) -> tuple[float, float, float, float]:
    """The room a label takes."""
    wide = max(text_width(line, 15) for line in label.lines)
    left = label.x - wide * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
    return left, label.y - 15, left + wide, label.y - 15 + 18 * len(label.lines)


def test_a_group_stands_in_the_middle_of_its_members() -> None:
    """Flows of the group as a whole begin there."""
    whole = FlowMapPlan(
        places=[FlowPlace("a0", "A", square(6, 52), True), FlowPlace("a1", "B", square(6.2, 52), True),
                FlowPlace("far", "Far", None)],
        flows=[DrawnFlow("group", "far", 5, "5", "far", "x")],
        numbered=False, key="", alt="", whole=("group", ("a0", "a1")),
    )  # fmt: skip
    drawing = draw_flow_map(whole, 700)
    left, right = (sum(x for x, _ in points_of(area.path)) / len(points_of(area.path)) for area in drawing.ground)
    assert left < drawing.centre[0] < right
    assert len(drawing.ribbons) == 1


def test_shapes_are_not_stretched() -> None:
    """A square on the ground is a square on the picture: a degree east is shorter than one north."""
    shape = {"type": "Polygon", "coordinates": [[[6, 52], [6.2, 52], [6.2, 52.1], [6, 52.1], [6, 52]]]}
    fit, tall = fit_shapes([shape], (0, 0, 300, 300))
    points = points_of(outline(shape, fit))
    across = max(x for x, _ in points) - min(x for x, _ in points)
    assert across / tall == pytest.approx(2 * math.cos(math.radians(52.05)), rel=0.01)


def test_the_document_is_sound_xml() -> None:
    """With every name and number, special characters made safe."""
    root = ElementTree.fromstring(render_flow_map(draw_flow_map(plan(), 900)))
    texts = {"".join(node.itertext()) for node in root.iter() if node.tag.endswith("text")}
    assert {"Place 0", "Faraway <city>", "50", "= 100"} <= texts
    assert len([node for node in root.iter() if node.tag.endswith("path")]) == 4 + 5 + 1
