"""The index of areas, and the page of one area."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from noaber.products.addresses import site_href
from noaber.products.area_page import AreaGroup, AreaParts, Place, draw_area_page, draw_areas_page
from noaber.products.composition import print_sentence
from noaber.products.findings import in_area
from noaber.warehouse.cards import AreaCard
from noaber.web.area_scope import default_references, lineage
from noaber.web.figure_asking import additive_ids, ask_rows, visible_cards
from noaber.web.rendering import Frame
from noaber.web.visits import Visit

MOST_LISTED = 400
FEW = 30  # more areas than this are folded away in the index
Group = tuple[str, list[tuple[str, str]]]


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
    release, wording, known = visit.release, visit.wording, visit.release.catalogue
    references = [known.areas[id] for id in default_references(release, area)]
    cards = visible_cards(release)
    rows = {row.id: row for row in ask_rows(release, cards, area, references, wording)}
    themes = [
        (theme.id, theme.names.get(visit.language), [rows[id] for id in theme.indicators if id in rows])
        for theme in known.themes.values()
    ]
    return AreaParts(
        place=_place(visit, area),
        themes=themes,
        key_ids=known.card.key_figures,
        references=[(reference.id, reference.names.get(visit.language)) for reference in references],
        parts=_members(visit, area),
        around=_around(visit, area),
        additive=additive_ids(release, cards),
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


def _around(visit: Visit, area: AreaCard) -> list[Group]:
    """The areas beside an area, in the same parent; and the same place in other years."""
    wording, language = visit.wording, visit.language
    others = [same for same in lineage(visit.release, area) if same.id != area.id]
    named = [
        (same.id, wording.t("area.vintage.name", name=same.names.get(language), year=same.vintage)) for same in others
    ]
    return [*_beside(visit, area), (wording.t("area.same_as"), named)]


def _beside(visit: Visit, area: AreaCard) -> list[Group]:
    """The other areas of this type in the same wijk, municipality or home region."""
    known, language = visit.release.catalogue, visit.language
    places = _main_parents(visit, [known.areas[id] for id in area.parents if id in known.areas])
    parent = next((place for place in places if place.vintage in (None, area.vintage)), None)
    if parent is None:
        return []
    inside = [known.areas[id] for id in known.members.get(parent.id, ()) if id in known.areas]
    beside = [a for a in inside if a.type == area.type and a.vintage == area.vintage and a.id != area.id]
    where = in_area(parent.id, {parent.id: parent.names.get(language)}, visit.wording)
    title = visit.wording.t("area.siblings", level=known.types[area.type].plural.get(language), where=where)
    return [(title, _named(beside, language)[:MOST_LISTED])]
