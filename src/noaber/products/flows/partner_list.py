"""The ranked list of flows: each partner with what goes out, comes in, the balance and its share."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.products.figures import Figure
from noaber.products.flows.case import FlowCase, area_href
from noaber.products.flows.gathering import REST
from noaber.products.marks import Mark, name_mark, name_marks
from noaber.products.tables import Cell, Row
from noaber.products.wording import Wording

SHARE = {"uit": ("out_share", "containment"), "in": ("in_share", "self_sufficiency")}
"""The share that goes with a direction: of a partner, and of those who stay."""


@dataclass(frozen=True)
class PartnerList:
    """The list: columns, rows (those who stay, partners, the rest, the total) and the marks that occur."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]


def list_partners(case: FlowCase, wording: Wording) -> PartnerList:
    """Draw the list, the largest flow of the chosen direction first."""
    t = wording.t
    columns = [t("flows.column.out"), t("flows.column.in"), t("flows.column.net")]
    if case.choice.richting in SHARE:
        columns.append(t("flows.column.share"))
    rest = [_partner(case, REST, wording)] if case.rest else []
    rows = [_inside(case, wording), *(_partner(case, id, wording) for id in case.listed), *rest, _total(case, wording)]
    return PartnerList(tuple(columns), tuple(rows), _marks(rows, wording))


def _marks(rows: list[Row], wording: Wording) -> tuple[Mark, ...]:
    used = dict.fromkeys(mark.key for row in rows for cell in row.cells for mark in cell.marks)
    return tuple(name_mark(key, wording) for key in used)


def _partner(case: FlowCase, id: str, wording: Wording) -> Row:
    cells = [
        case.cell(case.partner(id, "out"), wording, case.explain(case.own, id, wording)),
        case.cell(case.partner(id, "in"), wording, case.explain(id, case.own, wording)),
        balance_cell(case, case.partner(id, "net"), wording),
    ]
    if case.choice.richting in SHARE:
        cells.append(_share(case.partner(id, SHARE[case.choice.richting][0]), wording))
    return Row(id, case.name(id, wording), area_href(case, wording, id), "ref" if id == REST else "", tuple(cells))


def _inside(case: FlowCase, wording: Wording) -> Row:
    cell = case.cell(case.figure("inside"), wording, case.explain(case.own, case.own, wording))
    cells = [cell, cell, Cell("")]
    if case.choice.richting in SHARE:
        cells.append(_share(case.figure(SHARE[case.choice.richting][1]), wording))
    return Row(case.own, wording.t("flows.inside", area=case.name(case.own, wording)), "", "own", tuple(cells))


def _total(case: FlowCase, wording: Wording) -> Row:
    cells = [
        case.cell(case.figure("leaving"), wording, case.explain_all(wording) if case.flow.leads == "to" else ""),
        case.cell(case.figure("arriving"), wording, case.explain_all(wording) if case.flow.leads == "from" else ""),
        balance_cell(case, case.figure("net"), wording),
    ]
    if case.choice.richting in SHARE:
        cells.append(Cell(wording.number(100.0, 1, "%")))
    return Row("", wording.t("flows.total"), "", "ref first-ref", tuple(cells))


def balance_cell(case: FlowCase, figure: Figure, wording: Wording, href: str = "") -> Cell:
    """Write a balance with its sign; it is as certain as what it is made of, however small."""
    if figure.absence:
        return case.cell(figure, wording)
    return Cell(wording.signed(figure.value or 0.0, case.subject.decimals), name_marks(figure, wording), href)


def _share(figure: Figure, wording: Wording) -> Cell:
    if figure.absence:
        return Cell("", (name_mark(figure.absence, wording),))
    return Cell(wording.number(figure.value or 0.0, 1, "%"))
