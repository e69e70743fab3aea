"""Downloads: read back cell by cell, numbers as numbers, marks and notes with them, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from noaber.products.choices import Choice, Offer
from noaber.products.exports.document import ExportDocument, export_document
from noaber.products.exports.separated import BYTE_ORDER_MARK, render_csv, render_data_csv
from noaber.products.exports.spreadsheet_safety import DANGEROUS, plain_text, safe_file_name
from noaber.products.exports.workbook import render_xlsx
from noaber.products.figures import Figure, Figures
from noaber.products.indicator_case import IndicatorCase, SourceLine
from noaber.products.indicator_view import IndicatorWords
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.vocabulary.languages import Text
from noaber.warehouse.cards import ReleaseCard

EVIL = '=HYPERLINK("http://x")'
CARD = ReleaseCard(
    "2026-01-01-abc", "twente", Text("Twente"), Text("Bureau"), Text({}), ("nl",), "Twente", ("NL",), ("gemeente",), (),
    "", True, "2026-01-01T10:00:00+00:00", "1",
)  # fmt: skip


def case() -> IndicatorCase:
    """Two areas over two years: a plain number, a provisional one, a hidden one and a missing one."""
    cells = {
        ("GM1", "2020", ""): Figure(18.04),
        ("GM1", "2021", ""): Figure(-1234.5, "P"),
        ("GM2", "2020", ""): Figure(None, "A", hidden=True),
    }
    choice = Choice(("GM1",), (), "gemeente", "2020", "2021")
    return IndicatorCase(
        subject=Subject("share", "Aandeel", "Wat het is.", "%", "procent", 1, False),
        choice=choice,
        offer=Offer(["gemeente"], ["2020", "2021"], [], [], choice, str),
        chosen=Figures(cells, {"GM1": "Eén", "GM2": EVIL}),
        level_areas=["GM1", "GM2"],
        sources=[SourceLine("s", "+Bron", "CBS", "CC BY 4.0")],
    )


def document(language: str = "nl", synthetic: bool = True) -> ExportDocument:
    """The case as a document."""
    card = replace(CARD, synthetic=synthetic)
    return export_document(
        case(), IndicatorWords("procent (%)"), card, "http://x/nl/cijfer/share", Wording.of(language)
    )


def lines(text: str, separator: str) -> list[list[str]]:
    """Read a CSV back."""
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK)), delimiter=separator))


def test_csv_for_people() -> None:
    """Semicolon and decimal comma; words where there is no number; a column of marks only where there are any."""
    read = lines(render_csv(document(), "nl"), ";")
    assert read[0] == ["Aandeel"]
    assert read[1] == ["LET OP: Verzonnen cijfers: gemaakt om te oefenen en te testen, ze gaan nergens over."]
    assert read[3] == ["Gebied", "Code", "2020", "2021", "2021 (tekens)"]
    assert read[4] == ["Eén", "GM1", "18,0", "-1234,5", "v"]
    assert read[5] == [f"'{EVIL}", "GM2", "afgeschermd", "geen cijfer", ""]
    assert ["v", "voorlopig"] in read
    assert ["Licentie"] not in read
    assert ["Bronnen", "CBS, +Bron (CC BY 4.0)"] in read


def test_csv_in_english() -> None:
    """Comma between, point in the number."""
    read = lines(render_csv(document("en", synthetic=False), "en"), ",")
    assert read[1] == []
    assert read[3][2:] == ["18.0", "-1234.5", "p"]


def test_csv_for_programs() -> None:
    """One figure a row, full precision, statuses as codes, empty where there is no number, invented marked."""
    read = list(csv.DictReader(io.StringIO(render_data_csv(case(), CARD))))
    assert [row["value"] for row in read] == ["18.04", "-1234.5", "", ""]
    assert [row["status"] for row in read] == ["A", "P", "A", "M"]
    assert [row["hidden"] for row in read] == ["no", "no", "yes", "no"]
    assert {row["synthetic"] for row in read} == {"yes"}
    assert read[2]["area_name"] == f"'{EVIL}"


def test_workbook_cell_by_cell() -> None:
    """Numbers are numbers, absences are words, texts that could run are plain."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_xlsx(document())))
    assert book.sheet_names == ["Tabel", "Toelichting", "Bronnen"]
    table = book.get_sheet_by_name("Tabel").to_python()
    assert table[0][0] == "Aandeel"
    assert table[1][0].startswith("LET OP")
    assert table[3] == ["Gebied", "Code", "2020", "2021"]
    assert table[4] == ["Eén", "GM1", 18.04, -1234.5]
    assert table[5] == [f"'{EVIL}", "GM2", "afgeschermd", "geen cijfer"]
    notes = dict(row[:2] for row in book.get_sheet_by_name("Toelichting").to_python() if row[0])
    assert notes["Betekenis"] == "Wat het is."
    assert notes["Uitgave"] == "2026-01-01-abc"
    assert notes["LET OP"].startswith("Verzonnen")
    assert book.get_sheet_by_name("Bronnen").to_python()[1] == ["'+Bron", "CBS", "CC BY 4.0"]


def test_equal_figures_give_equal_files() -> None:
    """Same release, same bytes."""
    assert render_xlsx(document()) == render_xlsx(document())


@pytest.mark.parametrize("start", DANGEROUS)
def test_no_text_begins_a_formula(start: str) -> None:
    """Whatever a spreadsheet would run begins with an apostrophe, also after spaces."""
    assert plain_text(f"{start}1+1").startswith("'")
    assert plain_text(f"  {start}1+1").startswith("'")


def test_file_names_are_plain() -> None:
    """No path, no quote, no line end."""
    assert safe_file_name('a/../"b\r\n', "C@2021") == "a-b-c-2021"
    assert safe_file_name("///") == "noaber"
