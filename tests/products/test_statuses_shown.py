"""Every status in every place: its mark, its words and its legend stand wherever the figure does."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from noaber.products.choices import Choice, Offer
from noaber.products.control_form import FormNames
from noaber.products.exports.document import ExportDocument, export_document
from noaber.products.exports.selection_data import selection_data
from noaber.products.exports.separated import render_csv, render_data_csv
from noaber.products.exports.tabulation_book import BookPlan, tabulation_book
from noaber.products.exports.tabulation_data import tabulation_json
from noaber.products.exports.tabulation_rows import Named, tabulation_csv
from noaber.products.exports.workbook import render_xlsx
from noaber.products.figures import Figure, Figures, make_figure
from noaber.products.hidden_note import Instead
from noaber.products.indicator_case import IndicatorCase
from noaber.products.indicator_page import draw_indicator_page
from noaber.products.indicator_view import IndicatorView, IndicatorWords, PageParts
from noaber.products.marks import name_mark
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.vocabulary.languages import Text
from noaber.warehouse.cards import ReleaseCard

NL = Wording.of("nl")
CARD = ReleaseCard(
    "2026-01-01-abc", "twente", Text("Twente"), Text("Bureau"), Text({}), ("nl",), "Twente", ("NL",), ("gemeente",), (),
    "", False, "2026-01-01T10:00:00+00:00", "1",
)  # fmt: skip
FIGURES: Mapping[str, Figure] = {
    "provisional": make_figure(7.0, "P", False, False),
    "estimated": make_figure(7.0, "E", False, False),
    "forecast": make_figure(7.0, "F", False, False),
    "break_here": make_figure(7.0, "B", False, False),
    "missing": make_figure(None, "M", False, False),
    "hidden": make_figure(7.0, "A", True, False),
}
"""By mark; the hidden one had a value, which must be nowhere."""
UNSURE, ABSENT = ("provisional", "estimated", "forecast"), ("missing", "hidden")
YEARS = ("2019", "2020", "2021", "2022")


def case_with(mark: str) -> IndicatorCase:
    """Seven municipalities over four years; the first has the figure in 2021, the last but one year."""
    cells = {(f"GM{at}", year, ""): Figure(float(10 + at)) for at in range(7) for year in YEARS}
    cells["GM0", "2021", ""] = FIGURES[mark]
    choice = Choice(("GM0",), (), "gemeente", "2019", "2021" if mark not in ABSENT else "2022")
    return IndicatorCase(
        subject=Subject("share", "Aandeel", "Wat het is.", "", "", 1, False),
        choice=choice,
        offer=Offer(["gemeente"], list(YEARS), [], [], choice, str),
        chosen=Figures(cells, {f"GM{at}": f"Plaats {at}" for at in range(7)}),
        level_areas=[f"GM{at}" for at in range(7)],
        level_plural="gemeenten",
    )


def page(mark: str) -> IndicatorView:
    """The page of the case."""
    return draw_indicator_page(case_with(mark), PageParts(FormNames({}, {}, {}, {}), IndicatorWords()), NL)


def document(mark: str) -> ExportDocument:
    """The download of the case."""
    return export_document(case_with(mark), IndicatorWords(), CARD, "http://x/", NL)


def in_table(mark: str) -> bool:
    """A mark in the cell and in the legend."""
    table = page(mark).table.drawn
    marked = [found.key for cell in table.rows[0].cells for found in cell.marks]
    return mark in marked and mark in {found.key for found in table.marks}


def in_ranking(mark: str) -> bool:
    """A mark in the row and in the legend; without a number named with the reason, of the year that is ranked."""
    case = case_with(mark)
    if mark in ABSENT:
        cells = {key: figure for key, figure in case.chosen.cells.items() if key[:2] != ("GM0", "2022")}
        one = Figures({**cells, ("GM0", "2022", ""): FIGURES[mark], ("GM0", "2021", ""): FIGURES[mark]})
        only = IndicatorCase(
            case.subject, Choice(("GM1",), (), "gemeente", "2019", "2022"), case.offer, one, case.level_areas
        )
        drawn = draw_indicator_page(only, PageParts(FormNames({}, {}, {}, {}), IndicatorWords()), NL).ranking
        return drawn is not None and [found.key for found, _ in drawn.panel.unranked] == [mark]
    panel = page(mark).ranking
    assert panel is not None
    row = next(row for row in panel.panel.rows if row.area == "GM0")
    return mark in {m.key for m in row.cell.marks} and mark in {m.key for m in panel.panel.marks}


def in_trend(mark: str) -> bool:
    """An open dot that says it, with a note; a line that says where the series begins; a gap with its reason."""
    trend = page(mark).trend
    assert trend.drawing is not None
    words = name_mark(mark, NL)
    if mark in UNSURE:
        dots = [dot for line in trend.drawing.lines for dot in line.dots if dot.open]
        return any(words.words in dot.text for dot in dots) and any(words.short in note for note in trend.notes)
    if mark == "break_here":
        return trend.drawing.breaks == (100.0,)
    return any(words.short in note for note in trend.notes)


def in_spread(mark: str) -> bool:
    """In the words of the dot and in the legend; open where it is not final; without a number it is counted."""
    if mark in ABSENT:
        cells = {**case_with(mark).chosen.cells, ("GM0", "2022", ""): FIGURES[mark]}
        case = IndicatorCase(
            Subject("share", "Aandeel", additive=False), Choice(("GM1",), (), "gemeente", "2019", "2022"),
            case_with(mark).offer, Figures(cells), case_with(mark).level_areas,
        )  # fmt: skip
        spread = draw_indicator_page(case, PageParts(FormNames({}, {}, {}, {}), IndicatorWords()), NL).spread
        return spread is not None and "1 gebied zonder vergelijkbaar cijfer" in spread.panel.text
    spread = page(mark).spread
    assert spread is not None
    dot = next(dot for dot in spread.panel.dots if dot.area == "GM0")
    named = name_mark(mark, NL).short in dot.text and mark in {m.key for m in spread.panel.marks}
    return named and dot.open == (mark in UNSURE)


def in_csv(mark: str) -> bool:
    """The sign beside the number with its words below; the words where there is no number."""
    text, named = render_csv(document(mark), "nl"), name_mark(mark, NL)
    row = next(line for line in text.splitlines() if line.startswith("Plaats 0"))
    return (NL.t(f"export.{mark}") in row) if mark in ABSENT else named.sign in row.split(";") and named.words in text


def in_data_csv(mark: str) -> bool:
    """The SDMX code; hidden and a new series say so in columns of their own."""
    rows = [line.split(",") for line in render_data_csv(case_with(mark), CARD).splitlines()]
    value, status, hidden, begins = next(row for row in rows if row[2:6:3] == ["GM0", "2021"])[7:11]
    figure = FIGURES[mark]
    words = {True: "yes", False: "no"}
    said = (status, hidden, begins) == (figure.status, words[figure.hidden], words[figure.series_break])
    return said and (value == "") == (mark in ABSENT)


def in_xlsx(mark: str) -> bool:
    """In the legend below the table; the words where there is no number."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(render_xlsx(document(mark)))).get_sheet_by_index(0).to_python()
    text = [str(cell) for row in sheet for cell in row]
    wanted = NL.t(f"export.{mark}") if mark in ABSENT else name_mark(mark, NL).words
    return any(wanted in cell for cell in text)


