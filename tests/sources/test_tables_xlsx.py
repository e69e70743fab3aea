"""Workbooks: merged headers, units, typed cells back to text, and workbooks that are none."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from noaber.content.formats import TableFormat
from noaber.sources.tables import read_table
from noaber.vocabulary.errors import DeliveryError


def workbook(fill: Callable[[Any], None]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    fill(book)
    book.close()
    return held.getvalue()


def sheet(*rows: list[Any]) -> bytes:
    def fill(book: Any) -> None:
        page = book.add_worksheet("Tabel")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)

    return workbook(fill)


def read(data: bytes, **options: Any) -> pl.DataFrame:
    return read_table({"pc4.xlsx": data}, TableFormat(kind="xlsx", **options))


def refused(data: bytes, **options: Any) -> str:
    with pytest.raises(DeliveryError) as caught:
        read(data, **options)
    return str(caught.value)


def test_cells_become_text_that_says_no_more_than_the_cell() -> None:
    cells = ["0141 ", 141, 5.7, 18.75, -99997, True, date(2024, 2, 29), datetime(2024, 2, 29, 13, 30)]
    frame = read(sheet([f"k{number}" for number in range(8)], cells))
    texts = ("0141", "141", "5.7", "18.75", "-99997", "true", "2024-02-29", "2024-02-29T13:30:00")
    assert frame.rows() == [(2, *texts, None)]


def test_a_header_of_several_rows_where_blank_means_the_same() -> None:
    rows = [
        ["Kerncijfers per postcode"],
        [],
        ["", "Inwoners", "", "", "Energie", ""],
        ["", "Totaal", "Geslacht", "", "", ""],
        ["Postcode-4", "Totaal", "Man", "Vrouw", "Gas\nverbruik", "Elektra"],
        ["Code", "x1", "x1", "x1", "m3", "kWh"],
        ["7511", 9910, 5155, 4755, 670, -99997],
        [],
        ["7512", 8900, 4845, 4055, 770, 1810],
        ["Bron: CBS"],
    ]
    frame = read(sheet(*rows), skip=2, header_rows=3, unit_row=True, footer="^Bron")
    assert frame.columns[1:-1] == [
        "Postcode-4",
        "Inwoners|Totaal|Totaal",
        "Inwoners|Geslacht|Man",
        "Inwoners|Geslacht|Vrouw",
        "Energie|Gas verbruik",
        "Energie|Elektra",
    ]
    assert frame["row"].to_list() == [7, 9]
    assert frame.row(0)[1:] == ("7511", "9910", "5155", "4755", "670", "-99997", None)


def test_merged_cells_are_followed_exactly() -> None:
    def fill(book: Any) -> None:
        page = book.add_worksheet()
        page.merge_range(0, 0, 1, 0, "Code")
        page.merge_range(0, 1, 0, 2, "Wonen")
        page.write_row(1, 1, ["Koop", "Huur", "Los"])
        page.write_row(2, 0, ["GM0153", 1, 2, 3])

    assert read(workbook(fill), header_rows=2).columns[1:-1] == ["Code", "Wonen|Koop", "Wonen|Huur", "Los"]


def test_the_first_visible_sheet_or_the_one_named() -> None:
    def fill(book: Any) -> None:
        for name in ("verborgen", "toelichting", "Tabel 1"):
            book.add_worksheet(name).write_column(0, 0, ["blad", name])
        book.get_worksheet_by_name("verborgen").hide()
        book.get_worksheet_by_name("toelichting").activate()

    data = workbook(fill)
    assert read(data)["blad"].to_list() == ["toelichting"]
    assert read(data, sheet="Tabel 1")["blad"].to_list() == ["Tabel 1"]
    said = refused(data, sheet="Tabel1")
    assert "pc4.xlsx  has no worksheet 'Tabel1'; expected one of verborgen, toelichting, Tabel 1" in said
    assert "Did you mean 'Tabel 1'?" in said


def test_names_for_a_sheet_without_header() -> None:
    data = sheet(["0141", "Almelo"], ["0153", "Enschede"])
    assert read(data, header_rows=0, names=("code", "naam"))["naam"].to_list() == ["Almelo", "Enschede"]
    assert "has 2 columns; expected 1" in refused(data, header_rows=0, names=("code",))


def test_double_names_are_refused_with_their_row() -> None:
    assert "pc4.xlsx/Tabel:2  column 'a' occurs 2 times" in refused(sheet(["titel"], ["a", "a"], [1, 2]), skip=1)


def test_an_empty_sheet() -> None:
    assert "ends within its header (0 filled rows below the title)" in refused(sheet())


@pytest.mark.parametrize("data", [b"", b"a;b\n1;2\n", b"PK\x03\x04 cut off", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_workbook(data: bytes) -> None:
    assert re.search(r"pc4\.xlsx  is (no|a damaged) workbook", refused(data))


def test_a_cut_off_workbook() -> None:
    data = sheet(["a"], [1])
    assert "pc4.xlsx  is a damaged workbook" in refused(data[: len(data) // 2])


def test_a_stray_cell_in_the_far_corner_is_refused_before_memory_runs_out() -> None:
    def fill(book: Any) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b"])
        page.write(1_048_575, 16_383, "x")

    assert "has a worksheet of 1,048,576 by 16,384 cells" in refused(workbook(fill))


def test_a_workbook_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    data = sheet(["a"], *[[number] for number in range(5000)])
    assert read(data).height == 5000
    monkeypatch.setattr("noaber.sources.tables.xlsx.MAX_XML", 100_000)
    assert re.search(r"pc4\.xlsx  unpacks to [\d,]+ bytes; expected at most 100,000", refused(data))
