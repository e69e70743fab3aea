"""The table as a workbook that is a document: title, frozen header, numbers as numbers, marks, notes and sources."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from noaber.products.charts.theme import INK, INK_SUBTLE, LINE
from noaber.products.exports.document import ExportCell, ExportDocument
from noaber.products.exports.spreadsheet_safety import plain_text

WIDEST = 60


def render_xlsx(document: ExportDocument, beside: Sequence[ExportDocument] = ()) -> bytes:
    """Render the workbook, with a sheet for each table `beside` the first. The date in it is that of the release, so
    that equal figures give equal files.

    A number with a mark stays a number: the mark is part of how it is shown.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": document.title, "comments": document.release, "created": day_of(document.built)})
    styles = _Styles(book)
    for table in (document, *beside):
        _write_table(book.add_worksheet(table.sheets[0]), table, styles)
    _write_notes(book.add_worksheet(document.sheets[1]), document, styles)
    _write_sources(book.add_worksheet(document.sheets[2]), document, styles)
    book.close()
    return out.getvalue()


def day_of(stamp: str) -> datetime:
    """Give the day of a release's time stamp: a workbook is dated by its release, never by the clock."""
    return datetime.fromisoformat(stamp[:10])


class _Styles:
    """The formats of the workbook; number formats are made once per mark."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._numbers: dict[str, Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 15, "font_color": INK})
        self.warning = book.add_format({"bold": True, "font_color": "#9a3412"})
        self.subtitle = book.add_format({"font_color": INK_SUBTLE})
        edge = {"bottom": 2, "bottom_color": INK, "text_wrap": True, "valign": "bottom"}
        self.header = book.add_format({"bold": True, "align": "right", **edge})
        self.header_left = book.add_format({"bold": True, "align": "left", **edge})
        self.text = book.add_format({"bottom": 1, "bottom_color": LINE})
        self.absent = book.add_format({"align": "right", "font_color": INK_SUBTLE, "bottom": 1, "bottom_color": LINE})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.name = book.add_format({"bold": True, "valign": "top"})

    def number(self, cell: ExportCell, decimals: int, sign: str) -> Any:
        """Give the format of a number: grouping, decimals, sign and mark."""
        shown = number_format(decimals, sign, "".join(f" {mark.sign}" for mark in cell.marks))
        if shown not in self._numbers:
            self._numbers[shown] = self._book.add_format({"num_format": shown, "bottom": 1, "bottom_color": LINE})
        return self._numbers[shown]


def number_format(decimals: int, sign: str, mark: str) -> str:
    """Give the spreadsheet's format code; it shows numbers in the reader's own way by itself.

    A percent sign is quoted, for the values are percentages already.
    """
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    before = '"€ "' if sign == "€" else ""
    after = (' "%"' if sign == "%" else "") + (f'"{mark}"' if mark else "")
    return before + digits + after


def _write_table(sheet: Any, document: ExportDocument, styles: _Styles) -> None:
    sheet.write_string(0, 0, plain_text(document.title), styles.title)
    notes = dict(document.notes)
    if document.warning:
        sheet.write_string(1, 0, document.warning, styles.warning)
    else:
        sheet.write_string(1, 0, plain_text(next(iter(notes.values()), "")), styles.subtitle)
    header = 3
    for at, name in enumerate(document.corner):
        sheet.write_string(header, at, name, styles.header_left)
    for at, name in enumerate(document.columns, start=2):
        sheet.write_string(header, at, plain_text(name), styles.header)
    for line, row in enumerate(document.rows, start=header + 1):
        sheet.write_string(line, 0, plain_text(row.area), styles.text)
        code = f"{row.code}@{row.vintage}" if row.vintage else row.code
        sheet.write_string(line, 1, plain_text(code), styles.text)
        for at, cell in enumerate(row.cells, start=2):
            _write_cell(sheet, line, at, cell, styles.number(cell, *document.format_of(at - 2)), styles)
    _write_legend(sheet, header + 2 + len(document.rows), document, styles)
    _lay_out(sheet, header, document)


def _write_cell(sheet: Any, line: int, at: int, cell: ExportCell, number: Any, styles: _Styles) -> None:
    if cell.number is None:
        sheet.write_string(line, at, cell.word, styles.absent)
    else:
        sheet.write_number(line, at, cell.number, number)


def _write_legend(sheet: Any, line: int, document: ExportDocument, styles: _Styles) -> None:
    for step, mark in enumerate(document.marks):
        sheet.write_string(line + step, 0, f"{mark.sign}  {mark.words}", styles.subtitle)


def _lay_out(sheet: Any, header: int, document: ExportDocument) -> None:
    """Widths that show everything, header and names that stay in sight, and a print that fits the page."""
    widest = max([len(row.area) for row in document.rows] + [12])
    sheet.set_column(0, 0, min(WIDEST, widest + 2))
    sheet.set_column(1, 1, 16)
    longest = max([len(word) for name in document.columns for word in name.split()] + [0])
    sheet.set_column(2, max(2, 1 + len(document.columns)), max(12, min(24, longest + 4)))
    sheet.freeze_panes(header + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.hide_gridlines(2)


def _write_notes(sheet: Any, document: ExportDocument, styles: _Styles) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.hide_gridlines(2)
    for line, (name, text) in enumerate(document.notes):
        sheet.write_string(line, 0, name, styles.name)
        sheet.write_string(line, 1, plain_text(text), styles.wrapped)
    start = len(document.notes) + 1
    if document.marks:
        sheet.write_string(start, 0, document.marks_title, styles.name)
    for step, mark in enumerate(document.marks):
        sheet.write_string(start + step, 1, f"{mark.sign}  {mark.words}", styles.wrapped)


def _write_sources(sheet: Any, document: ExportDocument, styles: _Styles) -> None:
    for at, (name, width) in enumerate(zip(document.source_columns, (60, 24, 24), strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, styles.header_left)
    for line, source in enumerate(document.sources, start=1):
        for at, text in enumerate(source):
            sheet.write_string(line, at, plain_text(text), styles.wrapped)
    sheet.freeze_panes(1, 0)
    sheet.hide_gridlines(2)
