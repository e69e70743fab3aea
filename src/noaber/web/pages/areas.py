"""The index of areas."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.areas_page import AreaGroup, draw_areas_page
from noaber.warehouse.cards import AreaCard
from noaber.web.rendering import Frame
from noaber.web.visits import Visit

MOST_LISTED = 400
FEW = 30  # more areas than this are folded away in the index


def show_areas(request: Request) -> Response:
    """The index: the region and its own municipalities, then larger areas and groups, then the rest."""
    visit = Visit.of(request)
    view = draw_areas_page(_groups(visit), visit.wording)
    title = visit.wording.t("areas.title")
    return visit.page("areas.html", view, Frame(title, view.lead, [(title, "")]))


def _groups(visit: Visit) -> list[AreaGroup]:
    """Durable areas by type, those of the region apart; vintage-bound ones are reached through their municipality."""
    known, language = visit.release.catalogue, visit.language
    region = known.card.names.get(language)
    groups: list[AreaGroup] = []
    durable = [area for area in known.areas.values() if area.vintage is None]
    for type in sorted(known.types.values(), key=lambda type: type.id != "gemeente"):
        plural = type.plural.get(language)
        own = _named([area for area in durable if area.type == type.id and area.home], language)
        others = _named([area for area in durable if area.type == type.id and not area.home], language)
        groups.append(AreaGroup(visit.wording.t("areas.own", level=plural, region=region), own, folded=False))
        title = visit.wording.t("areas.others", level=plural) if own else plural
        groups.append(AreaGroup(title, others[:MOST_LISTED], folded=len(others) > FEW, count=len(others)))
    return [group for group in groups if group.areas]


def _named(areas: list[AreaCard], language: str) -> list[tuple[str, str]]:
    return sorted(((area.id, area.names.get(language)) for area in areas), key=lambda pair: pair[1].casefold())
