"""From specification to picture. The renderer is loaded at the first picture: pages never wait for it."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from typing import Any

from noaber.products.charts.theme import dark_style
from noaber.products.typefaces import Typefaces


def render_svg(spec: dict[str, Any], typefaces: Typefaces | None = None) -> str:
    """Draw a specification as SVG with a title for screen readers and dark colours inside.

    Without `typefaces` the picture is drawn in what the system has.
    """
    svg = _renderer(typefaces.folder if typefaces else None).vegalite_to_svg(spec)
    head, _, rest = svg.partition(">")
    title = _escaped(str(spec.get("description", "")))
    return f'{head} role="img"><title>{title}</title><style>{face_rules(typefaces)}{dark_style()}</style>{rest}'


def draw_chart(spec: dict[str, Any], typefaces: Typefaces | None = None) -> str:
    """Draw a specification as bare SVG, to be framed as a document."""
    return str(_renderer(typefaces.folder if typefaces else None).vegalite_to_svg(spec))


def render_png(svg: str, typefaces: Typefaces | None = None, scale: float = 2.0) -> bytes:
    """Give a picture as PNG, with twice the pixels unless said otherwise."""
    return bytes(_renderer(typefaces.folder if typefaces else None).svg_to_png(svg, scale=scale))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def face_rules(typefaces: Typefaces | None) -> str:
    """Give the typeface as data in the picture: an image on a page cannot fetch the page's own."""
    faces = (("400", "noaber-sans-400"), ("600 700", "noaber-sans-600")) if typefaces else ()
    return "".join(_face(weight, b64encode(typefaces.woff2[name]).decode()) for weight, name in faces if typefaces)


def _face(weight: str, data: str) -> str:
    source = f"src:url(data:font/woff2;base64,{data})"
    return f'@font-face{{font-family:"Noaber Sans";font-weight:{weight};{source}}}'


@lru_cache(maxsize=4)
def _renderer(folder: Path | None) -> Any:
    """Load the renderer and the typeface it measures labels with, once."""
    import vl_convert

    if folder is not None:
        vl_convert.register_font_directory(str(folder))
    return vl_convert
