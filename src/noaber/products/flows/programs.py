"""Flows for programs: figures, partners and matrix as JSON, and the flows of an area as CSV, one a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from noaber.products.exports.separated import SAID
from noaber.products.exports.spreadsheet_safety import plain_text
from noaber.products.figures import Figure
from noaber.products.flows.case import FlowCase
from noaber.products.flows.gathering import ELSEWHERE
from noaber.products.flows.hidden import own_instead, partner_flows, partner_instead
from noaber.products.hidden_note import Instead
from noaber.products.wording import Wording
from noaber.warehouse.cards import ReleaseCard

KINDS = ("out", "in", "net", "out_share", "in_share")
DATA_COLUMNS = (
    "indicator", "origin", "origin_name", "destination", "destination_name", "period", "slice", "value", "status",
    "hidden", "synthetic", "release", "instead_area", "instead_slice",
)  # fmt: skip


def flow_json(case: FlowCase, card: ReleaseCard, wording: Wording, not_public: str = "") -> str:
    """Give figures, partners and matrix for programs: full precision, statuses and codes; null where no number, with
    `instead` for which area and category a hidden one is shown. Where not all of it is public, `not_public` says so."""
    areas = case.matrix.areas
    said = {
        "indicator": case.subject.id,
        "release": card.id,
        "synthetic": card.synthetic,
        "period": case.choice.periode,
        "slice": case.choice.deel,
        "area": {"id": case.own, "name": case.name(case.own, wording)},
        "figures": {kind: _told(figure, own_instead(case, kind)) for (_, kind), figure in case.around.own.items()},
        "partners": [{"id": id, "name": case.name(id, wording), **_partner(case, id)} for id in case.around.order],
        "matrix": _pairs(areas, case),
        **({"not_public": not_public} if not_public else {}),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _partner(case: FlowCase, id: str) -> dict[str, Any]:
    return {kind: _told(case.partner(id, kind), partner_instead(case, id, kind)) for kind in KINDS}


def _pairs(areas: Sequence[str], case: FlowCase) -> list[dict[str, Any]]:
    ends = (*areas, ELSEWHERE)
    return [
        {
            "origin": origin,
            "destination": destination,
            **_told(case.crossing(origin, destination), case.instead.get((origin, destination))),
        }
        for origin in ends
        for destination in ends
        if not origin == destination == ELSEWHERE
    ]


def _told(figure: Figure, above: Instead | None) -> Mapping[str, Any]:
    status = "M" if figure.value is None and not figure.hidden else figure.status
    value = None if figure.hidden else figure.value
    instead = {"area": above.area, "slice": above.slice} if figure.hidden and above else None
    return {"value": value, "status": status, "hidden": figure.hidden, "instead": instead}


def render_flow_data(case: FlowCase, card: ReleaseCard, wording: Wording, not_public: str = "") -> str:
    """Render the flows between the own area and each partner, both ways, one a row, for programs: as
    `noaber.products.exports.separated.render_data_csv` does the figures of a table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    more = [plain_text(not_public)] if not_public else []
    writer.writerow([*DATA_COLUMNS, *(["not_public"] if more else [])])
    flows = {(case.own, case.own): case.figure("inside")} | partner_flows(case, case.around.order)
    for pair, figure in flows.items():
        told = _told(figure, case.instead.get(pair))
        above = told["instead"] or {"area": "", "slice": ""}
        ends = [plain_text(text) for end in pair for text in (end, case.name(end, wording))]
        head = (case.subject.id, *ends, case.choice.periode, case.choice.deel)
        tail = (SAID[figure.hidden], SAID[card.synthetic], card.id, plain_text(above["area"]), above["slice"])
        writer.writerow([*head, told["value"], told["status"], *tail, *more])
    return out.getvalue()
