"""A chart as a document: title and subtitle above it, statuses, source, release and address below. Always light."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from noaber.products.charts.scales import text_width
from noaber.products.charts.theme import FONT, INK, INK_SUBTLE, LINE, PAPER
from noaber.products.typefaces import Typefaces

MARGIN = 28
NOTE, NOTE_WASH = "#6b5000", "#fdf4d3"
SERIF = "'Noaber Serif', 'Source Serif 4', Georgia, serif"


@dataclass(frozen=True)
class Framing:
    """The words around a chart. `statuses` are (sign or glyph, words); `open` and `gap` are drawn as in the chart."""

    title: str
    subtitle: str
    statuses: Sequence[tuple[str, str]]
    source: str
    origin: Sequence[str]
    warning: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Style:
    """How lines of text are set: size and distance in pixels, colour, weight, typeface."""

    size: float
    leading: float
    color: str = INK
    weight: int = 400
    family: str = FONT


TITLE = Style(27, 33, INK, 600, SERIF)
SUBTITLE = Style(16, 22, INK_SUBTLE)
SMALL = Style(13, 18.5, INK_SUBTLE)
WARNING = Style(14, 20, NOTE, 600)


def frame_chart(chart: str, framing: Framing, width: int, typefaces: Typefaces | None = None) -> str:
    """Give the document as SVG: `chart` is an SVG of `width` less two margins; with the typefaces inside, if given."""
    inner = width - 2 * MARGIN
    parts: list[str] = []
    y = MARGIN + 4.0
    for text, style in ((framing.warning, WARNING), (framing.title, TITLE), (framing.subtitle, SUBTITLE)):
        y = _set_lines(parts, text, style, y, inner)
    y += 14
    parts.append(chart.replace("<svg ", f'<svg x="{MARGIN}" y="{y:g}" ', 1))
    y += _height(chart) + 18
    parts.append(f'<line x1="{MARGIN}" x2="{width - MARGIN}" y1="{y:g}" y2="{y:g}" stroke="{LINE}"/>')
    y += 10
    for sign, words in framing.statuses:
        parts.append(_glyph(sign, y))
        y = _set_lines(parts, words, SMALL, y, inner, 26)
    y += 4 if framing.statuses else 0
    for text in (framing.source, *framing.origin):
        y = _set_lines(parts, text, SMALL, y, inner)
    return _whole(parts, framing, width, round(y + MARGIN - 8), typefaces)


def _whole(parts: Sequence[str], framing: Framing, width: int, height: int, typefaces: Typefaces | None) -> str:
    words = escape(f"{framing.title}. {framing.alt}".strip())
    style = f"<style>{_faces(typefaces)}</style>" if typefaces else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" role="img"><title>{words}</title>{style}'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def _faces(typefaces: Typefaces) -> str:
    faces = (("Noaber Sans", "400"), ("Noaber Sans", "600"), ("Noaber Serif", "600"))
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f"src:url(data:font/woff2;base64,{b64encode(typefaces.woff2[_cut(family, weight)]).decode()})}}"
        for family, weight in faces
    )


def _cut(family: str, weight: str) -> str:
    return f"{family.casefold().replace(' ', '-')}-{weight}"


def _height(chart: str) -> float:
    found = re.search(r'<svg [^>]*\bheight="([\d.]+)"', chart)
    assert found is not None
    return float(found[1])


def _set_lines(parts: list[str], text: str, style: Style, y: float, width: float, indent: float = 0) -> float:
    """Add a text, in as many lines as it needs; gives where the next one begins."""
    for line in wrap_text(text, width - indent, style.size, style.weight > 400):
        parts.append(
            f'<text x="{MARGIN + indent:g}" y="{y + style.size:g}" font-family="{style.family}" '
            f'font-size="{style.size:g}" font-weight="{style.weight}" fill="{style.color}">{escape(line)}</text>'
        )
        y += style.leading
    return y


def wrap_text(text: str, width: float, size: float, bold: bool = False) -> Iterator[str]:
    """Give the lines of a text that fit a width; a word that is longer, as an address, is broken.

    >>> list(wrap_text("een twee drie", 60, 13))
    ['een twee', 'drie']
    """
    line = ""
    for word in _pieces(text, width, size, bold):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _pieces(text: str, width: float, size: float, bold: bool) -> Iterator[str]:
    fits = max(8, int(width / (0.57 * size * (1.06 if bold else 1.0))))
    for word in text.split():
        yield from (word[at : at + fits] for at in range(0, len(word), fits))


def _glyph(sign: str, y: float) -> str:
    """Draw the sign of a status as it stands in the chart: an open point, a gap in a line, else the sign itself."""
    middle = y + 8.5
    if sign == "open":
        return (
            f'<circle cx="{MARGIN + 8}" cy="{middle:g}" r="4" fill="{PAPER}" stroke="{INK_SUBTLE}" stroke-width="1.8"/>'
        )
    if sign == "gap":
        dash = f'stroke="{INK_SUBTLE}" stroke-width="2" stroke-dasharray="6 5"'
        return f'<line x1="{MARGIN}" x2="{MARGIN + 17}" y1="{middle:g}" y2="{middle:g}" {dash}/>'
    size = SMALL.size
    return (
        f'<text x="{MARGIN + 8}" y="{y + size:g}" text-anchor="middle" font-family="{FONT}" font-size="{size:g}" '
        f'font-weight="600" fill="{NOTE}">{escape(sign)}</text>'
    )
