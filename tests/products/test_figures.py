"""Figures as value, index or change: nothing across a break, nothing from a base that is not there."""

from __future__ import annotations

import pytest

from noaber.products.expressing import Lens, change_between, express, index, periods_before, year_before
from noaber.products.figures import Figure, Figures
from noaber.products.rankings import BarScale, rank_areas


def series(**periods: Figure) -> Figures:
    """One area `a` with a figure per year, written y2020=..."""
    return Figures({("a", name[1:], ""): figure for name, figure in periods.items()}, {"a": "A"})


def test_index_starts_at_a_hundred() -> None:
    """The base period is 100, others in proportion."""
    shown = express(series(y2020=Figure(50.0), y2021=Figure(60.0)), Lens("index", base="2020"))
    assert [shown.get("a", period).value for period in ("2020", "2021")] == [100.0, 120.0]


@pytest.mark.parametrize(
    ("then", "now", "absence"),
    [
        (Figure(50.0), Figure(60.0, series_break=True), "break"),
        (Figure(None, "M"), Figure(60.0), "base"),
        (Figure(None, hidden=True), Figure(60.0), "hidden"),
        (Figure(50.0), Figure(None, hidden=True), "hidden"),
        (Figure(50.0), Figure(None, "M"), "missing"),
        (Figure(0.0), Figure(60.0), "base"),
        (Figure(-5.0), Figure(60.0), "base"),
    ],
)
def test_what_cannot_be_compared_says_why(then: Figure, now: Figure, absence: str) -> None:
    """A cell without a comparison has a reason and no number."""
    shown = express(series(y2020=then, y2021=now), Lens("index", base="2020")).get("a", "2021")
    assert (shown.value, shown.absence) == (None, absence)


def test_change_is_against_a_year_earlier() -> None:
    """Quarters are set against the same quarter, percentages change in points."""
    cells = {("a", "2020-Q3", ""): Figure(10.0), ("a", "2021-Q3", ""): Figure(12.0, "P")}
    before = periods_before(["2020-Q3", "2021-Q3"])
    shown = express(Figures(cells), Lens("verandering", points=True, before=before)).get("a", "2021-Q3")
    assert (shown.value, shown.status) == (2.0, "P")
    assert year_before("2021-W23") == "2020-W23" or year_before("2021-W23") == "2020-W24"


def test_a_break_in_between_forbids_the_change() -> None:
    """Also when both ends are plain."""
    figures = series(y2019=Figure(1.0), y2020=Figure(2.0, series_break=True), y2021=Figure(3.0))
    assert change_between(figures, "a", "2019", "2021", False).absence == "break"
    assert change_between(figures, "a", "2020", "2021", False).value == 50.0


def test_a_hidden_value_is_never_there() -> None:
    """Hidden is a status: no value, one mark."""
    figure = Figure(None, "A", hidden=True)
    assert figure.marks == ("hidden",)
    assert index(1, 2) == 50.0


def test_ranks_are_shared_and_absent_areas_are_listed() -> None:
    """Equal values share a rank; the next rank is skipped."""
    figures = {"a": Figure(1.0), "b": Figure(3.0), "c": Figure(3.0), "d": Figure(None, hidden=True), "e": Figure(None)}
    ranking = rank_areas(figures, {"b": "B", "c": "A"})
    assert [(row.rank, row.area) for row in ranking.ranked] == [(1, "c"), (1, "b"), (3, "a")]
    assert [(area, figure.absence) for area, figure in ranking.unranked] == [("d", "hidden"), ("e", "missing")]


def test_bars_share_a_scale_with_their_base() -> None:
    """Negative bars go the other way; a scale without values does not divide by zero."""
    scale = BarScale.of([-2.0, 6.0])
    assert [scale.position(value) for value in (-2.0, 0.0, 6.0)] == [0.0, 25.0, 100.0]
    assert BarScale.of([98.0, 104.0], 100.0).low == 98.0
    assert BarScale.of([]).position(0.0) == 0.0
