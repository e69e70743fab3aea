"""The map of flows: which of them, between which places, in what words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noaber.products.charts.flow_drawing import DrawnFlow, FlowMapPlan, FlowPlace
from noaber.products.figures import Figure
from noaber.products.flows.case import FlowCase, area_href
from noaber.products.flows.gathering import ELSEWHERE, Crossing, Sketch
from noaber.products.marks import Mark, name_marks
from noaber.products.wording import Wording

Flow = tuple[str, str, Figure]


def flow_map_plan(case: FlowCase, wording: Wording) -> FlowMapPlan | None:
    """Give the plan of the map: all areas that have a shape, and the largest flows; None where there is no map."""
    flows = mapped_flows(case)
    if case.drawn is None or not flows:
        return None
    met = {end for flow in flows for end in flow[:2]}
    edge = [area for area in (*case.drawn.far, ELSEWHERE) if area in met]
    drawn = tuple(_drawn(case, flow, wording) for flow in flows)
    members = tuple(sorted(case.members & case.shapes.keys()))
    return FlowMapPlan(
        places=tuple(_place(case, area, wording) for area in (*case.drawn.inside.areas, *edge)),
        flows=drawn,
        numbered=is_single(case),
        key=wording.t("flows.map.key", number=_number(case, max(flow.size for flow in drawn), wording)),
        alt=wording.t("flows.map.alt", area=case.name(case.own, wording), flows=_say(drawn)),
        whole=(case.own, members),
    )


def is_single(case: FlowCase) -> bool:
    """Say whether the own area is one place on the map."""
    return len(case.members & case.shapes.keys()) == 1


def mapped_flows(case: FlowCase) -> list[Flow]:
    """Give the flows of the map. Of one place those of the list, and the rest as one; of a group the largest between
    the areas of the map, and of the group as a whole those with the edge."""
    if case.drawn is None:
        return []
    inside = sorted(_inside(case, case.drawn.inside), key=lambda flow: (-(flow[2].value or 0.0), flow[:2]))
    return [*inside[: int(case.choice.top)], *_edge(case, case.drawn)]


def _inside(case: FlowCase, crossing: Crossing) -> Iterator[Flow]:
    """Give the flows between areas on the map with a number, of which one end is the own area; those that are zero or
    stay in their area are not drawn."""
    pairs = crossing.nets if case.choice.richting == "saldo" else crossing.flows
    for (origin, destination), figure in pairs.items():
        if figure.value and is_drawn(case, origin, destination):
            yield _turned(origin, destination, figure)


def is_drawn(case: FlowCase, origin: str, destination: str) -> bool:
    """Say whether a flow between areas on the map is drawn where it has a number."""
    if origin == destination or ELSEWHERE in (origin, destination):
        return False
    return _is_own(case, origin, destination) and _is_met(case, origin, destination)


def _is_own(case: FlowCase, origin: str, destination: str) -> bool:
    ends = {"uit": {origin}, "in": {destination}, "saldo": {origin, destination}}[case.choice.richting]
    return bool(ends & case.members)


def _is_met(case: FlowCase, origin: str, destination: str) -> bool:
    met = case.drawn.met if case.drawn else None
    return met is None or bool({origin, destination} - case.members <= met)


def _turned(origin: str, destination: str, figure: Figure) -> Flow:
    """A balance below zero goes the other way."""
    if (figure.value or 0.0) >= 0:
        return origin, destination, figure
    return destination, origin, Figure(-(figure.value or 0.0), figure.status)


def _edge(case: FlowCase, drawn: Sketch) -> Iterator[Flow]:
    """Give the flows with places at the edge. A balance is told from the own area's side: above zero it comes in."""
    for area in (*drawn.far, ELSEWHERE):
        figure = drawn.edge.get((area, case.kind))
        if figure is not None and figure.value:
            ends = (case.own, area) if case.kind == "out" else (area, case.own)
            yield _turned(*ends, figure)


def _place(case: FlowCase, area: str, wording: Wording) -> FlowPlace:
    name = wording.t("flows.map.rest") if area == ELSEWHERE else case.name(area, wording)
    return FlowPlace(area, name, case.shapes.get(area), area in case.members, area_href(case, wording, area))


def _drawn(case: FlowCase, flow: Flow, wording: Wording) -> DrawnFlow:
    origin, destination, figure = flow
    signs = "".join(f" {mark.sign}" for mark in flow_marks(case, figure, wording))
    text = _number(case, figure.value or 0.0, wording) + signs
    names = [wording.t("flows.map.rest") if end == ELSEWHERE else case.name(end, wording) for end in flow[:2]]
    words = wording.t("flows.map.flow", origin=names[0], destination=names[1], number=text)
    return DrawnFlow(origin, destination, figure.value or 0.0, text, other_end(case, origin, destination), words)


def flow_marks(case: FlowCase, figure: Figure, wording: Wording) -> tuple[Mark, ...]:
    """Give the marks of a flow on the map; a balance is as certain as what it is made of, however small."""
    return name_marks(figure, wording) if case.choice.richting == "saldo" else case.marks(figure, wording)


def other_end(case: FlowCase, origin: str, destination: str) -> str:
    """Give the area that a flow of the own area is to or from; within a group the one it is read towards."""
    own = {*case.members, case.own}
    if origin in own and destination in own:
        return origin if case.choice.richting == "in" else destination
    return destination if origin in own else origin


def _say(flows: Sequence[DrawnFlow]) -> str:
    """Name the three largest."""
    return "; ".join(flow.words for flow in sorted(flows, key=lambda flow: -flow.size)[:3])


def _number(case: FlowCase, value: float, wording: Wording) -> str:
    return wording.number(value, case.subject.decimals)


def map_text(case: FlowCase, wording: Wording) -> str:
    """Say which flows are drawn."""
    group = "" if is_single(case) else ".group"
    return wording.t(f"flows.map.text.{case.choice.richting}{group}", area=case.name(case.own, wording))
