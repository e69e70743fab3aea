"""Flows to take along: list and matrix as documents, and the words around the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from noaber.products.charts.document_frame import Framing
from noaber.products.exports.document import ABSENT, ExportCell, ExportDocument, ExportRow
from noaber.products.exports.spreadsheet_safety import safe_file_name
from noaber.products.figures import Figure
from noaber.products.flows.case import FlowCase
from noaber.products.flows.gathering import ELSEWHERE, REST
from noaber.products.flows.hidden import (
    Pair,
    map_flows,
    matrix_flows,
    note_flows,
    own_flows,
    partner_flows,
)
from noaber.products.flows.map_plan import flow_marks, mapped_flows
from noaber.products.flows.matrix import TOTAL, matrix_figure
from noaber.products.flows.programs import KINDS
from noaber.products.flows.sentences import flow_headline
from noaber.products.hidden_note import print_hidden_note
from noaber.products.marks import MARKS, name_mark, name_marks
from noaber.products.sharing import Outlook
from noaber.products.source_pages import say_day
from noaber.products.wording import Wording
from noaber.warehouse.cards import ReleaseCard

WHOLE = {"out": "leaving", "in": "arriving", "net": "net"}


def list_document(case: FlowCase, card: ReleaseCard, address: str, wording: Wording) -> ExportDocument:
    """Give all partners, not only those on the page, as a document: out, in, net and both shares."""
    t = wording.t
    columns = [t("flows.column.out"), t("flows.column.in"), t("flows.column.net"),
               t("flows.column.out_share"), t("flows.column.in_share")]  # fmt: skip
    rows = [_inside_row(case, wording), *(_partner_row(case, id, wording) for id in case.around.order)]
    flows = own_flows(case) | partner_flows(case, case.around.order)
    document = _document(case, card, address, [*rows, _total_row(case, wording)], columns, flows, wording)
    shares = ((case.subject.decimals, ""),) * 3 + ((1, "%"),) * 2
    return replace(document, formats=shares, sheets=(t("flows.sheet.list"), *document.sheets[1:]))


def matrix_document(case: FlowCase, card: ReleaseCard, address: str, wording: Wording) -> ExportDocument:
    """Give the matrix as a document: origins down, destinations across."""
    ends = (*case.matrix.areas, ELSEWHERE, TOTAL)
    columns = [_name(case, end, wording) for end in ends]
    rows = [_row(case, end, [matrix_figure(case, end, other) for other in ends], wording) for end in ends]
    document = _document(case, card, address, rows, columns, matrix_flows(case), wording)
    title = wording.t("flows.matrix.title", area=case.ground_name)
    return replace(
        document,
        title=f"{title}, {wording.period(case.choice.periode)}",
        sheets=(wording.t("flows.sheet.matrix"), *document.sheets[1:]),
        corner=(wording.t("flows.matrix.corner"), wording.t("column.code")),
    )


def _name(case: FlowCase, end: str, wording: Wording) -> str:
    return wording.t("flows.total") if end == TOTAL else case.name(end, wording)


def _partner_row(case: FlowCase, id: str, wording: Wording) -> ExportRow:
    return _row(case, id, [case.partner(id, kind) for kind in KINDS], wording)


def _inside_row(case: FlowCase, wording: Wording) -> ExportRow:
    inside = case.figure("inside")
    figures = [inside, inside, None, case.figure("containment"), case.figure("self_sufficiency")]
    row = _row(case, case.own, figures, wording)
    return replace(row, area=wording.t("flows.inside", area=case.name(case.own, wording)))


def _total_row(case: FlowCase, wording: Wording) -> ExportRow:
    return _row(case, TOTAL, [*(case.figure(WHOLE[kind]) for kind in KINDS[:3]), None, None], wording)


def _row(case: FlowCase, id: str, figures: Sequence[Figure | None], wording: Wording) -> ExportRow:
    code, _, vintage = ("", "", "") if id in (TOTAL, ELSEWHERE, REST) else id.partition("@")
    counted = 2 if len(figures) == len(KINDS) else len(figures)
    cells = tuple(_cell(case, figure, at < counted, wording) for at, figure in enumerate(figures))
    return ExportRow(_name(case, id, wording), code, vintage, cells)


def _cell(case: FlowCase, figure: Figure | None, counted: bool, wording: Wording) -> ExportCell:
    if figure is None:
        return ExportCell(None, "", (), Figure(None, "M"))
    if figure.absence:
        return ExportCell(None, wording.t(ABSENT.get(figure.absence, "export.missing")), (), figure)
    return ExportCell(figure.value, "", case.marks(figure, wording) if counted else name_marks(figure, wording), figure)


def _document(
    case: FlowCase, card: ReleaseCard, address: str, rows: Sequence[ExportRow], columns: Sequence[str],
    flows: Mapping[Pair, Figure], wording: Wording,
) -> ExportDocument:  # fmt: skip
    t = wording.t
    used = {mark.key for row in rows for cell in row.cells for mark in cell.marks}
    return ExportDocument(
        title=flow_title(case, wording),
        warning=f"{t('export.synthetic')}: {t('export.synthetic.text')}" if card.synthetic else "",
        corner=(t("column.area"), t("column.code")),
        columns=tuple(columns),
        periods=tuple(columns),
        rows=tuple(rows),
        decimals=case.subject.decimals,
        sign="",
        notes=tuple(_notes(case, card, address, flows, wording)),
        marks=tuple(name_mark(key, wording) for key in MARKS if key in used),
        sources=tuple((s.name, s.supplier, s.licence) for s in case.sources),
        source_columns=(t("column.source"), t("source.supplier"), t("export.licence")),
        sheets=(t("export.sheet.table"), t("export.sheet.notes"), t("export.sheet.sources")),
        marks_title=t("export.marks"),
        indicator=case.subject.id,
        slice=case.choice.deel,
        expression=case.choice.richting,
        release=card.id,
        built=card.built_at,
        synthetic=card.synthetic,
        file_name=flow_file(case, card),
    )


def flow_title(case: FlowCase, wording: Wording) -> str:
    """Give the title of what is taken along: indicator, category, area, period."""
    parts = (case.subject.name, case.slice_names.get(case.choice.deel, ""), case.name(case.own, wording),
             wording.period(case.choice.periode, case.subject.moment))  # fmt: skip
    return ", ".join(part for part in parts if part)


def flow_file(case: FlowCase, card: ReleaseCard) -> str:
    """Give the name of a file, without its ending."""
    return safe_file_name(case.subject.id, "stromen", case.own, card.id)


def _notes(
    case: FlowCase, card: ReleaseCard, address: str, flows: Mapping[Pair, Figure], wording: Wording
) -> list[tuple[str, str]]:
    t = wording.t
    below = wording.number(case.flow.uncertain_below, 0)
    notes = {
        "export.synthetic": t("export.synthetic.text") if card.synthetic else "",
        "export.title": flow_title(case, wording),
        "export.definition": case.subject.definition,
        "export.unit": case.subject.unit,
        "export.period": wording.period(case.choice.periode, case.subject.moment),
        "flows.finding": flow_headline(case, wording),
        **{f"flows.meaning.{kind}.name": t(f"flows.meaning.{kind}", unit=case.subject.unit)
           for kind in ("out", "in", "net", "stays", "self", "absent")},
        "mark.uncertain.short": t("flows.small", below=below) if case.flow.uncertain_below else "",
        "about.notes": case.notes,
        "export.sources": "; ".join(f"{s.supplier}, {s.name} ({s.licence})" for s in case.sources),
        "export.release": card.id,
        "export.built": say_day(card.built_at, wording),
        "export.address": address,
        "export.withheld": _withheld(case, flows, wording),
    }  # fmt: skip
    return [(t(key), text) for key, text in notes.items() if text]


def _withheld(case: FlowCase, flows: Mapping[Pair, Figure], wording: Wording) -> str:
    return print_hidden_note(note_flows(case, flows, (), wording))


def flow_frame_words(case: FlowCase, address: str, outlook: Outlook, wording: Wording) -> Framing:
    """Give the words around the map as a document."""
    t, card = wording.t, outlook.card
    used = {mark.key for *_, figure in mapped_flows(case) for mark in flow_marks(case, figure, wording)}
    statuses = [(mark.sign, mark.words) for mark in (name_mark(key, wording) for key in MARKS if key in used)]
    direction = t(f"flows.map.title.{case.choice.richting}", area=case.name(case.own, wording))
    return Framing(
        title=flow_title(case, wording),
        subtitle=f"{direction} · {case.subject.unit}. {t('flows.map.read')}",
        statuses=statuses,
        source=t("source.line", names=", ".join(case.suppliers)) if case.suppliers else "",
        origin=(
            *filter(None, [_withheld(case, map_flows(case), wording)]),
            case.notes,
            t("picture.origin", office=card.office.get(wording.language), release=card.id,
              built=say_day(card.built_at, wording)),
            address,
        ),
        warning=f"{t('export.synthetic')}: {t('export.synthetic.text')}" if card.synthetic else "",
    )  # fmt: skip
