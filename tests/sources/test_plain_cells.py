"""Plain cells are read as the parsers read them, one by one; what they would not take is left to them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.content.source import ColumnSpec, SourceFile
from noaber.sources.columns import Reading, parser_of
from noaber.sources.plain_cells import read_plain, unsure_texts
from noaber.vocabulary.areas import AreaRegister

SPECS = {
    "number": ColumnSpec(type="number"),
    "bounded": ColumnSpec(type="number", min=0, max=500, scale=10),
    "whole": ColumnSpec(type="integer"),
    "marked": ColumnSpec(type="number", marks={"99999": "missing"}),
    "date": ColumnSpec(type="date"),
    "person": ColumnSpec(identifies="person"),
    "text": ColumnSpec(),
}
NUMBERS = st.from_regex(r"[+-]?[0-9]{1,6}([.,][0-9]{1,4}){0,2}\*?", fullmatch=True)
DATES = st.from_regex(r"(0999|1999|2024|2300|9999)-(0[0-9]|1[0-3])-(0[0-9]|[23][0-9])", fullmatch=True)
PSEUDONYMS = st.from_regex(r"k[0-9]{3}-[0-9a-f]{31,33}", fullmatch=True)
TEXTS = st.lists(
    NUMBERS | DATES | PSEUDONYMS | st.sampled_from(["", ".", "99999", "(masked)", "x\ny"]) | st.text(max_size=4)
)


def read_as(spec: ColumnSpec, text: str) -> object:
    """Give a text as its column has it: a figure, the number of a pseudonym, or itself."""
    return float(text) if spec.numeric else int(text[5:20], 16) if spec.identifies else text


def _reading(decimal: str) -> Reading:
    source = SourceFile.model_construct(
        format=SourceFile.model_fields["format"].annotation.model_construct(decimal=decimal), marks={}, vintage=None
    )
    return Reading(source, AreaRegister.of([], []), {})


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize("decimal", [".", ",", "auto"])
@given(texts=TEXTS)
def test_what_is_plain_is_read_as_the_parser_reads_it(name: str, decimal: str, texts: list[str]) -> None:
    """Where a value is given, the parser gives the same one, with no status and nothing bad."""
    spec, reading = SPECS[name], _reading(decimal)
    parse = parser_of(spec, reading)
    plain = read_plain(pl.Series(texts, dtype=pl.String), spec, reading.source)
    assert plain is not None
    for text, value in zip(texts, plain.to_list(), strict=True):
        if value is not None:
            read, status, bad = parse(text)
            assert (read_as(spec, read or ""), status, bad) == (value, None, None), text


@given(texts=TEXTS)
def test_what_is_bad_is_left_to_the_parser(texts: list[str]) -> None:
    """Every text that the parser refuses is among those that need a closer look."""
    for spec in SPECS.values():
        reading = _reading("auto")
        parse = parser_of(spec, reading)
        unsure = unsure_texts(pl.Series(texts, dtype=pl.String), spec, reading.source)
        assert {text for text in texts if parse(text)[2]} <= set(unsure)


def test_columns_of_codes_are_looked_at_text_by_text() -> None:
    """A part of a text, a code, an area and a period have no plain form."""
    source = _reading(".").source
    for spec in (
        ColumnSpec(codes={"M": "m"}),
        ColumnSpec(area=("pc4",)),
        ColumnSpec(period=True),
        ColumnSpec(match="(.)x"),
    ):
        assert read_plain(pl.Series(["M"]), spec, source) is None
