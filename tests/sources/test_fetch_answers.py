"""Cutting pages into rows: agrees with the standard reader, refuses whatever is not whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from noaber.sources.fetch.answers import parse_json_page, render_rows
from noaber.sources.fetch.troubles import HalfAnswer

SCALARS = (
    some.none() | some.booleans() | some.integers() | some.text() | some.floats(allow_nan=False, allow_infinity=False)
)
VALUES = some.recursive(
    SCALARS, lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3)
)
ROWS = some.lists(some.dictionaries(some.text(max_size=5), VALUES, max_size=3), max_size=4)


@settings(max_examples=50, deadline=None)
@given(ROWS, some.dictionaries(some.text(max_size=5).filter(lambda name: name != "value"), VALUES, max_size=2),
       some.sampled_from([None, 1]), some.booleans())  # fmt: skip
def test_rows_are_those_of_the_standard_reader(
    rows: list[Any], others: dict[str, Any], indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps({**others, "value": rows}, indent=indent, ensure_ascii=ascii_only)
    page = parse_json_page(text, "value")
    assert [json.loads(row) for row in page.rows] == rows
    assert page.members == others


@settings(max_examples=50, deadline=None)
@given(ROWS, some.data())
def test_half_a_page_is_never_a_page(rows: list[Any], data: some.DataObject) -> None:
    text = json.dumps({"value": rows, "odata.nextLink": "x"})
    cut = data.draw(some.integers(0, len(text) - 1))
    with pytest.raises(HalfAnswer):
        parse_json_page(text[:cut], "value")


@settings(max_examples=50, deadline=None)
@given(some.lists(some.lists(some.integers().map(str), max_size=4), max_size=5))
def test_where_pages_ended_leaves_no_trace(pages: list[list[str]]) -> None:
    whole = [row for page in pages for row in page]
    assert "".join(render_rows(pages)) == "".join(render_rows([whole]))


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{}", '{"value": null}', '{"value": {}}', '{"value": []', '{"value": []}}', '{"value": [1,]}',
        '{"value": [1], }', '{"value": [NaN]}', '{"value": [1] "a": 2}', '{"value": [' + "[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_page(text: str) -> None:
    with pytest.raises(HalfAnswer):
        parse_json_page(text, "value")
