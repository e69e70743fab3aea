"""Traits in one form, and small tables of which nothing small can be told."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.privacy.small_counts import shown_rows
from noaber.privacy.traits import TRAIT_FORMS


@pytest.mark.parametrize(
    ("kind", "spellings"),
    [
        ("postcode", ["7511 AB", " 7511ab ", "7511  Ab"]),
        ("pc4", ["7511 AB", "7511ab", "7511"]),
        ("house", ["12", "012", "12-a", " 12 bis"]),
        ("name", ["van der Berg", "VAN DER BERG", "Berg", "bérg"]),
        ("sound", ["Jansen", "Janssen", "janzen", "JANSEN"]),
        ("sound", ["Meijer", "Meyer", "Meier"]),
        ("sound", ["Schmitt", "Smit", "Smid", "Smidt"]),
    ],
)
def test_one_thing_has_one_form(kind: str, spellings: list[str]) -> None:
    """However it is written."""
    assert TRAIT_FORMS[kind](pl.Series(spellings)).n_unique() == 1


@pytest.mark.parametrize(("kind", "text"), [("postcode", "0511 AB"), ("postcode", "7511 ABC"), ("pc4", "75111"),
                                            ("house", "a12"), ("name", " - ")])  # fmt: skip
def test_what_is_none_is_absent(kind: str, text: str) -> None:
    """And never another one."""
    assert TRAIT_FORMS[kind](pl.Series([text, None])).to_list() == [None, None]


def test_other_names_sound_otherwise() -> None:
    """Coarse, but not so coarse that all are one."""
    names = ["Jansen", "Bakker", "Visser", "Smit", "Mulder", "Bos", "Vos", "Peters", "Hendriks", "Dekker"]
    assert TRAIT_FORMS["sound"](pl.Series(names)).n_unique() == len(names)


counts = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@given(counts)
def test_nothing_small_is_told_or_can_be_worked_out(rows: list[tuple[int, int]]) -> None:
    """Shown counts are nought or ten and more; what the totals lack is more than one row, and not few."""
    table = pl.DataFrame(rows, schema=["linked", "unlinked"], orient="row")
    shown = shown_rows(table, ["linked", "unlinked"], 10)
    told, hidden = table.filter(shown), table.filter(~shown)
    assert not [count for row in told.rows() for count in row if 0 < count < 10]
    assert hidden.height != 1 or table.height == 1
    if told.height:
        assert not [name for name in table.columns if 0 < hidden[name].sum() < 10]
