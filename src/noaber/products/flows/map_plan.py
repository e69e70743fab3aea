"""The map of flows: which of them, between which places, in what words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noaber.products.charts.flow_drawing import DrawnFlow, FlowMapPlan, FlowPlace
from noaber.products.figures import Figure
from noaber.products.flows.case import FlowCase, area_href
from noaber.products.flows.gathering import ELSEWHERE, Crossing
from noaber.products.wording import Wording

Flow = tuple[str, str, Figure]


def flow_map_plan(case: FlowCase, wording: Wording) -> FlowMapPlan | None:
    """Give the plan of the map: all areas that have a shape, and the largest flows; None where there is no map."""
    if case.drawn is None:
        return None
    flows = largest_flows(case, case.drawn)
    far = dict.fromkeys(end for flow in flows for end in flow[:2] if end not in case.shapes)
    inside = [_place(case, area, wording) for area in case.drawn.areas]
    outside = [_place(case, area, wording) for area in (*(a for a in far if a != ELSEWHERE), *_elsewhere(far))]
    drawn = tuple(_drawn(case, flow, wording) for flow in flows)
    most = max((flow.size for flow in drawn), default=0.0)
    return FlowMapPlan(
        places=(*inside, *outside),
        flows=drawn,
        numbered=is_single(case),
        key=wording.t("flows.map.key", number=_number(case, most, wording)) if drawn else "",
        alt=map_alt(case, flows, wording),
    )


def is_single(case: FlowCase) -> bool:
    """Say whether the own area is one place on the map."""
    return len(case.members & case.shapes.keys()) == 1


def largest_flows(case: FlowCase, drawn: Crossing) -> list[Flow]:
    """Give the largest flows of the direction that have a number; of a single area always that from or to elsewhere."""
    flows = sorted(_told(case, drawn), key=lambda flow: (-(flow[2].value or 0.0), flow[:2]))
    shown = flows[: int(case.choice.top)]
    beyond = [flow for flow in flows[len(shown) :] if ELSEWHERE in flow[:2] and is_single(case)]
    return shown + beyond


def _told(case: FlowCase, drawn: Crossing) -> Iterator[Flow]:
    """Give the flows of the direction with a number; a balance as the flow that is left, the way it goes."""
    members = case.members
    if case.choice.richting == "saldo":
        for (a, b), figure in drawn.nets.items():
            if figure.value and (a in members or b in members):
                left = Figure(abs(figure.value), figure.status)
                yield (a, b, left) if figure.value > 0 else (b, a, left)
        return
    for (origin, destination), figure in drawn.flows.items():
        own = origin if case.choice.richting == "uit" else destination
        if own in members and origin != destination and figure.value:
            yield origin, destination, figure


def _elsewhere(far: dict[str, None]) -> list[str]:
    return [ELSEWHERE] if ELSEWHERE in far else []


def _place(case: FlowCase, area: str, wording: Wording) -> FlowPlace:
    return FlowPlace(
        area, case.name(area, wording), case.shapes.get(area), area in case.members, area_href(case, wording, area)
    )


def _drawn(case: FlowCase, flow: Flow, wording: Wording) -> DrawnFlow:
    origin, destination, figure = flow
    signs = "".join(f" {mark.sign}" for mark in case.marks(figure, wording))
    text = _number(case, figure.value or 0.0, wording) + signs
    words = wording.t("flows.map.flow", origin=case.name(origin, wording), destination=case.name(destination, wording),
                      number=text)  # fmt: skip
    return DrawnFlow(origin, destination, figure.value or 0.0, text, other_end(case, origin, destination), words)


def other_end(case: FlowCase, origin: str, destination: str) -> str:
    """Give the area that a flow of the own area is to or from; within a group the one it is read towards."""
    if origin in case.members and destination in case.members:
        return origin if case.choice.richting == "in" else destination
    return destination if origin in case.members else origin


def _number(case: FlowCase, value: float, wording: Wording) -> str:
    return wording.number(value, case.subject.decimals)


def map_text(case: FlowCase, wording: Wording) -> str:
    """Say how many flows are drawn, and where others stand."""
    count = len(largest_flows(case, case.drawn)) if case.drawn else 0
    return wording.t.plural(f"flows.map.text.{case.choice.richting}", count)


def map_alt(case: FlowCase, flows: Sequence[Flow], wording: Wording) -> str:
    """Describe the map for who cannot see it: the three largest flows."""
    said = [_drawn(case, flow, wording).words for flow in flows[:3]]
    return wording.t("flows.map.alt", area=case.name(case.own, wording), flows="; ".join(said))
