"""What every verb computes: a small table in, one call, a table out."""

from __future__ import annotations

import polars as pl
import pytest
from figure_tables import figures, same

from noaber.methods.formula import COMPUTE, Breakdowns, evaluate_formula
from noaber.vocabulary.formulas import VERBS, parse_formula

JOBS = """
  A 2020 - 100
  A 2021 - 110
  A 2022 - 121
  B 2020 - 50
  B 2022 - 0
"""
PEOPLE = """
  A 2020 -          40
  A 2020 sex=f      25
  A 2020 sex=m      15
  B 2020 -           0
  C 2020 -           -   M hidden
  D 2020 -          10   P
"""


def evaluated(formula: str, **operands: str) -> pl.DataFrame:
    """Compute a formula over tables of text."""
    tables = {name: figures(text) for name, text in operands.items()}
    groups = Breakdowns({("from", "Both"): ("A", "B")}, frozenset({"from"}))
    return evaluate_formula(parse_formula(formula), tables.__getitem__, groups)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("a + b", "A 2020 - 103"),
        ("a - b", "A 2020 - 97"),
        ("a * b", "A 2020 - 300"),
        ("a / b", "A 2020 - 33.3333333"),
        ("a + b * 2 - 1", "A 2020 - 105"),
        ("-a + b", "A 2020 - -97"),
        ("ratio(a, b)", "A 2020 - 33.3333333"),
        ("share(b, a)", "A 2020 - 3"),
        ("per_1000(b, a)", "A 2020 - 30"),
        ("sum_of(a, b, 7)", "A 2020 - 110"),
        ("(2 / 4) * a", "A 2020 - 50\nB 2020 - 4.5"),
    ],
)
def test_arithmetic_and_ratios(formula: str, result: str) -> None:
    """Figures are matched on area and period; constants go with everything."""
    assert same(evaluated(formula, a="A 2020 - 100\nB 2020 - 9", b="A 2020 - 3\nA 2021 - 4"), result)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("difference(jobs)", "A 2021 - 10\nA 2022 - 11"),
        ("difference(jobs, 2)", "A 2022 - 21\nB 2022 - -50"),
        ("change(jobs)", "A 2021 - 10\nA 2022 - 10"),
        ("change(jobs, 2)", "A 2022 - 21\nB 2022 - -100"),
        ("rolling(jobs, 2)", "A 2021 - 105\nA 2022 - 115.5"),
        ("rolling(jobs, 3)", "A 2022 - 110.333333"),
        ("rolling(jobs, 1)", JOBS),
        ("index(jobs, 2020)", "A 2020 - 100\nA 2021 - 110\nA 2022 - 121\nB 2020 - 100\nB 2022 - 0"),
        ("index(jobs, 2021)", "A 2020 - 90.9090909\nA 2021 - 100\nA 2022 - 110"),
        ("index(jobs, 2022)", "A 2020 - 82.6446281\nA 2021 - 90.9090909\nA 2022 - 100\nB 2020 - - M\nB 2022 - - M"),
        ("index(jobs, 2019)", ""),
        ("change(change(jobs))", "A 2022 - 0"),
    ],
)
def test_verbs_over_time(formula: str, result: str) -> None:
    """Where the period compared with is absent, so is the result; a base of zero gives a missing figure."""
    assert same(evaluated(formula, jobs=JOBS), result)


def test_time_goes_by_the_frequency_of_each_figure() -> None:
    """Quarters look back in quarters, years in years, in one and the same indicator."""
    jobs = "A 2020-Q1 - 1\nA 2020-Q4 - 2\nA 2021-Q1 - 4\nA 2020 - 10\nA 2021 - 20"
    assert same(evaluated("change(jobs)", jobs=jobs), "A 2021-Q1 - 100\nA 2021 - 100")
    assert same(evaluated("change(jobs, 4)", jobs=jobs), "A 2021-Q1 - 300")
    assert same(evaluated("index(jobs, 2020)", jobs=jobs), "A 2020 - 100\nA 2021 - 200")
    assert same(evaluated("index(jobs, 2020-Q4)", jobs=jobs), "A 2020-Q1 - 50\nA 2020-Q4 - 100\nA 2021-Q1 - 200")


def test_a_part_is_compared_with_that_part_alone() -> None:
    """Where the base has only a total, an index of women is no index on all."""
    jobs = "A 2019 - 10\nA 2020 - 20\nA 2020 sex=f 8\nA 2021 - 30\nA 2021 sex=f 12"
    assert same(evaluated("index(jobs, 2019)", jobs=jobs), "A 2019 - 100\nA 2020 - 200\nA 2021 - 300")
    assert same(evaluated("change(jobs)", jobs=jobs), "A 2020 - 100\nA 2021 - 50\nA 2021 sex=f 50")
    assert same(evaluated("rolling(jobs, 2)", jobs=jobs), "A 2020 - 15\nA 2021 - 25\nA 2021 sex=f 10")


