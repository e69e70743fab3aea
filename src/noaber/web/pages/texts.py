"""Pages of plain text."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.prose_pages import draw_about_page, draw_access_page
from noaber.web.rendering import Frame
from noaber.web.visits import Visit


def show_about(request: Request) -> Response:
    """About the figures: how they are made and what the marks mean."""
    visit = Visit.of(request)
    card, language = visit.release.catalogue.card, visit.language
    view = draw_about_page(card.office.get(language), card.about.get(language), card.contact, visit.wording)
    return visit.page("prose.html", view, Frame(view.title, view.lead, [(view.title, "")]))


def show_access(request: Request) -> Response:
    """Accessibility and privacy."""
    visit = Visit.of(request)
    view = draw_access_page(visit.release.catalogue.card.contact, visit.wording)
    return visit.page("prose.html", view, Frame(view.title, view.lead, [(view.title, "")]))
