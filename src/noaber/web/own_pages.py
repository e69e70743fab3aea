"""Pages for one visitor: how they are answered, who may have them, and what they send on to."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from noaber.products.access_words import name_area
from noaber.products.addresses import site_href
from noaber.vocabulary.errors import Problem
from noaber.vocabulary.languages import LANGUAGES
from noaber.web.forms import Denied, NotSignedIn, keep_form_key
from noaber.web.rendering import Frame
from noaber.web.visitors import COOKIE, GONE, Visitor, note_refusal, signed_in, visitor_of
from noaber.web.visits import Visit

TARGET = re.compile(r"/(?:nl|de|en)/[^\\\s]*")


def own_page(visit: Visit, template: str, title: str, status: int = 200, **view: Any) -> Response:
    """Answer with a page for one visitor, which nobody keeps."""
    frame = Frame(title, breadcrumb=[(title, "")], indexable=False)
    response = visit.page(f"own/{template}.html", view, frame, status)
    keep_form_key(visit.request, response)
    return response


def need_visitor(request: Request) -> Visitor:
    """Give who has signed in; NotSignedIn else."""
    visitor = signed_in(request)
    if visitor is None:
        raise NotSignedIn(Problem("", "not signed in"))
    return visitor


def need_half(request: Request) -> Visitor:
    """Give who has a session, be it without the second factor; NotSignedIn else."""
    visitor = visitor_of(request)
    if visitor is None:
        raise NotSignedIn(Problem("", "not signed in"))
    return visitor


def need_duty(request: Request, duty: str) -> Visitor:
    """Give who has signed in and has a duty; Denied to others."""
    visitor = need_visitor(request)
    if duty not in visitor.duties:
        raise Denied(Problem("", "not for this role"))
    return visitor


def send_on(href: str) -> RedirectResponse:
    """Send to another page after a form was taken."""
    return RedirectResponse(href, 303, {"cache-control": "no-store"})


def keep_session(response: Response, token: str) -> None:
    """Let the browser keep a session until it is closed."""
    response.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="lax")


def forget_session(response: Response) -> None:
    """Let the browser forget a session."""
    response.raw_headers.append((b"set-cookie", GONE.encode()))


def safe_target(text: str, language: str) -> str:
    """Give the page of our own that somebody wants to go on to; the account where it is none.

    >>> safe_target("/nl/cijfer/x?van=2012", "nl"), safe_target("//elders.example", "nl")
    ('/nl/cijfer/x?van=2012', '/nl/account')
    """
    own = TARGET.fullmatch(text) and "/inloggen" not in text and "/uitloggen" not in text and len(text) < 1500
    return text if own else site_href(language, "account")


def send_to_sign_in(request: Request, _error: Exception) -> Response:
    """Send who has not signed in to where one does, and back afterwards."""
    note_refusal(request, "sign-in-first")
    language = request.path_params.get("language", "nl")
    language = language if language in LANGUAGES else "nl"
    part = ("inloggen", "code") if visitor_of(request) else ("inloggen",)
    wanted = request.url.path if request.method == "GET" else ""
    return send_on(site_href(language, *part, query={"naar": wanted}))


def read_areas(visit: Visit, typed: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Give the codes of areas that somebody names, and the first name that means none."""
    from noaber.vocabulary.errors import NotFound

    codes: list[str] = []
    for name in typed:
        try:
            codes.append(visit.release.catalogue.area(name).code)
        except NotFound:
            return tuple(codes), name
    return tuple(dict.fromkeys(codes)), ""


def say_areas(visit: Visit, codes: tuple[str, ...]) -> str:
    """Name areas in a list."""
    return ", ".join(name_area(code, visit.release.catalogue, visit.wording) for code in codes)


def say_moment(visit: Visit, moment: str) -> str:
    """Write a moment that is kept as text: the day in words, and the time in UTC."""
    from noaber.access.moments import parse_moment

    when = parse_moment(moment)
    return f"{visit.wording.date(when.date())}, {when:%H:%M} UTC"


def say_day_of(visit: Visit, day: str | None) -> str:
    """Write a day that is kept as text; empty where there is none."""
    from datetime import date

    return visit.wording.date(date.fromisoformat(day)) if day else ""
