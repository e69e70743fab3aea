"""Search: the page of results, and the suggestions while somebody types."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from noaber.products.search_page import Found, draw_search_page
from noaber.products.suggestions import draw_suggestions
from noaber.warehouse.cards import Hit
from noaber.web.figure_asking import shelves
from noaber.web.frozen_links import freeze_address
from noaber.web.rendering import Frame
from noaber.web.search_asking import ask_search
from noaber.web.visits import PAGE_AGE, Visit

MOST_HITS, MOST_OF_A_KIND = 40, 15
WEAKER = 24.0  # a result this much worse than the best is no answer
SUGGESTED_FROM = 2  # letters
ENOUGH = 24  # results of which the best few are suggested


def show_search(request: Request) -> Response:
    """What was found for a query."""
    visit = Visit.of(request)
    search = ask_search(visit.release, visit.query, MOST_HITS, 1, visit.wording)
    themes = [(shelf.id, shelf.name) for shelf in shelves(visit.release, visit.wording)]
    found = _near(search.hits, search.found)
    view = draw_search_page(search.query, found, themes, visit.wording, search.corrected, search.only)
    crumbs = [(visit.wording.t("search.title"), "")]
    return visit.page("search.html", view, Frame(view.heading, view.summary, crumbs, search.query, indexable=False))


def _near(hits: Sequence[Hit], found: Sequence[Found]) -> list[Found]:
    """Keep what fits nearly as well as the best, and of one kind no more than a page holds."""
    counts: dict[str, int] = {}
    kept = []
    for hit, told in zip(hits, found, strict=True):
        counts[told.kind] = counts.get(told.kind, 0) + 1
        if hit.score >= hits[0].score - WEAKER and counts[told.kind] <= MOST_OF_A_KIND:
            kept.append(told)
    return kept


def show_suggestions(request: Request) -> Response:
    """What is offered while somebody types, as JSON; on a frozen page the links stay in its release."""
    visit = Visit.of(request)
    search = ask_search(visit.release, visit.query, ENOUGH, SUGGESTED_FROM, visit.wording)
    found = _near(search.hits, search.found)
    told = draw_suggestions(search.query, found, search.corrected, visit.wording).as_json()
    if visit.frozen:
        for group in told["groups"]:
            for hit in group["hits"]:
                hit["href"] = freeze_address(hit["href"], visit.frozen)
    return JSONResponse(told, headers={"cache-control": PAGE_AGE, "x-robots-tag": "noindex"})
