"""Answers kept in memory by release, address and query: a page is made once per release, then only sent.

Plain ASGI, around the whole application. Only complete answers with status 200 to GET and HEAD are kept. Also
here, because it is the same answer: the entity tag, `304 Not Modified`, compression, and no body for HEAD.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

from anyio.to_thread import current_default_thread_limiter

from noaber.products.choices import Choice
from noaber.web.answer_shelf import AnswerShelf, Kept

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PACKABLE = (b"text/", b"image/svg+xml", b"application/json", b"application/atom+xml")
LEAST_PACKED = 600
LARGEST_KEPT = 2_000_000
CHECKED = frozenset({field.name for field in fields(Choice)} | {"uitgave"})
"""The parameters of an indicator: what is none of their values is refused."""
MAKERS = 4
"""Answers made at the same time in one process; more would only keep each other, and what is ready, waiting."""


def cache_key(release: str, scope: Scope, policy: str = "public") -> str:
    """Give the key of an answer. Whatever may change the answer belongs here: also the host, because pages tell their
    own address. Only answers to who has not signed in come here, so there is one policy."""
    query = urlencode(sorted(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)))
    host = next((value for name, value in scope.get("headers", ()) if name == b"host"), b"").decode("latin-1")
    return "\0".join((release, policy, scope.get("scheme", ""), host, scope["path"], query))


def is_shared(scope: Scope) -> bool:
    """Say whether an answer may lie on disk: not where its address can hold what a reader typed, for pages repeat it.

    Either nothing is asked, or an indicator is, of which every parameter is checked before there is an answer.
    """
    names = {name for name, _ in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)}
    return not names or (scope["path"].split("/")[2:3] == ["cijfer"] and names <= CHECKED)


class ResponseCache:
    """Answers by key, the longest unused forgotten first. `release` names the release an answer is made from; `most` is
    in bytes; on the shelf lies what other processes have made."""

    def __init__(
        self, app: App, release: Callable[[Scope], str], most: int = 128_000_000, shelf: AnswerShelf | None = None
    ) -> None:
        self._app, self._release, self._most, self._shelf = app, release, most, shelf
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, else let the application answer and keep what it says."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        key = cache_key(self._release(scope), scope)
        shared = is_shared(scope)
        kept = self._find(key) or (self._fetch(key) if shared else None)
        if kept is None:
            current_default_thread_limiter().total_tokens = MAKERS
            recorder = _Recorder(send, scope["method"] == "HEAD")
            await _run(self._app, {**scope, "method": "GET", "extensions": {}}, receive, recorder)
            if recorder.passing:
                return
            kept = recorder.kept()
            if recorder.status != 200:
                await _send(send, recorder.status, list(kept.headers), b"" if scope["method"] == "HEAD" else kept.body)
                return
            self._keep(key, kept, shared)
        await _answer(kept, scope, send)

    def _find(self, key: str) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def _fetch(self, key: str) -> Kept | None:
        """Take an answer off the shelf into memory."""
        kept = self._shelf.find(key) if self._shelf else None
        if kept is not None:
            self._remember(key, kept)
        return kept

    def _keep(self, key: str, kept: Kept, shared: bool) -> None:
        told = dict(kept.headers)
        if kept.size > LARGEST_KEPT or b"no-store" in told.get(b"cache-control", b"") or b"set-cookie" in told:
            return
        self._remember(key, kept)
        if self._shelf and shared:
            self._shelf.keep(key, kept)

    def _remember(self, key: str, kept: Kept) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._kept[key] = kept
            self._size += kept.size - (before.size if before else 0)
            while self._size > self._most:
                self._size -= self._kept.popitem(last=False)[1].size


async def _run(app: App, scope: Scope, receive: Receive, recorder: _Recorder) -> None:
    """Let the application answer; if it fails after it has said so in a page, that page is the answer."""
    try:
        await app(scope, receive, recorder)
    except Exception:
        if not recorder.complete:
            raise


class _Recorder:
    """Takes an answer down instead of sending it; one of unknown or great length is passed on as it comes."""

    def __init__(self, send: Send, bare: bool) -> None:
        self.status = 500
        self.complete = False
        self.passing = False
        self._send, self._bare = send, bare
        self._headers: Headers = []
        self._body: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self._headers = message["status"], list(message.get("headers", []))
            length = dict(self._headers).get(b"content-length")
            self.passing = length is None or int(length) > LARGEST_KEPT
        elif message["type"] == "http.response.body":
            self.complete = not message.get("more_body", False)
            if not self.passing:
                self._body.append(message.get("body", b""))
        if self.passing:
            await self._send({**message, "body": b""} if self._bare and "body" in message else message)

    def kept(self) -> Kept:
        """Give the answer with its tag and its compressed form."""
        body = b"".join(self._body)
        headers = tuple((name.lower(), value) for name, value in self._headers if name.lower() != b"content-length")
        type = dict(headers).get(b"content-type", b"")
        ready = b"content-encoding" in dict(headers)
        packs = type.startswith(PACKABLE) and len(body) >= LEAST_PACKED and self.status == 200 and not ready
        packed = gzip.compress(body, 6, mtime=0) if packs else None
        etag = b'"' + hashlib.sha256(body).hexdigest()[:24].encode() + b'"'
        return Kept(headers, body, packed, etag)


async def _answer(kept: Kept, scope: Scope, send: Send) -> None:
    asked = {name: value for name, value in scope["headers"] if name in (b"if-none-match", b"accept-encoding")}
    packed = kept.packed is not None and b"gzip" in asked.get(b"accept-encoding", b"")
    headers: Headers = [*kept.headers, (b"etag", b"W/" + kept.etag)]
    if kept.packed is not None:
        headers.append((b"vary", b"accept-encoding"))
    if kept.etag in asked.get(b"if-none-match", b""):
        await _send(send, 304, [pair for pair in headers if pair[0] != b"content-type"], b"", length=False)
        return
    if packed:
        headers.append((b"content-encoding", b"gzip"))
    body = kept.packed if packed and kept.packed is not None else kept.body
    headers.append((b"content-length", str(len(body)).encode()))
    await _send(send, 200, headers, b"" if scope["method"] == "HEAD" else body, length=False)


async def _send(send: Send, status: int, headers: Headers, body: bytes, length: bool = True) -> None:
    if length:
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
