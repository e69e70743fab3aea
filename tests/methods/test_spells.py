"""Which spells run when, for how long, joined and overlapping; beside versions that look at day after day."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spell_tables import DAYS, HORIZON, Spell, day, frame_of, spells, spells_of

from noaber.methods.client_counts import count_at, count_during
from noaber.methods.spells import (
    active_at,
    active_during,
    clip_spells,
    days_of,
    ended_during,
    join_spells,
    overlap_spells,
    started_during,
    unsound_spells,
    with_days,
)
from noaber.vocabulary.periods import parse_period

PERIODS = ("2023", "2024", "2023-12", "2024-01", "2024-Q1", "2024-02-10", "2024-W05")
periods = st.sampled_from(PERIODS).map(parse_period)
THREE = spells_of("p jeugd 2024-01-01 2024-01-31\np wmo 2024-01-31 -\nq wmo 2024-02-10 2024-02-01")


def days_in(period: object) -> list[date]:
    """Every day of a period that slow versions look at."""
    first, last = days_of(period)  # type: ignore[arg-type]
    return [one for one in DAYS if first <= one <= last]


# -- specimens -----------------------------------------------------------------------------------------------------


def test_first_and_last_day_are_days_of_the_spell() -> None:
    """On 31 January one ends and another begins: both run."""
    assert active_at(THREE, date(2024, 1, 31))["kind"].to_list() == ["jeugd", "wmo"]
    assert active_at(THREE, date(2024, 2, 1))["kind"].to_list() == ["wmo"]
    assert active_at(THREE, date(2023, 12, 31)).height == 0


def test_what_ends_before_it_begins_is_counted_apart() -> None:
    """It is on no day, in no period, and not lost."""
    assert unsound_spells(THREE)["who"].to_list() == ["q"]
    assert count_during(THREE, [parse_period("2024-02")], "who")["count"].to_list() == [1]


def test_a_period_begins_and_ends_with_a_day_of_its_own() -> None:
    """One day in common is enough, the day beside is not."""
    edges = spells_of(
        "before wmo 2023-12-01 2023-12-31\nfirst wmo 2023-12-01 2024-01-01\n"
        "last wmo 2024-01-31 -\nafter wmo 2024-02-01 -"
    )
    january = parse_period("2024-01")
    assert active_during(edges, january)["who"].to_list() == ["first", "last"]
    assert started_during(edges, january)["who"].to_list() == ["last"]
    assert ended_during(edges, january)["who"].to_list() == ["first"]


def test_a_length_says_whether_the_last_day_counts() -> None:
    """31 days in January, 30 nights; an open one up to the day that is given."""
    assert with_days(THREE, date(2024, 2, 2))["days"].to_list() == [31, 3, None]
    assert with_days(THREE, date(2024, 2, 2), last_day_counts=False)["days"].to_list() == [30, 2, None]
    assert with_days(THREE, date(2024, 1, 1))["days"].to_list() == [31, None, None]


def test_a_supplier_who_writes_never_as_a_far_date_gets_the_same() -> None:
    """31 December 9999 is an end like another."""
    never = spells_of("p wmo 2024-01-01 9999-12-31\np wmo 2024-03-01 -")
    assert active_at(never, date(2030, 1, 1)).height == 2
    assert join_spells(never, ["who"]).rows() == [("p", date(2024, 1, 1), None, 2)]


def test_gaps_are_counted_in_days_between() -> None:
    """The next day is no gap; one day between is a gap of one."""
    two = spells_of("p wmo 2024-01-01 2024-01-10\np wmo 2024-01-12 2024-01-20")
    assert [join_spells(two, ["who"], gap).height for gap in (0, 1)] == [2, 1]
    with pytest.raises(ValueError, match="gap of -1"):
        join_spells(two, ["who"], -1)


def test_an_hour_has_no_days() -> None:
    """Spells are in days."""
    with pytest.raises(ValueError, match="shorter than a day"):
        active_during(THREE, parse_period("2024-01-01T12"))


def test_who_has_two_spells_counts_once() -> None:
    """In all, and in each kind."""
    assert count_at(THREE, [date(2024, 1, 31)], "who").rows() == [(date(2024, 1, 31), 1)]
    assert count_at(THREE, [date(2024, 1, 31)], "who", ["kind"])["count"].to_list() == [1, 1]
    assert count_at(THREE, [], "who", ["kind"]).columns == ["day", "kind", "count"]


# -- two ways ------------------------------------------------------------------------------------------------------


@given(spells, st.integers(0, 120).map(day))
def test_spells_on_a_day(rows: list[Spell], when: date) -> None:
    """Those of which the day is one."""
    assert active_at(frame_of(rows), when).equals(frame_of(one for one in rows if one.sound and one.runs(when)))


@given(spells, periods)
def test_spells_in_a_period(rows: list[Spell], period: object) -> None:
    """Active, started, ended and cut to it, as looking at each of its days finds them."""
    frame, inside = frame_of(rows), days_in(period)
    touched = [one for one in rows if one.sound and any(one.runs(when) for when in inside)]
    assert active_during(frame, period).equals(frame_of(touched))  # type: ignore[arg-type]
    begun = [one for one in rows if one.sound and one.start in inside]
    assert started_during(frame, period).equals(frame_of(begun))  # type: ignore[arg-type]
    ended = [one for one in rows if one.sound and one.end in inside]
    assert ended_during(frame, period).equals(frame_of(ended))  # type: ignore[arg-type]


@given(spells, st.sampled_from(["2023-12", "2024-01", "2024-Q1", "2024-02-10"]).map(parse_period))
def test_days_with_a_spell_in_a_period(rows: list[Spell], period: object) -> None:
    """Clipped and measured, spells have the days that one counts."""
    clipped = with_days(clip_spells(frame_of(rows), period), day(HORIZON))  # type: ignore[arg-type]
    counted = [sum(one.runs(when) for when in days_in(period)) for one in rows if one.sound]
    assert clipped["days"].to_list() == [days for days in counted if days]


def slow_runs(rows: list[Spell], gap: int) -> list[tuple[date, date | None, int]]:
    """Mark each day with a spell, fill gaps of at most so many days, and read the stretches off."""
    marked = [any(one.runs(when) for one in rows) for when in DAYS]
    stretches: list[list[int]] = []
    for place in (place for place, is_on in enumerate(marked) if is_on):
        if stretches and place - stretches[-1][-1] - 1 <= gap:
            stretches[-1].append(place)
        else:
            stretches.append([place])
    found = []
    for places in stretches:
        inside = [one for one in rows if one.start is not None and day(places[0]) <= one.start <= day(places[-1])]
        is_open = any(one.end is None for one in inside)
        found.append((day(places[0]), None if is_open else day(places[-1]), len(inside)))
    return found


@given(spells, st.integers(0, 40))
def test_joined_spells(rows: list[Spell], gap: int) -> None:
    """As marking days on a calendar joins them."""
    sound = [one for one in rows if one.sound]
    expected = [
        (who, *stretch)
        for who in sorted({one.who for one in sound})
        for stretch in slow_runs([one for one in sound if one.who == who], gap)
    ]
    assert join_spells(frame_of(rows), ["who"], gap).rows() == expected


@given(spells)
def test_the_union_of_all_goes_over_all(rows: list[Spell]) -> None:
    """Without `by` everything is one."""
    assert join_spells(frame_of(rows), []).rows() == slow_runs([one for one in rows if one.sound], 0)


@given(spells, st.integers(0, 40), st.randoms())
def test_joining_again_changes_nothing(rows: list[Spell], gap: int, chance: object) -> None:
    """Nor does the order of rows."""
    once = join_spells(frame_of(rows), ["who"], gap)
    assert join_spells(once, ["who"], gap).drop("spells").equals(once.drop("spells"))
    chance.shuffle(rows)  # type: ignore[attr-defined]
    assert join_spells(frame_of(rows), ["who"], gap).equals(once)


@given(spells, spells)
def test_days_on_which_both_run(one: list[Spell], other: list[Spell]) -> None:
    """The stretches of overlap hold exactly these days, each once."""
    found = overlap_spells(frame_of(one), frame_of(other), ["who"])
    for who in "pqr":
        mine = [Spell(*row[:1], "", *row[1:]) for row in found.filter(who=who).rows()]
        for when in DAYS:
            both = [any(s.who == who and s.sound and s.runs(when) for s in rows) for rows in (one, other)]
            assert sum(s.runs(when) for s in mine) == all(both)


@given(spells, st.lists(st.integers(0, 120).map(day), max_size=4), st.lists(periods, max_size=3))
def test_different_people(rows: list[Spell], days: list[date], asked: list[object]) -> None:
    """Counted by day and by period, per kind, as sets of names."""
    sound = [one for one in rows if one.sound]
    at = count_at(frame_of(rows), days, "who", ["kind"])
    assert {(when, kind): count for when, kind, count in at.rows()} == {
        (when, kind): len(names)
        for when in days
        for kind in {one.kind for one in sound}
        if (names := {one.who for one in sound if one.kind == kind and one.runs(when)})
    }
    during = count_during(frame_of(rows), asked, "who")  # type: ignore[arg-type]
    assert dict(during.rows()) == {
        str(period): len(names)
        for period in asked
        if (names := {one.who for one in sound if any(one.runs(when) for when in days_in(period))})
    }


def test_spells_of_an_unknown_one_are_joined_as_of_one() -> None:
    """A missing value in `by` is a value like another, and reaches into nobody else's days."""
    unknown = pl.DataFrame(
        {
            "who": [None, "p", None, "p"],
            "start": [day(0), day(3), day(4), day(50)],
            "end": [day(9), day(4), day(12), None],
        }
    )
    assert join_spells(unknown, ["who"]).rows() == [
        (None, day(0), day(12), 2),
        ("p", day(3), day(4), 1),
        ("p", day(50), None, 1),
    ]


def test_null_units_are_nobody() -> None:
    """A spell of which the person is not known is not a person."""
    unknown = pl.DataFrame({"who": ["p", None], "start": [day(0)] * 2, "end": [day(9)] * 2})
    assert count_at(unknown, [day(5)], "who")["count"].to_list() == [1]
