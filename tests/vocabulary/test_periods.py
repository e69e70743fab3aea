"""Periods: what is written is what is read, for every frequency; spellings of suppliers; order, choices."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.vocabulary.errors import NotFound
from noaber.vocabulary.periods import (
    FREQUENCIES,
    Period,
    days_in,
    first_day,
    parse_period,
    parse_periods,
    parse_supplier_period,
)

moments = st.datetimes(min_value=datetime(1200, 1, 1), max_value=datetime(2800, 12, 31))
periods = st.builds(Period.containing, st.sampled_from(FREQUENCIES), moments)


@given(periods)
def test_parse_is_the_inverse_of_print(period: Period) -> None:
    """Every period of every frequency survives being written and read."""
    assert parse_period(str(period)) == period


@given(periods, st.integers(-500, 500))
def test_going_on_and_back_again_leads_home(period: Period, steps: int) -> None:
    """n periods later and n periods earlier is where one began; steps of one and of n agree in sign."""
    assert period.next(steps).next(-steps) == period
    assert (period.next(steps) > period) == (steps > 0)


@given(periods)
def test_a_period_ends_where_the_next_begins(period: Period) -> None:
    """There is no gap and no overlap between neighbours."""
    assert period.start < period.end == period.next().start
    assert Period.containing(period.frequency, period.start) == period


@given(st.sampled_from(FREQUENCIES), moments)
def test_a_moment_lies_in_the_period_that_contains_it(frequency: str, moment: datetime) -> None:
    """`containing` gives the one period in which the moment lies."""
    period = Period.containing(frequency, moment)  # type: ignore[arg-type]
    assert period.start <= moment < period.end


@given(periods, periods)
def test_order_is_total_and_agrees_with_time(one: Period, other: Period) -> None:
    """Of two periods exactly one of before, same, after holds; the one that begins earlier comes first."""
    assert (one < other) + (one == other) + (one > other) == 1
    if one.start < other.start:
        assert one < other


@given(periods, periods, periods)
def test_containing_can_be_chained(one: Period, two: Period, three: Period) -> None:
    """What lies in a part lies in the whole; a period contains itself. (Weeks belong to a year by their Thursday.)"""
    assert one.contains(one)
    if "week" not in (one.frequency, two.frequency, three.frequency) and one.contains(two) and two.contains(three):
        assert one.contains(three)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2012JJ00", "2012"),
        ("2012HJ02", "2012-H2"),
        ("2012KW01", "2012-Q1"),
        ("2024KW4", "2024-Q4"),
        ("2012MM05", "2012-05"),
        ("2012WW23", "2012-W23"),
        ("2022", "2022"),
        ("2022.0", "2022"),
        ("januari 2003", "2003-01"),
        ("mrt. 2003", "2003-03"),
        ("März 2003", "2003-03"),
        ("2003 december", "2003-12"),
        ("2019 1e kwartaal", "2019-Q1"),
        ("2019 2e halfjaar", "2019-H2"),
        ("2019Q4", "2019-Q4"),
        ("2019 K2", "2019-Q2"),
        ("20190103", "2019-01-03"),
        ("201903", "2019-03"),
        ("4-1-1995", "1995-01-04"),
        ("04.01.1995", "1995-01-04"),
        ("2019-05-03T14", "2019-05-03T14"),
    ],
)
def test_suppliers_write_periods_in_many_ways(text: str, written: str) -> None:
    """Codes of CBS, words, dates; a star or two says provisional."""
    for mark, provisional in (("", False), ("*", True), (" **", True)):
        period, said = parse_supplier_period(text + mark)
        assert (str(period), said) == (written, provisional)


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "20", "2019-13", "2019-Q5", "2019-W54", "2021-W53", "2019-02-30", "2019-05-03T24", "0000", "9999",
        "2019-5", "2019 ", "2019-H3", "9999-12-31", "9999-W52",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_the_forms_that_exist(text: str) -> None:
    """Also a period that ends beyond the calendar: nobody means it, and nothing can be computed with it."""
    with pytest.raises(NotFound) as caught:
        parse_period(text)
    assert "is no period" in str(caught.value)
    assert "2019-Q3" in str(caught.value)


@pytest.mark.parametrize("text", ["2019KW00", "2019MM13", "2019KW05", "20191301", "foo 2019", "2019 9e kwartaal", "*"])
def test_a_suppliers_impossible_period_is_refused(text: str) -> None:
    """A quarter 0 or 5, a month 13, a month nobody knows: no guess."""
    with pytest.raises(NotFound):
        parse_supplier_period(text)


def test_choices_of_periods() -> None:
    """One, a list, a span; a span over known periods takes those that lie in it, of every frequency."""
    assert [str(p) for p in parse_periods("2019,2021")] == ["2019", "2021"]
    assert [str(p) for p in parse_periods("2019-Q3..2020-Q1")] == ["2019-Q3", "2019-Q4", "2020-Q1"]
    known = [parse_period(text) for text in ("2021-Q1", "2020", "2020-Q4", "2019", "2021")]
    assert [str(p) for p in parse_periods("2020..2021", known)] == ["2020", "2020-Q4", "2021", "2021-Q1"]
    assert parse_periods("2021..2019") == []
    with pytest.raises(NotFound):
        parse_periods("2019..")


def test_days_and_first_day() -> None:
    """Lengths of periods, for rates per day."""
    assert [days_in(parse_period(text)) for text in ("2023", "2024", "2023-02", "2023-Q1", "2023-W09")] == [
        365, 366, 28, 90, 7,
    ]  # fmt: skip
    assert first_day(parse_period("2020-W01")).isoformat() == "2019-12-30"
