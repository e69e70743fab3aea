"""What is new and what comes: as a page and as a feed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.news_feed import draw_feed
from noaber.products.news_page import NewsView, draw_news_page
from noaber.web.figure_asking import visible_cards
from noaber.web.news_asking import coming_of, manifests_of
from noaber.web.rendering import Frame
from noaber.web.visits import PAGE_AGE, Visit


def show_news(request: Request) -> Response:
    """The page of news."""
    visit = Visit.of(request)
    title = visit.wording.t("news.title")
    view = _view(visit)
    return visit.page("news.html", view, Frame(title, view.lead, [(title, "")], feed=view.feed))


def show_feed(request: Request) -> Response:
    """The same as a feed to subscribe to."""
    visit = Visit.of(request)
    view, page = _view(visit), site_href(visit.language, "nieuws")
    body = draw_feed(view.releases, page, view.feed, visit.outlook, visit.wording)
    headers = {"cache-control": PAGE_AGE, "content-language": visit.language}
    return Response(body, headers=headers, media_type="application/atom+xml")


def _view(visit: Visit) -> NewsView:
    names = {card.id: card.names.get(visit.language) for card in visible_cards(visit.release)}
    return draw_news_page(manifests_of(visit), names, coming_of(visit), visit.wording)
