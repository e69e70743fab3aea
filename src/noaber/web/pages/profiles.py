"""The profile of one area."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from noaber.products.addresses import site_href
from noaber.products.area_lead import Place
from noaber.products.area_page import AreaParts, draw_area_page
from noaber.products.composition import print_sentence
from noaber.warehouse.cards import AreaCard
from noaber.web.area_peers import level_of, level_words, peers_of
from noaber.web.area_scope import default_references, lineage
from noaber.web.locator_asking import ask_locator
from noaber.web.profile_asking import ask_profile
from noaber.web.pyramid_asking import ask_pyramid
from noaber.web.rendering import Frame
from noaber.web.story_asking import stories_below, stories_of
from noaber.web.visits import Visit

MOST_LISTED = 400
Named = tuple[str, str]
Group = tuple[str, list[Named]]


def show_area(request: Request) -> Response:
    """Everything about one area; a name or a code without its vintage is sent on to the id it means."""
    visit = Visit.of(request)
    asked = visit.name("area")
    area = visit.release.catalogue.area(asked)
    if area.id != asked:
        return RedirectResponse(site_href(visit.language, "gebied", area.id), 302)
    parts = _parts(visit, area)
    view = draw_area_page(parts, visit.wording)
    crumbs = [
        (visit.wording.t("nav.areas"), site_href(visit.language, "gebieden")),
        *_above(visit, area),
        (view.name, ""),
    ]
    return visit.page("area.html", view, Frame(view.name, print_sentence(view.lead), crumbs))


def _above(visit: Visit, area: AreaCard) -> list[tuple[str, str]]:
    """The breadcrumb: the municipality and its parts above an area."""
    known = visit.release.catalogue
    kinds = [kind for kind in ("gemeente", "wijk") if kind != area.type]
    above = [known.areas[id] for id in area.parents if id in known.areas and known.areas[id].type in kinds]
    same = [parent for parent in above if parent.vintage in (None, area.vintage)]
    ordered = sorted(same, key=lambda parent: kinds.index(parent.type))
    return [(parent.names.get(visit.language), site_href(visit.language, "gebied", parent.id)) for parent in ordered]


def _parts(visit: Visit, area: AreaCard) -> AreaParts:
    release, wording, known, language = visit.release, visit.wording, visit.release.catalogue, visit.language
    references = [known.areas[id] for id in default_references(release, area)]
    asked = ask_profile(release, area, references, wording)
    peers = peers_of(release, area)
    themes = [
        (theme.id, theme.names.get(language), [asked.rows[id] for id in theme.indicators if id in asked.rows])
        for theme in known.themes.values()
    ]
    return AreaParts(
        place=_place(visit, area),
        level=level_words(release, area, wording),
        themes=themes,
        keys=asked.keys,
        size=asked.size,
        references=[(reference.id, reference.names.get(language)) for reference in references],
        locator=ask_locator(release, area, language),
        pyramid=ask_pyramid(release, area, references, wording),
        stories=stories_of(release, area, wording),
        below=stories_below(release, area, wording),
        peers=peers,
        peer_names={id: known.areas[id].names.get(language) for group in peers for id in group.areas},
        compared_by=known.card.size or next(iter(asked.rows), ""),
        parts=_members(visit, area),
        around=_named([other for other in level_of(release, area) if other.id != area.id], language)[:MOST_LISTED],
        same=_same(visit, area),
        whole="alles" in visit.query.get("toon", ()),
    )


def _place(visit: Visit, area: AreaCard) -> Place:
    known, language = visit.release.catalogue, visit.language
    parents = [known.areas[id] for id in area.parents if id in known.areas and known.areas[id].type != "country"]
    nearest = [parent for parent in parents if parent.vintage in (None, area.vintage)]
    return Place(
        id=area.id,
        name=area.names.get(language),
        type_name=known.types[area.type].names.get(language),
        vintage=area.vintage,
        parents=tuple((parent.id, parent.names.get(language)) for parent in _main_parents(visit, nearest)),
        hectares=area.hectares or area.measured_ha,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
    )


def _main_parents(visit: Visit, parents: list[AreaCard]) -> list[AreaCard]:
    """Of many parents the municipality, the home region and the province say where a place is."""
    home = visit.release.catalogue.card.home
    told = [p for p in parents if p.type in ("wijk", "gemeente") or p.id == home]
    province = [p for p in parents if p.type == "province"]
    return sorted(told, key=lambda p: ("wijk", "gemeente").index(p.type) if p.type in ("wijk", "gemeente") else 2) + (
        province if not told or len(told) < 2 else []
    )


def _members(visit: Visit, area: AreaCard) -> list[Group]:
    """The parts of an area by type; of vintage-bound types those of its own vintage, else the newest."""
    known, language = visit.release.catalogue, visit.language
    inside = [known.areas[id] for id in known.members.get(area.id, ()) if id in known.areas]
    groups: list[Group] = []
    for type in known.types.values():
        found = [member for member in inside if member.type == type.id]
        newest = area.vintage or max((member.vintage or 0 for member in found), default=0)
        shown = [member for member in found if member.vintage in (None, newest)]
        if shown and type.id != area.type and type.level:
            groups.append((type.plural.get(language), _named(shown, language)[:MOST_LISTED]))
    return groups if area.type not in ("country", "landsdeel") else groups[:3]


def _same(visit: Visit, area: AreaCard) -> list[Named]:
    """The same place in other years."""
    wording, language = visit.wording, visit.language
    others = [same for same in lineage(visit.release, area) if same.id != area.id]
    return [
        (same.id, wording.t("area.vintage.name", name=same.names.get(language), year=same.vintage)) for same in others
    ]


def _named(areas: list[AreaCard], language: str) -> list[Named]:
    return sorted(((area.id, area.names.get(language)) for area in areas), key=lambda pair: pair[1].casefold())
