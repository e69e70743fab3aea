"""A document as one file that needs no other: style and letters within, no scripts, nothing fetched from anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from noaber.products.delivery_report.document import Document

FACES = {
    "noaber-serif-600": ("Noaber Serif", 600),
    "noaber-sans-400": ("Noaber Sans", 400),
    "noaber-sans-600": ("Noaber Sans", 600),
}


def render_document(view: Document, letters: Mapping[str, bytes]) -> str:
    """Write a document as HTML; `letters` are the typefaces as WOFF2, by name.

    The page itself says that nothing but its own style and letters may be loaded; the style is known by its hash.
    """
    style = "\n".join([*_faces(letters), _sheet(), _margins(view)])
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return _template().render(view=view, style=Markup(style), digest=digest)  # noqa: S704 - our own style


@cache
def _template() -> Template:
    loader = PackageLoader("noaber.products", "delivery_report")
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True).get_template(
        "report.html"
    )


@cache
def _sheet() -> str:
    return (resources.files("noaber.products.delivery_report") / "report.css").read_text("utf-8").strip()


def _faces(letters: Mapping[str, bytes]) -> list[str]:
    return [
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f'src:url("data:font/woff2;base64,{b64encode(letters[name]).decode()}") format("woff2")}}'
        for name, (family, weight) in FACES.items()
        if name in letters
    ]


def _margins(view: Document) -> str:
    """Give what stands below every printed page: what it is, and its number of how many."""
    before, _, after = view.page_of.partition("{number}")
    between, _, behind = after.partition("{count}")
    number = f"{quote(before)} counter(page) {quote(between)} counter(pages) {quote(behind)}"
    font = "font:8pt var(--noaber-font-family-text);color:#444"
    return (
        f"@page{{@bottom-left{{content:{quote(view.foot)};{font};width:78%}}"
        f"@bottom-right{{content:{number};{font};text-align:right}}}}"
    )


def quote(text: str) -> str:
    r"""Write a text as a string of a style sheet, in which nothing in it can end the string, the sheet or the page.

    >>> print(quote('a "b"</style>'))
    "a \22 b\22 \3c /style>"
    """
    escaped = "".join(f"\\{ord(sign):x} " if sign in '"\\<&\n\r\f' else sign for sign in text)
    return f'"{escaped}"'
