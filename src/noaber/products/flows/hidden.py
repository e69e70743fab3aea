"""Flows that not everybody sees: which are shown where, what is offered in the place of hidden ones, and the notes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import product

from noaber.products.figures import Figure
from noaber.products.flows.case import FlowCase
from noaber.products.flows.gathering import ELSEWHERE, REST, UNKNOWN, Pairs
from noaber.products.flows.map_plan import is_drawn
from noaber.products.flows.matrix import TOTAL, matrix_figure
from noaber.products.hidden_note import HiddenNote, Instead, draw_hidden_note, tell_figures
from noaber.products.wording import Wording

Pair = tuple[str, str]
"""Origin and destination of a flow; `TOTAL` for all that leaves or arrives."""


def partner_flows(case: FlowCase, partners: Iterable[str]) -> dict[Pair, Figure]:
    """Give the flows between the own area and partners, both ways."""
    ids = list(partners)
    there = {(case.own, id): case.partner(id, "out") for id in ids}
    return there | {(id, case.own): case.partner(id, "in") for id in ids}


def own_flows(case: FlowCase) -> dict[Pair, Figure]:
    """Give what stays in the own area, and all that leaves and arrives."""
    return {pair: case.figure(kind) for kind, pair in _own_pairs(case).items()}


def _own_pairs(case: FlowCase) -> dict[str, Pair]:
    return {"inside": (case.own, case.own), "leaving": (case.own, TOTAL), "arriving": (TOTAL, case.own)}


def listed_flows(case: FlowCase) -> dict[Pair, Figure]:
    """Give the flows of the list on the page."""
    return own_flows(case) | partner_flows(case, (*case.listed, *([REST] if case.rest else [])))


def matrix_flows(case: FlowCase) -> dict[Pair, Figure]:
    """Give the flows of the matrix."""
    ends = (*case.matrix.areas, ELSEWHERE, TOTAL)
    found = {pair: matrix_figure(case, *pair) for pair in product(ends, ends)}
    return {pair: figure for pair, figure in found.items() if figure is not None}


def map_flows(case: FlowCase) -> dict[Pair, Figure]:
    """Give the flows that belong on the map, hidden ones included."""
    if case.drawn is None:
        return {}
    inside = {pair: figure for pair, figure in case.drawn.inside.flows.items() if is_drawn(case, *pair)}
    kinds = {"uit": ("out",), "in": ("in",), "saldo": ("out", "in")}[case.choice.richting]
    return inside | _edge(case, case.drawn.far, case.drawn.edge, kinds)


def _edge(case: FlowCase, far: Iterable[str], edge: Pairs, kinds: Collection[str]) -> dict[Pair, Figure]:
    found = {(id, kind): edge.get((id, kind), UNKNOWN) for id in (*far, ELSEWHERE) for kind in kinds}
    return {(case.own, id) if kind == "out" else (id, case.own): figure for (id, kind), figure in found.items()}


def hidden_flows(case: FlowCase) -> list[Pair]:
    """Give the hidden flows of page and files."""
    shown = own_flows(case) | partner_flows(case, case.around.order) | matrix_flows(case) | map_flows(case)
    return [pair for pair, figure in shown.items() if figure.hidden]


PARTNER: Mapping[str, tuple[str, ...]] = {
    "out": ("out",), "in": ("in",), "net": ("out", "in"), "out_share": ("out",), "in_share": ("in",),
}  # fmt: skip
"""The flows that a figure of a partner is made of."""
OWN: Mapping[str, tuple[str, ...]] = {
    "inside": ("inside",), "leaving": ("leaving",), "arriving": ("arriving",), "containment": ("inside", "leaving"),
    "self_sufficiency": ("inside", "arriving"), "balance": ("leaving", "arriving"),
}  # fmt: skip
"""The flows that a figure of the own area is made of, as far as each is one flow."""


def partner_instead(case: FlowCase, id: str, kind: str) -> Instead | None:
    """Give what is offered in the place of a hidden figure of a partner."""
    return _first(case, [(case.own, id) if flow == "out" else (id, case.own) for flow in PARTNER[kind]])


def own_instead(case: FlowCase, kind: str) -> Instead | None:
    """Give what is offered in the place of a hidden figure of the own area."""
    pairs = _own_pairs(case)
    return _first(case, [pairs[flow] for flow in OWN.get(kind, ())])


def _first(case: FlowCase, pairs: Iterable[Pair]) -> Instead | None:
    return next((above for pair in pairs if (above := case.instead.get(pair))), None)


def note_flows(
    case: FlowCase, flows: Mapping[Pair, Figure], ends: Collection[str], wording: Wording
) -> HiddenNote | None:
    """Give the note on flows that are shown; `ends` are the areas that they come from or go to."""
    beyond = any(one in ends or other in ends for one, other in case.beyond)
    return draw_hidden_note(replace(tell_figures(flows, case.instead), beyond=beyond), wording)
