"""Headers that keep a browser from doing more than the house asks of it: sent with every answer."""

from __future__ import annotations

import re

from noaber.web.response_cache import App, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; style-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'self'"
)
"""A page runs only the house's own files, and they ask only this site."""
EMBEDDED_POLICY = PAGE_POLICY.replace("frame-ancestors 'self'", "frame-ancestors *")
"""A panel that is made to be shown on other sites; the only pages that may."""
EMBEDDED = re.compile(r"/(?:nl|de|en)/ingesloten/")
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'self'"
"""A picture opened by itself brings its own colours and typeface along, and nothing that runs."""
ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), interest-cohort=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
STAY_SECURE = (b"strict-transport-security", b"max-age=31536000")
"""For a year a browser asks for this site over https only. Other sites under the same name are left alone."""
DATA = (".json", ".csv")
ANYWHERE = (b"access-control-allow-origin", b"*")
"""What programs read is public: the pages of others may ask for it too. From an answer to somebody who has signed in
this is taken away again."""


class SecurityHeaders:
    """Plain ASGI: adds the headers to what the application answers. A site is `secure` whose address is one of https,
    also where a proxy before it is what speaks https."""

    def __init__(self, app: App, secure: bool = False) -> None:
        self._app, self._secure = app, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer, with the headers added."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        shown_elsewhere = EMBEDDED.match(scope["path"]) and scope.get("noaber.visitor") is None
        page_policy = EMBEDDED_POLICY if shown_elsewhere else PAGE_POLICY

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                type = next((value for name, value in headers if name.lower() == b"content-type"), b"")
                policy = PICTURE_POLICY if type.startswith(b"image/svg+xml") else page_policy
                headers += [(b"content-security-policy", policy.encode()), *ALWAYS]
                headers += [STAY_SECURE] if self._secure or scope.get("scheme") == "https" else []
                headers += [ANYWHERE] if scope["path"].endswith(DATA) else []
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, send_with)
