"""Ways of looking: each result against a slow twin that works from the definition, and what has no result."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.expressing import Lens, express, is_yearly, periods_before
from noaber.products.figures import Figure, Figures
from noaber.products.ways import EXPRESSIONS, WAYS, nature_of
from noaber.vocabulary.observations import Status, gravest

PERIODS = ("2018", "2019", "2020", "2021")
AREAS = ("a", "b", "all")

number = st.integers(0, 400).map(float)
figure = st.one_of(
    st.tuples(number, st.sampled_from("APEF")).map(lambda told: Figure(*told)),
    number.map(lambda value: Figure(value, series_break=True)),
    st.just(Figure(None, "A", hidden=True)),
    st.just(Figure(None, "M")),
)
worlds = st.fixed_dictionaries({(area, period, ""): figure for area in AREAS for period in PERIODS}).map(Figures)
LENSES = (
    Lens("index", base="2019"),
    Lens("verandering", before=periods_before(PERIODS)),
    Lens("verandering", points=True, before=periods_before(PERIODS)),
    Lens("toename", before=periods_before(PERIODS)),
    Lens("aandeel", whole="all", inside=frozenset(AREAS)),
    Lens("verschil", reference="b"),
)
SUMS: dict[str, Callable[[float, float], float | None]] = {
    "index": lambda now, then: now / then * 100 if then > 0 else None,
    "verandering": lambda now, then: (now / then - 1) * 100 if then > 0 else None,
    "toename": lambda now, then: now - then,
    "aandeel": lambda now, then: now / then * 100 if then > 0 else None,
    "verschil": lambda now, then: now - then,
}


def slowly(world: Figures, lens: Lens, area: str, period: str) -> float | None:
    """The definition, one cell at a time."""
    other_area = {"aandeel": lens.whole, "verschil": lens.reference}.get(lens.how, area)
    other_period = {"index": lens.base}.get(lens.how, lens.before.get(period, "") if lens.before else period)
    if not other_period:
        return None
    now, then = world.get(area, period), world.get(other_area, other_period)
    low, high = sorted((period, other_period))
    if any(low < p <= high and world.get(area, p).series_break for p in PERIODS):
        return None
    if now.value is None or then.value is None:
        return None
    if lens.points:
        return now.value - then.value
    return SUMS[lens.how](now.value, then.value)


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.how + (" points" if lens.points else ""))
@given(world=worlds)
def test_every_way_is_its_definition(lens: Lens, world: Figures) -> None:
    """Fast and slow agree in every cell; where there is no number there is a reason."""
    shown = express(world, lens)
    for area, period, _ in world.cells:
        expected, found = slowly(world, lens, area, period), shown.get(area, period)
        assert found.value == (None if expected is None else pytest.approx(expected))
        assert bool(found.absence) == (expected is None)


@given(world=worlds, first=st.sampled_from(PERIODS), second=st.sampled_from(PERIODS))
def test_rebasing_twice_is_rebasing_once(world: Figures, first: str, second: str) -> None:
    """An index of an index is the index of its last base, wherever both have one."""
    once = express(world, Lens("index", base=second))
    twice = express(express(world, Lens("index", base=first)), Lens("index", base=second))
    for key, cell in twice.cells.items():
        if cell.value is not None and once.cells[key].value is not None:
            assert cell.value == pytest.approx(once.cells[key].value)


@given(
    counts=st.lists(number, min_size=2, max_size=5),
    people=st.lists(st.integers(1, 900).map(float), min_size=5, max_size=5),
)
def test_a_rate_of_a_group_is_a_ratio_of_sums(counts: list[float], people: list[float]) -> None:
    """Not a mean of rates: the rate of the whole is the rates of its parts, weighed by their people."""
    parts = {(str(at), "2020", ""): Figure(value) for at, value in enumerate(counts)}
    homes = {(str(at), "2020", ""): Figure(people[at]) for at in range(len(counts))}
    parts["all", "2020", ""] = Figure(sum(counts))
    homes["all", "2020", ""] = Figure(sum(people[: len(counts)]))
    shown = express(Figures(parts), Lens("per1000", denominators=Figures(homes)))
    weighed = sum((shown.get(str(at), "2020").value or 0.0) * people[at] for at in range(len(counts)))
    assert shown.get("all", "2020").value == pytest.approx(weighed / sum(people[: len(counts)]))


def test_a_month_is_set_against_the_people_of_its_year() -> None:
    """A population is counted once a year; without one, or with none living there, there is no rate."""
    cells = {("a", period, ""): Figure(6.0) for period in ("2020-05", "2021-05", "2022-05")}
    homes = {("a", "2020", ""): Figure(3000.0, "P"), ("a", "2021", ""): Figure(0.0)}
    shown = express(Figures(cells), Lens("per1000", denominators=Figures(homes)))
    assert shown.get("a", "2020-05") == Figure(2.0, "P")
    assert [shown.get("a", period).absence for period in ("2021-05", "2022-05")] == ["base", "base"]


@given(world=worlds)
def test_the_gravest_status_is_carried(world: Figures) -> None:
    """A provisional operand makes a provisional result, a hidden one hides it."""
    shown = express(world, Lens("verschil", reference="b"))
    for (area, period, _), cell in shown.cells.items():
        mine, theirs = world.get(area, period), world.get("b", period)
        if cell.value is not None:
            assert cell.status == gravest([Status(mine.status), Status(theirs.status)]).value
        if mine.hidden or (theirs.hidden and mine.value is not None):
            assert cell.absence == "hidden"


def test_a_share_of_what_it_does_not_lie_in_is_no_share() -> None:
    """An area outside the whole has a mark of its own and is not ranked."""
    cells = {("a", "2020", ""): Figure(1.0), ("x", "2020", ""): Figure(9.0), ("all", "2020", ""): Figure(4.0)}
    shown = express(Figures(cells), Lens("aandeel", whole="all", inside=frozenset({"a", "all"})))
    assert [shown.get(area, "2020").value for area in ("a", "all", "x")] == [25.0, 100.0, None]
    assert shown.get("x", "2020").marks == ("outside",)


def test_changes_are_over_a_year_or_from_survey_to_survey() -> None:
    """Quarters jump a year, so that seasons cancel out; a survey held every four years goes from one to the next."""
    assert periods_before(["2019-Q4", "2020-Q4", "2021-Q1"]) == {"2020-Q4": "2019-Q4"}
    assert periods_before(["2012", "2016"]) == {"2016": "2012"}
    assert not is_yearly({"2016": "2012"})
    assert is_yearly({"2016": "2015", "2020-Q1": "2019-Q1"})


def test_each_kind_of_figure_has_its_ways() -> None:
    """A balance has no index, a count no difference with another area, and values come first for all."""
    assert all(ways[0] == "waarde" and set(ways) <= set(EXPRESSIONS) for ways in WAYS.values())
    assert "index" not in WAYS[nature_of(True, False, True)]
    assert "verschil" not in WAYS["count"]
    assert {"per1000", "aandeel"}.isdisjoint(WAYS["percentage"] + WAYS["level"])


@pytest.mark.parametrize("other", [False, True])
def test_a_figure_set_against_one_that_is_not_public_is_not_public(other: bool) -> None:
    """Whichever of the two it is."""
    cells = {("a", "2020", ""): Figure(2.0, beyond=other), ("b", "2020", ""): Figure(1.0, beyond=not other)}
    assert express(Figures(cells), Lens("verschil", reference="b")).get("a", "2020").beyond
    public = {place: figure._replace(beyond=False) for place, figure in cells.items()}
    assert not express(Figures(public), Lens("verschil", reference="b")).get("a", "2020").beyond
