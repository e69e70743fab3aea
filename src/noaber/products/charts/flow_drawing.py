"""A flow map as places on a picture: the areas, a ribbon for every flow, names that do not cover each other.

Areas without a shape stand at the edge, in order of size, for where they lie is not known: beside the map where there
is room, else below it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from noaber.products.charts.flow_ribbons import Point, draw_ribbon
from noaber.products.charts.ground_shapes import Fit, fit_shapes, label_place, outline
from noaber.products.charts.scales import text_width

NARROW = 480
SIZE = 15
LINE = 18
EDGE = 168  # pixels for the names beside the map
STAIR = 3  # rows that the names below the map alternate over


@dataclass(frozen=True)
class FlowPlace:
    """One area: its shape (None where it stands at the edge), name, whether it is the own one, and its page."""

    id: str
    name: str
    geometry: Mapping[str, Any] | None
    own: bool = False
    href: str = ""


@dataclass(frozen=True)
class DrawnFlow:
    """One flow: from, to, size, the number in words for its name, and the area that it lights up with."""

    origin: str
    destination: str
    size: float
    text: str
    area: str
    words: str = ""


@dataclass(frozen=True)
class FlowMapPlan:
    """What a flow map shows. `numbered` says whether places on the map bear the number of their flow, as those at the
    edge do; `key` explains the width of the widest ribbon; `whole` is the id of the own area as one, with the places it
    is made of: it stands in their middle."""

    places: Sequence[FlowPlace]
    flows: Sequence[DrawnFlow]
    numbered: bool
    key: str
    alt: str
    whole: tuple[str, tuple[str, ...]] = ("", ())


@dataclass(frozen=True)
class Ground:
    """The outline of an area."""

    area: str
    name: str
    path: str
    own: bool
    href: str


@dataclass(frozen=True)
class Ribbon:
    """A flow as drawn."""

    area: str
    path: str
    words: str
    href: str


@dataclass(frozen=True)
class Label:
    """A name on the picture; `lines` below each other, `dot` where a place at the edge has its point."""

    area: str
    x: float
    y: float
    lines: tuple[str, ...]
    anchor: str
    role: str  # own, far, met (a flow leads there) or other
    dot: Point | None = None


@dataclass(frozen=True)
class FlowDrawing:
    """Everything on the picture, in pixels of its width and height."""

    width: int
    height: int
    ground: tuple[Ground, ...]
    ribbons: tuple[Ribbon, ...]
    labels: tuple[Label, ...]
    centre: Point
    key: Ribbon
    key_y: float
    alt: str


def draw_flow_map(plan: FlowMapPlan, width: int) -> FlowDrawing:
    """Draw the map at a width in pixels; on a narrow one, places at the edge stand below it."""
    wide = width >= NARROW
    shaped = [place for place in plan.places if place.geometry is not None]
    far = [place for place in plan.places if place.geometry is None]
    left = EDGE if wide and far else 6
    fit, tall = fit_shapes([place.geometry or {} for place in shaped], (left, 10, width - left - 6, width * 0.8))
    points = {place.id: fit.place(*label_place(place.geometry or {})) for place in shaped}
    middle = _middle(plan, points)
    points |= _edge_points(far, width, tall, wide) | middle
    most = max((flow.size for flow in plan.flows), default=1.0)
    thick = 22.0 if wide else 15.0
    hrefs = {place.id: place.href for place in plan.places}
    bottom = tall + 16 + (0 if wide or not far else LINE * STAIR + 34)
    return FlowDrawing(
        width=width,
        height=round(bottom + 40),
        ground=_ground(shaped, fit),
        ribbons=tuple(_ribbons(plan, points, most, thick, hrefs)),
        labels=(*_edge_labels(far, points, plan, wide), *_labels(shaped, points, plan, width)),
        centre=next(iter(middle.values()), (0.0, 0.0)),
        key=Ribbon("", draw_ribbon((8, bottom + 18), (96, bottom + 18), thick, 0), plan.key, ""),
        key_y=round(bottom + 26, 1),
        alt=plan.alt,
    )


def _ground(places: Sequence[FlowPlace], fit: Fit) -> tuple[Ground, ...]:
    """The own area last: its outline lies on top."""
    ordered = sorted(places, key=lambda place: place.own)
    return tuple(Ground(p.id, p.name, outline(p.geometry or {}, fit), p.own, p.href) for p in ordered)


def _ribbons(
    plan: FlowMapPlan, points: Mapping[str, Point], most: float, thick: float, hrefs: Mapping[str, str]
) -> list[Ribbon]:
    """The longest first, so that a short one is not hidden below it."""
    drawn = []
    placed = [flow for flow in plan.flows if flow.origin in points and flow.destination in points]
    for flow in sorted(placed, key=lambda flow: -math.dist(points[flow.origin], points[flow.destination])):
        if flow.size > 0:
            path = draw_ribbon(points[flow.origin], points[flow.destination], max(1.8, thick * flow.size / most))
            drawn.append(Ribbon(flow.area, path, flow.words, hrefs.get(flow.area, "")))
    return drawn


def _edge_points(far: Sequence[FlowPlace], width: int, tall: float, wide: bool) -> dict[str, Point]:
    steps = [(at + 0.5) / len(far) for at in range(len(far))] if far else []
    if wide:
        return {place.id: (EDGE - 22.0, 10 + tall * step) for place, step in zip(far, steps, strict=True)}
    return {place.id: (width * step, tall + 34.0) for place, step in zip(far, steps, strict=True)}


def _middle(plan: FlowMapPlan, points: Mapping[str, Point]) -> dict[str, Point]:
    """Put the own area as one in the middle of the places it is made of."""
    own, places = plan.whole
    placed = [points[place] for place in places if place in points]
    if not placed:
        return {}
    return {own: (sum(x for x, _ in placed) / len(placed), sum(y for _, y in placed) / len(placed))}


def _edge_labels(far: Sequence[FlowPlace], points: Mapping[str, Point], plan: FlowMapPlan, wide: bool) -> list[Label]:
    labels = []
    for at, place in enumerate(far):
        x, y = points[place.id]
        lines = _words(place, plan)
        if wide:
            top = y + 5 - LINE * (len(lines) - 1) / 2
            labels.append(Label(place.id, x - 10, round(top, 1), lines, "end", "far", (x, y)))
        else:
            half = text_width(" ".join(lines), SIZE) / 2
            held = min(max(x, half + 2), 340 - half - 2)
            labels.append(
                Label(
                    place.id, round(held, 1), y + 20 + LINE * (at % STAIR), (" ".join(lines),), "middle", "far", (x, y)
                )
            )
    return labels


def _words(place: FlowPlace, plan: FlowMapPlan) -> tuple[str, ...]:
    texts = [flow.text for flow in plan.flows if flow.area == place.id]
    return (place.name, texts[0]) if texts and (plan.numbered or place.geometry is None) else (place.name,)


def _labels(places: Sequence[FlowPlace], points: Mapping[str, Point], plan: FlowMapPlan, width: int) -> list[Label]:
    """Name places in order of importance; a name that finds no free room is left out, for the table has it."""
    met = {flow.area: flow.size for flow in plan.flows}
    ordered = sorted(places, key=lambda place: (not place.own, -met.get(place.id, 0.0), place.name))
    taken: list[tuple[float, float, float, float]] = []
    labels = []
    for place in ordered:
        lines = _words(place, plan)
        role = "own" if place.own else "met" if place.id in met else "other"
        above = bool(plan.whole[0]) and not place.own and points[place.id][1] < points[plan.whole[0]][1]
        found = _room(points[place.id], lines, taken, width, above)
        if found:
            x, y, box = found
            taken.append(box)
            labels.append(Label(place.id, x, y, lines, "middle", role))
    return labels


def _room(
    point: Point, lines: Sequence[str], taken: Sequence[tuple[float, float, float, float]], width: int, above: bool
) -> tuple[float, float, tuple[float, float, float, float]] | None:
    """Find a free place for a label: on the side where no flow arrives, on the other, or moved a little aside."""
    half = max(text_width(line, SIZE, bold=True) for line in lines) / 2
    tall = LINE * len(lines)
    high, low = (0.0, 9.0 - tall), (0.0, 21.0)
    sides = (high, low) if above else (low, high)
    for dx, dy in (*sides, (half + 10, 5), (-half - 10, 5), (half / 2, 21), (-half / 2, 21)):
        x = min(max(point[0] + dx, half + 2), width - half - 2)
        y = point[1] + dy
        box = (x - half, y - SIZE, x + half, y - SIZE + tall)
        if box[1] > 0 and not any(_overlap(box, other) for other in taken):
            return round(x, 1), round(y, 1), box
    return None


def _overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
