"""Selections: what `[age=65+]` takes, and that only complete sums have a value."""

from __future__ import annotations

import polars as pl
import pytest
from figure_tables import figures, same

from noaber.methods.formula import (
    Breakdowns,
    blank_small_bases,
    denominator_of,
    keep_dimensions,
    select_slices,
)
from noaber.vocabulary.formulas import parse_formula

PEOPLE = figures("""
  A 2020 -                10
  A 2020 age=old           4
  A 2020 age=young         6
  A 2020 age=old;sex=f     3
  A 2020 age=old;sex=m     1
  A 2020 age=young;sex=f   2
  A 2020 age=young;sex=m   4   P
  A 2020 sex=f             5
  A 2020 sex=m             -   M hidden
  B 2020 age=old;sex=f     1
  B 2020 age=young;sex=m   1
  B 2020 age=old           1
""")


@pytest.mark.parametrize(
    ("selection", "result"),
    [
        ("sex=f", "A 2020 - 5\nA 2020 age=old 3\nA 2020 age=young 2\nB 2020 age=old 1"),
        ("age=old;sex=f", "A 2020 - 3\nB 2020 - 1"),
        (
            "age=old|young",
            "A 2020 - 10\nA 2020 sex=f 5\nA 2020 sex=m 5 P\nB 2020 - - M\nB 2020 sex=f - M\nB 2020 sex=m - M",
        ),
        ("age=old|young;sex=f|m", "A 2020 - 10 P\nB 2020 - - M"),
        ("age=old|old", "A 2020 - 4\nA 2020 sex=f 3\nA 2020 sex=m 1\nB 2020 - 1\nB 2020 sex=f 1"),
        (
            "sex=f|m",
            "A 2020 - - M hidden\nA 2020 age=old 4\nA 2020 age=young 6 P\nB 2020 age=old - M\nB 2020 age=young - M",
        ),
        ("age=ancient", ""),
        ("region=x", ""),
    ],
)
def test_what_a_selection_takes(selection: str, result: str) -> None:
    """The chosen dimensions go, the others stay; a sum with an absent, missing or hidden part is missing."""
    assert same(select_slices(PEOPLE, selection, Breakdowns()), result)


def test_no_selection_takes_everything() -> None:
    """As it is."""
    assert select_slices(PEOPLE, "", Breakdowns()).equals(PEOPLE)


def test_a_group_of_categories_is_the_sum_of_its_members() -> None:
    """Also beside others that it contains: nothing counts twice."""
    groups = Breakdowns({("age", "all"): ("old", "young")})
    for selection in ("age=all", "age=all|old", "age=all|all"):
        found = select_slices(PEOPLE, selection, groups).filter(pl.col("area") == "A")
        assert same(found, "A 2020 - 10\nA 2020 sex=f 5\nA 2020 sex=m 5 P")


def test_where_dimensions_are_sparse_an_absent_part_is_nothing() -> None:
    """No row from A to B means nobody goes."""
    sparse = Breakdowns({}, frozenset({"age"}))
    found = select_slices(PEOPLE, "age=old|young", sparse).filter(pl.col("area") == "B")
    assert same(found, "B 2020 - 1\nB 2020 sex=f 1\nB 2020 sex=m 1")


# -- what formulas keep and leave out ------------------------------------------------------------------------------


def test_only_declared_dimensions_are_kept() -> None:
    """With none, the totals."""
    slices = {text: sorted(set(keep_dimensions(PEOPLE, text.split())["slice"])) for text in ("", "sex", "age sex")}
    assert slices[""] == [""]
    assert slices["sex"] == ["", "sex=f", "sex=m"]
    assert len(slices["age sex"]) == 9


@pytest.mark.parametrize(
    ("formula", "base"),
    [
        ("share(a, b + c)", "(b + c)"),
        ("per_1000(a, b[sex=f])", "b[sex=f]"),
        ("a / (b / c)", "(b / c)"),
        ("a + b", None),
        ("change(a)", None),
        ("a", None),
    ],
)
def test_what_a_formula_divides_by(formula: str, base: str | None) -> None:
    """In the end; a sum of shares divides by nothing."""
    found = denominator_of(parse_formula(formula))
    assert (None if found is None else str(found)) == base


def test_a_rate_over_too_few_has_no_value() -> None:
    """It says why; what is hidden stays hidden, what is large enough stays as it is."""
    rates = figures("A 2020 - 10\nB 2020 - 20\nB 2020 sex=f 30\nC 2020 - - M hidden\nD 2020 - 5")
    bases = figures("A 2020 - 49\nB 2020 - 50\nB 2020 sex=f 20\nC 2020 - 3\nE 2020 - 1")
    found = blank_small_bases(rates, bases, 50)
    assert same(found, "A 2020 - - M\nB 2020 - 20\nB 2020 sex=f - M\nC 2020 - - M hidden\nD 2020 - 5")
    assert found.filter(pl.col("route") == "base below 50").height == 3
