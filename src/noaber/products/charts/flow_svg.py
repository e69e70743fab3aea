"""A flow map as a picture of its own, in light colours, to be framed as a document."""

from __future__ import annotations

from xml.sax.saxutils import escape

from noaber.products.charts.flow_drawing import LINE as LEADING
from noaber.products.charts.flow_drawing import SIZE, FlowDrawing, Label, Ribbon
from noaber.products.charts.palette import ANCHORS, NO_FIGURE
from noaber.products.charts.theme import FONT, INK, INK_SUBTLE, OWN, PAPER

LAND, OWN_LAND = NO_FIGURE["light"], ANCHORS["light"]["a"][0]
WEIGHTS = {"own": 600, "met": 600, "far": 600}


def render_flow_map(drawing: FlowDrawing) -> str:
    """Give the drawing as SVG."""
    ground = "".join(
        f'<path d="{area.path}" fill="{OWN_LAND if area.own else LAND}" '
        f'stroke="{OWN if area.own else INK_SUBTLE}" stroke-width="{2 if area.own else 0.7}"/>'
        for area in drawing.ground
    )
    ribbons = "".join(_ribbon(ribbon) for ribbon in drawing.ribbons)
    centre = f'<circle cx="{drawing.centre[0]:.1f}" cy="{drawing.centre[1]:.1f}" r="4.5" fill="{INK}"/>'
    labels = "".join(_label(label) for label in drawing.labels)
    key = _ribbon(drawing.key) + _text(drawing.key.words, 108, drawing.key_y - 3, "start", 400, INK_SUBTLE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" height="{drawing.height}" '
        f'viewBox="0 0 {drawing.width} {drawing.height}">{ground}{ribbons}{centre}{labels}{key}</svg>'
    )


def _ribbon(ribbon: Ribbon) -> str:
    return f'<path d="{ribbon.path}" fill="{OWN}" fill-opacity="0.82" stroke="{PAPER}" stroke-width="0.5"/>'


def _label(label: Label) -> str:
    dot = f'<circle cx="{label.dot[0]:g}" cy="{label.dot[1]:g}" r="5" fill="{INK}"/>' if label.dot else ""
    color = INK_SUBTLE if label.role == "other" else INK
    lines = [
        _text(
            text, label.x, label.y + LEADING * at, label.anchor, WEIGHTS.get(label.role, 400) if not at else 400, color
        )
        for at, text in enumerate(label.lines)
    ]
    return dot + "".join(lines)


def _text(text: str, x: float, y: float, anchor: str, weight: int, color: str) -> str:
    """A word with a rim of paper, drawn twice: not every program knows how to draw the rim below the letters."""
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-family="{FONT}" font-size="{SIZE}" font-weight="{weight}"'
    rim = f'<text {place} fill="none" stroke="{PAPER}" stroke-width="3.5" stroke-linejoin="round">{escape(text)}</text>'
    return f'{rim}<text {place} fill="{color}">{escape(text)}</text>'
