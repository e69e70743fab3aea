"""The map: areas of one level from light to dark, values as labels where they fit, one neutral for no figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from noaber.products.charts.scales import class_bounds, text_width
from noaber.products.charts.theme import BELOW, INK, INK_SUBTLE, NO_FIGURE, PAPER, SEQUENTIAL, frame

LABELLED = 30  # more areas than this get no labels: they would cover each other
LEGEND_ROW = 20


@dataclass(frozen=True)
class Place:
    """One area on the map: GeoJSON geometry, name, value (None where there is none) and the value in words."""

    id: str
    name: str
    geometry: Mapping[str, Any]
    value: float | None
    text: str
    own: bool = False


@dataclass(frozen=True)
class MapClass:
    """One class of the map: the values from `low` up to `high`, its colour and its name."""

    low: float
    high: float
    color: str
    name: str


@dataclass(frozen=True)
class MapPlan:
    """What the map shows: places, classes with their names, the name of the neutral, and the words around it."""

    places: Sequence[Place]
    classes: Sequence[MapClass]
    none_name: str
    alt: str


def map_bounds(values: Sequence[float]) -> list[tuple[float, float, str]]:
    """Give classes (low, high, colour): equal numbers of areas; all values below zero are one class of their own
    where there are also values above.

    >>> [round(low) for low, _, _ in map_bounds([-1, 1, 2, 3, 4, 5])]
    [-1, 1, 2, 3, 5]
    """
    below = [value for value in values if value < 0]
    above = [value for value in values if value >= 0]
    if not below or not above:
        return _equal_classes(sorted(values), SEQUENTIAL)
    return [(min(below), max(below), BELOW), *_equal_classes(sorted(above), SEQUENTIAL[1:])]


def _equal_classes(ordered: Sequence[float], colors: Sequence[str]) -> list[tuple[float, float, str]]:
    bounds = class_bounds(ordered, len(colors))
    lows = [ordered[0], *bounds] if ordered else []
    parts = [[v for v in ordered if low <= v < high] for low, high in zip(lows, [*bounds, math.inf], strict=True)]
    chosen = [colors[round(i * (len(colors) - 1) / max(1, len(parts) - 1))] for i in range(len(parts))]
    return [(part[0], part[-1], color) for part, color in zip(parts, chosen, strict=True) if part]


def map_spec(plan: MapPlan, width: int) -> dict[str, Any]:
    """Give the Vega-Lite specification of the map, with the legend below it."""
    legend = _legend_rows(plan, width)
    room = {"left": 2, "right": 2, "top": 2, "bottom": 12 + LEGEND_ROW * _legend_room(width)}
    spec = frame(width, map_height(width), room, plan.alt)
    spec["projection"] = {"type": "mercator"}
    labelled = len(plan.places) <= LABELLED
    spec["layer"] = [
        _shapes(plan),
        *([_labels(plan, width)] if labelled else []),
        *_legend(legend, spec["height"]),
    ]
    return spec


def map_height(width: int) -> int:
    """Give the height of the picture in pixels: known before the shapes are, so that a page need not read them."""
    return round(0.84 * width) + 14 + LEGEND_ROW * _legend_room(width)


def _legend_room(width: int) -> int:
    return 2 if width >= 420 else 3


def label_place(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """Give the point inside a shape where its label stands best: far from every edge."""
    from shapely.geometry import shape
    from shapely.ops import polylabel

    whole: Any = shape(dict(geometry))
    largest = max(whole.geoms, key=lambda part: part.area) if hasattr(whole, "geoms") else whole
    inside = polylabel(largest, tolerance=0.005) if largest.is_valid else largest.representative_point()
    return inside.x, inside.y


def _color_of(value: float | None, classes: Sequence[MapClass]) -> str:
    if value is None:
        return NO_FIGURE
    return next((c.color for c in reversed(classes) if value >= c.low), NO_FIGURE)


def _wound(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """The renderer takes the outside of a ring that runs the wrong way for its inside: wind rings clockwise."""
    from shapely.geometry import mapping, shape
    from shapely.geometry.polygon import orient

    whole: Any = shape(dict(geometry))
    parts = list(whole.geoms) if hasattr(whole, "geoms") else [whole]
    turned = [mapping(orient(part, sign=-1.0)) for part in parts]
    return {"type": "MultiPolygon", "coordinates": [part["coordinates"] for part in turned]}


def _shapes(plan: MapPlan) -> dict[str, Any]:
    order = sorted(plan.places, key=lambda place: place.own)  # own area last: its outline lies on top
    features = [
        {
            "type": "Feature", "geometry": _wound(place.geometry),
            "properties": {
                "color": _color_of(place.value, plan.classes),
                "edge": INK if place.own else PAPER, "width": 2.2 if place.own else 0.9,
            },
        }
        for place in order
    ]  # fmt: skip
    return {
        "data": {"values": features},
        "mark": {"type": "geoshape", "strokeJoin": "round"},
        "encoding": {
            "color": {"field": "properties.color", "type": "nominal", "scale": None},
            "stroke": {"field": "properties.edge", "type": "nominal", "scale": None},
            "strokeWidth": {"field": "properties.width", "type": "quantitative", "scale": None},
        },
    }


def _labels(plan: MapPlan, width: int) -> dict[str, Any]:
    """Name and value in each area; on a narrow picture only the own area is named."""
    dark = set(SEQUENTIAL[3:])
    rows = []
    for place in plan.places:
        x, y = label_place(place.geometry)
        named = width >= 420 or place.own
        color = PAPER if _color_of(place.value, plan.classes) in dark else INK
        rows.append({"x": x, "y": y, "text": [place.name, place.text] if named else [place.text], "color": color})
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "fontSize": 12 if width < 600 else 13,
            "lineHeight": 13,
            "baseline": "middle",
            "fontWeight": "bold",
        },
        "encoding": {
            "longitude": {"field": "x", "type": "quantitative"},
            "latitude": {"field": "y", "type": "quantitative"},
            "text": {"field": "text"},
            "color": {"field": "color", "type": "nominal", "scale": None},
        },
    }


def _legend_rows(plan: MapPlan, width: int) -> list[list[tuple[float, str, str]]]:
    """Lay the classes out in rows that fit: (x, colour, name)."""
    entries = [(c.color, c.name) for c in plan.classes]
    if any(place.value is None for place in plan.places):
        entries.append((NO_FIGURE, plan.none_name))
    rows: list[list[tuple[float, str, str]]] = [[]]
    x = 0.0
    for color, name in entries:
        needed = 34 + text_width(name, 12.5)
        if x + needed > width and rows[-1]:
            rows.append([])
            x = 0.0
        rows[-1].append((x, color, name))
        x += needed + 6
    return rows


def _legend(rows: Sequence[Sequence[tuple[float, str, str]]], top: int) -> list[dict[str, Any]]:
    layers: list[dict[str, Any]] = []
    for index, row in enumerate(rows):
        y = top + 22 + LEGEND_ROW * index - 8
        for x, color, name in row:
            layers += [
                {
                    "data": {"values": [{}]},
                    "mark": {"type": "square", "size": 190, "color": color, "stroke": INK_SUBTLE, "strokeWidth": 0.5,
                             "opacity": 1},
                    "encoding": {"x": {"value": x + 9}, "y": {"value": y}},
                },
                {
                    "data": {"values": [{"text": name}]},
                    "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": 12.5,
                             "color": INK_SUBTLE},
                    "encoding": {"x": {"value": x + 22}, "y": {"value": y}, "text": {"field": "text"}},
                },
            ]  # fmt: skip
    return layers
