"""Contradictions: each rule on a row that breaks it and one that does not, and overlaps beside a slow version."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.contradictions import RULES, find_contradictions, overlapping_spells

SOUND = {
    "start": date(2024, 2, 1), "end": date(2024, 3, 31), "birth": date(1980, 1, 1), "until": date(2024, 3, 31),
    "first": date(2024, 1, 1), "last": date(2024, 3, 31), "unit": "p", "unit_before": "p", "withdrawn": True,
    "told_before": True,
}  # fmt: skip
BROKEN = {
    "before_birth": {"birth": date(2024, 2, 2)},
    "not_begun": {"start": date(2024, 4, 1), "end": None, "last": date(2024, 6, 30)},
    "period_to_come": {"first": date(2024, 4, 1), "last": date(2024, 6, 30), "end": None},
    "beside_period": {"end": date(2023, 12, 31), "start": date(2023, 10, 1)},
    "other_person": {"unit_before": "q"},
    "never_told": {"told_before": False},
}


@pytest.mark.parametrize("rule", list(RULES))
def test_each_rule_finds_its_own_row(rule: str) -> None:
    """And no other rule does; the sound row breaks none."""
    rows = pl.DataFrame([{"line": 2, **SOUND}, {"line": 3, **SOUND, **BROKEN[rule]}], infer_schema_length=None)
    found = {name: lines.to_list() for name, lines in find_contradictions(rows).items() if lines.len()}
    assert found == {rule: [3]}


def test_what_is_not_known_contradicts_nothing() -> None:
    """No birth, no end, nobody before: nothing can be said; a rule whose columns are not there is not asked."""
    nothing = {"birth": None, "end": None, "unit_before": None}
    row = pl.DataFrame([{"line": 2, **SOUND, **nothing}]).with_columns(
        pl.col("birth", "end").cast(pl.Date), pl.col("unit_before").cast(pl.String)
    )
    assert all(lines.is_empty() for lines in find_contradictions(row).values())
    assert set(find_contradictions(row.select("line", "start", "until"))) == {"not_begun"}


DAYS = st.integers(0, 30).map(lambda days: date(2024, 1, 1) + timedelta(days=days))
SPELLS = st.lists(st.tuples(st.sampled_from(["p", "q", None]), DAYS, st.none() | DAYS), max_size=12)


@given(SPELLS)
def test_overlaps_as_a_slow_comparison_says(spells: list[tuple[str | None, date, date | None]]) -> None:
    """Every spell beside every other one of the same person; the last day counts."""
    schema = {"unit": pl.String, "start": pl.Date, "end": pl.Date}
    frame = pl.DataFrame(spells, schema=schema, orient="row").with_row_index("at")
    far = date(9999, 1, 1)
    sound = [(at, *spell) for at, spell in enumerate(spells) if spell[0] and (spell[2] is None or spell[2] >= spell[1])]
    slow = {
        one
        for one, unit, start, end in sound
        for other, whose, begin, until in sound
        if one != other and unit == whose and start <= (until or far) and begin <= (end or far)
    }
    assert set(overlapping_spells(frame, ["unit"])["at"]) == slow
