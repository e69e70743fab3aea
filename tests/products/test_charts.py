"""Charts: plain specifications with their words, labels that do not cover each other, pictures of known size."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.charts.ranking_chart import Bar, RankingPlan, ranking_height, ranking_spec
from noaber.products.charts.rendering import render_svg
from noaber.products.charts.scales import round_ticks, spread
from noaber.products.charts.trend_chart import Series, TrendPlan, trend_height, trend_spec
from noaber.products.figures import Figure
from noaber.products.numbers import NumberStyle
from noaber.products.pictures import WIDTHS

STYLE = NumberStyle(",", ".", " %")


def trend(figures: dict[str, Figure]) -> TrendPlan:
    """A trend of one area beside a reference."""
    periods = sorted(figures)
    reference = {period: Figure(20.5) for period in periods}
    lines = [Series("Enschede", "own", figures, "18,4 %"), Series("It's 'Land'", "ref1", reference, "20,5 %")]
    return TrendPlan(lines, periods, periods, 'Alt <b> & "x"', "reeksbreuk", "%", STYLE)


def drawn(svg: str) -> tuple[int, int, list[str]]:
    """Size and texts of a picture."""
    root = ElementTree.fromstring(svg)
    texts = ["".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text")]
    return int(float(root.attrib["width"])), int(float(root.attrib["height"])), texts


@pytest.mark.parametrize("width", WIDTHS.values())
def test_trend_picture(width: int) -> None:
    """Exactly as large as the page was told; labels and axis in the reader's way of writing."""
    gap, anew = Figure(None, "M"), Figure(18.0, series_break=True)
    figures = {"2020": Figure(17.5), "2021": gap, "2022": anew, "2023": Figure(18.4, "P")}
    svg = render_svg(trend_spec(trend(figures), width))
    size = drawn(svg)
    assert size[:2] == (width, trend_height(width))
    words = " ".join(size[2])
    assert "Enschede" in words
    assert "It's 'Land'" in words
    assert "17,5" in words or "18" in words
    assert "reeksbreuk" in words
    assert "<title>Alt &lt;b&gt; &amp;" in svg
    assert "prefers-color-scheme:dark" in svg


def test_trend_without_any_figure_is_an_empty_frame() -> None:
    """A picture can always be drawn."""
    assert render_svg(trend_spec(trend({"2020": Figure(None, hidden=True)}), 640))


def test_a_hidden_value_is_not_in_the_data() -> None:
    """The specification holds no row for what is hidden or missing."""
    spec = trend_spec(trend({"2020": Figure(17.5), "2021": Figure(None, hidden=True)}), 640)
    rows = [row for layer in spec["layer"] for row in layer["data"]["values"] if "piece" in row]
    assert len([row for row in rows if row["piece"].startswith("own")]) == 1


def test_ranking_picture() -> None:
    """A bar for each area, a line for each reference, values in a column of their own."""
    bars = [Bar("1. Borne", 13.6, "+13,6 %"), Bar("2. Oldenzaal", -0.8, "−0,8 %", own=True)]
    width, height, words = drawn(render_svg(ranking_spec(RankingPlan(bars, [("Twente 2,0", 2.0)], "alt"), 640)))
    assert (width, height) == (640, ranking_height(2, 1))
    assert {"1. Borne", "+13,6 %", "−0,8 %", "Twente 2,0"} <= set(words)


@given(st.lists(st.floats(0, 300), min_size=1, max_size=12))
def test_labels_never_cover_each_other(positions: list[float]) -> None:
    """Each stands at least a line from the next, in the order of the values, inside the frame if they fit."""
    placed = spread(positions, 16, 0, 300)
    ordered = sorted(placed)
    assert all(b - a >= 16 - 1e-6 for a, b in pairwise(ordered))
    assert min(placed) >= -1e-6
    assert max(placed) <= 300 + 1e-6


@given(st.floats(-1e7, 1e7), st.floats(0, 1e7))
def test_ticks_enclose_the_values(low: float, size: float) -> None:
    """No value falls outside the axis, and there are few ticks."""
    ticks = round_ticks(low, low + size)
    room = 1e-6 * max(1, abs(low), size)
    assert ticks[0] <= low + room
    assert ticks[-1] >= low + size - room
    assert 2 <= len(ticks) <= 9
