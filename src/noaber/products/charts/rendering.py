"""From specification to picture. The renderer is loaded at the first picture: pages never wait for it."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from importlib import resources
from typing import Any

from noaber.products.charts.theme import dark_style


def render_svg(spec: dict[str, Any]) -> str:
    """Draw a specification as SVG with a title for screen readers and dark colours inside."""
    svg = _renderer().vegalite_to_svg(spec)
    head, _, rest = svg.partition(">")
    title = _escaped(str(spec.get("description", "")))
    return f'{head} role="img"><title>{title}</title><style>{_typeface()}{dark_style()}</style>{rest}'


def render_png(spec: dict[str, Any], scale: float = 2.0) -> bytes:
    """Draw a specification as PNG on white, for documents."""
    return bytes(_renderer().vegalite_to_png({**spec, "background": "white"}, scale=scale))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=1)
def _typeface() -> str:
    """The typeface as data in the picture: an image on a page cannot fetch the page's own."""
    folder = resources.files("noaber.products.charts") / "fonts"
    faces = ""
    for weight, name in (("400", "noaber-sans-400.woff2"), ("600 700", "noaber-sans-600.woff2")):
        data = b64encode((folder / name).read_bytes()).decode()
        faces += (
            f'@font-face{{font-family:"Noaber Sans";font-weight:{weight};'
            f"src:url(data:font/woff2;base64,{data})}}"
        )
    return faces


@lru_cache(maxsize=1)
def _renderer() -> Any:
    """Load the renderer and the typeface it measures labels with, once."""
    import vl_convert

    with resources.as_file(resources.files("noaber.products.charts") / "fonts") as folder:
        vl_convert.register_font_directory(str(folder))
    return vl_convert
