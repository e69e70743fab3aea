"""Who asks: the session of a request, the sight that comes with it, and what is noted of every answer.

Plain ASGI, around everything else. Whoever has not signed in is answered from what is kept; nobody else ever is, and
no answer to anybody else is kept, here or in the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request

from noaber.access.accounts import Account
from noaber.access.audit import log
from noaber.access.desk import Desk
from noaber.access.refusals import log_few, mark_place
from noaber.access.rights import duties_of, sight_of
from noaber.access.sessions import Session, find_session, was_session
from noaber.vocabulary.sights import PUBLIC, Sight
from noaber.warehouse.reading import Reading, begin_reading, end_reading
from noaber.web.response_cache import App, Message, Receive, Scope, Send

COOKIE = "__Host-noaber"
GONE = f"{COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
OPEN = ("/statisch/", "/robots.txt")
"""What is the same for everybody and says nothing of figures."""
OWN_PAGES = frozenset({"inloggen", "uitloggen", "wachtwoord", "account", "toegang", "beheer", "logboek"})
"""First parts of addresses that are made for one visitor, signed in or not."""
DESKS = 4
"""Visitors looked up, and answers logged, at the same time in one process."""
REFUSALS = (400, 403, 404, 405, 414, 429)
REFUSALS_OF_NOBODY = (403, 404, 405, 414)
"""The same for who has not signed in: a form that was filled in wrongly is none, and of too many attempts the desk
tells itself."""
UNSENT = (b"cache-control", b"etag", b"access-control-allow-origin")
PRIVATE = [
    (b"cache-control", b"private, no-store"), (b"vary", b"cookie"), (b"cross-origin-resource-policy", b"same-origin"),
]  # fmt: skip


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session. Before the second factor it is not `whole`, and sees and may no more than everybody."""

    session: Session
    sight: Sight
    duties: frozenset[str]

    @property
    def account(self) -> Account:
        """Whose session it is."""
        return self.session.account

    @property
    def whole(self) -> bool:
        """Whether the second factor was given, where one is needed."""
        return self.session.whole


def visitor_of(request: Request) -> Visitor | None:
    """Give who asks; None of who has no session."""
    visitor: Visitor | None = request.scope.get("noaber.visitor")
    return visitor


def signed_in(request: Request) -> Visitor | None:
    """Give who asks with a whole session."""
    visitor = visitor_of(request)
    return visitor if visitor and visitor.whole else None


def sight_of_request(request: Request) -> Sight:
    """Give what may be seen."""
    visitor = signed_in(request)
    return visitor.sight if visitor else PUBLIC


def address_of(scope: Scope, proxies: int) -> str:
    """Give the address of a visitor: the one the server sees, or, behind so many proxies of our own, the one that the
    outermost of them saw.

    >>> address_of({"client": ("10.0.0.1", 1), "headers": [(b"x-forwarded-for", b"6.6.6.6, 192.0.2.1")]}, 1)
    '192.0.2.1'
    """
    seen = (scope.get("client") or ("",))[0]
    told = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    chain = [part.strip() for part in ",".join(told).split(",") if part.strip()]
    return chain[-proxies] if proxies and len(chain) >= proxies else str(seen)


def read_cookies(scope: Scope) -> Mapping[str, str]:
    """Give the cookies of a request; none where they cannot be read."""
    told = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(told).items()}
    except CookieError:
        return {}


def own_part(path: str) -> str:
    """Give which of the pages for one visitor an address is of, by the part of it that names it; empty of all others.

    >>> own_part("/nl/beheer/account/1"), own_part("/inloggen/terug"), own_part("/nl/logboek.csv"), own_part("/nl/zoek")
    ('beheer', 'inloggen', 'logboek', '')
    """
    parts = path.split("/")
    named = parts[2].partition(".")[0] if len(parts) > 2 else ""
    return "inloggen" if parts[1] == "inloggen" else named if named in OWN_PAGES else ""


def is_own(path: str) -> bool:
    """Say whether an address is made for one visitor."""
    return bool(own_part(path))


def told_page(path: str) -> str:
    """Give the address of a page as the log tells it: without the token of a one-time link.

    >>> told_page("/nl/wachtwoord/abc"), told_page("/nl/cijfer/inhabitants")
    ('/nl/wachtwoord', '/nl/cijfer/inhabitants')
    """
    return path[:300] if own_part(path) != "wachtwoord" else "/".join(path.split("/")[:3])[:300]


def note_refusal(request: Request, why: str) -> None:
    """Note why a request is refused, for the log: `sign-in-first`, or a `form` of another page or site."""
    request.scope.get("noaber.refused", []).append(why)


