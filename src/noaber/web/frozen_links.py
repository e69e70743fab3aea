"""Frozen pages: one release for ever. `uitgave=<release id>` in an address asks for it; links there lead on to it.

Every link of the site is frozen where a page is written, so that no page has to remember it. A link that leaves the
frozen release on purpose is marked `data-living`.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode

from noaber.web.response_cache import App, Message, Receive, Scope, Send

PARAMETER = "uitgave"
PAGE_FOREVER = b"public, max-age=86400, stale-while-revalidate=604800"
FILE_FOREVER = b"public, max-age=31536000, immutable"
ATTRIBUTE = re.compile(r'(?<!data-living) (href|src|srcset|action|data-[a-z-]+)="(/(?:nl|de|en)(?:/[^"]*)?)"')
FORM = re.compile(r"<form\b[^>]*>")


def frozen_id(query: str) -> str:
    """Give the release that an address asks for, empty where it asks for the newest.

    >>> frozen_id("van=2012&uitgave=2026-01-01-abc"), frozen_id("van=2012")
    ('2026-01-01-abc', '')
    """
    return dict(parse_qsl(query)).get(PARAMETER, "") if PARAMETER in query else ""


def without_release(query: str) -> str:
    """Give the same parameters without a release: those of the living page.

    >>> without_release("van=2012&uitgave=2026-01-01-abc")
    'van=2012'
    """
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != PARAMETER]
    return urlencode(kept, safe=",;=@.")


def with_query(path: str, query: str) -> str:
    """Give the address of a page with its parameters."""
    return path + (f"?{query}" if query else "")


def freeze_address(address: str, release: str, join: str = "&") -> str:
    """Give the address of the same page in one release.

    >>> freeze_address("/nl/cijfer/x?van=2012#kaart", "r1"), freeze_address("/nl/", "r1")
    ('/nl/cijfer/x?van=2012&uitgave=r1#kaart', '/nl/?uitgave=r1')
    """
    page, mark, place = address.partition("#")
    if f"{PARAMETER}=" in page.partition("?")[2]:
        return address
    return f"{page}{join if '?' in page else '?'}{PARAMETER}={quote(release)}{mark}{place}"


def freeze_page(page: str, release: str) -> str:
    """Give a page whose links and forms lead to pages of the same release.

    >>> freeze_page('<a href="/nl/?a=1">x</a> <a data-living href="/nl/">y</a>', "r1")
    '<a href="/nl/?a=1&amp;uitgave=r1">x</a> <a data-living href="/nl/">y</a>'
    """

    def frozen(found: re.Match[str]) -> str:
        if found[1] != "srcset":
            return f' {found[1]}="{freeze_address(found[2], release, "&amp;")}"'
        parts = [part.partition(" ") for part in re.split(r",\s+", found[2])]
        pictures = [f"{freeze_address(address, release, '&amp;')}{gap}{size}" for address, gap, size in parts]
        return f' srcset="{", ".join(pictures)}"'

    hidden = f'<input type="hidden" name="{PARAMETER}" value="{quote(release)}">'
    return FORM.sub(lambda form: form[0] + hidden, ATTRIBUTE.sub(frozen, page))


class FrozenLinks:
    """Plain ASGI: a frozen answer may be kept long, and one that sends on stays frozen."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer, with the headers of a frozen answer where it is one."""
        release = frozen_id(scope["query_string"].decode("latin-1")) if scope["type"] == "http" else ""
        if not release:
            await self._app(scope, receive, send)
            return

        async def send_frozen(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _frozen_headers(message, release)}
            await send(message)

        await self._app(scope, receive, send_frozen)


def _frozen_headers(message: Message, release: str) -> list[tuple[bytes, bytes]]:
    headers = {name.lower(): value for name, value in message.get("headers", [])}
    place = headers.get(b"location", b"").decode("latin-1")
    if place.startswith("/"):
        headers[b"location"] = freeze_address(place, release).encode("latin-1")
    if message["status"] == 200 and b"no-store" not in headers.get(b"cache-control", b""):
        page = headers.get(b"content-type", b"").startswith(b"text/html")
        headers[b"cache-control"] = PAGE_FOREVER if page else FILE_FOREVER
    return list(headers.items())
