"""The home page."""

from __future__ import annotations

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.charts.region_map import RegionMap, RegionShape, draw_region_map
from noaber.products.coming import say_next
from noaber.products.home_page import HomeParts, draw_home_page
from noaber.products.news_page import first_news
from noaber.warehouse.cards import AreaCard
from noaber.warehouse.query import Release
from noaber.web.area_scope import default_references, home_areas
from noaber.web.figure_asking import additive_ids, ask_rows, shelves, visible_cards
from noaber.web.news_asking import coming_of, news_of
from noaber.web.rendering import Frame
from noaber.web.visits import Visit

MOST_NEWS = 3


def show_home(request: Request) -> Response:
    """The home page: the region at a glance, its themes and areas, what is new and what comes."""
    visit = Visit.of(request)
    parts = _parts(visit)
    view = draw_home_page(parts, visit.wording)
    title = visit.wording.t("home.title", region=parts.region)
    frame = Frame(title, view.lead, coming=say_next(parts.coming, visit.wording), feed=_feed(visit))
    return visit.page("home.html", view, frame)


def _feed(visit: Visit) -> str:
    return site_href(visit.language, "nieuws.atom")


def _parts(visit: Visit) -> HomeParts:
    release, wording, known = visit.release, visit.wording, visit.release.catalogue
    home = known.area(known.card.home)
    references = [known.areas[id] for id in default_references(release, home)]
    keys = visible_cards(release, known.card.key_figures)
    return HomeParts(
        region=known.card.names.get(visit.language),
        shelves=shelves(release, wording),
        rows=ask_rows(release, keys, home, references, wording),
        additive=additive_ids(release, keys),
        references=[area.names.get(visit.language) for area in references],
        areas=[(area.id, area.names.get(visit.language)) for area in _areas(release, home, visit.language)],
        news=first_news(news_of(visit).releases, MOST_NEWS, wording),
        coming=coming_of(visit),
        map=_map(release, visit.language),
    )


def _areas(release: Release, home: AreaCard, language: str) -> list[AreaCard]:
    """The region itself and its own durable areas, by name."""
    return [home, *sorted(home_areas(release), key=lambda area: area.names.get(language))]


@lru_cache(maxsize=6)
def _map(release: Release, language: str) -> RegionMap | None:
    """The map of the region's own areas that are there now."""
    areas = [area for area in home_areas(release) if area.valid_to is None]
    shapes = release.shapes(areas)
    return draw_region_map(
        [
            RegionShape(area.id, area.names.get(language), shapes[area.id], site_href(language, "gebied", area.id))
            for area in areas
            if area.id in shapes
        ]
    )
