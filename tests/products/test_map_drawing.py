"""The drawing of a map: shapes in place, reasons apart, labels that fit, one drawing for page, picture and document."""

from __future__ import annotations

import re
from importlib import resources
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.charts.map_drawing import ABSENCES, STEPS, LegendEntry, MapArea, MapPlan, draw_map
from noaber.products.charts.map_ground import HIGHEST, LOWEST, SPAN, Ground, lay_ground
from noaber.products.charts.map_style import page_css
from noaber.products.charts.map_svg import STROKES, bare_map, loose_map, map_picture, page_map, picture_height
from noaber.products.charts.palette import GROUND, NO_FIGURE, contrast
from noaber.products.charts.projection import mercator
from noaber.products.charts.scales import text_width
from noaber.products.charts.theme import DARK, INK_SUBTLE

SVG = "{http://www.w3.org/2000/svg}"


def box(west: float, south: float, east: float, north: float) -> dict[str, object]:
    """A rectangle as GeoJSON."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def ground() -> Ground:
    """Two areas side by side, and a small one to their right."""
    shapes = {"a": box(6.0, 52.0, 6.5, 52.3), "b": box(6.5, 52.0, 6.99, 52.3), "c": box(6.99, 52.0, 7.0, 52.01)}
    laid = lay_ground(shapes, [box(6.0, 52.0, 7.0, 52.3)])
    assert laid is not None
    return laid


def plan(**tones: str) -> MapPlan:
    """A plan of areas by tone; `a` is the own one."""
    areas = [
        MapArea(id, f"Area {id}", tone, "12 %", f"Area <{id}>: 12 %", "own" if id == "a" else "other",
                f"/nl/x?gebieden={id}&van=2", "v" if id == "c" else "")
        for id, tone in tones.items()
    ]  # fmt: skip
    legend = [LegendEntry(tone, f"class {tone}", 1) for tone in dict.fromkeys(tones.values())]
    return MapPlan(areas, legend, "A map of <areas>")


def corners(path: str) -> list[tuple[int, int]]:
    """The points of a path with one ring."""
    numbers = [int(part) for part in re.findall(r"-?\d+", path)]
    points = [(numbers[0], numbers[1])]
    for at in range(2, len(numbers), 2):
        points.append((points[-1][0] + numbers[at], points[-1][1] + numbers[at + 1]))
    return points


def test_north_is_above_and_neighbours_share_their_border() -> None:
    """Within the margins; the east of one is the west of the other."""
    laid = ground()
    a, b = corners(laid.paths["a"]), corners(laid.paths["b"])
    assert max(x for x, _ in a) == min(x for x, _ in b)
    assert all(0 <= x <= SPAN and 0 <= y <= laid.height for x, y in (*a, *b))
    assert a[0][1] > a[2][1]  # the south was first
    assert len(laid.outlines) == 1


@given(st.floats(3, 7), st.floats(50, 53), st.floats(0.01, 3), st.floats(0.01, 3))
def test_every_shape_has_a_place(west: float, south: float, wide: float, tall: float) -> None:
    """However wide or tall: inside the ground, whose height is bounded; the label inside the shape."""
    laid = lay_ground({"a": box(west, south, west + wide, south + tall), "b": box(west, south, west + 1e-6, south)})
    assert laid is not None
    assert LOWEST * SPAN - 1 <= laid.height <= HIGHEST * SPAN + 40
    for path in laid.paths.values():
        assert all(0 <= x <= SPAN and 0 <= y <= laid.height for x, y in corners(path))
    xs, ys = zip(*corners(laid.paths["a"]), strict=True)
    assert min(xs) <= laid.spots["a"].x <= max(xs)
    assert min(ys) <= laid.spots["a"].y <= max(ys)


def test_islands_holes_and_specks() -> None:
    """All rings are drawn; the label lies in the largest part; what rounds to nothing stays a speck."""
    ring = [[6.0, 52.0], [6.4, 52.0], [6.4, 52.4], [6.0, 52.4], [6.0, 52.0]]
    hole = [[6.1, 52.1], [6.2, 52.1], [6.2, 52.2], [6.1, 52.2], [6.1, 52.1]]
    island = [[7.0, 52.0], [7.01, 52.0], [7.01, 52.01], [7.0, 52.01], [7.0, 52.0]]
    speck = [[6.5, 52.5], [6.500001, 52.5], [6.500001, 52.500001], [6.5, 52.5]]
    laid = lay_ground({
        "a": {"type": "MultiPolygon", "coordinates": [[island], [ring, hole]]},
        "s": {"type": "Polygon", "coordinates": [speck]},
    })  # fmt: skip
    assert laid is not None
    assert laid.paths["a"].count("M") == 3
    assert laid.spots["a"].x < SPAN / 2
    assert len(set(corners(laid.paths["s"]))) == 3
    assert lay_ground({}) is None


def test_the_projection_keeps_angles() -> None:
    """A small step north is as long as one to the east, as far as the latitude stretches both."""
    (x, y), (east, _), (_, north) = mercator(6, 52), mercator(6.001, 52), mercator(6, 52 + 0.001 * 0.61566)
    assert (north - y) == pytest.approx(east - x, rel=1e-4)


def test_the_same_areas_in_page_picture_and_document() -> None:
    """One drawing: every area with its class; links only where they can be followed."""
    drawing = draw_map(plan(a="a1", b="a13", c="hidden", nowhere="a5"), ground())
    for svg, links in ((loose_map(drawing), 3), (map_picture(drawing, 640), 0), (bare_map(drawing, 704), 0)):
        root = ElementTree.fromstring(svg)
        assert len(root.findall(f".//{SVG}a")) == links
        shapes = [node for node in root.iter(f"{SVG}path") if node.get("d") in drawing.ground.paths.values()]
        fills = [node.get("class") or node.get("fill") for node in shapes]
        assert fills == ["a1", "a13", "url(#map-hidden)", "map-halo", "map-chosen r-own"]
    assert "nowhere" not in loose_map(drawing)


def test_words_are_written_safely() -> None:
    """Names and addresses are escaped."""
    drawing = draw_map(plan(a="a1", b="a2"), ground())
    page = page_map(drawing)
    assert "<title>Area &lt;a&gt;: 12 %</title>" in page
    assert 'href="/nl/x?gebieden=a&amp;van=2"' in page
    assert "<title>A map of &lt;areas&gt;</title>" in map_picture(drawing, 640)


def test_every_reason_has_a_pattern_of_its_own() -> None:
    """Told apart without colour; lines of the pattern have contrast with their ground."""
    assert set(STROKES) == set(ABSENCES)
    assert len(set(STROKES.values())) == len(ABSENCES)
    assert contrast(INK_SUBTLE, NO_FIGURE["light"]) >= 3
    assert contrast(DARK[INK_SUBTLE], NO_FIGURE["dark"]) >= 3
    drawing = draw_map(plan(a="a1", b="missing", c="break"), ground())
    svg = bare_map(drawing, 640)
    assert svg.count('fill="url(#map-missing)"') == svg.count('fill="url(#key-missing)"') == 1
    assert "class break (1)" in svg


@pytest.mark.parametrize("width", STEPS[1:])
def test_labels_fit_in_their_shapes(width: int) -> None:
    """No label is wider than its shape; an area that is not chosen has none rather than one that does not fit."""
    drawing = draw_map(plan(a="a1", b="a13", c="a5"), ground())
    for label in drawing.labels_at(width):
        room = drawing.ground.spots[label.area].width * width / SPAN
        if label.ink != "k0" and label.lines != ("v",):
            assert max(text_width(line, 13.5, True) for line in label.lines) <= room


def test_a_label_says_less_where_there_is_less_room() -> None:
    """Name and value, then the name, then the sign of a status; a chosen area keeps its name."""
    drawing = draw_map(plan(a="a1", b="a13", c="a5"), ground())
    small, large = ({label.area: label.lines for label in drawing.labels_at(width)} for width in (60, 4800))
    assert (small["a"], small.get("b"), small["c"]) == (("Area a",), None, ("v",))
    assert (large["a"], large["b"]) == (("Area a", "12 %"), ("Area b", "12 %"))
    every = {label.lines for width in STEPS for label in drawing.labels_at(width)}
    assert ("Area", "c") in every
    assert ("12 %",) not in every
    counted = [label.area for label in drawing.labels_at(640)]
    assert len(counted) == len(set(counted))


def test_pictures_have_the_size_the_page_was_told() -> None:
    """Known from the ground alone."""
    drawing = draw_map(plan(a="a1", b="a13"), ground())
    for width in (340, 640):
        root = ElementTree.fromstring(map_picture(drawing, width))
        assert (int(root.attrib["width"]), int(root.attrib["height"])) == (width, picture_height(drawing.ground, width))


def test_a_picture_turns_dark_and_a_document_does_not() -> None:
    """A document is paper."""
    drawing = draw_map(plan(a="a1", b="a13"), ground())
    assert "prefers-color-scheme:dark" in map_picture(drawing, 640)
    assert "prefers-color-scheme" not in bare_map(drawing, 640)
    assert GROUND["dark"] in map_picture(drawing, 640)


def test_the_style_sheet_has_these_rules() -> None:
    """Copied, so that a municipality can lay its own over them; proven the same."""
    assert page_css() in (resources.files("noaber.web") / "static" / "style.css").read_text("utf-8")
