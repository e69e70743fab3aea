"""All figures by theme or by source, and one theme."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.coming import say_next
from noaber.products.figure_rows import FigureRow
from noaber.products.theme_pages import draw_theme_page, draw_themes_page
from noaber.vocabulary.errors import NotFound, Problem, did_you_mean
from noaber.warehouse.cards import IndicatorCard
from noaber.web.area_scope import default_references
from noaber.web.figure_asking import ask_rows, shelves, shelves_by_source, visible_cards
from noaber.web.flow_asking import flow_cards
from noaber.web.news_asking import coming_of
from noaber.web.rendering import Frame
from noaber.web.visits import Visit


def show_themes(request: Request) -> Response:
    """All themes, or all sources, with all their indicators."""
    visit = Visit.of(request)
    per = "bron" if "bron" in visit.query.get("per", ()) else ""
    arranged = (shelves_by_source if per else shelves)(visit.release, visit.wording)
    view = draw_themes_page(arranged, per, visit.wording)
    return visit.page("themes.html", view, Frame(view.heading, view.lead, [(visit.wording.t("nav.figures"), "")]))


def show_theme(request: Request) -> Response:
    """One theme with the newest figures of the region."""
    visit = Visit.of(request)
    wording, known = visit.wording, visit.release.catalogue
    id = visit.name("theme")
    shelf = next((shelf for shelf in shelves(visit.release, wording) if shelf.id == id), None)
    if shelf is None:
        raise NotFound(Problem("theme", f"unknown theme '{id}'", "", did_you_mean(id, list(known.themes))))
    home = known.area(known.card.home)
    references = [known.areas[ref] for ref in default_references(visit.release, home)]
    cards = visible_cards(visit.release, known.themes[id].indicators)
    rows = ask_rows(visit.release, cards, home, references, wording)
    names = [area.names.get(visit.language) for area in (home, *references)]
    flows = [(card.id, card.names.get(visit.language)) for card in flow_cards(visit.release, [c.id for c in cards])]
    view = draw_theme_page(shelf, rows, names, _others(cards, rows, visit), wording, flows)
    crumbs = [(wording.t("nav.figures"), site_href(visit.language, "cijfers")), (shelf.name, "")]
    sources = dict.fromkeys(source for card in cards for source in card.sources)
    coming = say_next(coming_of(visit, sources), wording)
    return visit.page("theme.html", view, Frame(shelf.name, view.lead, crumbs, coming=coming))


def _others(cards: list[IndicatorCard], rows: list[FigureRow], visit: Visit) -> list[tuple[str, str]]:
    """The indicators of the theme without a figure for the region: (id, name)."""
    shown = {row.id for row in rows}
    return [(card.id, card.names.get(visit.language)) for card in cards if card.id not in shown]
