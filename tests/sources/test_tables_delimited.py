"""CSV in all its habits: small handwritten specimens, one quirk each."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from noaber.content.formats import TableFormat
from noaber.sources.tables import read_table
from noaber.vocabulary.errors import DeliveryError


def read(data: str | bytes, **options: Any) -> pl.DataFrame:
    raw = data.encode() if isinstance(data, str) else data
    return read_table({"wmo.csv": raw}, TableFormat(kind="csv", **options))


def refused(data: str | bytes, **options: Any) -> str:
    with pytest.raises(DeliveryError) as caught:
        read(data, **options)
    return str(caught.value)


def test_every_cell_is_text_with_its_line() -> None:
    frame = read("code;naam\n0141;Almelo\n0153;Enschede\n")
    assert frame.schema == {"row": pl.UInt32, "code": pl.String, "naam": pl.String, "ragged": pl.String}
    assert frame.rows() == [(2, "0141", "Almelo", None), (3, "0153", "Enschede", None)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    lines = [["code", "naam", "aantal"], ["GM0153", "Enschede", "7"], ["GM0141", "Almelo", "3"]]
    frame = read("\n".join(delimiter.join(line) for line in lines))
    assert frame.columns == ["row", "code", "naam", "aantal", "ragged"]


def test_a_decimal_comma_is_no_delimiter_and_stays() -> None:
    frame = read("naam;inkomen\nAalten;34,1\nAlmelo;31,5\n")
    assert frame["inkomen"].to_list() == ["34,1", "31,5"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_is_found(encoding: str) -> None:
    frame = read("straße;naam\n€ 5;Fryslân\n".encode(encoding))
    assert frame.columns[1] == "straße"
    assert frame.row(0)[1:3] == ("€ 5", "Fryslân")


def test_latin1_where_windows_has_no_character() -> None:
    assert read(b"a;b\n\x81;\xe9\n")["b"].to_list() == ["é"]


def test_an_encoding_that_does_not_fit_names_the_line() -> None:
    assert "wmo.csv:3  byte 0xe9 is no utf-8" in refused(b"a;b\n1;2\n\xe9;3\n", encoding="utf-8")


def test_padding_goes_and_an_empty_cell_is_null() -> None:
    frame = read('"code";"naam";"n"\n"GM0153    ";"       .";\n"";" ";"-99997"\n')
    assert frame.drop("row", "ragged").rows() == [("GM0153", ".", None), (None, None, "-99997")]


def test_a_line_end_within_quotes() -> None:
    frame = read('key;text\r\nNL;"two\r\nlines; and ""quotes"""\r\nGM;one\r\n')
    assert frame.rows() == [(2, "NL", 'two\nlines; and "quotes"', None), (4, "GM", "one", None)]


def test_title_units_and_footer() -> None:
    text = "Wmo per gemeente\n\nStand: mei\nnaam;aantal\n;personen\nBorne;5\nBron: CBS\nOpgehaald in mei\n"
    frame = read(text, skip=3, unit_row=True, footer="^Bron")
    assert frame.rows() == [(6, "Borne", "5", None)]


def test_a_footer_fills_one_cell_only() -> None:
    frame = read("naam;n\nBronckhorst;4\nBorne;5\nBron: CBS;\n", footer="^Bron")
    assert frame["naam"].to_list() == ["Bronckhorst", "Borne"]


def test_header_rows_become_one_name() -> None:
    text = "Postcode;Inwoners;;;Energie\n;Totaal;Geslacht;;\n;;Man;Vrouw;Gas\n7511;5;2;3;700\n"
    names = ["Postcode", "Inwoners|Totaal", "Inwoners|Geslacht|Man", "Inwoners|Geslacht|Vrouw", "Energie|Gas"]
    assert read(text, header_rows=3).columns[1:-1] == names


def test_a_name_on_two_lines_becomes_one_line() -> None:
    assert read('"Gas\n verbruik";b\n1;2\n').columns[1] == "Gas verbruik"


def test_empty_rows_and_nameless_empty_columns_go() -> None:
    frame = read("a,b,\n1,2,\n\n,,\n3,4,\n , ,\n")
    assert frame.rows() == [(2, "1", "2", None), (5, "3", "4", None)]


