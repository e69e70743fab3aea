"""Spells joined to episodes, and the identity of those that begin, end and come back."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from case_tables import case_table
from hypothesis import given
from hypothesis import strategies as st
from spell_tables import Spell, frame_of, spells, spells_of

from noaber.methods.episodes import client_flows, episode_flows, join_episodes
from noaber.methods.spells import days_of
from noaber.vocabulary.periods import Period, parse_period

YEAR = parse_period("2024")
QUARTERS = [parse_period(text) for text in ("2023-Q4", "2024-Q1", "2024-Q2")]
MONTHS = [parse_period(text) for text in ("2023-12", "2024-01", "2024-02", "2024-03")]


def test_a_client_who_comes_back_within_the_gap_is_the_same_episode() -> None:
    """After 31 days it is the next one."""
    two = spells_of("p wmo 2024-01-01 2024-01-31\np wmo 2024-03-02 -\nq wmo 2024-01-01 2024-01-31\nq wmo 2024-03-03 -")
    assert join_episodes(two, ["who"]).group_by("who").len().sort("who").rows() == [("p", 1), ("q", 2)]


def test_a_planned_end_is_none_yet() -> None:
    """Whatever the register says of days after it was made."""
    planned = spells_of("p wmo 2024-01-01 2025-06-30\nq wmo 2025-02-01 -")
    assert join_episodes(planned, ["who"], known_until=date(2024, 12, 31)).rows() == [
        ("p", 1, date(2024, 1, 1), None, 1)
    ]
    assert join_episodes(planned, ["who"])["end"].to_list() == [date(2025, 6, 30), None]
    last_day = join_episodes(spells_of("p wmo 2024-01-01 2024-12-31"), ["who"], known_until=date(2024, 12, 31))
    assert last_day["end"].to_list() == [date(2024, 12, 31)]


def test_new_returning_and_passing() -> None:
    """p comes back, q is new, r came and went, s goes on."""
    spells_ = spells_of(
        "p wmo 2022-01-01 2022-02-01\np wmo 2024-03-01 -\nq wmo 2024-02-01 -\n"
        "r wmo 2024-02-01 2024-03-01\ns wmo 2023-01-01 -"
    )
    episodes = join_episodes(spells_, ["who", "kind"])
    flows = episode_flows(episodes, [YEAR], "who", ["kind"])
    assert flows.row(0) == ("2024", "wmo", 1, 2, 1, 1, 3, 4)
    people = client_flows(episodes, [YEAR], "who", ["kind"])
    assert people.row(0, named=True) == {
        "period": "2024", "kind": "wmo", "open_begin": 1, "continuing": 1, "new": 1, "returning": 1, "ended": 0,
        "open_end": 3, "passing": 1, "clients": 4,
    }  # fmt: skip


def test_who_comes_on_the_first_day_is_new() -> None:
    """Not open at the begin, and not back from before."""
    episodes = join_episodes(spells_of("p wmo 2024-01-01 -"), ["who"])
    for flows in (episode_flows(episodes, [YEAR], "who"), client_flows(episodes, [YEAR], "who")):
        assert flows.select("open_begin", "new", "returning").row(0) == (0, 1, 0)


def test_a_period_without_anybody_has_no_row() -> None:
    """And no periods give no rows, in the same shape."""
    episodes = join_episodes(spells_of("p wmo 2024-01-01 2024-02-01"), ["who"])
    assert episode_flows(episodes, [parse_period("2030")], "who").height == 0
    assert client_flows(episodes, [], "who").columns[:2] == ["period", "open_begin"]


# -- two ways ------------------------------------------------------------------------------------------------------


def slow_episodes(rows: list[Spell], gap: int) -> list[list[object]]:
    """Walk through the spells of one person, and begin a new episode where the gap is too wide."""
    found: list[list[object]] = []
    for one in sorted((one for one in rows if one.sound), key=lambda one: one.start or date.min):
        assert one.start is not None
        reach = found[-1][1] if found else None
        if found and (reach is None or (one.start - reach).days - 1 <= gap):  # type: ignore[operator]
            found[-1][1] = None if reach is None or one.end is None else max(reach, one.end)  # type: ignore[call-overload]
        else:
            found.append([one.start, one.end])
    return found


@given(spells, st.integers(0, 40))
def test_episodes_agree_with_walking_through(rows: list[Spell], gap: int) -> None:
    """Each numbered within its person."""
    fast = join_episodes(frame_of(rows), ["who"], gap)
    slow = [
        (who, number, *dates)
        for who in sorted({one.who for one in rows})
        for number, dates in enumerate(slow_episodes([one for one in rows if one.who == who], gap), start=1)
    ]
    assert fast.drop("spells").rows() == slow


def slow_flows(rows: list[Spell], period: Period) -> dict[str, int]:
    """Classify every episode of every person by hand."""
    first, last = days_of(period)
    counts = dict.fromkeys(("open_begin", "new", "returning", "ended", "open_end"), 0)
    names = set()
    for who in {one.who for one in rows}:
        for number, (start, end) in enumerate(slow_episodes([s for s in rows if s.who == who], 30), start=1):
            assert isinstance(start, date)
            ends = end if isinstance(end, date) else date.max
            counts["open_begin"] += start < first <= ends
            counts["new"] += number == 1 and first <= start <= last
            counts["returning"] += number > 1 and first <= start <= last
            counts["ended"] += first <= ends <= last
            counts["open_end"] += start <= last < ends
            names |= {who} if start <= last and ends >= first else set()
    return {**counts, "clients": len(names)}


@given(spells, st.sampled_from([*QUARTERS, *MONTHS]))
def test_flows_agree_with_classifying_by_hand(rows: list[Spell], period: Period) -> None:
    """A period in which nothing runs has only zeros, and no row."""
    found = episode_flows(join_episodes(frame_of(rows), ["who"]), [period], "who").drop("period").rows(named=True)
    slow = slow_flows(rows, period)
    assert found == ([slow] if any(slow.values()) else [])


@given(spells, st.sampled_from([QUARTERS, MONTHS]), st.sampled_from([[], ["kind"]]))
def test_the_identity_holds_for_episodes_and_for_people(
    rows: list[Spell], periods: list[Period], by: list[str]
) -> None:
    """Open + new + returning - ended = open at the end, which is open at the begin of the next period."""
    episodes = join_episodes(frame_of(rows), ["who", *by])
    for flows in (episode_flows(episodes, periods, "who", by), client_flows(episodes, periods, "who", by)):
        came = pl.col("new") + pl.col("returning")
        assert flows.filter(pl.col("open_begin") + came - pl.col("ended") != pl.col("open_end")).height == 0
        following = flows.with_columns(period=pl.col("period").replace_strict(_next(periods), default=None))
        ends = following.drop_nulls("period").join(flows, on=["period", *by], how="left", suffix="_next")
        assert ends.filter(pl.col("open_end") != pl.col("open_begin_next").fill_null(0)).height == 0


def _next(periods: list[Period]) -> dict[str, str]:
    return {str(one): str(other) for one, other in pairwise(periods)}


@given(spells, st.sampled_from(QUARTERS))
def test_people_are_counted_once(rows: list[Spell], period: Period) -> None:
    """Whoever is open at the begin, new, returning or passing is a client, and no client is two of these."""
    flows = client_flows(join_episodes(frame_of(rows), ["who", "kind"]), [period], "who")
    for row in flows.rows(named=True):
        assert row["open_begin"] + row["new"] + row["returning"] + row["passing"] == row["clients"]
        assert row["continuing"] + row["ended"] == row["open_begin"]
        assert row["clients"] == slow_flows(rows, period)["clients"]


# -- case 11 -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def episodes(shared: Path) -> pl.DataFrame:
    spells = case_table(shared, 11, "spells_input.csv", try_parse_dates=True)
    return join_episodes(spells, ["person", "household", "domain"], 30, date(2024, 12, 31))


@pytest.mark.real
def test_episodes_of_case_11(shared: Path, episodes: pl.DataFrame) -> None:
    """All 120, with their ends and numbers of spells."""
    expected = case_table(shared, 11, "episodes_expected.csv", try_parse_dates=True)
    found = episodes.rename({"spells": "n_spells"}).cast(expected.schema)  # type: ignore[arg-type]
    assert found.sort("person", "domain", "episode").equals(expected.sort("person", "domain", "episode"))


@pytest.mark.real
def test_client_flows_of_case_11(shared: Path, episodes: pl.DataFrame) -> None:
    """Open, new, returning, ended, open at the end and clients, for four domains in two years."""
    years = [parse_period("2023"), parse_period("2024")]
    found = episode_flows(episodes, years, "person", ["domain"])
    expected = case_table(shared, 11, "client_flows_expected.csv").drop("check").rename({"unique_clients": "clients"})
    assert found.rename({"period": "year"}).cast({"year": pl.Int64}).equals(expected)