def test_the_first_operand_gives_the_breakdown() -> None:
    """Others are taken at what they have in common with it."""
    result = "A 2020 - 40\nA 2020 sex=f 25\nA 2020 sex=m 15\nB 2020 - 0\nC 2020 - - M hidden\nD 2020 - 10 P"
    ones = "\n".join(f"{area} 2020 - 1" for area in "ABCD")
    assert same(evaluated("people / ones", people=PEOPLE, ones=ones), result)
    totals = result.replace("A 2020 sex=f 25\nA 2020 sex=m 15\n", "")
    assert same(evaluated("ones * people", people=PEOPLE, ones=ones), totals)
    assert same(
        evaluated("share(people, people)", people=PEOPLE),
        "A 2020 - 100\nA 2020 sex=f 100\nA 2020 sex=m 100\nB 2020 - - M\nC 2020 - - M hidden\nD 2020 - 100 P",
    )


def test_zero_in_a_denominator_is_missing_and_hidden_stays_hidden() -> None:
    """Never infinite, never zero, never a number that tells what is hidden."""
    ones = "\n".join(f"{area} 2020 - 1" for area in "ABCD")
    assert same(
        evaluated("ones / people", people=PEOPLE, ones=ones),
        "A 2020 - 0.025\nB 2020 - - M\nC 2020 - - M hidden\nD 2020 - 0.1 P",
    )


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [("A", "A", "A"), ("A", "P", "P"), ("P", "E", "E"), ("E", "F", "F"), ("B", "P", "B"), ("F", "A", "F")],
)
def test_the_gravest_status_travels(one: str, other: str, status: str) -> None:
    """From whichever operand it comes."""
    mark = "" if status == "A" else status
    for formula in ("a + b", "b + a", "share(a, b)"):
        found = evaluated(formula, a=f"A 2020 - 1 {one}", b=f"A 2020 - 1 {other}")
        assert found["status"].to_list() == [mark or "A"]


def test_no_change_is_told_over_a_break() -> None:
    """A change of the definition is no change of the thing counted; the break may lie anywhere between."""
    jobs = "A 2020 - 1\nA 2021 - 2 break\nA 2022 - 3\nA 2023 - 6"
    assert same(evaluated("change(jobs)", jobs=jobs), "A 2021 - - M break\nA 2022 - 50\nA 2023 - 100")
    assert same(evaluated("difference(jobs, 2)", jobs=jobs), "A 2022 - - M\nA 2023 - 4")
    assert same(evaluated("difference(jobs, 3)", jobs=jobs), "A 2023 - - M")


def test_a_break_in_another_place_or_part_does_not_matter() -> None:
    """Breaks are those of the same area, part and frequency."""
    jobs = "A 2020 - 1\nA 2021 - 2\nB 2020 - 1\nB 2021 - 2 break\nA 2021-Q1 - 5 break\nA 2021 sex=f 7 break"
    assert same(evaluated("difference(jobs)", jobs=jobs), "A 2021 - 1\nB 2021 - - M break")


def test_an_index_and_a_mean_show_breaks_where_they_lie() -> None:
    """The index of a series breaks where the series breaks, not everywhere because its base is a break."""
    jobs = "A 2020 - 1 break\nA 2021 - 2\nA 2022 - 3 break\nA 2023 - 4"
    assert same(
        evaluated("index(jobs, 2020)", jobs=jobs), "A 2020 - 100 break\nA 2021 - 200\nA 2022 - 300 break\nA 2023 - 400"
    )
    assert same(evaluated("rolling(jobs, 2)", jobs=jobs), "A 2021 - 1.5\nA 2022 - 2.5 break\nA 2023 - 3.5")


def test_flows_from_and_to_oneself() -> None:
    """`self` is the area itself; a group of areas is the sum of its members, where an absent flow is none."""
    flows = "A 2020 from=A 5\nA 2020 from=B 3\nB 2020 from=B 7\nA 2020 - 8\nB 2020 - 7"
    assert same(evaluated("flows[from=self]", flows=flows), "A 2020 - 5\nB 2020 - 7")
    assert same(evaluated("flows[from=Both]", flows=flows), "A 2020 - 8\nB 2020 - 7")
    assert same(evaluated("share(flows[from=self], flows)", flows=flows), "A 2020 - 62.5\nB 2020 - 100")


def test_a_formula_of_numbers_alone_gives_no_figures() -> None:
    """There is no area to which it could belong."""
    assert evaluated("2 * 3").height == 0
    assert evaluated("1 / 0").height == 0


def test_every_verb_of_the_language_can_be_computed() -> None:
    """And nothing else."""
    assert set(COMPUTE) == {*VERBS, *"+-*/"}