def in_json(mark: str) -> bool:
    """Code, why there is no number, and words."""
    cells = selection_data(case_with(mark), IndicatorWords(), CARD, "/", NL)["cells"]
    cell = next(cell for cell in cells if (cell["area"], cell["period"]) == ("GM0", "2021"))
    absent = (cell["value"], cell["absence"]) == (None, mark) if mark in ABSENT else cell["value"] == 7.0
    return absent and name_mark(mark, NL).words in cell["note"] and cell["status"] == FIGURES[mark].status


def frame(mark: str) -> pl.DataFrame:
    """The same figure as a release gives it in pieces, the value of the hidden one included."""
    status, hidden = FIGURES[mark].status, mark == "hidden"
    value = None if mark == "missing" else 7.0
    columns = {"indicator_key": [1], "area_key": [1], "period_key": [1], "slice_key": [0], "value": [value]}
    told = {**columns, "status": [status], "hidden": [hidden], "series_break": [mark == "break_here"]}
    above: dict[str, list[Any]] = {"instead_area_key": [None], "instead_slice_key": [None]}
    return pl.DataFrame(told | above, schema_overrides={"value": pl.Float64, **dict.fromkeys(above, pl.Int64)})


NAMED = Named(
    {1: ("share", "Aandeel")}, {1: ("GM0", "", "Plaats 0")}, {1: "2021"}, lambda key: ("", ""), CARD.id, False
)


