"""The dots of a spread written as SVG: dozens to hundreds on a page, each a link with its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

QUOTED = {'"': "&quot;"}
RADIUS = {"other": "6"}
MARKED_RADIUS = "6.5"


@dataclass(frozen=True)
class SpreadDot:
    """One area: place across in percent, place down in pixels, its role, and its name with its value and status; an
    open dot is provisional, estimated or a forecast. `explain` is the address of its value's explanation."""

    area: str
    x: float
    y: float
    role: str
    text: str
    href: str
    open: bool = False
    explain: str = ""


def dots_svg(dots: Iterable[SpreadDot], floor: int) -> str:
    """Give dots standing on a floor, so many pixels down; those that are marked last, over the others."""
    return "".join(_dot(dot, floor) for dot in sorted(dots, key=lambda dot: dot.role != "other"))


def _dot(dot: SpreadDot, floor: int) -> str:
    href = f' href="{escape(dot.href, QUOTED)}" tabindex="-1"' if dot.href else ""
    kind = ' class="open"' if dot.open else ""
    return (
        f'<a class="r-{dot.role}" data-area="{escape(dot.area, QUOTED)}"{href}>'
        f'<circle cx="{dot.x}%" cy="{floor - dot.y}" r="{RADIUS.get(dot.role, MARKED_RADIUS)}"{kind}>'
        f"<title>{escape(dot.text)}</title></circle></a>"
    )
