"""People with accounts: they ask the application directly, keep cookies as a browser does, and fill in forms."""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import httpx

from noaber.access.accounts import Account, Appointment, add_account
from noaber.access.desk import Desk
from noaber.access.sessions import begin_session

PASSWORD = "vier paarden in de mist"
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


@dataclass
class Clock:
    """A clock that a test sets forward."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        """Give the time."""
        return self.moment

    def pass_by(self, **stretch: float) -> None:
        """Let time go by."""
        self.moment += timedelta(**stretch)


@dataclass(frozen=True)
class Reply:
    """What came back, as it was sent."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return html.unescape(self.content.decode("utf-8", "replace"))

    def header(self, name: str) -> str:
        """Give a header, empty where it is not there."""
        return ", ".join(value for key, value in self.headers if key == name)


@dataclass
class Person:
    """A browser of one person."""

    app: Any
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = "192.0.2.1"

    def get(self, path: str, **headers: str) -> Reply:
        """Ask for a page."""
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, token: str | None = None, headers: dict[str, str] | None = None, **fields: str) -> Reply:
        """Send a form: with the token of the page at the same address, where none is given."""
        if token is None:
            token = self.token(path)
        body = urlencode({"csrf": token, **fields}).encode()
        said = {"content-type": "application/x-www-form-urlencoded", "content-length": str(len(body))}
        return self.ask("POST", path, body, {**said, **(headers or {})})

    def token(self, path: str) -> str:
        """Give the token of the forms of a page."""
        found = TOKEN.findall(self.get(path).text) or TOKEN.findall(self.get("/nl/toegang").text)
        return str(found[-1]) if found else ""

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
        """Ask with any method, and keep the cookies that come back."""
        url = httpx.URL(f"https://localhost{path}")
        sent = {"host": "localhost", **headers}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "https",
            "path": url.path, "raw_path": url.raw_path, "query_string": url.query, "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in sent.items()],
            "client": (self.address, 1), "server": ("localhost", 443),
        }  # fmt: skip
        reply = asyncio.run(_exchange(self.app, scope, body))
        for name, value in reply.headers:
            if name == "set-cookie":
                self._keep(value)
        return reply

    def _keep(self, said: str) -> None:
        for name, morsel in SimpleCookie(said).items():
            assert morsel["secure"], said
            assert morsel["httponly"], said
            assert morsel["path"] == "/", said
            assert morsel["samesite"].lower() == "lax", said
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


async def _exchange(app: Any, scope: dict[str, Any], body: bytes) -> Reply:
    sent: list[dict[str, Any]] = []
    asked = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in asked:
            return message
        return await asyncio.Future()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = [(name.decode().lower(), value.decode("latin-1")) for name, value in sent[0]["headers"]]
    return Reply(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]))


def make_person(desk: Desk, app: Any, role: str, areas: tuple[str, ...] = (), whole: bool = True) -> Person:
    """Make an account with a role, and give a browser in which it has signed in."""
    account = make_account(desk, role, areas)
    return let_in(desk, app, account, whole)


def make_account(desk: Desk, role: str, areas: tuple[str, ...] = (), login: str = "", name: str = "") -> Account:
    """Make an account with a role, or without any."""
    number = len(_known) + 1
    _known.append(number)
    roles = [Appointment(role, areas, "2099-01-01")] if role else []
    return add_account(desk, login or f"{role or 'nobody'}-{number}@example.org", name or f"Persoon {number}", roles)


_known: list[int] = []


def let_in(desk: Desk, app: Any, account: Account, whole: bool = True) -> Person:
    """Give a browser with a session of an account."""
    return Person(app, {"__Host-noaber": begin_session(desk, account.id, whole)}, f"192.0.2.{len(_known) % 250 + 2}")
