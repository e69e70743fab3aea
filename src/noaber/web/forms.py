"""Forms that change something: read, and taken only from a page that we gave to the same visitor."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from noaber.access.desk import Desk
from noaber.vocabulary.errors import NoaberError, Problem
from noaber.web.visitors import note_refusal, read_cookies, visitor_of

COOKIE = "__Host-noaber-form"
KEY = re.compile(r"[A-Za-z0-9_-]{40,60}")
LARGEST = 20_000


class Denied(NoaberError):
    """Something that this visitor may not do."""

    code, http_status = "denied", 403


class NotSignedIn(NoaberError):
    """Something for which one has to sign in first."""

    code, http_status = "sign-in-first", 401


@dataclass(frozen=True)
class Form:
    """What was typed and chosen, without spaces around it."""

    values: Mapping[str, Sequence[str]]

    def one(self, name: str, most: int = 500) -> str:
        """Give the value of a field, empty where it is not there; cut where no field is that long."""
        return ([*self.values.get(name, ()), ""][0])[:most].strip()

    def secret(self, name: str) -> str:
        """Give the value of a field as it was typed."""
        return [*self.values.get(name, ()), ""][0][:1000]

    def many(self, name: str) -> tuple[str, ...]:
        """Give all values of a field, those between commas too."""
        parts = (part.strip() for value in self.values.get(name, ()) for part in value.split(","))
        return tuple(part[:100] for part in parts if part)[:100]


def desk_of(request: Request) -> Desk:
    """Give the desk of accounts of this site."""
    desk: Desk = request.app.state.desk
    return desk


def form_key(request: Request) -> tuple[str, bool]:
    """Give what ties a form to its visitor: the session, or a cookie of its own; and whether that cookie is new."""
    visitor = visitor_of(request)
    if visitor is not None:
        return visitor.session.hash, False
    known = read_cookies(request.scope).get(COOKIE, "")
    if KEY.fullmatch(known):
        return known, False
    if "noaber.form" not in request.scope:
        request.scope["noaber.form"] = secrets.token_urlsafe(32)
    return str(request.scope["noaber.form"]), True


def form_token(request: Request) -> str:
    """Give the token that a form carries."""
    return desk_of(request).secret.mark("form", form_key(request)[0])


def keep_form_key(request: Request, response: Response) -> None:
    """Let the browser keep what ties its forms to it."""
    key, new = form_key(request)
    if new:
        response.set_cookie(COOKIE, key, path="/", secure=True, httponly=True, samesite="lax")


Handler = Callable[[Request, Form], Response]


def taking(handle: Handler):  # type: ignore[no-untyped-def]
    """Make the endpoint of a form: it is read, checked, and then handled as any page."""

    async def endpoint(request: Request) -> Response:
        try:
            form = await _read(request)
            _check(request, form)
        except Denied:
            note_refusal(request, "form")
            raise
        return await run_in_threadpool(handle, request, form)

    return endpoint


async def _read(request: Request) -> Form:
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST:
        raise Denied(Problem("", "a form of unknown or great length"))
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Denied(Problem("", "no form"))
    found: dict[str, list[str]] = {}
    for name, value in (await request.form()).multi_items():
        found.setdefault(name, []).append(str(value))
    return Form(found)


def _check(request: Request, form: Form) -> None:
    """Refuse a form that comes from another site, or from a page that was given to somebody else."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "")
    own = not origin or urlsplit(origin).netloc == request.headers.get("host", "")
    key, new = form_key(request)
    right = not new and desk_of(request).secret.is_mark("form", key, form.secret("csrf"))
    if site not in ("same-origin", "none") or not own or not right:
        raise Denied(Problem("form", "a form of another page or site"))
