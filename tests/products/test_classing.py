"""Classes of maps: every value in exactly one, natural breaks as published, and against every possible division."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.charts.classing import METHODS, MOST, make_classing, natural_breaks, own_bounds

EMPLOYMENT = [
    329.92, 0.42, 5.9, 14.03, 2.78, 1.34, 181.27, 1.65, 10.03, 16.7, 1.32, 3.99, 3.16, 0.22, 8.7, 6.56, 3.27, 0.33,
    370.5, 4.51, 75.29, 0.99, 2.74, 8.68, 0.14, 0.92, 12.63, 28.7, 12.02, 722.85, 36.68, 0.74, 29.82, 192.05, 3.38,
    11.15, 110.74, 4111.45, 49.47, 10.33, 317.11, 20.47, 264.93, 66.26, 5.39, 0.13, 0.61, 50.65, 40.48, 36.67, 13.09,
    1.81, 0.2, 7.6, 2.51, 57.26, 24.32, 6.97,
]  # fmt: skip
"""Employment per square kilometre in the 58 counties of California, the example data of PySAL."""
RANDOM = [
    132, 915, 312, 1424, 1240, 1370, 113, 1028, 1078, 416, 963, 359, 1422, 658, 73, 1326, 245, 848, 683, 255, 1223, 253,
    654, 736, 1079, 39, 583, 1367, 1237, 327, 1083, 328, 951, 678, 927, 301, 96, 297, 179, 230, 767, 1248, 1, 37, 1352,
    1009, 663, 1283, 679, 230,
]  # fmt: skip
"""The second example in the tests of jenkspy."""

values = st.lists(st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 1)), min_size=1, max_size=60)
methods = st.sampled_from([*METHODS, "10,20,30", "0", "-5.5,5.5"])
middles = st.none() | st.floats(-100, 100).map(lambda value: round(value, 1))


def spread(groups: list[list[float]]) -> float:
    """Sum of squared distances to the means of groups, as its definition says."""
    return sum(sum((value - sum(group) / len(group)) ** 2 for value in group) for group in groups)


def divided(ordered: list[float], cuts: list[float]) -> list[list[float]]:
    """Values in groups that begin at `cuts`."""
    edges = [float("-inf"), *cuts, float("inf")]
    return [[value for value in ordered if low <= value < high] for low, high in pairwise(edges)]


def test_natural_breaks_as_published() -> None:
    """PySAL's mapclassify ends the classes at 75.29, 192.05, 370.5 and 722.85 with 49, 3, 4, 1 and 1 counties;
    jenkspy ends those of its example at 416, 767 and 1083; ckmeans begins its at 12, 43, 123, 234, 1244."""
    groups = divided(sorted(EMPLOYMENT), natural_breaks(EMPLOYMENT, 5))
    assert [group[-1] for group in groups] == [75.29, 192.05, 370.5, 722.85, 4111.45]
    assert [len(group) for group in groups] == [49, 3, 4, 1, 1]
    groups = divided(sorted(RANDOM), natural_breaks(RANDOM, 4))
    assert [group[-1] for group in groups] == [416, 767, 1083, 1424]


@given(st.lists(st.integers(-30, 30), min_size=1, max_size=11), st.integers(1, 5))
def test_natural_breaks_are_the_best_of_all_divisions(found: list[int], classes: int) -> None:
    """The slow twin tries every division that keeps equal values together."""
    distinct, ordered = sorted(set(found)), sorted(found)
    classes = min(classes, len(distinct))
    best = min(spread(divided(ordered, list(cuts))) for cuts in combinations(distinct[1:], classes - 1))
    cuts = natural_breaks(found, classes)
    assert len(cuts) == classes - 1
    assert spread(divided(ordered, cuts)) == pytest.approx(best, abs=1e-6)


def test_natural_breaks_of_the_whole_country_take_little_time() -> None:
    """More values than are worth weighing one by one: among evenly spaced ones."""
    many = [(step * 7919) % 100_003 / 7 for step in range(14_000)]
    assert len(natural_breaks(many, 5)) == 4


@given(values, methods, st.integers(2, MOST), middles)
def test_every_value_is_in_exactly_one_class(
    found: list[float], method: str, classes: int, middle: float | None
) -> None:
    """Bounds go up, counts add up, equal values are together, and no more classes than were asked for."""
    made = make_classing(found, method, classes, middle=middle)
    assert made is not None
    counts = [0] * made.count
    for value in found:
        low, high = made.bounds()[made.class_of(value)]
        assert low <= value <= high
        counts[made.class_of(value)] += 1
    assert sum(counts) == len(found)
    assert all(one < other for one, other in pairwise(made.cuts))
    if not own_bounds(method):
        assert made.count <= max(classes, 2)


@given(values, st.sampled_from(METHODS), st.integers(2, MOST), st.floats(-100, 100))
def test_no_class_holds_values_on_both_sides_of_the_middle(
    found: list[float], method: str, classes: int, middle: float
) -> None:
    """Below and above have colours of their own, so they may not share a class."""
    made = make_classing(found, method, classes, middle=middle)
    assert made is not None
    if made.middle is None:
        assert min(found) >= middle or max(found) < middle
    else:
        assert all((made.class_of(value) < made.below) == (value < middle) for value in found)


def test_equal_and_own_bounds_are_as_they_are_written() -> None:
    """Bounds are rounded as the legend writes them; a bound belongs to the class above; empty classes stay."""
    made = make_classing([0.0, 3.3, 10.0], "gelijk", 3, decimals=0)
    assert made is not None
    assert made.cuts == (3, 7)
    own = make_classing([12, 13], "10,20,30")
    assert own is not None
    assert own.bounds() == [(10, 10), (10, 20), (20, 30), (30, 30)]
    assert own.class_of(20) == 2


@pytest.mark.parametrize("text", ["", "a", "1,x", "1e40", "nan", "1,2,3,4,5,6,7", "inf"])
def test_bounds_that_are_none(text: str) -> None:
    """What is no short list of sane numbers is no bounds."""
    assert own_bounds(text) == ()


def test_nothing_to_divide() -> None:
    """Without values there are no classes; with one value there is one."""
    assert make_classing([], "gelijk") is None
    only = make_classing([3.0, 3.0], "natuurlijk")
    assert only is not None
    assert only.count == 1
