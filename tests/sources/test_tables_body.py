"""Two ways to split a body must agree: the fast one on regular files, the careful one on any."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from noaber.sources.tables.body import parse_careful, parse_regular
from noaber.sources.tables.layout import finish

NAMES = ["a", "b", "c"]
BARE = st.text("ab1 .,'*é", max_size=4)
QUOTED = st.text('a1 ;"é', max_size=5).map(lambda cell: '"' + cell.replace('"', '""') + '"')
LINE = st.lists(st.one_of(BARE, QUOTED), min_size=3, max_size=3).map(";".join)
FREE = st.text('a1;" \n', max_size=40)


@given(st.lists(st.one_of(LINE, st.just("")), min_size=1, max_size=8), st.booleans())
def test_fast_and_careful_agree_on_regular_lines(lines: list[str], ended: bool) -> None:
    text = "\n".join(lines).lstrip("\n") + ("\n" if ended else "")
    fast = parse_regular(text, 2, ";", NAMES)
    if fast is not None:
        assert finish(fast).equals(finish(parse_careful(text, 2, ";", NAMES)))


@given(st.lists(LINE, min_size=1, max_size=8))
def test_the_fast_way_takes_every_regular_file(lines: list[str]) -> None:
    assert parse_regular("\n".join(lines), 2, ";", NAMES) is not None


@given(FREE)
def test_fast_and_careful_agree_on_anything_the_fast_one_takes(text: str) -> None:
    fast = parse_regular(text.lstrip("\n"), 2, ";", NAMES)
    if fast is not None:
        assert finish(fast).equals(finish(parse_careful(text.lstrip("\n"), 2, ";", NAMES)))


@given(FREE)
def test_nothing_is_lost(text: str) -> None:
    """Every letter of the file is in a cell or in `ragged`."""
    frame = finish(parse_careful(text, 2, ";", NAMES))
    kept = "".join(cell or "" for row in frame.drop("row").rows() for cell in row)
    assert all(kept.count(letter) == text.count(letter) for letter in "a1")