def in_composed_csv(mark: str) -> bool:
    """The SDMX code, and whether it is hidden or begins a series."""
    row = b"".join(tabulation_csv([frame(mark)], NAMED, NL)).decode().splitlines()[1].split(";")
    hidden = "yes" if mark == "hidden" else "no"
    begins = "yes" if mark == "break_here" else "no"
    return row[8:12] == ["" if mark in ABSENT else "7", FIGURES[mark].status, hidden, begins]


def in_composed_json(mark: str) -> bool:
    """Code, why there is no number, and words."""
    [cell] = json.loads(b"".join(tabulation_json([frame(mark)], NAMED, {"language": "nl"}, NL)))["cells"]
    absent = (cell["value"], cell["absence"]) == (None, mark) if mark in ABSENT else cell["value"] == 7.0
    return absent and cell["note"] == name_mark(mark, NL).words and cell["status"] == FIGURES[mark].status


def composed_book(mark: str) -> Path:
    """The workbook of a composed table with one figure; the caller removes it."""
    plan = BookPlan(
        notes=[("a", "b")],
        subjects={1: Subject("share", "Aandeel")},
        corners=("x", "y", "z"),
        notes_title="Notities",
        built=CARD.built_at,
        instead=lambda above: Instead("share", "Aandeel", "GM0", "Plaats 0", "", ""),
    )
    return tabulation_book([frame(mark)], NAMED, plan, NL)


def in_composed_xlsx(mark: str) -> bool:
    """Words where there is no number; else the sign is part of how the number is shown."""
    book = composed_book(mark)
    try:
        text = [str(c) for row in CalamineWorkbook.from_path(book).get_sheet_by_index(1).to_python() for c in row]
        formats = ZipFile(book).read("xl/styles.xml").decode()
    finally:
        book.unlink()
    if mark in ABSENT:
        return NL.t(f"export.{mark}") in text and "7.0" not in text
    return "7.0" in text and f"&quot; {name_mark(mark, NL).sign}&quot;" in formats


PLACES: Mapping[str, Callable[[str], bool]] = {
    "table": in_table, "ranking": in_ranking, "trend": in_trend, "spread": in_spread, "csv": in_csv,
    "csv for programs": in_data_csv, "xlsx": in_xlsx, "json": in_json, "composed csv": in_composed_csv,
    "composed json": in_composed_json, "composed xlsx": in_composed_xlsx,
}  # fmt: skip


@pytest.mark.parametrize("mark", FIGURES)
@pytest.mark.parametrize("place", PLACES)
def test_no_status_is_lost(place: str, mark: str) -> None:
    """Whoever meets the figure meets what must be known of it."""
    assert PLACES[place](mark)


def test_composed_workbook_is_dated_by_its_release() -> None:
    """The clock would make two files of the same figures differ."""
    book = composed_book("provisional")
    try:
        core = ZipFile(book).read("docProps/core.xml").decode()
    finally:
        book.unlink()
    assert f">{CARD.built_at[:10]}T00:00:00Z<" in core
