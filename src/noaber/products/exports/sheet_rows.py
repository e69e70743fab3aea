"""Many rows put into the sheets of a workbook at once: whole columns become text, where cell by cell takes minutes.

A workbook is a zip file with an XML file per sheet (ECMA-376, part 1, 18.3). The sheets are made by a library, with one
row that shows the formats to use; here that row gives way to the real ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl
from xlsxwriter.utility import xl_col_to_name

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
STYLE = re.compile(r' s="(\d+)"')


@dataclass(frozen=True)
class SheetRows:
    """The cells of a sheet as columns of equal length: texts first, then numbers.

    Where a number is there, `words` names its style (one of `styles`); where there is none, the words themselves are
    written, and nothing where they are absent too.
    """

    texts: Sequence[pl.Series]
    numbers: Sequence[pl.Series]
    words: Sequence[pl.Series]
    styles: Sequence[str]


def fill_sheets(bare: Path, target: Path, first: int, sheets: Mapping[int, SheetRows]) -> None:
    """Copy a workbook and put rows into its sheets (by number, from 1), from line `first` (from 0) on.

    That line of the bare sheets has a cell per style, in the order of `styles`.
    """
    files = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in sheets.items()}
    with ZipFile(bare) as source, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as copy:
        for item in source.infolist():
            text = source.read(item)
            if item.filename in files:
                text = _with_rows(text.decode(), first + 1, files[item.filename]).encode()
            copy.writestr(ZipInfo(item.filename, item.date_time), text, ZIP_DEFLATED)


def _with_rows(sheet: str, first: int, rows: SheetRows) -> str:
    """Put the rows in the place of the row that shows the formats; without such a row the sheet has words only."""
    shown = re.search(rf'<row r="{first}".*?</row>', sheet, re.DOTALL)
    styles = dict(zip(rows.styles, STYLE.findall(shown[0].partition(">")[2]) if shown else (), strict=True))
    texts = _row_texts(rows, first, styles)
    width, height = len(rows.texts) + len(rows.numbers), first + len(texts) - 1
    named = DIMENSION.sub(f'<dimension ref="A1:{xl_col_to_name(width - 1)}{height}"/>', sheet, count=1)
    before, after = named.split(shown[0] if shown else "</sheetData>")
    return "".join([before, *texts, after if shown else f"</sheetData>{after}"])


def _row_texts(rows: SheetRows, first: int, styles: Mapping[str, str]) -> list[str]:
    """Give each row as XML."""
    line = (pl.int_range(pl.len()) + first).cast(pl.String)
    columns = {f"t{at}": _escaped(series) for at, series in enumerate(rows.texts)}
    columns |= {f"n{at}": series for at, series in enumerate(rows.numbers)}
    columns |= {f"w{at}": _escaped(series) for at, series in enumerate(rows.words)}
    known = {_safe(word): style for word, style in styles.items()}
    cells = [_text_cell(xl_col_to_name(at), pl.col(f"t{at}"), line) for at in range(len(rows.texts))]
    for at in range(len(rows.numbers)):
        name = xl_col_to_name(len(rows.texts) + at)
        number, words = pl.col(f"n{at}"), pl.col(f"w{at}")
        style = words.replace_strict(known, default="", return_dtype=pl.String)
        filled = pl.concat_str(pl.lit(f'<c r="{name}'), line, pl.lit('" s="'), style, pl.lit('"><v>'),
                               number.cast(pl.String), pl.lit("</v></c>"))  # fmt: skip
        said = pl.when(words != "").then(_text_cell(name, words, line))
        cells.append(pl.when(number.is_not_null()).then(filled).otherwise(said).fill_null(""))
    row = pl.concat_str(pl.lit('<row r="'), line, pl.lit('">'), *cells, pl.lit("</row>"))
    return pl.DataFrame(columns).select(row=row)["row"].to_list()


def _text_cell(name: str, text: pl.Expr, line: pl.Expr) -> pl.Expr:
    return pl.concat_str(
        pl.lit(f'<c r="{name}'), line, pl.lit('" t="inlineStr"><is><t>'), text, pl.lit("</t></is></c>")
    )


def _escaped(texts: pl.Series) -> pl.Series:
    """Make text safe in XML; each different text is looked at once."""
    safe = {text: _safe(text) for text in texts.drop_nulls().unique()}
    return texts.replace_strict(safe, default=None, return_dtype=pl.String)


def _safe(text: str) -> str:
    return escape(CONTROL.sub("", text))
