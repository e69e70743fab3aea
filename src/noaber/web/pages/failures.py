"""When a page cannot be shown: the right status, what was wrong in the reader's language, and what comes nearest."""

from __future__ import annotations

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.error_page import draw_error_page, quoted_name
from noaber.products.links import Link
from noaber.products.search_page import PAGES
from noaber.products.wording import Wording
from noaber.vocabulary.errors import NoaberError, Problem
from noaber.vocabulary.languages import LANGUAGES
from noaber.warehouse.query import Release
from noaber.web.rendering import Frame

MOST_NEAREST = 6
logger = logging.getLogger("noaber.web")


def show_failure(request: Request, error: Exception) -> Response:
    """A refusal of the house: something is not there, or cannot be chosen."""
    problems = error.problems if isinstance(error, NoaberError) else ()
    status = error.http_status if isinstance(error, NoaberError) else 500
    return _answer(request, status, problems)


def show_http_failure(request: Request, error: Exception) -> Response:
    """An address without a page, or a method that is not for reading."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _answer(request, status, ())


def show_trouble(request: Request, error: Exception) -> Response:
    """An error of ours: said without particulars, and logged with where it happened."""
    logger.error("%s at %s", type(error).__name__, request.url.path, exc_info=error)
    return _answer(request, 500, ())


def show_too_long(request: Request) -> Response:
    """An address longer than any choice can be."""
    return _answer(request, 414, ())


def _answer(request: Request, status: int, problems: tuple[Problem, ...]) -> Response:
    wording = _wording(request)
    release = _release(request)
    nearest = _nearest(release, request, problems, wording) if release and status in (400, 404) else []
    view = draw_error_page(status, problems, nearest, wording)
    path = request.url.path if request.url.path[1:3] in LANGUAGES else f"/{wording.language}/"
    body = request.app.state.renderer.render(
        "error.html", view, Frame(view.title, indexable=False), path, "", release and release.catalogue.card, wording
    )
    headers = {"cache-control": "no-store", "content-language": wording.language}
    if status == 405:
        headers["allow"] = "GET, HEAD"
    return Response(body, status, headers, "text/html")


def _wording(request: Request) -> Wording:
    return Wording.of(request.url.path[1:3])


def _release(request: Request) -> Release | None:
    try:
        release: Release = request.app.state.store.current()
        return release
    except NoaberError:
        return None


def _nearest(release: Release, request: Request, problems: tuple[Problem, ...], wording: Wording) -> list[Link]:
    """What the reader may have meant: the nearest things to the names that were not found, else to the address."""
    names = [quoted_name(problem) for problem in problems if problem.found] or [
        request.url.path.rstrip("/").rpartition("/")[2]
    ]
    links: dict[str, Link] = {}
    for name in names[:3]:
        for hit in release.search(name.replace("_", " ").partition("@")[0][:60], wording.language, MOST_NEAREST):
            href = site_href(wording.language, PAGES[hit.kind], hit.id)
            links.setdefault(href, Link(hit.title, href, hit.subtitle))
    return list(links.values())[:MOST_NEAREST]
