"""What is new and what comes: as a page and as a feed."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.news_feed import draw_feed
from noaber.web.news_asking import news_of
from noaber.web.rendering import Frame
from noaber.web.visits import PAGE_AGE, Visit


def show_news(request: Request) -> Response:
    """The page of news."""
    visit = Visit.of(request)
    title = visit.wording.t("news.title")
    view = news_of(visit)
    return visit.page("news.html", view, Frame(title, view.lead, [(title, "")], feed=view.feed))


def show_feed(request: Request) -> Response:
    """The same as a feed to subscribe to."""
    visit = Visit.of(request)
    view, page = news_of(visit), site_href(visit.language, "nieuws")
    body = draw_feed(view.releases, page, view.feed, visit.outlook, visit.wording)
    headers = {"cache-control": PAGE_AGE, "content-language": visit.language}
    return Response(body, headers=headers, media_type="application/atom+xml")
