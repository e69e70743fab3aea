"""Slices: one canonical text per combination of categories."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.vocabulary.errors import NotFound
from noaber.vocabulary.slices import TOTAL, parse_slice, print_slice

names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
categories = st.from_regex(r"[A-Za-z0-9+<>_. -]{1,8}", fullmatch=True)


@given(st.dictionaries(names, categories, max_size=4))
def test_parse_is_the_inverse_of_print(slice: dict[str, str]) -> None:
    """Whatever the order in which categories are given."""
    assert parse_slice(print_slice(slice)) == slice
    assert print_slice(dict(reversed(slice.items()))) == print_slice(slice)


def test_the_empty_slice_is_the_total() -> None:
    """The total has the empty text."""
    assert print_slice({}) == TOTAL == ""
    assert parse_slice("") == {}


@pytest.mark.parametrize("text", ["sex", "sex=", "=f", "age=0-14;sex", "sex=f;sex=m"])
def test_half_a_slice_is_refused(text: str) -> None:
    """A dimension without category, a category without dimension, two categories of one dimension."""
    with pytest.raises(NotFound, match="dimension=category"):
        parse_slice(text)
