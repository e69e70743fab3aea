"""Style sheets, modules, fonts and icons: read and packed once, addressed by their content so that they may be kept."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.typefaces import Typefaces

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class StaticFile:
    """One file as it is sent: plain and, where that helps, compressed."""

    type: str
    body: bytes
    packed: bytes | None


class StaticFiles:
    """The files of the package, the typefaces and, optionally, a region's own style sheet laid over them."""

    def __init__(self, style: Path | None = None, typefaces: Typefaces | None = None) -> None:
        root = resources.files("noaber.web") / "static"
        self._files = {name: _file(name, entry.read_bytes()) for name, entry in sorted(_walk(root))}
        self._files |= {f"style-{theme}.css": _file(".css", fixed) for theme, fixed in _fixed_styles(self._files)}
        for name, data in sorted(typefaces.woff2.items()) if typefaces else ():
            self._files[f"fonts/{name}.woff2"] = _file(f"{name}.woff2", data)
        if style is not None and style.is_file():
            self._files["eigen.css"] = _file("eigen.css", style.read_bytes())
        whole = hashlib.sha256()
        for name, file in self._files.items():
            whole.update(name.encode() + b"\0" + file.body)
        self.version = whole.hexdigest()[:12]

    def href(self, name: str) -> str:
        """Give the address of a file; KeyError where there is none, so that a template cannot misspell it."""
        self._files[name]
        return f"/statisch/{self.version}/{name}"

    @property
    def fonts(self) -> tuple[str, ...]:
        """The addresses of the typefaces: fetched at once, for a page does without what comes after it is painted."""
        return tuple(map(self.href, (name for name in self._files if name.endswith(".woff2"))))

    @property
    def own_style(self) -> str:
        """Address of the region's own style sheet, empty where it has none."""
        return self.href("eigen.css") if "eigen.css" in self._files else ""

    def respond(self, request: Request) -> Response:
        """Send a file; an address of an older version gets the present file, but may not be kept."""
        file = self._files.get(request.path_params["name"])
        if file is None:
            return Response("", 404, media_type="text/plain")
        now = request.path_params["version"] == self.version
        headers = {"cache-control": FOREVER if now else "public, max-age=60", "vary": "accept-encoding"}
        packed = file.packed is not None and "gzip" in request.headers.get("accept-encoding", "")
        if packed:
            headers["content-encoding"] = "gzip"
        body = file.packed if packed else file.body
        return Response(body, headers=headers, media_type=file.type)


FIXED = {"licht": ("light", "dark"), "donker": ("dark", "light")}
"""Colours that do not follow the reader's system, as a page on another site may want: the scheme, and the other."""


def _fixed_styles(files: Mapping[str, StaticFile]) -> Iterator[tuple[str, bytes]]:
    """Give the style sheet as it is in one scheme only: the rules of that scheme always, those of the other never."""
    text = files["style.css"].body.decode("utf-8")
    for theme, (scheme, other) in FIXED.items():
        fixed = text.replace("color-scheme:light dark", f"color-scheme:{scheme}")
        fixed = fixed.replace(f"(prefers-color-scheme:{scheme})", "(min-width:0)")
        yield theme, fixed.replace(f"(prefers-color-scheme:{other})", "not all").encode()


def _walk(folder: Traversable, before: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _walk(entry, f"{before}{entry.name}/")
        elif "." + entry.name.rpartition(".")[2] in TYPES:
            found.append((before + entry.name, entry))
    return found


def _file(name: str, body: bytes) -> StaticFile:
    type = TYPES["." + name.rpartition(".")[2]]
    packed = None if type == "font/woff2" else gzip.compress(body, 9, mtime=0)
    return StaticFile(type, body, packed)
