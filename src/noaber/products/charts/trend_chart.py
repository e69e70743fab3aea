"""The trend chart: own area in colour, references in ink, all others grey; labels at the line ends, no legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from noaber.products.charts.scales import round_ticks, spread, text_width, tick_decimals
from noaber.products.charts.theme import INK, INK_SUBTLE, PAPER, frame, line_style
from noaber.products.figures import Figure
from noaber.products.numbers import NumberStyle, format_number
from noaber.vocabulary.periods import parse_period

WIDEST = 2.5  # times the reach of the labelled lines that the grey ones may ask for
NARROW = 500  # pixels below which labels take two lines


@dataclass(frozen=True)
class Series:
    """One line: its label, its role (own, p1.., ref1, ref2, other) and its figures by period; `ends` is the last
    value in words."""

    name: str
    role: str
    figures: Mapping[str, Figure]
    ends: str = ""
    area: str = ""


@dataclass(frozen=True)
class TrendPlan:
    """What the chart shows: series, periods in order with their short names, and the words around them."""

    series: Sequence[Series]
    periods: Sequence[str]
    period_names: Sequence[str]
    alt: str
    break_word: str
    sign: str
    style: NumberStyle
    statuses: Mapping[str, str] = field(default_factory=dict)  # words for what is not final


def trend_spec(plan: TrendPlan, width: int) -> dict[str, Any]:
    """Give the Vega-Lite specification of the trend, `width` pixels wide; two-line labels where it is narrow."""
    narrow = width < NARROW
    labelled = [s for s in plan.series if s.role != "other" and points_of(s, plan)]
    ticks = round_ticks(*reach_of(labelled, plan))
    written = axis_texts(ticks, plan)
    room = {
        "left": 10 + round(max(map(text_width, written), default=20)),
        "right": 12 + round(max((_label_width(s, narrow) for s in labelled), default=20)),
        "top": 14,
        "bottom": 30,
    }
    spec = frame(width, trend_height(width), room, plan.alt)
    inner = spec["height"]
    spec["layer"] = [
        *_break_layers(plan, labelled, inner),
        _line_layer(plan, ticks, written, spec["width"]),
        _mark_layer(plan, labelled),
        _label_layer(plan, labelled, ticks, inner, narrow),
    ]
    return spec


def trend_height(width: int) -> int:
    """Give the height of the picture in pixels."""
    return 340 if width < NARROW else 430


def place_in_time(period: str) -> float:
    """Give a period as a number of years, so that gaps between survey years keep their true width."""
    start = parse_period(period).start
    return start.year + (start.timetuple().tm_yday - 1) / 366


def points_of(series: Series, plan: TrendPlan) -> list[tuple[str, Figure]]:
    """Give the periods in which a series has a number, with that number."""
    return [(p, f) for p in plan.periods if (f := series.figures.get(p)) is not None and not f.absence]


def reach_of(labelled: Sequence[Series], plan: TrendPlan) -> tuple[float, float]:
    """Give the lowest and the highest value: of the grey lines too, unless these would flatten the others."""
    values = [f.value or 0.0 for series in labelled for _, f in points_of(series, plan)]
    every = [f.value or 0.0 for series in plan.series for _, f in points_of(series, plan)]
    if not values:
        return 0.0, 1.0
    flattens = max(every) - min(every) > WIDEST * (max(values) - min(values))
    return (min(values), max(values)) if flattens else (min(every), max(every))


def axis_texts(ticks: Sequence[float], plan: TrendPlan) -> list[str]:
    """Write the values of an axis; the highest bears the sign of the unit."""
    decimals = tick_decimals(ticks)
    texts = [format_number(tick, decimals, plan.style) for tick in ticks]
    return [*texts[:-1], texts[-1] + (plan.sign and f" {plan.sign}")]


def _label_width(series: Series, narrow: bool) -> float:
    parts = [series.name, series.ends] if narrow else [f"{series.name} {series.ends}"]
    return max(text_width(part, 13, bold=True) for part in parts)


def _rows(series: Series, plan: TrendPlan) -> list[dict[str, Any]]:
    """One row per period; a missing figure is a gap, a break in the series begins a new piece of line."""
    rows, piece = [], 0
    style = line_style(series.role)
    for period in plan.periods:
        figure = series.figures.get(period)
        value = None if figure is None or figure.absence else figure.value
        piece += bool(value is None or (figure and figure.series_break))
        rows.append(
            {
                "x": place_in_time(period),
                "y": value,
                "piece": f"{series.role}|{series.name}|{piece}",
                "color": style["color"],
                "dash": "dashed" if series.role == "ref2" else "solid",
                "width": style["width"],
            }
        )
    return [row for row in rows if row["y"] is not None]


def _line_layer(plan: TrendPlan, ticks: Sequence[float], texts: Sequence[str], inner: int) -> dict[str, Any]:
    order = sorted(plan.series, key=lambda s: {"o": 0 if s.role == "other" else 3, "r": 1, "p": 2}[s.role[0]])
    rows = [row for series in order for row in _rows(series, plan)]
    pieces = list(dict.fromkeys(row["piece"] for row in rows))
    return {
        "data": {"values": rows},
        "mark": {"type": "line", "clip": True, "strokeCap": "round", "strokeJoin": "round"},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": _time_axis(plan, inner), "scale": _time_scale(plan)},
            "y": {
                "field": "y", "type": "quantitative", "scale": {"domain": [ticks[0], ticks[-1]], "nice": False},
                "axis": {"values": list(ticks), "labelExpr": _lookup(ticks, texts), "ticks": False},
            },
            "detail": {"field": "piece", "sort": pieces},
            "color": {"field": "color", "type": "nominal", "scale": None},
            "strokeWidth": {"field": "width", "type": "quantitative", "scale": None},
            "strokeDash": {
                "field": "dash", "type": "nominal", "legend": None,
                "scale": {"domain": ["solid", "dashed"], "range": [[1, 0], [5, 4]]},
            },
        },
    }  # fmt: skip


def _time_scale(plan: TrendPlan) -> dict[str, Any]:
    places = [place_in_time(period) for period in plan.periods] or [0.0]
    return {"domain": [places[0], places[-1] if len(places) > 1 else places[0] + 1], "nice": False, "zero": False}


def _time_axis(plan: TrendPlan, inner: int) -> dict[str, Any]:
    """Name as many periods as fit, always the first and the last."""
    width = 1.5 * max((text_width(name) for name in plan.period_names), default=30) + 12  # the ends lie inwards
    step = max(1, -(-len(plan.periods) * width // max(inner, 1)))
    last = len(plan.periods) - 1
    kept = [index for index in range(0, last + 1, int(step)) if index == 0 or last - index >= step]
    kept = [*kept, last] if last > 0 else kept
    places = [place_in_time(plan.periods[index]) for index in kept]
    return {
        "values": places, "grid": False, "tickColor": INK_SUBTLE, "domain": True, "domainColor": INK_SUBTLE,
        "labelExpr": _lookup(places, [plan.period_names[index] for index in kept]), "labelOverlap": False,
        "labelFlush": True,
    }  # fmt: skip


def _lookup(values: Sequence[float], texts: Sequence[str]) -> str:
    """A Vega expression that gives the text of the nearest value; texts are quoted, never evaluated."""
    quoted = [text.replace("\\", "\\\\").replace("'", "\\'") for text in texts]
    pairs = zip(values, quoted, strict=True)
    cases = "".join(f"abs(datum.value - {value!r}) < 1e-6 ? '{text}' : " for value, text in pairs)
    return f"{cases}''"


def _mark_layer(plan: TrendPlan, labelled: Sequence[Series]) -> dict[str, Any]:
    """A dot at the end of each line; an open dot for every provisional, estimated or forecast figure."""
    rows = []
    for series in labelled:
        points = points_of(series, plan)
        color = line_style(series.role)["color"]
        for index, (period, figure) in enumerate(points):
            firm = figure.status in ("A", "B")
            if not firm or index == len(points) - 1 or len(points) < 3:
                fill = color if firm else PAPER
                rows.append({"x": place_in_time(period), "y": figure.value, "color": color, "fill": fill})
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "size": 42, "filled": False, "opacity": 1, "strokeWidth": 1.8},
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "stroke": {"field": "color", "type": "nominal", "scale": None},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def _label_layer(
    plan: TrendPlan, labelled: Sequence[Series], ticks: Sequence[float], inner: int, narrow: bool
) -> dict[str, Any]:
    ends = [(series, points_of(series, plan)[-1]) for series in labelled]
    low, high = ticks[0], ticks[-1]
    pixels = [inner * (high - (figure.value or 0.0)) / (high - low) for _, (_, figure) in ends]
    placed = spread(pixels, 31 if narrow else 16, 6, inner - 6)
    rows = [
        {
            "x": place_in_time(period),
            "y": high - place / inner * (high - low),
            "text": [series.name, series.ends] if narrow else f"{series.name} {series.ends}",
            "color": line_style(series.role)["color"],
        }
        for (series, (period, _)), place in zip(ends, placed, strict=True)
    ]
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text", "align": "left", "baseline": "middle", "dx": 9, "fontWeight": "bold", "fontSize": 13,
            "lineHeight": 14, "dy": -7 if narrow else 0,
        },
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "text": {"field": "text"},
            "color": {"field": "color", "type": "nominal", "scale": None},
        },
    }  # fmt: skip


def _break_layers(plan: TrendPlan, labelled: Sequence[Series], inner: int) -> list[dict[str, Any]]:
    """A dashed line where a series starts anew, with the word beside it."""
    places = sorted({place_in_time(p) for s in labelled for p, f in points_of(s, plan) if f.series_break})
    if not places:
        return []
    rows = [{"x": place, "text": plan.break_word} for place in places]
    x = {"field": "x", "type": "quantitative"}
    return [
        {
            "data": {"values": rows},
            "mark": {"type": "rule", "strokeDash": [2, 3], "color": INK_SUBTLE},
            "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": inner}},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": INK, "baseline": "top"},
            "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "text"}},
        },
    ]
