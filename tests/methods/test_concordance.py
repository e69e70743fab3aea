"""Codes mapped over splits and merges: nothing is lost; beside slow versions."""

from __future__ import annotations

import math
from collections import defaultdict

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.concordance import CONCORDANCE, check_concordance, convert_codes, convert_counts

OLD, NEW = ("A", "B", "C", "D"), ("X", "Y", "Z")
Links = dict[str, dict[str, float]]
parts = st.one_of(
    st.dictionaries(st.sampled_from(NEW), st.integers(1, 8), min_size=1).map(
        lambda found: {new: part / sum(found.values()) for new, part in found.items()}
    ),
    st.sampled_from(NEW).map(lambda new: {new: 0.5}),
)
links: st.SearchStrategy[Links] = st.dictionaries(st.sampled_from(OLD), parts)
counts = st.lists(
    st.tuples(st.sampled_from([2023, 2024]), st.sampled_from([*OLD, "?"]), st.one_of(st.integers(0, 40), st.none())),
    max_size=10,
)
Counts = list[tuple[int, str, int | None]]


def frame_of(found: Links) -> pl.DataFrame:
    """Write links as a concordance."""
    rows = [(old, new, weight) for old, news in found.items() for new, weight in news.items()]
    return pl.DataFrame(rows, schema=CONCORDANCE, orient="row")


def counts_of(rows: Counts) -> pl.DataFrame:
    """Write counts as a frame."""
    return pl.DataFrame(rows, schema={"year": pl.Int64, "code": pl.String, "cost": pl.Int64}, orient="row")


def slow_counts(rows: Counts, found: Links) -> tuple[dict[tuple[int, str], list[float | None]], ...]:
    """Divide every count by hand, and keep the parts in lists."""
    mapped, apart = defaultdict(list), defaultdict(list)
    for year, code, cost in rows:
        for new, weight in found.get(code, {}).items():
            mapped[year, new].append(None if cost is None else cost * weight)
        rest = 1 - sum(found.get(code, {}).values())
        if rest > 1e-9:
            apart[year, code].append(None if cost is None else cost * rest)
    return mapped, apart


@given(counts, links)
def test_counts_agree_with_dividing_by_hand(rows: Counts, found: Links) -> None:
    """A part that is missing makes the sum missing."""
    for fast, slow in zip(
        convert_counts(counts_of(rows), frame_of(found), "code", ["cost"], ["year"]),
        slow_counts(rows, found),
        strict=True,
    ):
        told = {row[:2]: row[2] for row in fast.rows()}
        expected = {key: None if None in costs else math.fsum(costs) for key, costs in slow.items()}  # type: ignore[arg-type]
        assert told == pytest.approx(expected)
        assert fast.select("year", "code").rows() == sorted(told)


@given(counts, links)
def test_nothing_is_lost(rows: Counts, found: Links) -> None:
    """What is mapped and what is apart are what came in."""
    known = [row for row in rows if row[2] is not None]
    mapped, apart = convert_counts(counts_of(known), frame_of(found), "code", ["cost"], ["year"])
    assert mapped["cost"].sum() + apart["cost"].sum() == pytest.approx(sum(row[2] or 0 for row in known))


@given(counts, links)
def test_records_are_never_divided(rows: Counts, found: Links) -> None:
    """Each stays whole: under its one new code, or apart with the reason."""
    whole, apart = convert_codes(counts_of(rows), frame_of(found), "code")
    slow_whole, slow_apart = [], []
    for year, code, cost in rows:
        news = found.get(code, {})
        if len(news) == 1 and sum(news.values()) > 0.99:
            slow_whole.append((year, next(iter(news)), cost))
        else:
            slow_apart.append((year, code, cost, "split" if news else "unknown"))
    assert whole.rows() == slow_whole
    assert apart.rows() == slow_apart


@given(links)
def test_what_is_divided_well_has_no_problems(found: Links) -> None:
    """Parts may be less than one together."""
    assert check_concordance(frame_of(found), "products.csv") == []


def test_all_problems_of_a_concordance_are_told() -> None:
    """With place, number and first code."""
    rows = [("A", "X", 0.7), ("A", "Y", 0.7), ("B", "X", 0.0), (None, "X", 1.0), ("C", "X", 0.5), ("C", "X", 0.5)]
    found = check_concordance(pl.DataFrame(rows, schema=CONCORDANCE, orient="row"), "products.csv")
    assert [str(one).splitlines()[0] for one in found] == [
        "products.csv  1 codes without old or new code, first 'None'; expected both",
        "products.csv  1 codes without a usable part, first 'B'; expected above 0, at most 1",
        "products.csv  1 codes that stand there again, first 'C'; expected each pair once",
        "products.csv  1 codes whose parts are more than one together, first 'A'; expected at most 1",
    ]


def test_there_and_back_is_where_it_began() -> None:
    """A merge and the split that undoes it, with the parts as they were."""
    counts = pl.DataFrame({"code": ["A", "B"], "cost": [30.0, 10.0]})
    merged, _ = convert_counts(counts, frame_of({"A": {"X": 1.0}, "B": {"X": 1.0}}), "code", ["cost"])
    again, apart = convert_counts(merged, frame_of({"X": {"A": 0.75, "B": 0.25}}), "code", ["cost"])
    assert again.equals(counts)
    assert apart.height == 0
