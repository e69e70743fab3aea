"""A line chart as part of a page: drawn at once, in the colours of the page, as wide as there is room.

Across, places are in thousandths of the width (lines) or percent (dots, words); down, in pixels. Words and dots keep
their size on every screen because only the lines are stretched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from noaber.products.charts.scales import round_ticks, spread, text_width
from noaber.products.charts.trend_chart import Series, TrendPlan, axis_texts, place_in_time, points_of, reach_of
from noaber.products.figures import Figure

TOP, BOTTOM = 22, 26
MOST_POINTS = 3000  # more than this of grey lines would make the page heavy


@dataclass(frozen=True)
class Dot:
    """A number on a line; an open one is provisional, estimated or a forecast."""

    x: float
    y: float
    open: bool
    text: str


@dataclass(frozen=True)
class Line:
    """One area: pieces of line between gaps and breaks, its dots, and its name with the last value at the end."""

    area: str
    name: str
    role: str
    pieces: tuple[str, ...]
    dots: tuple[Dot, ...]
    label: str
    label_y: float


@dataclass(frozen=True)
class TimeLabel:
    """A period under the chart; `minor` ones are left out where it is narrow."""

    x: float
    text: str
    anchor: str
    minor: bool


@dataclass(frozen=True)
class LineDrawing:
    """Everything a template needs to draw the chart."""

    height: int
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    times: tuple[TimeLabel, ...]
    breaks: tuple[float, ...]
    break_word: str
    label_width: int
    base: float | None = None

    @property
    def floor(self) -> int:
        """Where the axis of time lies, in pixels."""
        return self.height - BOTTOM


@dataclass(frozen=True)
class Room:
    """The size of a drawing: its height, how many periods are named, and the values it must hold."""

    height: int = 430
    names: int = 7
    reach: tuple[float, float] | None = None


def draw_lines(plan: TrendPlan, say: Callable[[float], str], room: Room | None = None) -> LineDrawing:
    """Draw the lines of a plan; `say` writes a value. Grey lines come first, the own area last and so on top."""
    room = room or Room()
    labelled = [s for s in plan.series if s.role != "other" and points_of(s, plan)]
    ticks = round_ticks(*(room.reach or reach_of(labelled, plan)), most=5 if room.height > 200 else 2)
    place = _Places(plan, (ticks[0], ticks[-1]), room.height)
    grey = [s for s in plan.series if s.role == "other"]
    drawn = [*(grey if len(grey) * len(plan.periods) <= MOST_POINTS else ()), *_on_top(labelled)]
    ends = {s.area: place.y(points_of(s, plan)[-1][1].value or 0.0) for s in labelled}
    labels = dict(zip(ends, spread(list(ends.values()), 17, TOP, room.height - BOTTOM), strict=True))
    return LineDrawing(
        height=room.height,
        lines=tuple(_line(s, plan, place, labels.get(s.area, 0.0), say) for s in drawn),
        ticks=tuple((place.y(tick), text) for tick, text in zip(ticks, axis_texts(ticks, plan), strict=True)),
        times=tuple(_time_labels(plan, place, room.names)),
        breaks=tuple(sorted({place.x(p) for s in labelled for p, f in points_of(s, plan) if f.series_break})),
        break_word=plan.break_word,
        label_width=14 + round(max((text_width(f"{s.name} {s.ends}", 14.5, True) for s in labelled), default=20)),
    )


def _on_top(series: Sequence[Series]) -> list[Series]:
    return sorted(series, key=lambda s: {"r": 0, "p": 1, "o": 2}[s.role[0]])


@dataclass(frozen=True)
class _Places:
    """From period and value to a place in the drawing: percent across, pixels down."""

    plan: TrendPlan
    reach: tuple[float, float]
    height: int

    def x(self, period: str) -> float:
        first, last = place_in_time(self.plan.periods[0]), place_in_time(self.plan.periods[-1])
        return round(100 * (place_in_time(period) - first) / ((last - first) or 1.0), 2)

    def y(self, value: float) -> float:
        low, high = self.reach
        return round(TOP + (self.height - TOP - BOTTOM) * (high - value) / ((high - low) or 1.0), 1)


def _line(series: Series, plan: TrendPlan, place: _Places, label_y: float, say: Callable[[float], str]) -> Line:
    points = points_of(series, plan)
    dots = () if series.role == "other" else tuple(_dots(series, plan, place, say))
    label = f"{series.name} {series.ends}".strip()
    pieces = tuple(
        " ".join(f"{round(10 * place.x(p))},{place.y(v)}" for p, v in piece)
        for piece in _pieces(series, plan)
        if len(piece) > 1
    )
    return Line(series.area, series.name, series.role, pieces, dots, label if points else "", round(label_y, 1))


def _pieces(series: Series, plan: TrendPlan) -> list[list[tuple[str, float]]]:
    """Cut a series where a figure is absent or the series starts anew."""
    pieces: list[list[tuple[str, float]]] = [[]]
    for period in plan.periods:
        figure = series.figures.get(period)
        if figure is None or figure.absence or figure.series_break:
            pieces.append([])
        if figure is not None and not figure.absence:
            pieces[-1].append((period, figure.value or 0.0))
    return pieces


def _dots(series: Series, plan: TrendPlan, place: _Places, say: Callable[[float], str]) -> list[Dot]:
    """A dot at the end and for every number that is not firm, or stands alone."""
    points = points_of(series, plan)
    alone = {piece[0][0] for piece in _pieces(series, plan) if len(piece) == 1}
    names = dict(zip(plan.periods, plan.period_names, strict=True))
    return [
        Dot(place.x(period), place.y(figure.value or 0.0), not firm, _say_dot(names[period], figure, plan, say))
        for at, (period, figure) in enumerate(points)
        if not (firm := figure.status in ("A", "B")) or at == len(points) - 1 or period in alone
    ]


def _say_dot(period: str, figure: Figure, plan: TrendPlan, say: Callable[[float], str]) -> str:
    """Say when, what, and that it is not final where it is not."""
    status = plan.statuses.get(figure.status, "")
    return f"{period}: {say(figure.value or 0.0)}" + (f" ({status})" if status else "")


def _time_labels(plan: TrendPlan, place: _Places, most: int) -> list[TimeLabel]:
    """Name some periods evenly, always the first and the last; every other one is minor."""
    last = len(plan.periods) - 1
    longest = max((len(name) for name in plan.period_names), default=4)
    step = max(1, -(-last // max(1, most - 1 if longest <= 5 else most // 2)))
    kept = [at for at in range(0, last, step) if last - at >= step or at == 0]
    labels = []
    for order, at in enumerate([*kept, *([last] if last > 0 else [])]):
        anchor = "start" if at == 0 else "end" if at == last else "middle"
        minor = anchor == "middle" and order % 2 == 1
        labels.append(TimeLabel(place.x(plan.periods[at]), plan.period_names[at], anchor, minor))
    return labels
