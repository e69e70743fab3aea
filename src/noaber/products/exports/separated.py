"""CSV in two forms: for people, as their spreadsheet wants it; and for programs, one figure a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from noaber.products.exports.document import ExportCell, ExportDocument, ExportRow
from noaber.products.exports.spreadsheet_safety import plain_text
from noaber.products.numbers import round_half_up

BYTE_ORDER_MARK = "\ufeff"
DATA_COLUMNS = (
    "indicator", "expression", "area", "vintage", "area_name", "period", "slice", "value", "status", "hidden",
    "series_break", "synthetic", "release",
)  # fmt: skip


def render_csv(document: ExportDocument, language: str) -> str:
    """Render the table for people: title, table, marks and notes; separators and decimals as in their language.

    A byte order mark makes spreadsheets read accents right. Beside a period with marks stands a column for them.
    """
    decimal = "." if language == "en" else ","
    marked = [any(row.cells[at].marks for row in document.rows) for at in range(len(document.periods))]
    lines: list[list[str]] = [[document.title], *[[document.warning] for _ in [0] if document.warning], []]
    lines.append([*document.corner, *_columns(document, marked)])
    lines += [_row(row, document, decimal, marked) for row in document.rows]
    lines += [[], *[[mark.sign, mark.words] for mark in document.marks], []]
    lines += [[name, text] for name, text in document.notes]
    return BYTE_ORDER_MARK + _write(lines, "," if language == "en" else ";")


def _columns(document: ExportDocument, marked: Sequence[bool]) -> list[str]:
    columns: list[str] = []
    for name, has_marks in zip(document.columns, marked, strict=True):
        columns += [name, f"{name} ({document.marks_title.casefold()})"] if has_marks else [name]
    return columns


def _row(row: ExportRow, document: ExportDocument, decimal: str, marked: Sequence[bool]) -> list[str]:
    code = f"{row.code}@{row.vintage}" if row.vintage else row.code
    cells = [row.area, code]
    for cell, has_marks in zip(row.cells, marked, strict=True):
        number = _number(cell, document.decimals, decimal)
        cells += [number, " ".join(mark.sign for mark in cell.marks)] if has_marks else [number]
    return cells


def _number(cell: ExportCell, decimals: int, decimal: str) -> str:
    if cell.number is None:
        return cell.word
    return f"{round_half_up(cell.number, decimals):f}".replace(".", decimal)


def _write(lines: Iterable[Sequence[str]], separator: str) -> str:
    """Write lines; every text that is no number is made plain."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for line in lines:
        writer.writerow([cell if _is_number(cell) else plain_text(cell) for cell in line])
    return out.getvalue()


def _is_number(text: str) -> bool:
    return text.replace(",", "", 1).replace(".", "", 1).removeprefix("-").isdigit()


def render_data_csv(document: ExportDocument) -> str:
    """Render one figure a row for programs: comma and point, full precision, SDMX status, empty where there is no
    number; texts that a spreadsheet would run are made plain."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(DATA_COLUMNS)
    tail = ("yes" if document.synthetic else "no", document.release)
    for row in document.rows:
        head = (
            document.indicator, document.expression, plain_text(row.code), row.vintage, plain_text(row.area)
        )  # fmt: skip
        writer.writerows(
            (*head, period, document.slice, *_data_cell(cell), *tail)
            for period, cell in zip(document.periods, row.cells, strict=True)
        )
    return out.getvalue()


def _data_cell(cell: ExportCell) -> tuple[str, str, str, str]:
    """Give value, status, hidden and series break."""
    number, figure = cell.number, cell.figure
    status = "M" if number is None and not figure.hidden else figure.status
    value = "" if number is None else repr(number)
    return value, status, "yes" if figure.hidden else "no", "yes" if figure.series_break else "no"
