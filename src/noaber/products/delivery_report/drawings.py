"""Small drawings within tables: the course of a figure over its usual range, and bars of what came in or was known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from noaber.methods.usual_range import UsualRange

WIDTH, HEIGHT, MARGIN = 120.0, 28.0, 4.0


@dataclass(frozen=True)
class Course:
    """Lines without a gap as points, the band of what is usual (y, height), and the last value (x, y) if it is there;
    in a box of 120 by 28."""

    lines: tuple[str, ...]
    band: tuple[float, float] | None
    dots: tuple[tuple[float, float], ...]
    last: tuple[float, float] | None


@dataclass(frozen=True)
class Bars:
    """Bars behind each other, from (x, width) in a box of 120 by 12; and a line at what is usual."""

    bars: tuple[tuple[float, float], ...]
    usual: float | None = None


def draw_course(values: Sequence[float | None], usual: UsualRange | None) -> Course | None:
    """Draw a figure from old to new; None where fewer than two values are known.

    >>> draw_course([1.0, 2.0, None, 3.0], None).lines
    ('4.0,24.0 41.3,14.0',)
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    bounds = [usual.low, usual.high] if usual else []
    low, high = min([*known, *bounds]), max([*known, *bounds])

    def place(at: int, value: float) -> tuple[float, float]:
        part = (value - low) / (high - low) if high > low else 0.5
        x = MARGIN + (WIDTH - 2 * MARGIN) * at / (len(values) - 1)
        return round(x, 1), round(HEIGHT - MARGIN - part * (HEIGHT - 2 * MARGIN), 1)

    dots = [place(at, value) if value is not None else None for at, value in enumerate(values)]
    band = None
    if usual:
        top, bottom = place(0, usual.high)[1], place(0, usual.low)[1]
        band = (top, round(bottom - top, 1))
    return Course(tuple(_lines(dots)), band, tuple(dot for dot in dots[:-1] if dot), dots[-1])


def _lines(dots: Sequence[tuple[float, float] | None]) -> list[str]:
    """Join neighbours; a gap parts the line."""
    lines: list[list[tuple[float, float]]] = []
    for before, after in pairwise(dots):
        if before and after:
            if lines and lines[-1][-1] == before:
                lines[-1].append(after)
            else:
                lines.append([before, after])
    return [" ".join(f"{x},{y}" for x, y in line) for line in lines]


def draw_bars(values: Sequence[float], most: float, usual: float | None = None) -> Bars:
    """Draw values that lie behind each other, the largest first drawn, on a scale up to `most`.

    >>> draw_bars([50.0, 100.0], 100.0).bars
    ((0.0, 120.0), (0.0, 60.0))
    """
    scale = WIDTH / most if most else 0.0
    bars = tuple((0.0, round(value * scale, 1)) for value in sorted(values, reverse=True))
    return Bars(bars, round(usual * scale, 1) if usual is not None else None)


def draw_steps(shares: Sequence[float]) -> Bars:
    """Draw shares of a whole that grow with each telling, as parts beside each other; what lies above one is cut.

    >>> draw_steps([0.9, 1.0]).bars
    ((0.0, 108.0), (108.0, 12.0))
    """
    ends = [min(max(share, 0.0), 1.0) * WIDTH for share in shares]
    reach, bars = 0.0, []
    for end in ends:
        bars.append((round(reach, 1), round(max(end - reach, 0.0), 1)))
        reach = max(reach, end)
    return Bars(tuple(bars))
