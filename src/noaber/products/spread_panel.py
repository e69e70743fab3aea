"""The spread of a level: where all areas lie between the lowest and the highest, with the chosen ones marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from noaber.products.charts.scales import round_ticks, tick_decimals
from noaber.products.charts.spread_svg import SpreadDot, dots_svg
from noaber.products.marks import Mark, legend, name_marks
from noaber.products.numbers import format_number
from noaber.products.rankings import Ranked, Ranking
from noaber.products.subjects import Subject
from noaber.products.ways import Expression
from noaber.products.wording import Wording

FEWEST = 5
MOST_DOTS = 90  # more areas than this are counted in columns
ROW, STEP, BINS, TALL = 13, 2.6, 24, 120  # pixels, percent of the width, columns, pixels
FOOT = 26  # pixels below the axis, for its numbers


@dataclass(frozen=True)
class Column:
    """How many areas lie in a stretch of values: place and width in percent, height in pixels, in words."""

    x: float
    width: float
    height: float
    text: str


@dataclass(frozen=True)
class SpreadPanel:
    """Everything the spread shows; `middle` is from the lower to the upper quartile, in percent of the width."""

    text: str
    alt: str
    height: int
    dots: tuple[SpreadDot, ...]
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str], ...]
    median: float
    middle: tuple[float, float]
    marked: tuple[SpreadDot, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def floor(self) -> int:
        """Where the axis lies, in pixels from above."""
        return self.height - FOOT

    @property
    def drawn(self) -> str:
        """The dots as SVG."""
        return dots_svg(self.dots, self.floor)


@dataclass(frozen=True)
class SpreadLook:
    """How a spread is drawn: subject and way of looking, names, roles and addresses of areas, the level in words."""

    subject: Subject
    how: Expression
    name: Callable[[str], str]
    role: Callable[[str], str]
    href: Callable[[str], str]
    level: str
    explain: Callable[[str], str] = lambda area: ""


def quantile(ordered: Sequence[float], part: float) -> float:
    """Give the value below which a part of the ordered values lies, between neighbours in proportion.

    >>> quantile([1, 2, 3, 4], 0.5), quantile([5, 5], 0.25)
    (2.5, 5.0)
    """
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def draw_spread(ranking: Ranking, look: SpreadLook, wording: Wording) -> SpreadPanel | None:
    """Draw the spread of the ranked areas; None of fewer than five. What is not ranked has no place in it."""
    if len(ranking.ranked) < FEWEST:
        return None
    values = sorted(row.figure.value or 0.0 for row in ranking.ranked)
    ticks = round_ticks(values[0], values[-1], 4)
    scale = _Scale(ticks[0], ticks[-1])
    many = len(values) > MOST_DOTS
    columns = _columns(values, scale, look, wording) if many else ()
    dots = [] if many else _dots(ranking.ranked, scale, look, wording)
    deepest = max((dot.y for dot in dots), default=float(TALL))
    texts = _texts(values, ranking, look, wording)
    return SpreadPanel(
        text=texts,
        alt=wording.t("spread.alt", level=look.level, text=texts),
        height=round(deepest) + 20 + FOOT,
        dots=tuple(dots),
        columns=tuple(columns),
        ticks=tuple(zip(map(scale.x, ticks), _tick_texts(ticks, wording), strict=True)),
        median=scale.x(quantile(values, 0.5)),
        middle=(scale.x(quantile(values, 0.25)), scale.x(quantile(values, 0.75))),
        marked=tuple(
            _dot(row, scale.x(row.figure.value or 0.0), 0.0, look, wording)
            for row in ranking.ranked
            if look.role(row.area) not in ("other", "")
        ),
        marks=legend((row.figure for row in ranking.ranked), wording),
    )


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float

    def x(self, value: float) -> float:
        return round(2 + 96 * (value - self.low) / ((self.high - self.low) or 1.0), 2)


def _tick_texts(ticks: Sequence[float], wording: Wording) -> list[str]:
    decimals = tick_decimals(ticks)
    return [format_number(tick, decimals, wording.style) for tick in ticks]


def _texts(values: Sequence[float], ranking: Ranking, look: SpreadLook, wording: Wording) -> str:
    low, middle, high = (
        look.subject.expressed(quantile(values, part), look.how, wording) for part in (0.25, 0.5, 0.75)
    )
    said = wording.t("spread.text", count=len(values), level=look.level, low=low, median=middle, high=high)
    left_out = len(ranking.unranked)
    return said + (" " + wording.t.plural("spread.without", left_out) if left_out else "")


def _dot(row: Ranked, x: float, y: float, look: SpreadLook, wording: Wording) -> SpreadDot:
    text = f"{look.name(row.area)} {look.subject.expressed(row.figure.value or 0.0, look.how, wording)}"
    said = ", ".join(mark.short for mark in name_marks(row.figure, wording))
    return SpreadDot(
        area=row.area,
        x=x,
        y=y,
        role=look.role(row.area),
        text=f"{text} ({said})" if said else text,
        href=look.href(row.area),
        open=row.figure.status in ("P", "E", "F"),
        explain=look.explain(row.area),
    )


def _dots(rows: Sequence[Ranked], scale: _Scale, look: SpreadLook, wording: Wording) -> list[SpreadDot]:
    """Put each dot as high as it can stand without covering one that stands already; the chosen ones first."""
    levels: list[list[float]] = []
    dots = []
    for row in sorted(rows, key=lambda row: look.role(row.area) == "other"):
        x = scale.x(row.figure.value or 0.0)
        level = next((n for n, taken in enumerate(levels) if all(abs(at - x) >= STEP for at in taken)), len(levels))
        if level == len(levels):
            levels.append([])
        levels[level].append(x)
        dots.append(_dot(row, x, 14.0 + ROW * level, look, wording))
    return dots


def _columns(values: Sequence[float], scale: _Scale, look: SpreadLook, wording: Wording) -> tuple[Column, ...]:
    width = (scale.high - scale.low) / BINS
    counts = [0] * BINS
    for value in values:
        counts[min(BINS - 1, int((value - scale.low) / width))] += 1
    columns = []
    for at, count in enumerate(counts):
        low, high = scale.low + at * width, scale.low + (at + 1) * width
        ends = [look.subject.expressed(value, look.how, wording) for value in (low, high)]
        text = wording.t("spread.column", count=count, low=ends[0], high=ends[1])
        if count:
            columns.append(Column(scale.x(low), round(96 / BINS - 0.3, 2), round(TALL * count / max(counts), 1), text))
    return tuple(columns)