def test_a_nameless_column_with_content_stays() -> None:
    assert read('"","rente"\n"januari 2003",5.65\n').columns == ["row", "column_1", "rente", "ragged"]


def test_a_suppliers_own_row_and_ragged_keep_their_content() -> None:
    frame = read("row;ragged;a\nr;g;1\n")
    assert frame.rows(named=True) == [{"row": 2, "row_": "r", "ragged_": "g", "a": "1", "ragged": None}]


def test_names_for_a_file_without_header() -> None:
    frame = read("141;Almelo\n153;Enschede\n", header_rows=0, names=("code", "naam"))
    assert frame.rows() == [(1, "141", "Almelo", None), (2, "153", "Enschede", None)]
    assert read("141;Almelo\n", header_rows=0).columns == ["row", "column_1", "column_2", "ragged"]
    assert "has 2 columns; expected 3" in refused("141;Almelo\n", header_rows=0, names=("a", "b", "c"))


def test_a_line_of_another_width_is_kept_whole() -> None:
    frame = read('a;b;c\n1;2;3\n4;5\n6;7;8;9\n"x;y";2\n;;;\n10;11;12;;\n')
    assert frame["ragged"].to_list() == [None, "4;5", "6;7;8;9", '"x;y";2', None]
    assert frame["a"].to_list() == ["1", None, None, None, "10"]
    assert frame["row"].to_list() == [2, 3, 4, 5, 7]


def test_a_quote_never_closed_spoils_its_own_line_only() -> None:
    frame = read('a;b\n1;one\n2;"two\n3;three\n4;four\n')
    assert frame["a"].to_list() == ["1", None, "3", "4"]
    assert frame["ragged"].to_list() == [None, '2;"two', None, None]


def test_a_quote_within_a_cell_is_a_character() -> None:
    assert read('a;b\n5" buis;1\n')["a"].to_list() == ['5" buis']


def test_a_header_alone_is_a_table_without_rows() -> None:
    frame = read("a;b\n")
    assert (frame.columns, frame.height) == (["row", "a", "b", "ragged"], 0)


def test_every_double_name_is_reported() -> None:
    with pytest.raises(DeliveryError) as caught:
        read("a;b;a;b;b\n1;2;3;4;5\n")
    assert [problem.found for problem in caught.value.problems] == [
        "column 'a' occurs 2 times",
        "column 'b' occurs 3 times",
    ]
    assert caught.value.problems[0].place == "wmo.csv:1"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "wmo.csv  is empty (0 bytes)"),
        (b"\n \n", "wmo.csv  is empty"),
        (b"\xef\xbb\xbf", "wmo.csv  is empty"),
        (b"<!DOCTYPE html><html><title>503 Busy</title>", "wmo.csv:1  is a web page or XML message, titled '503 Busy'"),
        (b'<?xml version="1.0"?><error/>', "wmo.csv:1  is a web page or XML message"),
        (b"a;b\n1;2\n\x00\x01;3\n", "wmo.csv:3  is binary data, not text"),
        (b"PK\x03\x04rest", "wmo.csv  is a zip archive or workbook"),
        (b"\x1f\x8brest", "wmo.csv  is a gzip file"),
        (b'"a;b\n1;2\n', "wmo.csv:1  has a header that cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_by_name(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_a_file_that_ends_within_its_header() -> None:
    assert "ends within its header (1 of 3 header rows)" in refused("a;b\n", header_rows=2, unit_row=True)


def test_which_file_of_several() -> None:
    parts = {"data/2023.csv": b"a;b\n1;2\n", "data/2024.csv": b"a;b\n3;4\n", "leesmij.md": b"tekst"}
    with pytest.raises(DeliveryError, match=r"2 files that could be the table: data/2023\.csv, data/2024\.csv"):
        read_table(parts, TableFormat(kind="csv"))
    assert read_table(parts, TableFormat(kind="csv", member="*2024*"))["a"].to_list() == ["3"]
    with pytest.raises(DeliveryError, match=r"has no file \*2025\*; it holds data/2023\.csv"):
        read_table(parts, TableFormat(kind="csv", member="*2025*"))
