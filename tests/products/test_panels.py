"""The panels of a page: lines cut at gaps, dots that cover no other, columns that count everyone, quartiles right."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.charts.line_drawing import Room, draw_lines
from noaber.products.charts.trend_chart import Series, TrendPlan
from noaber.products.figures import Figure
from noaber.products.rankings import rank_areas
from noaber.products.small_charts import draw_small_charts
from noaber.products.spread_panel import MOST_DOTS, STEP, SpreadLook, draw_spread, quantile
from noaber.products.subjects import Subject
from noaber.products.wording import Wording

NL = Wording.of("nl")
PERIODS = ["2019", "2020", "2021", "2022", "2023"]


def plan(*series: Series) -> TrendPlan:
    """A plan over five years."""
    return TrendPlan(series, PERIODS, PERIODS, "alt", "reeksbreuk", "", NL.style)


def years(*figures: Figure) -> dict[str, Figure]:
    """Figures of successive years."""
    return dict(zip(PERIODS, figures, strict=False))


def look(own: str = "a0") -> SpreadLook:
    """How the spreads of these tests look."""
    role = {own: "own"}
    return SpreadLook(Subject("x", "X"), "waarde", str, lambda a: role.get(a, "other"), lambda a: f"/{a}", "gemeenten")


def test_a_line_is_cut_at_gaps_and_breaks() -> None:
    """A missing or hidden year leaves a gap, a new series begins a new piece, a lone number is a dot."""
    cut = years(Figure(1.0), Figure(2.0), Figure(None, hidden=True), Figure(4.0), Figure(5.0, series_break=True))
    line = draw_lines(plan(Series("A", "own", cut, "5", "a")), str).lines[0]
    assert len(line.pieces) == 1
    assert [dot.x for dot in line.dots] == [75.0, 100.0]


def test_what_is_not_firm_is_an_open_dot() -> None:
    """Provisional, estimated and forecast numbers are open, whatever their place."""
    told = years(Figure(1.0, "P"), Figure(2.0), Figure(3.0, "E"), Figure(4.0), Figure(5.0, "F"))
    dots = draw_lines(plan(Series("A", "own", told, "5", "a")), str).lines[0].dots
    assert [(round(dot.x), dot.open) for dot in dots] == [(0, True), (50, True), (100, True)]


def test_too_many_grey_lines_are_left_out() -> None:
    """A page stays light: thousands of points of context are not drawn."""
    grey = [Series(f"g{n}", "other", years(*[Figure(float(n))] * 5), "", f"g{n}") for n in range(700)]
    drawn = draw_lines(plan(*grey, Series("A", "own", years(*[Figure(1.0)] * 5), "1", "a")), str)
    assert [line.area for line in drawn.lines] == ["a"]


def test_small_charts_share_one_scale() -> None:
    """The same value stands equally high in each."""
    one = Series("A", "own", years(*map(Figure, (0.0, 5.0))), "5", "a")
    two = Series("B", "p1", years(*map(Figure, (5.0, 10.0))), "10", "b")
    small = draw_small_charts(plan(one, two), str)
    heights = [[point.split(",")[1] for point in chart.drawing.lines[0].pieces[0].split()] for chart in small]
    assert heights[0][1] == heights[1][0]
    assert small[0].drawing.ticks == small[1].drawing.ticks


def test_nothing_drawn_is_no_fault() -> None:
    """A plan without numbers has axes and no lines."""
    assert draw_lines(plan(), str, Room(120)).lines == ()


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), st.sampled_from([0.25, 0.5, 0.75]))
def test_quartiles_are_those_of_the_library(values: list[float], part: float) -> None:
    """The same as inclusive quantiles of the standard library."""
    expected = statistics.quantiles(values, n=4, method="inclusive")[round(part * 4) - 1]
    assert quantile(sorted(values), part) == pytest.approx(expected, abs=1e-6)


@given(st.lists(st.integers(0, 50).map(float), min_size=5, max_size=MOST_DOTS))
def test_no_dot_covers_another(values: list[float]) -> None:
    """Every area has a dot, and dots of about the same value stand above each other."""
    ranking = rank_areas({f"a{n}": Figure(value) for n, value in enumerate(values)}, {})
    panel = draw_spread(ranking, look(), NL)
    assert panel is not None
    assert len(panel.dots) == len(values)
    for one in panel.dots:
        assert not any(o is not one and o.y == one.y and abs(o.x - one.x) < STEP for o in panel.dots)


def test_many_areas_are_counted_in_columns() -> None:
    """Of hundreds of areas columns, that together hold them all; the chosen one is still marked."""
    figures = {f"a{n}": Figure(float(n % 97)) for n in range(300)}
    panel = draw_spread(rank_areas(figures, {}), look(), NL)
    assert panel is not None
    assert sum(int(column.text.split(":")[0]) for column in panel.columns) == 300
    assert [dot.area for dot in panel.marked] == ["a0"]


def test_what_is_not_ranked_is_said_and_not_drawn() -> None:
    """A hidden area has no place in the spread; of four areas there is no spread."""
    figures = {f"a{n}": Figure(float(n)) for n in range(6)} | {"h": Figure(None, hidden=True)}
    panel = draw_spread(rank_areas(figures, {}), look(), NL)
    assert panel is not None
    assert "h" not in {dot.area for dot in panel.dots}
    assert "1 gebied zonder vergelijkbaar cijfer" in panel.text
    assert draw_spread(rank_areas({f"a{n}": Figure(1.0) for n in range(4)}, {}), look(), NL) is None
