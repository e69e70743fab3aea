"""Kinds of reasons: every reason that parsers give has one; unknown codes are told only where they are codes."""

from __future__ import annotations

import polars as pl
import pytest

from noaber.content.source import ColumnSpec
from noaber.sources.known_shapes import count_unknown
from noaber.sources.reasons import KINDS, kind_of, kinds_of

REASONS = {
    "not as many cells as the header": "ragged",
    "3 rows stand there again, first for number 12, period 2024-Q1": "again",
    "the last day lies before the first": "turned",
    "no valid number": "no_person",
    "'(masked)' is not a number": "no_number",
    "'1.234' is not a number with one meaning": "no_number",
    "'1,5' is not a whole number": "no_number",
    "-3 is below 0": "bounds",
    "12 is above 10": "bounds",
    "'x; y, z' is not a date": "no_date",
    "'x' is not a period": "no_period",
    "unknown area '(masked)' (gemeente or wijk)": "unknown_area",
    "no area": "empty",
    "no client": "empty",
    "unknown code '(masked)' of product": "unknown_code",
    "unknown code '(masked)'": "unknown_code",
    "'x' does not look like one": "pattern",
    "a + b is not c in 3 rows, at most 2 off": "sum",
    "births over sex differs from its total 3 times, at most 1": "sum",
    "something else": "unclear",
}


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_kind(reason: str) -> None:
    """As it is written by parsers, checks and spells."""
    assert kind_of(reason) == REASONS[reason]


def test_every_kind_is_met() -> None:
    """None is left over."""
    assert {kind for kind, _ in KINDS} | {"unclear"} == set(REASONS.values())


def test_several_reasons_of_one_row() -> None:
    """Each has its column; where they cannot be told apart the row has one."""
    quarantine = pl.DataFrame(
        {"row": [2, 3, 4], "column": ["begin, cost", "", "begin"],
         "reason": ["'x' is not a date; -1 is below 0", "not as many cells as the header", "'a; b' is not a date"]},
        schema={"row": pl.UInt32, "column": pl.String, "reason": pl.String},
    )  # fmt: skip
    assert kinds_of(quarantine).rows() == [
        (2, "begin", "no_date"), (2, "cost", "bounds"), (3, "", "ragged"), (4, "", "no_date"),
    ]  # fmt: skip


def test_only_what_can_be_nothing_but_a_code_is_told() -> None:
    """Letters and digits in the pattern of a known code; no name, no number, nothing long, nothing in other letters."""
    spec = ColumnSpec.model_validate({"match": "(?:Wmo-)?(.+)", "codes": {"01A01": "a", "W101": "b", "nieuw": "c"}})
    texts = ["99Z99", "Wmo-99Z99", "W101", "Jansen", "nieow", "12345", "123456782", "W1", "7511AB", "É101", None]
    assert count_unknown(pl.Series(texts), spec) == {"99Z99": 2}
