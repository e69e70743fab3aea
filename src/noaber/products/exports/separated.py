"""CSV in two forms: for people, as their spreadsheet wants it; and for programs, one figure a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from noaber.products.exports.document import ExportCell, ExportDocument, ExportRow, exported_areas
from noaber.products.exports.spreadsheet_safety import plain_text
from noaber.products.indicator_case import IndicatorCase
from noaber.products.numbers import round_half_up
from noaber.warehouse.cards import ReleaseCard

BYTE_ORDER_MARK = "\ufeff"
DATA_COLUMNS = (
    "indicator", "expression", "area", "vintage", "area_name", "period", "slice", "value", "status", "hidden",
    "series_break", "synthetic", "release", "instead_area", "instead_slice",
)  # fmt: skip
SAID = {True: "yes", False: "no"}


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
    for at, (cell, has_marks) in enumerate(zip(row.cells, marked, strict=True)):
        number = _number(cell, document.format_of(at)[0], decimal)
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


def render_data_csv(case: IndicatorCase, card: ReleaseCard, not_public: str = "") -> str:
    """Render one figure a row for programs: comma and point, full precision, SDMX status, empty where there is no
    number; texts that a spreadsheet would run are made plain. Of a hidden figure the area and category for which
    it is shown are told; what is said of a file with figures that are not public stands in a column more."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    more = [plain_text(not_public)] if not_public else []
    writer.writerow([*DATA_COLUMNS, *(["not_public"] if more else [])])
    tail = (SAID[card.synthetic], card.id)
    for area in exported_areas(case):
        writer.writerows([*row, *more] for row in _data_rows(case, area, tail))
    return out.getvalue()


def _data_rows(case: IndicatorCase, area: str, tail: tuple[str, str]) -> Iterator[tuple[object, ...]]:
    code, _, vintage = area.partition("@")
    name, slice, figures = case.chosen.names.get(area, area), case.choice.deel, case.shown
    head = (case.subject.id, case.choice.als, plain_text(code), vintage, plain_text(name))
    for period in case.periods:
        figure = figures.get(area, period, slice)
        above = case.instead.get((area, period, slice)) if figure.hidden else None
        instead = (plain_text(above.area), above.slice) if above else ("", "")
        number = None if figure.hidden else figure.value
        status = "M" if number is None and not figure.hidden else figure.status
        yield (*head, period, slice, number, status, SAID[figure.hidden], SAID[figure.series_break], *tail, *instead)
