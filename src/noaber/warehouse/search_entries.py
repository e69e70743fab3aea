"""What can be found in a release and under which names: indicators, themes, sources and areas of every type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noaber.vocabulary.areas import fold_name
from noaber.vocabulary.languages import Text
from noaber.warehouse.cards import AreaCard
from noaber.warehouse.catalogue import Catalogue

NAME, SYNONYM, CODE, TEXT, PLACE = 1.0, 0.94, 0.99, 0.45, 0.2
"""How much a match says: of a name, another word for it, a code, a definition, the place something lies in."""
KINDS = {"indicator": 10.0, "theme": 0.0, "source": -4.0}
"""An advantage in points by kind, where names are equally near."""
HOME = {"group": 9.0, "gemeente": 8.0, "wijk": 5.0, "buurt": 4.0}
ELSEWHERE = {"country": 5.0, "gemeente": 4.0, "province": 2.0, "wijk": -8.0, "buurt": -9.0, "pc4": -3.0}
MINOR = -5.0
"""Things with fewer points are not offered for the first letter or two of a word."""


@dataclass(frozen=True)
class Thing:
    """Something with a page of its own, and its advantage in points."""

    kind: str
    id: str
    points: float


@dataclass(frozen=True)
class Phrase:
    """Words under which a thing is found: as compared, as shown, in which language, and how much a match says."""

    folded: str
    shown: str
    language: str
    weight: float


def list_things(catalogue: Catalogue) -> Iterator[tuple[Thing, list[Phrase]]]:
    """Give everything that can be found with its phrases; of vintages of one code only the newest."""
    yield from _indicators(catalogue)
    yield from _themes(catalogue)
    yield from _sources(catalogue)
    yield from _areas(catalogue)


def _phrase(text: str, weight: float, language: str = "") -> Phrase:
    return Phrase(fold_name(text).strip("'"), text, language, weight)


def _each(texts: Text | None, weight: float) -> list[Phrase]:
    return [_phrase(text, weight, language) for language, text in texts.items() if text] if texts else []


def _indicators(catalogue: Catalogue) -> Iterator[tuple[Thing, list[Phrase]]]:
    for card in catalogue.indicators.values():
        if card.visible and card.coverage:
            phrases = [
                *_each(card.names, NAME),
                *[_phrase(name, SYNONYM) for name in card.synonyms],
                _phrase(card.id.replace("_", " "), CODE - 0.1),
                *_each(card.definitions, TEXT),
                *_each(catalogue.themes[card.theme].names if card.theme in catalogue.themes else None, PLACE),
            ]
            yield Thing("indicator", card.id, KINDS["indicator"]), phrases


def _themes(catalogue: Catalogue) -> Iterator[tuple[Thing, list[Phrase]]]:
    for card in catalogue.themes.values():
        yield Thing("theme", card.id, KINDS["theme"]), [*_each(card.names, NAME), *_each(card.descriptions, TEXT)]


def _sources(catalogue: Catalogue) -> Iterator[tuple[Thing, list[Phrase]]]:
    for card in catalogue.sources.values():
        if card.indicators:
            supplier = _phrase(card.supplier, SYNONYM - 0.1)
            yield Thing("source", card.id, KINDS["source"]), [*_each(card.names, NAME), supplier]


def newest_areas(catalogue: Catalogue) -> list[AreaCard]:
    """Give every area once: of the vintages of one code the newest."""
    newest: dict[str, AreaCard] = {}
    for area in catalogue.areas.values():
        if area.code not in newest or (area.vintage or 0) > (newest[area.code].vintage or 0):
            newest[area.code] = area
    return list(newest.values())


def _areas(catalogue: Catalogue) -> Iterator[tuple[Thing, list[Phrase]]]:
    numbered = _numbered(catalogue)
    for area in newest_areas(catalogue):
        home = area.home or area.id == catalogue.card.home
        points = (HOME if home else ELSEWHERE).get(area.type, 0.0)
        names = list(dict.fromkeys(area.names.values()))
        phrases = [_phrase(name, NAME, _language(area.names, name)) for name in names]
        phrases += [_phrase(bare, NAME - 0.01) for name in names if (bare := numbered.sub("", name)) != name]
        if area.code not in names:
            phrases.append(_phrase(area.code, CODE))
        place = place_of(catalogue, area)
        if place is not None:
            phrases += [_phrase(place.names.get("nl"), PLACE)]
        yield Thing("area", area.id, points), phrases


def _numbered(catalogue: Catalogue) -> re.Pattern[str]:
    """How suppliers put type and number before a name: `Wijk 04 Enschede-Noord`."""
    types = "|".join(re.escape(type.names.get("nl")) for type in catalogue.types.values())
    return re.compile(rf"^(?:{types})\s+\d+\s+", re.IGNORECASE)


def _language(names: Text, name: str) -> str:
    """The language a name belongs to; empty where it is the same in all."""
    said = [language for language, text in names.items() if text == name]
    return said[0] if len(said) == 1 else ""


def place_of(catalogue: Catalogue, area: AreaCard) -> AreaCard | None:
    """Give the area that says where another lies: the municipality of its parts, else what it is first part of."""
    for id in area.parents:
        if id in catalogue.areas and catalogue.areas[id].type == "gemeente":
            return catalogue.areas[id]
    home = catalogue.card.home
    return catalogue.areas.get(home if home in area.parents else area.parent or "")
