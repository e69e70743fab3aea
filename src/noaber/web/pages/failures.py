"""When a page cannot be shown: the right status, what was wrong in the reader's language, and what comes nearest."""

from __future__ import annotations

import json
import logging
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.error_page import draw_error_page, error_data, quoted_name
from noaber.products.links import Link
from noaber.products.search_page import PAGES
from noaber.products.wording import Wording
from noaber.vocabulary.errors import NoaberError, Problem
from noaber.vocabulary.languages import LANGUAGES
from noaber.warehouse.query import Release
from noaber.web.area_typos import retry_areas
from noaber.web.forms import form_token
from noaber.web.frozen_links import PARAMETER, freeze_address, frozen_id, with_query, without_release
from noaber.web.rendering import Frame
from noaber.web.standing import standing_of
from noaber.web.visitors import visitor_of
from noaber.web.visits import store_of

MOST_NEAREST = 6
MOST_RELEASES = 12
logger = logging.getLogger("noaber.web")


def show_failure(request: Request, error: Exception) -> Response:
    """A refusal of the house: something is not there, or cannot be chosen."""
    problems = error.problems if isinstance(error, NoaberError) else ()
    status = error.http_status if isinstance(error, NoaberError) else 500
    return _answer(request, status, problems, error.code if isinstance(error, NoaberError) else "")


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


def _answer(request: Request, status: int, problems: tuple[Problem, ...], code: str = "") -> Response:
    if request.url.path.endswith(".json"):
        return _answer_data(request, status, problems, code)
    wording = _wording(request)
    release, frozen = _release(request)
    nearest = _nearest(release, request, problems, wording) if release and status in (400, 404) else []
    view = draw_error_page(status, problems, nearest, wording)
    path = request.url.path if request.url.path[1:3] in LANGUAGES else f"/{wording.language}/"
    body = request.app.state.renderer.render(
        "error.html",
        view,
        Frame(
            view.title,
            indexable=False,
            standing=standing_of(request, wording),
            csrf=form_token(request) if visitor_of(request) else "",
        ),
        path,
        urlencode({PARAMETER: frozen}) if frozen else "",
        release and release.catalogue.card,
        wording,
    )
    headers = {"cache-control": "no-store", "content-language": wording.language}
    if status == 405:
        headers["allow"] = "GET, HEAD"
    return Response(body, status, headers, "text/html")


def _answer_data(request: Request, status: int, problems: tuple[Problem, ...], code: str) -> Response:
    """Say the same to a program; of several problems the first."""
    data = error_data(status, code, problems, _wording(request))
    headers = {"cache-control": "no-store", "content-language": _wording(request).language}
    if status == 405:
        headers["allow"] = "GET, HEAD"
    body = json.dumps(data, ensure_ascii=False).encode("utf-8")
    return Response(body, status, headers, "application/json")


def _wording(request: Request) -> Wording:
    return Wording.of(request.url.path[1:3])


def _release(request: Request) -> tuple[Release | None, str]:
    """The release of the page that was asked for, with its id where that is frozen; else the newest, if any."""
    for frozen in dict.fromkeys((frozen_id(request.url.query), "")):
        try:
            store = store_of(request)
            return (store.find(frozen) if frozen else store.current()), frozen
        except NoaberError:
            continue
    return None, ""


def _nearest(release: Release, request: Request, problems: tuple[Problem, ...], wording: Wording) -> list[Link]:
    """What the reader may have meant: the nearest things to the names that were not found, else to the address; of a
    release the ones that there are."""
    if any(problem.place == "release" for problem in problems):
        return _releases(request, wording)
    if retried := _retried(release, request, problems, wording):
        return retried
    names = [quoted_name(problem) for problem in problems if problem.found] or [
        request.url.path.rstrip("/").rpartition("/")[2]
    ]
    links: dict[str, Link] = {}
    for name in names[:3]:
        for hit in release.search(name.replace("_", " ").partition("@")[0][:60], wording.language, MOST_NEAREST):
            href = site_href(wording.language, PAGES[hit.kind], hit.id)
            links.setdefault(href, Link(hit.title, href, hit.subtitle))
    return list(links.values())[:MOST_NEAREST]


def _retried(release: Release, request: Request, problems: tuple[Problem, ...], wording: Wording) -> list[Link]:
    """The same page with the areas that were probably meant, so that nothing else that was chosen is lost."""
    path, query = request.url.path, request.url.query
    names = [quoted_name(problem)[:60] for problem in problems if problem.place == "area"][:1]
    return [link for name in names for link in retry_areas(release, path, query, name, MOST_NEAREST, wording)]


def _releases(request: Request, wording: Wording) -> list[Link]:
    """The same page in the newest release, and in those that there are."""
    living = with_query(request.url.path, without_release(request.url.query))
    ids = store_of(request).ids()[:MOST_RELEASES]
    return [Link(wording.t("frozen.living"), living), *(Link(id, freeze_address(living, id)) for id in ids)]
