"""Home, themes, one theme, and search."""

from __future__ import annotations

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.figure_rows import FigureRow
from noaber.products.release_page import draw_news
from noaber.products.search_page import Found, draw_search_page
from noaber.products.theme_pages import HomeParts, draw_home_page, draw_theme_page, draw_themes_page
from noaber.vocabulary.errors import NotFound, Problem, did_you_mean
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.cards import AreaCard, Hit, IndicatorCard
from noaber.warehouse.query import Release
from noaber.web.area_scope import default_references, home_areas
from noaber.web.figure_asking import additive_ids, ask_rows, shelves, visible_cards
from noaber.web.flow_asking import flow_cards
from noaber.web.rendering import Frame
from noaber.web.visits import Visit

MOST_HITS = 40
MOST_OF_A_KIND = 15
WEAKER = 24.0  # a result this much worse than the best is no answer
LONGEST_QUERY = 120


def show_home(request: Request) -> Response:
    """The home page: the region at a glance, the themes, what is new."""
    visit = Visit.of(request)
    release, wording = visit.release, visit.wording
    known = release.catalogue
    home = known.area(known.card.home)
    references = [known.areas[id] for id in default_references(release, home)]
    keys = visible_cards(release, known.card.key_figures)
    parts = HomeParts(
        region=known.card.names.get(visit.language),
        shelves=shelves(release, wording),
        rows=ask_rows(release, keys, home, references, wording),
        additive=additive_ids(release, keys),
        references=[area.names.get(visit.language) for area in references],
        areas=[(area.id, area.names.get(visit.language)) for area in _home_areas(visit)],
        news=draw_news(release.manifest, _newest(visit), wording),
    )
    title = wording.t("home.title", region=parts.region)
    return visit.page(
        "home.html", draw_home_page(parts, wording), Frame(title, wording.t("home.lead", region=parts.region))
    )


def _home_areas(visit: Visit) -> list[AreaCard]:
    """The region itself and its own durable areas, by name."""
    known = visit.release.catalogue
    home = known.area(known.card.home)
    return [home, *sorted(home_areas(visit.release), key=lambda area: area.names.get(visit.language))]


def _newest(visit: Visit, most: int = 5) -> list[tuple[str, str, str]]:
    """The indicators whose series reach furthest, one of each theme: (id, name, period)."""
    known = visit.release.catalogue.indicators
    return [
        (id, known[id].names.get(visit.language), visit.wording.period(period))
        for id, period in _newest_by_theme(visit.release)[:most]
    ]


@lru_cache(maxsize=2)
def _newest_by_theme(release: Release) -> list[tuple[str, str]]:
    """Of each theme the indicator that reaches furthest and its newest period, furthest first."""
    found: dict[str, tuple[Period, str]] = {}
    for card in visible_cards(release):
        last = max((parse_period(part.period) for part in card.coverage), key=lambda period: period.start)
        if card.theme not in found or last.end > found[card.theme][0].end:
            found[card.theme] = (last, card.id)
    ordered = sorted(found.values(), key=lambda pair: pair[0].end, reverse=True)
    return [(id, str(last)) for last, id in ordered]


def show_themes(request: Request) -> Response:
    """All themes with all their indicators."""
    visit = Visit.of(request)
    title = visit.wording.t("themes.heading")
    view = draw_themes_page(shelves(visit.release, visit.wording), visit.wording)
    return visit.page("themes.html", view, Frame(title, view.lead, [(visit.wording.t("nav.figures"), "")]))


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
    return visit.page("theme.html", view, Frame(shelf.name, view.lead, crumbs))


def _others(cards: list[IndicatorCard], rows: list[FigureRow], visit: Visit) -> list[tuple[str, str]]:
    """The indicators of the theme without a figure for the region: (id, name)."""
    shown = {row.id for row in rows}
    return [(card.id, card.names.get(visit.language)) for card in cards if card.id not in shown]


def _near(hits: list[Hit]) -> list[Hit]:
    """Keep what fits nearly as well as the best, and of one kind no more than a page holds."""
    counts: dict[str, int] = {}
    kept = []
    for hit in hits:
        counts[hit.kind] = counts.get(hit.kind, 0) + 1
        if hit.score >= hits[0].score - WEAKER and counts[hit.kind] <= MOST_OF_A_KIND:
            kept.append(hit)
    return kept


def show_search(request: Request) -> Response:
    """What was found for a query."""
    visit = Visit.of(request)
    query = " ".join("".join(visit.query.get("q", ())[-1:]).split())[:LONGEST_QUERY]
    hits = visit.release.search(query, visit.language, MOST_HITS) if query else []
    found = [Found(hit.kind, hit.id, hit.title, hit.subtitle) for hit in _near(hits)]
    themes = [(shelf.id, shelf.name) for shelf in shelves(visit.release, visit.wording)]
    view = draw_search_page(query, found, themes, visit.wording)
    crumbs = [(visit.wording.t("search.title"), "")]
    return visit.page("search.html", view, Frame(view.heading, view.summary, crumbs, query, indexable=False))
