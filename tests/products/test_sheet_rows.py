"""Rows put into sheets at once are what a reader of workbooks reads back, whatever is in them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from noaber.products.exports.sheet_rows import SheetRows, fill_sheets

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n\t", exclude_categories=["Cc", "Cs", "Z"]), min_size=1
)
NUMBER = st.floats(-1e15, 1e15).map(lambda number: number + 0.0)
ROWS = st.lists(st.tuples(TEXT, st.one_of(NUMBER, st.none()), st.sampled_from(["", "*", "geen & <b>"])), min_size=1)


@settings(max_examples=40)
@given(rows=ROWS)
def test_what_is_put_in_is_read_back(rows: list[tuple[str, float | None, str]]) -> None:
    """Texts with any sign, numbers to the last bit, words where there is no number."""
    texts, numbers, words = (pl.Series(part) for part in zip(*rows, strict=True))
    styles = sorted({word for _, number, word in rows if number is not None})
    with tempfile.TemporaryDirectory() as folder:
        bare, full = Path(folder) / "bare.xlsx", Path(folder) / "full.xlsx"
        with xlsxwriter.Workbook(bare) as book:
            sheet = book.add_worksheet("blad")
            sheet.write_string(0, 0, "naam")
            for at, style in enumerate(styles):
                sheet.write_blank(1, at, None, book.add_format({"num_format": f'0" {style}"'}))
        fill_sheets(bare, full, 1, {1: SheetRows([texts], [numbers.cast(pl.Float64)], [words], styles)})
        found = CalamineWorkbook.from_path(full).get_sheet_by_name("blad").to_python()[1:]
        assert ZipFile(full).testzip() is None
    expected = [[text, word if number is None else number] for text, number, word in rows]
    assert [[row[0], *(row[1:] or [""])] for row in found] == expected


def test_signs_that_no_workbook_may_hold_are_left_out() -> None:
    """Control signs would make the file unreadable."""
    with tempfile.TemporaryDirectory() as folder:
        bare, full = Path(folder) / "bare.xlsx", Path(folder) / "full.xlsx"
        with xlsxwriter.Workbook(bare) as book:
            book.add_worksheet("blad").write_string(0, 0, "naam")
        fill_sheets(bare, full, 1, {1: SheetRows([pl.Series(["a\x00b\x0bc"])], [], [], [])})
        assert CalamineWorkbook.from_path(full).get_sheet_by_name("blad").to_python()[1] == ["abc"]
