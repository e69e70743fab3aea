"""A download before it has a form: the table with its figures, and everything a reader must know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from noaber.products.exports.spreadsheet_safety import safe_file_name
from noaber.products.figures import Figure
from noaber.products.hidden_note import print_hidden_note
from noaber.products.indicator_case import IndicatorCase
from noaber.products.indicator_notes import note_places
from noaber.products.indicator_view import IndicatorWords
from noaber.products.marks import Mark, legend, name_marks
from noaber.products.source_pages import say_day
from noaber.products.trends import trend_title
from noaber.products.wording import Wording
from noaber.warehouse.cards import ReleaseCard

ABSENT = {"hidden": "export.hidden", "break": "export.break"}


class ExportCell(NamedTuple):
    """One cell: a number or the word for why there is none, and the marks that stand with it."""

    number: float | None
    word: str
    marks: tuple[Mark, ...]
    figure: Figure


@dataclass(frozen=True)
class ExportRow:
    """The figures of one area."""

    area: str
    code: str
    vintage: str
    cells: tuple[ExportCell, ...]


@dataclass(frozen=True)
class ExportDocument:
    """A table with its notes. `decimals` and `sign` say how numbers are shown; `notes` are (name, text)."""

    title: str
    warning: str
    corner: tuple[str, str]
    columns: tuple[str, ...]
    periods: tuple[str, ...]
    rows: tuple[ExportRow, ...]
    decimals: int
    sign: str
    notes: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]
    sources: tuple[tuple[str, str, str], ...]
    source_columns: tuple[str, str, str]
    sheets: tuple[str, str, str]
    marks_title: str
    indicator: str
    slice: str
    expression: str
    release: str
    built: str
    synthetic: bool
    file_name: str
    formats: tuple[tuple[int, str], ...] = ()  # decimals and sign per column, where these differ

    def format_of(self, column: int) -> tuple[int, str]:
        """Give decimals and sign of a column."""
        return self.formats[column] if self.formats else (self.decimals, self.sign)


def export_document(
    case: IndicatorCase, words: IndicatorWords, card: ReleaseCard, address: str, wording: Wording
) -> ExportDocument:
    """Make the document: the chosen areas, their references and all areas of the level, over the periods shown."""
    figures, periods, t = case.shown, case.periods, wording.t
    areas = exported_areas(case)
    cells = {(a, p): figures.get(a, p, case.choice.deel) for a in areas for p in periods}
    rows = [_row(case, area, [cells[area, p] for p in periods], wording) for area in areas]
    return ExportDocument(
        title=trend_title(case, wording),
        warning=f"{t('export.synthetic')}: {t('export.synthetic.text')}" if card.synthetic else "",
        corner=(t("column.area"), t("column.code")),
        columns=tuple(wording.period(p, case.subject.moment) for p in periods),
        periods=tuple(periods),
        rows=tuple(rows),
        decimals=case.subject.shown_decimals(case.choice.als),
        sign=case.subject.shown_sign(case.choice.als),
        notes=tuple(_notes(case, words, card, address, wording)),
        marks=legend(cells.values(), wording),
        sources=tuple((s.name, s.supplier, s.licence) for s in case.sources),
        source_columns=(t("column.source"), t("source.supplier"), t("export.licence")),
        sheets=(t("export.sheet.table"), t("export.sheet.notes"), t("export.sheet.sources")),
        marks_title=t("export.marks"),
        indicator=case.subject.id,
        slice=case.choice.deel,
        expression=case.choice.als,
        release=card.id,
        built=card.built_at,
        synthetic=card.synthetic,
        file_name=export_name(case, card),
    )


def mark_document(document: ExportDocument, note: str, wording: Wording) -> ExportDocument:
    """Say above the table and in the notes that not all of it is public; an empty note changes nothing."""
    if not note:
        return document
    warning = " ".join(filter(None, [document.warning, note]))
    return replace(document, warning=warning, notes=((wording.t("export.not_public"), note), *document.notes))


def export_name(case: IndicatorCase, card: ReleaseCard) -> str:
    """Give the name of a download's file, without its ending."""
    return safe_file_name(case.subject.id, case.own, card.id)


def exported_areas(case: IndicatorCase) -> list[str]:
    """Give the areas of a download in order: the chosen ones, their references, all of the level by name."""
    by_name = sorted(case.level_areas, key=lambda area: case.chosen.names.get(area, area))
    return list(dict.fromkeys((*case.choice.gebieden, *case.references, *by_name)))


def _row(case: IndicatorCase, area: str, figures: Sequence[Figure], wording: Wording) -> ExportRow:
    code, _, vintage = area.partition("@")
    cells = tuple(_cell(figure, wording) for figure in figures)
    return ExportRow(case.chosen.names.get(area, area), code, vintage, cells)


def _cell(figure: Figure, wording: Wording) -> ExportCell:
    if figure.absence:
        return ExportCell(None, wording.t(ABSENT.get(figure.absence, "export.missing")), (), figure)
    return ExportCell(figure.value, "", name_marks(figure, wording), figure)


def _notes(
    case: IndicatorCase, words: IndicatorWords, card: ReleaseCard, address: str, wording: Wording
) -> list[tuple[str, str]]:
    t = wording.t
    hidden = note_places(case, exported_areas(case), case.periods, wording)
    last = [wording.period(p, case.subject.moment) for p in case.periods[:1] + case.periods[-1:]]
    notes: Mapping[str, str] = {
        "export.synthetic": t("export.synthetic.text") if card.synthetic else "",
        "export.title": trend_title(case, wording),
        "export.definition": case.subject.definition,
        "export.unit": words.unit,
        "about.formula": words.formula,
        "about.moment": t(f"about.moment.{case.subject.moment}"),
        "export.period": " – ".join(dict.fromkeys(last)),
        "about.breaks": "; ".join(words.breaks),
        "about.notes": words.notes,
        "export.sources": "; ".join(f"{s.supplier}, {s.name} ({s.licence})" for s in case.sources),
        "export.release": card.id,
        "export.built": say_day(card.built_at, wording),
        "export.address": address,
        "export.withheld": print_hidden_note(hidden),
    }
    return [(t(key), text) for key, text in notes.items() if text]
