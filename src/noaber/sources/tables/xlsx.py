"""Workbooks: one worksheet as a table, merged headers and all. Reads xlsx, and xls, xlsb and ods as well."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.layout import (
    FOOTER_WITHIN,
    cell_text,
    compose_names,
    frame_of,
    is_footer,
    settle_names,
)
from noaber.sources.tables.parts import pick_part, refuse
from noaber.vocabulary.errors import did_you_mean

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
MAX_CELLS = 40_000_000
"""Cells in the rectangle around a sheet's content; a stray cell in the far corner alone makes 17 thousand million."""
MAX_XML = 1024**3


def read_xlsx(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read a worksheet as a table of text: whole numbers without `.0`, dates ISO."""
    name = pick_part(parts, fmt, SUFFIXES)
    _check_size(name, parts[name])
    sheet = _open_sheet(name, parts[name], fmt.sheet)
    rows = [[cell_text(cell).strip() for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    return _table(f"{name}/{sheet.name}", rows, sheet.merged_cell_ranges or [], fmt)


def _check_size(name: str, data: bytes) -> None:
    """Refuse a workbook that would not fit in memory once it is unpacked."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_unpacked(name, archive)
            for info in archive.infolist():
                if info.filename.startswith("xl/worksheets/sheet") and info.filename.endswith(".xml"):
                    _check_area(name, archive.read(info))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise refuse(
            name,
            f"is a damaged workbook: {error}",
            "a complete workbook",
            "Ask the supplier for the file again.",
        ) from error


def _check_unpacked(name: str, archive: zipfile.ZipFile) -> None:
    size = sum(info.file_size for info in archive.infolist())
    if size > MAX_XML:
        raise refuse(
            name,
            f"unpacks to {size:,} bytes",
            f"at most {MAX_XML:,}",
            "Ask for the table as CSV or in parts.",
        )


def _check_area(name: str, xml: bytes) -> None:
    columns = set(re.findall(rb'<c r="([A-Z]{1,3})\d', xml))
    width = max((_column_number(letters) for letters in columns), default=0)
    height = max(map(int, re.findall(rb'<row [^>]*?\br="(\d{1,9})"', xml)), default=0)
    if width * height > MAX_CELLS:
        raise refuse(
            name, f"has a worksheet of {height:,} by {width:,} cells", f"at most {MAX_CELLS:,} cells",
            "Remove stray cells far outside the table, or ask for the table as CSV.",
        )  # fmt: skip


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _open_sheet(name: str, data: bytes, wanted: str) -> CalamineSheet:
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        return book.get_sheet_by_name(_choose_sheet(name, book, wanted))
    except PasswordError as error:
        raise refuse(name, "has a password", "a workbook without one", "Ask for it without password.") from error
    except (CalamineError, zipfile.BadZipFile, ValueError) as error:
        raise refuse(
            name, f"is no workbook that can be read: {error}", "an xlsx file",
            "Open it in a spreadsheet program; if that works, save it as xlsx. Otherwise ask for it again.",
        ) from error  # fmt: skip


def _choose_sheet(name: str, book: CalamineWorkbook, wanted: str) -> str:
    from python_calamine import SheetVisibleEnum

    if wanted in book.sheet_names:
        return wanted
    if wanted:
        raise refuse(
            name, f"has no worksheet '{wanted}'", f"one of {', '.join(book.sheet_names)}",
            did_you_mean(wanted, book.sheet_names, "Worksheets"),
        )  # fmt: skip
    visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    if not visible:
        raise refuse(name, "has no visible worksheet", "a worksheet", "Name it with `sheet:`.")
    return visible[0]


Range = tuple[tuple[int, int], tuple[int, int]]


def _table(place: str, rows: list[list[str]], merged: Sequence[Range], fmt: TableFormat) -> pl.DataFrame:
    filled = [number for number, row in enumerate(rows) if number >= fmt.skip and any(row)]
    head, below = filled[: fmt.header_rows + fmt.unit_row], filled[fmt.header_rows + fmt.unit_row :]
    if len(head) < fmt.header_rows + fmt.unit_row or not filled:
        raise refuse(
            place, f"ends within its header ({len(head)} filled rows below the title)", "a header and rows below it",
            "Correct `sheet:`, `skip:` and `header_rows:` of the format.",
        )  # fmt: skip
    names = _names(place, rows, head[: fmt.header_rows], merged, fmt)
    if fmt.footer:
        below = _without_footer(rows, below, fmt.footer)
    columns = {name: [rows[number][place] for number in below] for place, name in enumerate(names)}
    return frame_of(columns, [number + 1 for number in below])


def _names(place: str, rows: list[list[str]], head: list[int], merged: Sequence[Range], fmt: TableFormat) -> list[str]:
    width = max(map(len, rows))
    place = f"{place}:{head[0] + 1 if head else fmt.skip + 1}"
    if fmt.names and any(any(row[len(fmt.names) :]) for row in rows[fmt.skip :]):
        raise refuse(
            place, f"has {width} columns", f"{len(fmt.names)}, as `names:` of the format lists",
            "Correct `names:`, or ask the supplier what changed.",
        )  # fmt: skip
    levels = [_spread(rows[number], number, merged) for number in head]
    exact = any(first[0] in head for first, _ in merged)
    composed = compose_names(levels, carry=not exact) if levels else [""] * width
    given = [*fmt.names, *composed[len(fmt.names) :]] if fmt.names else composed
    return settle_names(place, given)


def _spread(row: list[str], number: int, merged: Sequence[Range]) -> list[str]:
    """Write the text of merged cells in each column they cover."""
    spread = list(row)
    for (top, left), (_, right) in merged:
        if top == number:
            spread[left : right + 1] = [row[left]] * (right + 1 - left)
    return spread


def _without_footer(rows: list[list[str]], below: list[int], footer: str) -> list[int]:
    for place in range(max(0, len(below) - FOOTER_WITHIN), len(below)):
        if is_footer(rows[below[place]], footer):
            return below[:place]
    return below
