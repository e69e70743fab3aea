"""The ranking as a picture: bars from high to low, own area in colour, reference lines that pass no label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from noaber.products.charts.scales import text_width
from noaber.products.charts.theme import DASHED, INK, INK_SUBTLE, OWN, frame

BAR_COLOR = "#b9b2a1"


@dataclass(frozen=True)
class Bar:
    """One bar: name with rank, value and the value in words; whether it is the own area."""

    name: str
    value: float
    text: str
    own: bool = False


@dataclass(frozen=True)
class RankingPlan:
    """What the picture shows: bars in order, reference lines (name with value, value) and the words around them."""

    bars: Sequence[Bar]
    references: Sequence[tuple[str, float]]
    alt: str
    base: float = 0.0


def ranking_spec(plan: RankingPlan, width: int) -> dict[str, Any]:
    """Give the Vega-Lite specification of the ranking; its height follows the number of bars."""
    names = [bar.name for bar in plan.bars]
    room = {
        "left": 14 + round(min(width * 0.42, max((text_width(name) for name in names), default=40))),
        "right": 14 + round(max((text_width(bar.text, bold=True) for bar in plan.bars), default=30)),
        "top": 8 + 19 * len(plan.references),
        "bottom": 6,
    }
    spec = frame(width, ranking_height(len(names), len(plan.references)), room, plan.alt)
    values = [bar.value for bar in plan.bars] + [value for _, value in plan.references]
    domain = [min(plan.base, *values), max(plan.base, *values)] if values else [0.0, 1.0]
    spec["layer"] = [
        _bars(plan, names, domain),
        *_reference_lines(plan, domain, spec["width"], spec["height"]),
        _values(plan, names, spec["width"]),
    ]
    return spec


def ranking_height(bars: int, references: int = 0) -> int:
    """Give the height of the picture in pixels."""
    return 14 + 19 * references + 26 * max(1, bars)


def _bars(plan: RankingPlan, names: Sequence[str], domain: Sequence[float]) -> dict[str, Any]:
    rows = [{"name": bar.name, "value": bar.value, "color": OWN if bar.own else BAR_COLOR} for bar in plan.bars]
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "height": {"band": 0.68}},
        "encoding": {
            "y": {
                "field": "name", "type": "nominal", "sort": list(names),
                "axis": {"ticks": False, "labelLimit": 0, "labelColor": INK},
            },
            "x": {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False}},
            "x2": {"datum": plan.base},
            "color": {"field": "color", "type": "nominal", "scale": None},
        },
    }  # fmt: skip


def _values(plan: RankingPlan, names: Sequence[str], inner: int) -> dict[str, Any]:
    """Values in a column of their own at the right, so that no line crosses them."""
    rows = [
        {
            "name": bar.name,
            "text": bar.text,
            "color": OWN if bar.own else INK,
            "weight": "bold" if bar.own else "normal",
        }
        for bar in plan.bars
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "baseline": "middle"},
        "encoding": {
            "y": {"field": "name", "type": "nominal", "sort": list(names)},
            "x": {"value": inner + 10},
            "text": {"field": "text"},
            "color": {"field": "color", "type": "nominal", "scale": None},
        },
    }


def _reference_lines(plan: RankingPlan, domain: Sequence[float], inner: int, height: int) -> list[dict[str, Any]]:
    layers: list[dict[str, Any]] = []
    for index, (label, value) in enumerate(plan.references):
        place = (value - domain[0]) / ((domain[1] - domain[0]) or 1) * inner
        layers += [
            {
                "data": {"values": [{"x": value}]},
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.4, "strokeDash": DASHED if index else [1, 0]},
                "encoding": {
                    "x": {"field": "x", "type": "quantitative"},
                    "y": {"value": -19 * (len(plan.references) - index)},
                    "y2": {"value": height},
                },
            },
            {
                "data": {"values": [{"text": label}]},
                "mark": {
                    "type": "text", "align": "right" if place > inner / 2 else "left", "baseline": "middle",
                    "dx": -5 if place > inner / 2 else 5, "fontSize": 12.5, "color": INK_SUBTLE,
                },
                "encoding": {
                    "x": {"value": place},
                    "y": {"value": -19 * (len(plan.references) - index) + 8},
                    "text": {"field": "text"},
                },
            },
        ]  # fmt: skip
    return layers