class Doorkeeper:
    """Lets visitors in: to the answers that are kept, or, with a session, to those that are made for them alone."""

    def __init__(self, kept: App, made: App, desk: Desk, proxies: int = 0) -> None:
        self._kept, self._made, self._desk, self._proxies = kept, made, desk, proxies
        self._limiter = CapacityLimiter(DESKS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find out who asks, and see to it that what is given out is logged before it goes."""
        if scope["type"] != "http" or scope["path"].startswith(OPEN):
            await self._kept(scope, receive, send)
            return
        scope = {**scope, "noaber.address": address_of(scope, self._proxies)}
        token = read_cookies(scope).get(COOKIE, "")
        visitor = await self._find(token, scope["noaber.address"])
        reading, mark = begin_reading()
        try:
            if visitor is None and not is_own(scope["path"]) and scope["method"] in ("GET", "HEAD"):
                await self._kept(scope, receive, partial(_send_kept, send, bool(token)))
            else:
                answer = _Answer(self._desk, scope, visitor, reading, send, bool(token), self._limiter)
                scope = {**scope, "noaber.visitor": visitor, "noaber.refused": answer.why}
                await self._made(scope, receive, answer.send)
        finally:
            end_reading(mark)

    async def _find(self, token: str, address: str) -> Visitor | None:
        """Find who has a token, apart from the threads that make pages: nobody waits for those to be known."""
        return await run_sync(self._known, token, address, limiter=self._limiter) if token else None

    def _known(self, token: str, address: str) -> Visitor | None:
        desk = self._desk
        session = find_session(desk, token)
        if session is None:
            self._note_refused(token, address)
            return None
        if not session.whole:
            return Visitor(session, PUBLIC, frozenset())
        account, today = session.account, desk.today
        return Visitor(session, sight_of(desk.rights, account, today), duties_of(desk.rights, account, today))

    def _note_refused(self, token: str, address: str) -> None:
        if account := was_session(self._desk, token):
            log(self._desk, "session-refused", account, why="over", **mark_place(self._desk, address))
        else:
            log_few(self._desk, "session-refused", address, "unknown")


async def _send_kept(send: Send, forgets: bool, message: Message) -> None:
    """Let caches on the way, the browser's too, keep an answer only for who has the same cookies: none, mostly. A
    session that is none is forgotten."""
    if message["type"] == "http.response.start":
        more = [(b"vary", b"cookie"), *([(b"set-cookie", GONE.encode())] if forgets else [])]
        message = {**message, "headers": [*message.get("headers", []), *more]}
    await send(message)


class _Answer:
    """One answer on its way to one visitor: logged, and marked as nobody else's."""

    def __init__(
        self,
        desk: Desk,
        scope: Scope,
        visitor: Visitor | None,
        reading: Reading,
        send: Send,
        had_token: bool,
        limiter: CapacityLimiter,
    ) -> None:
        self._desk, self._scope, self._visitor = desk, scope, visitor
        self._reading, self._send, self._had_token, self._limiter = reading, send, had_token, limiter
        self.why: list[str] = []

    async def send(self, message: Message) -> None:
        """Log what goes out, then let it go: an answer that cannot be logged is not given."""
        await self._log_seen()
        if message["type"] == "http.response.start":
            await self._log_refused(message["status"])
            message = {**message, "headers": self._headers(message.get("headers", []))}
        await self._send(message)

    def _headers(self, headers: Any) -> list[tuple[bytes, bytes]]:
        kept = [(name, value) for name, value in headers if name.lower() not in UNSENT]
        sets = any(name.lower() == b"set-cookie" and value.startswith(COOKIE.encode() + b"=") for name, value in kept)
        forgets = self._had_token and self._visitor is None and not sets
        return [*kept, *PRIVATE, *([(b"set-cookie", GONE.encode())] if forgets else [])]

    async def _log_seen(self) -> None:
        seen = self._reading.take()
        if not seen.beyond or self._visitor is None:
            return
        await self._log(
            "seen",
            page=told_page(self._scope["path"]),
            indicators=sorted({indicator for indicator, _ in seen.beyond}),
            areas=sorted({area for _, area in seen.beyond}),
            tier=self._visitor.sight.tier,
            releases=sorted(seen.releases),
            figures=sum(seen.beyond.values()),
        )

    async def _log_refused(self, status: int) -> None:
        refusals = REFUSALS if self._visitor else REFUSALS_OF_NOBODY
        if status not in refusals and not self.why:
            return
        if self._visitor is None:
            await self._log_refused_nobody(status)
            return
        why = {"why": self.why[0]} if self.why else {}
        method = self._scope["method"]
        await self._log("refused", page=told_page(self._scope["path"]), method=method, status=status, **why)

    async def _log_refused_nobody(self, status: int) -> None:
        """Tell of nobody which page it was by a word of ours alone: he may have typed anything."""
        why = [*self.why, "refused" if status == 403 else "absent"][0]
        page, address = own_part(self._scope["path"]), self._scope["noaber.address"]
        act = partial(log_few, self._desk, "refused", address, why, page=page, status=status)
        await run_sync(act, limiter=self._limiter)

    async def _log(self, kind: str, **detail: Any) -> None:
        account = self._visitor.account.id if self._visitor else ""
        act: Callable[[], None] = partial(log, self._desk, kind, account, **detail)
        await run_sync(act, limiter=self._limiter)
