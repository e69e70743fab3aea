"""How many are alike in what they could be recognised by; beside a slow version and case 14."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.privacy.k_anonymity import count_alike, too_few_alike, too_much_alike

Person = tuple[str | None, str, str | None, int]
people = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", None]), st.sampled_from("mf"), st.sampled_from(["x", "y", None]), st.integers(1, 9)
    ),
    max_size=12,
)
SHAPE = {"area": pl.String, "sex": pl.String, "debt": pl.String, "weight": pl.Int64}


@given(people, st.integers(1, 4))
def test_counts_agree_with_comparing_everybody(rows: list[Person], least: int) -> None:
    """Row by row; a missing trait is a trait of its own."""
    frame = pl.DataFrame(rows, schema=SHAPE, orient="row")
    slow = []
    for row in rows:
        alike = [other for other in rows if other[:2] == row[:2]]
        slow.append((*row, len(alike), float(sum(o[3] for o in alike)), len({o[2] for o in alike})))
    assert count_alike(frame, ["area", "sex"], "debt", "weight").rows() == slow
    assert too_few_alike(frame, ["area", "sex"], least).rows() == [row[:4] for row in slow if row[4] < least]
    assert too_much_alike(frame, ["area", "sex"], "debt", least).rows() == [row[:4] for row in slow if row[6] < least]


@pytest.mark.real
def test_k_anonymity_of_case_14(shared: Path) -> None:
    """fk, Fk, distinct l, and who violates k = 3."""
    table = pl.read_csv(shared / "cases" / "14_linkage_pseudonymisation" / "kanonymity_expected.csv")
    traits = ["gebied", "leeftijd", "geslacht"]
    found = count_alike(table, traits, "gevoelig", "gewicht")
    assert found["alike"].to_list() == table["fk"].to_list()
    assert found["alike_weighted"].to_list() == table["Fk"].to_list()
    assert found["different"].to_list() == table["l_distinct"].to_list()
    assert too_few_alike(table, traits, 3).equals(table.filter(pl.col("violates_k3") == 1))
