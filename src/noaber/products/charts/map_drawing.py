"""The drawing of a map: every area with its tone or the reason it has none, labels where they fit, chosen areas
outlined. One drawing for the page, for pictures and for documents; `map_svg` writes it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from noaber.products.charts.label_spots import Spot
from noaber.products.charts.map_ground import SPAN, Ground
from noaber.products.charts.palette import strength
from noaber.products.charts.scales import text_width

ABSENCES = ("hidden", "missing", "break", "base", "outside")
STEPS = (0, 320, 360, 400, 440, 480, 520, 560, 600, 640, 700, 760, 900, 1100, 1400, 1800, 2400, 3200, 4800)
"""Widths of a map in pixels from which a label may be shown; the larger ones are reached by zooming in."""
BEYOND = 1_000_000  # wider than any map
NARROW = 400  # a name that needs a wider map than this stands above its shape, so that it does not cover it
TOP = 12  # percent of the height above which there is no room for that
CROWDED, CROWDED_FROM = 100, 900
"""Of more areas than this only some large ones would have room for a label, which says nothing: from this width on."""
OVER = 1.4
"""How far a name may reach over the borders of its area: so many times the room in it."""
SIZE, LEADING = 13.5, 15.5


@dataclass(frozen=True)
class MapArea:
    """One area of a map. `tone` is that of its class or the reason why it has no number; `value` the number as it is
    labelled; `sign` stands for a status that not all areas share; `words` tell all of it;
    a `rank` of 0 is none."""

    id: str
    name: str
    tone: str
    value: str
    words: str
    role: str = "other"
    href: str = ""
    sign: str = ""
    rank: int = 0


@dataclass(frozen=True)
class LegendEntry:
    """One entry of the legend: tone or absence, what it means, and of how many areas."""

    tone: str
    text: str
    count: int


@dataclass(frozen=True)
class MapPlan:
    """What a map shows: areas, legend, a note on its colours, and the words for who cannot see it."""

    areas: Sequence[MapArea]
    legend: Sequence[LegendEntry]
    alt: str
    note: str = ""


@dataclass(frozen=True)
class MapLabel:
    """Lines of text in an area, or above it where it is too small, shown on maps from `since` up to `until` pixels
    wide; `ink` suits what lies under."""

    area: str
    x: float
    y: float
    lines: tuple[str, ...]
    ink: str
    since: int = 0
    until: int = 0
    above: bool = False


@dataclass(frozen=True)
class MapDrawing:
    """Everything a map consists of; places in units of the ground, those of labels in percent."""

    plan: MapPlan
    ground: Ground
    areas: tuple[MapArea, ...]
    chosen: tuple[MapArea, ...]
    labels: tuple[MapLabel, ...]

    def labels_at(self, width: int) -> list[MapLabel]:
        """Give the labels that fit on a map so many pixels wide."""
        return [label for label in self.labels if label.since <= width and (not label.until or width < label.until)]


def draw_map(plan: MapPlan, ground: Ground) -> MapDrawing:
    """Lay a plan over its ground; areas without a shape are left out."""
    areas = tuple(area for area in plan.areas if area.id in ground.paths)
    chosen = sorted((a for a in areas if a.role != "other"), key=lambda a: (a.role == "own", a.role))
    least = CROWDED_FROM if len(areas) > CROWDED else 0
    labels = [label for area in areas for label in _labels(area, ground.spots[area.id], ground.height, least)]
    return MapDrawing(plan, ground, areas, tuple(chosen), tuple(labels))


def _labels(area: MapArea, spot: Spot, height: int, least: int) -> Iterable[MapLabel]:
    """Name and value where they fit, on smaller maps the name, then the name over its border where there are few areas,
    on the smallest the sign of a status; of a chosen area always the name. A value without its name says too little."""
    x, y = round(100 * spot.x / SPAN, 2), round(100 * spot.y / height, 2)
    value = f"{area.value} {area.sign}".strip()
    inside = "k0" if area.tone in ABSENCES else f"k{strength(area.tone)}"
    ways = _named(area.name)
    whole = min(((*name, value) for name in ways), key=lambda lines: _needed(lines, spot))
    bare = min(ways, key=lambda lines: _needed(lines, spot))
    tiers = [(max(least, _since(whole, spot)), whole, inside)]
    if area.role != "other":
        tiers.append((0, (area.name,), "k0"))
    else:
        tiers += [
            (max(least, _since(bare, spot)), bare, inside),
            *([] if least else [(_since(bare, spot, OVER), bare, "k0")]),
            *([(0, (area.sign,), inside)] if area.sign else ()),
        ]
    small = _needed((area.name,), spot) > NARROW and y > TOP
    until = BEYOND
    for since, lines, ink in tiers:
        if since < until:
            above = small and ink == "k0" and not since
            at = round(100 * (spot.y - spot.radius) / height, 2) if above else y
            yield MapLabel(area.id, x, at, lines, ink, since, 0 if until == BEYOND else until, above)
            until = since


def _named(name: str) -> list[tuple[str, ...]]:
    """Give the ways to write a name: on one line, or broken at the space nearest to its middle."""
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    if not spaces:
        return [(name,)]
    at = min(spaces, key=lambda place: abs(place - len(name) / 2))
    return [(name,), (name[:at], name[at + 1 :])]


@lru_cache(maxsize=20_000)
def _across(line: str) -> float:
    return text_width(line, SIZE, True)


def _needed(lines: Sequence[str], spot: Spot) -> float:
    """Give the width of a map in pixels at which lines fit in a shape."""
    across = max(map(_across, lines))
    return SPAN * max(across / max(1, 0.84 * spot.width), LEADING * len(lines) / max(1.0, 1.6 * spot.radius))


def _since(lines: Sequence[str], spot: Spot, over: float = 1) -> int:
    at = bisect_left(STEPS, _needed(lines, spot) / over)
    return STEPS[at] if at < len(STEPS) else BEYOND
