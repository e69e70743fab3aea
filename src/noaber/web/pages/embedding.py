"""Panels on other sites: the embedded page itself, the page to take one along from, and oEmbed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from noaber.products.addresses import site_href
from noaber.products.embedding import (
    LEAST,
    PANELS,
    USUAL,
    WIDTH,
    Embed,
    EmbeddedView,
    draw_embedded,
    draw_embedding,
    embed_title,
    read_embed,
    room_of,
)
from noaber.products.error_page import draw_error_page
from noaber.products.indicator_page import draw_indicator_page
from noaber.products.oembed import draw_oembed, read_pasted
from noaber.products.wording import Wording
from noaber.vocabulary.errors import NoaberError, NotFound, Problem
from noaber.web.frozen_links import PARAMETER
from noaber.web.indicator_asking import ask_indicator
from noaber.web.pages.indicators import parts_of
from noaber.web.rendering import Frame
from noaber.web.visits import PAGE_AGE, Visit

OEMBED_HEADERS = {"cache-control": PAGE_AGE, "access-control-allow-origin": "*"}


def show_embedded(request: Request) -> Response:
    """One panel, to be framed by any site; where it cannot be shown, that is said in its place."""
    visit = Visit.of(request)
    try:
        view = _embedded(visit)
    except NoaberError as error:
        failure = draw_error_page(error.http_status, error.problems, [], visit.wording)
        frame = Frame(failure.title, indexable=False)
        return visit.page("embedded_failure.html", failure, frame, error.http_status)
    return visit.page("embedded.html", view, Frame(view.title, indexable=False))


def _embedded(visit: Visit) -> EmbeddedView:
    embed = read_embed(visit.query, visit.language)
    asked = ask_indicator(visit.release, visit.name("indicator"), visit.query, visit.wording)
    page = draw_indicator_page(asked.case, parts_of(visit, asked), visit.wording, room_of(embed))
    view = draw_embedded(asked.case, visit.name("panel"), embed, page, visit.wording)
    if view is None:
        raise _no_panel(visit.name("panel"))
    return view


def _no_panel(name: str) -> NotFound:
    return NotFound(Problem("", f"no panel '{name}'"))


def show_embedding(request: Request) -> Response:
    """The page to take a panel along from: height, language, colours and kind of link to choose, a snippet to copy."""
    visit = Visit.of(request)
    panel = visit.name("panel")
    if panel not in PANELS:
        raise _no_panel(panel)
    embed = read_embed(visit.query, visit.language, bool(visit.frozen))
    asked = ask_indicator(visit.release, visit.name("indicator"), visit.query, visit.wording)
    place = visit.outlook.origin, visit.release.id
    view = draw_embedding(asked.case, panel, embed, place, _title(visit, embed.taal), visit.wording)
    crumbs = [
        (visit.wording.t("nav.figures"), site_href(visit.language, "cijfers")),
        (asked.case.subject.name, view.back),
        (visit.wording.t("embed.title"), ""),
    ]
    return visit.page("embedding.html", view, Frame(view.heading, "", crumbs, indexable=False))


def _title(visit: Visit, language: str) -> str:
    """The title of the frame, in its own language."""
    wording = Wording.of(language)
    return embed_title(ask_indicator(visit.release, visit.name("indicator"), visit.query, wording).case, wording)


def show_oembed(request: Request) -> Response:
    """How an address of an indicator page is embedded, as JSON; 404 for any other address, 501 for another format."""
    asked = request.query_params
    if asked.get("format", "json") != "json":
        return JSONResponse({"error": "format"}, 501, OEMBED_HEADERS)
    visit = Visit.of(request)
    store = visit.store
    pasted = read_pasted(asked.get("url", ""), visit.outlook.origin)
    if pasted is None:
        return JSONResponse({"error": "url"}, 404, OEMBED_HEADERS)
    wording = Wording.of(pasted.language)
    frozen = "".join(pasted.query.get(PARAMETER, ())[-1:])
    try:
        release = store.find(frozen) if frozen else store.current()
        case = ask_indicator(release, pasted.indicator, pasted.query, wording).case
    except NoaberError as error:
        return JSONResponse({"error": error.code}, 404, OEMBED_HEADERS)
    kind = "bevroren" if frozen else "meelopend" if case.choice.laatste else "levend"
    embed = Embed(_least("maxheight", USUAL, request), "", pasted.language, kind)
    width = _least("maxwidth", WIDTH, request)
    told = draw_oembed(case, pasted.panel, embed, visit.outlook, release.id, wording, width)
    return JSONResponse(told, headers=OEMBED_HEADERS)


def _least(name: str, usual: int, request: Request) -> int:
    text = request.query_params.get(name, "")
    return max(LEAST, min(usual, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else usual
