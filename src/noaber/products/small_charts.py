"""Small charts, one of each area, on one scale: the eye compares their shapes, not their labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from noaber.products.charts.line_drawing import LineDrawing, Room, draw_lines
from noaber.products.charts.trend_chart import TrendPlan, points_of, reach_of

HEIGHT = 132


@dataclass(frozen=True)
class SmallChart:
    """One area: its name, its last value, its line."""

    area: str
    name: str
    role: str
    ends: str
    drawing: LineDrawing


def draw_small_charts(plan: TrendPlan, say: Callable[[float], str]) -> tuple[SmallChart, ...]:
    """Draw every labelled series of a plan by itself, all over the same periods and on the scale of all together."""
    series = [s for s in plan.series if s.role != "other" and points_of(s, plan)]
    room = Room(HEIGHT, 2, reach_of(series, replace(plan, series=series))) if series else Room(HEIGHT, 2)
    return tuple(
        SmallChart(s.area, s.name, s.role, s.ends, draw_lines(replace(plan, series=[s]), say, room)) for s in series
    )
