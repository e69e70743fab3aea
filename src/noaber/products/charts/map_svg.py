"""A map written as SVG: as parts of a page, as a picture by itself, and bare for a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from noaber.products.charts.map_drawing import ABSENCES, LEADING, SIZE, LegendEntry, MapArea, MapDrawing, MapLabel
from noaber.products.charts.map_ground import SPAN, Ground
from noaber.products.charts.map_style import picture_css
from noaber.products.charts.rendering import face_rules
from noaber.products.charts.scales import text_width
from noaber.products.charts.theme import FONT
from noaber.products.typefaces import Typefaces

NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
QUOTED = {'"': "&quot;"}
KEY_ROW, KEY_SIZE, KEY_WIDTH = 22, 12.5, 18
CELL = 26  # units of the ground in which a pattern repeats itself
STROKES = {
    "hidden": "M0 0L26 26M-4 22L4 30M22 -4L30 4",
    "missing": "M13 12.5v1",
    "break": "M0 26L26 0M-4 4L4 -4M22 30L30 22",
    "base": "M0 13H26",
    "outside": "M13 0V26",
}
"""What marks the reasons for no number apart: lines this way and that, dots."""


# -- parts of a page ------------------------------------------------------------------------------------------------


def page_map(drawing: MapDrawing) -> str:
    """Give the map as two drawings over each other: shapes that grow with their room, and names that do not."""
    marks = "".join(_linked(area, drawing.ground.paths[area.id]) for area in drawing.areas) + _overlays(drawing)
    names = "".join(map(_page_label, drawing.labels))
    return (
        f'<svg class="map-ground" viewBox="0 0 {SPAN} {drawing.ground.height}" aria-hidden="true" focusable="false">'
        f'{marks}</svg><svg class="map-names" width="100%" height="100%" aria-hidden="true" focusable="false">'
        f"{names}</svg>"
    )


def loose_map(drawing: MapDrawing) -> str:
    """Give the same as a file, to be fetched into a page that has the style and the patterns."""
    return f"<svg {NAMESPACE}>{page_map(drawing)}</svg>"


def pattern_defs(prefix: str = "map") -> str:
    """Give the patterns of the reasons for no number; `prefix` keeps those of a legend apart from those of a map."""
    return f"<defs>{''.join(_pattern(f'{prefix}-{absence}', STROKES[absence]) for absence in ABSENCES)}</defs>"


def key_swatch(entry: LegendEntry) -> str:
    """Give the sample of a legend entry for a page."""
    box = f'<path {_fill(entry.tone, "key")} d="M1 1h52v34H1z"/>'
    return f'<svg class="map-key" width="{KEY_WIDTH}" height="12" viewBox="0 0 54 36" aria-hidden="true">{box}</svg>'


def _linked(area: MapArea, path: str) -> str:
    link = f' href="{escape(area.href, QUOTED)}" tabindex="-1"' if area.href else ""
    rank = f' data-rank="{area.rank}"' if area.rank else ""
    return (
        f'<a data-area="{escape(area.id, QUOTED)}"{rank} class="r-{area.role}"{link}>'
        f'<title>{escape(area.words)}</title><path {_fill(area.tone)} d="{path}"/></a>'
    )


def _page_label(label: MapLabel) -> str:
    bounds = [f"f{label.since}"] * bool(label.since) + [f"u{label.until}"] * bool(label.until)
    return _text(label, f"{label.x:g}%", f"{label.y:g}%", " ".join((label.ink, *bounds)))


# -- pictures -------------------------------------------------------------------------------------------------------


def picture_height(ground: Ground, width: int) -> int:
    """Give the height in pixels of a picture that is so many pixels wide."""
    return round(ground.height * width / SPAN)


def map_picture(drawing: MapDrawing, width: int, typefaces: Typefaces | None = None) -> str:
    """Give the map as a picture for a page that tells the legend itself; it turns dark where the screen is."""
    pixel = SPAN / width
    dark = f"@media (prefers-color-scheme:dark){{{picture_css('dark', pixel)}}}"
    style = f"<style>{face_rules(typefaces)}{picture_css('light', pixel)}{dark}</style>"
    head = f"<title>{escape(drawing.plan.alt)}</title>{style}{pattern_defs()}"
    return _whole(width, picture_height(drawing.ground, width), head + _picture(drawing, width))


def bare_map(drawing: MapDrawing, width: int) -> str:
    """Give the map with its legend as bare SVG, always light, to be framed as a document."""
    rows, top = _key_rows(drawing.plan.legend, width), picture_height(drawing.ground, width) + 10
    head = f"<style>{picture_css('light', SPAN / width)}</style>{pattern_defs()}{pattern_defs('key')}"
    key = "".join(_key_entry(entry, x, top + KEY_ROW * index) for index, row in enumerate(rows) for x, entry in row)
    return _whole(width, top + KEY_ROW * len(rows), head + _picture(drawing, width) + key)


def _whole(width: int, height: int, content: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg {NAMESPACE} {size} role="img" font-family="{FONT}">{content}</svg>'


def _picture(drawing: MapDrawing, width: int) -> str:
    height = picture_height(drawing.ground, width)
    shapes = "".join(f'<path {_fill(area.tone)} d="{drawing.ground.paths[area.id]}"/>' for area in drawing.areas)
    labels = "".join(
        _text(label, f"{label.x * width / 100:.1f}", f"{label.y * height / 100:.1f}", label.ink)
        for label in drawing.labels_at(width)
    )
    ground = f'<g class="map-ground" transform="scale({width / SPAN:.5f})">{shapes}{_overlays(drawing)}</g>'
    return f'{ground}<g class="map-names">{labels}</g>'


def _key_rows(legend: Sequence[LegendEntry], width: int) -> list[list[tuple[float, LegendEntry]]]:
    """Lay the legend out in rows that fit."""
    rows: list[list[tuple[float, LegendEntry]]] = [[]]
    x = 0.0
    for entry in legend:
        needed = KEY_WIDTH + 24 + text_width(_key_text(entry), KEY_SIZE)
        if x + needed > width and rows[-1]:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry))
        x += needed
    return rows


def _key_text(entry: LegendEntry) -> str:
    return f"{entry.text} ({entry.count})"


def _key_entry(entry: LegendEntry, x: float, y: int) -> str:
    box = f'<path {_fill(entry.tone, "key")} d="M1 1h52v34H1z"/>'
    text = f'<text class="map-entry" x="{x + KEY_WIDTH + 6:.1f}" y="{y + 12.5}" font-size="{KEY_SIZE}">'
    sample = f'<g class="map-key" transform="translate({x:.1f} {y + 2}) scale(.333)">{box}</g>'
    return f"{sample}{text}{escape(_key_text(entry))}</text>"


# -- what all have --------------------------------------------------------------------------------------------------


def _fill(tone: str, prefix: str = "map") -> str:
    return f'fill="url(#{prefix}-{tone})"' if tone in ABSENCES else f'class="{tone}"'


def _overlays(drawing: MapDrawing) -> str:
    """Outlines of the areas above the level, and over them those of chosen areas in the colour of their role."""
    paths = drawing.ground.paths
    over = "".join(f'<path class="map-over" d="{path}"/>' for path in drawing.ground.outlines)
    chosen = "".join(
        f'<path class="map-halo" d="{paths[a.id]}"/><path class="map-chosen r-{a.role}" d="{paths[a.id]}"/>'
        for a in drawing.chosen
    )
    return over + chosen


def _text(label: MapLabel, x: str, y: str, style: str) -> str:
    middle = SIZE * 0.35 - LEADING * (len(label.lines) - 1) / 2
    first = -SIZE * 0.6 if label.above else middle
    lines: Iterable[str] = (
        f'<tspan x="{x}" dy="{first if not at else LEADING:.1f}">{escape(line)}</tspan>'
        for at, line in enumerate(label.lines)
    )
    return f'<text class="{style}" x="{x}" y="{y}">{"".join(lines)}</text>'


def _pattern(id: str, strokes: str) -> str:
    width = 5 if "v1" in strokes else 2.6
    return (
        f'<pattern id="{id}" width="{CELL}" height="{CELL}" patternUnits="userSpaceOnUse">'
        f'<rect class="map-plain" width="{CELL}" height="{CELL}"/>'
        f'<path class="map-hatch" stroke-width="{width}" stroke-linecap="square" d="{strokes}"/></pattern>'
    )
