"""Addresses longer than any choice can be are refused before anything looks at them."""

from __future__ import annotations

from noaber.web.response_cache import App, Receive, Scope, Send

LONGEST = 2000


class AddressLimit:
    """Plain ASGI: marks a request whose address is too long, so that the application can say so in words."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Cut a too long address down to the page that says so."""
        if scope["type"] == "http" and len(scope["path"]) + len(scope["query_string"]) > LONGEST:
            language = scope["path"][1:3] if scope["path"][1:3] in ("nl", "de", "en") else "nl"
            path = f"/{language}/te-lang" + (".json" if scope["path"].endswith(".json") else "")
            scope = {**scope, "path": path, "raw_path": path.encode(), "query_string": b""}
        await self._app(scope, receive, send)
