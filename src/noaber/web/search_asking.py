"""From what somebody types to what was found: one question to the release, its answers told by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.findings import capital, in_area
from noaber.products.search_page import Found
from noaber.products.wording import Wording
from noaber.vocabulary.areas import fold_name
from noaber.warehouse.cards import AreaCard, Hit
from noaber.warehouse.catalogue import Catalogue
from noaber.warehouse.query import Release
from noaber.warehouse.search_entries import place_of
from noaber.web.indicator_wish import Query

LONGEST_QUERY = 120
POSTCODES = ("pc4", "pc6")
ONLY = {"gebied": ("area",)}
"""What `soort` in an address searches alone."""


@dataclass(frozen=True)
class Search:
    """What is typed, in which kinds it is sought, what was found, and how it was probably meant."""

    query: str
    only: str
    found: tuple[Found, ...]
    hits: tuple[Hit, ...]
    corrected: str


def ask_search(release: Release, query: Query, most: int, least: int, wording: Wording) -> Search:
    """Search for `q`; nothing where it has fewer letters than `least`."""
    typed = " ".join("".join(query.get("q", ())[-1:]).split())[:LONGEST_QUERY]
    only = next((kind for kind in ONLY if kind in query.get("soort", ())), "")
    if len(typed) < least:
        return Search(typed, only, (), (), "")
    answer = release.find(typed, wording.language, most, ONLY.get(only, ()))
    found = tuple(_found(release.catalogue, hit, wording) for hit in answer.hits)
    return Search(typed, only, found, answer.hits, answer.corrected)


def _found(known: Catalogue, hit: Hit, wording: Wording) -> Found:
    if hit.kind == "area":
        return _found_area(known, known.areas[hit.id], hit, wording)
    where = ""
    if hit.area:
        where = in_area(hit.area, {hit.area: known.areas[hit.area].names.get(wording.language)}, wording)
    return Found(hit.kind, hit.id, hit.title, hit.subtitle, hit.known_as, hit.area, where)


def _found_area(known: Catalogue, area: AreaCard, hit: Hit, wording: Wording) -> Found:
    kind = "postcode" if area.type in POSTCODES else "area"
    return Found(kind, area.id, hit.title, say_place(known, area, wording), value=area_value(known, area, wording))


def say_place(known: Catalogue, area: AreaCard, wording: Wording) -> str:
    """Say what kind of area it is and where it lies: `Wijk in Hengelo`."""
    type_name, place = capital(known.types[area.type].names.get(wording.language)), place_of(known, area)
    if place is None or place.id == area.id:
        return type_name
    return f"{type_name} {in_area(place.id, {place.id: place.names.get(wording.language)}, wording)}"


def area_value(known: Catalogue, area: AreaCard, wording: Wording) -> str:
    """Give the text by which a form means an area: its name where that means it alone, else its id."""
    name = area.names.get(wording.language)
    same: Sequence[AreaCard] = known.by_name.get(fold_name(name), ())
    alone = {other.code for other in same} == {area.code} and known.area(name).id == area.id
    return name if alone and "," not in name else area.id
