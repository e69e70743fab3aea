"""Finding indicators, areas and themes by what people type: names and synonyms, typing errors forgiven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from noaber.vocabulary.areas import fold_name
from noaber.warehouse.cards import AreaCard, Hit
from noaber.warehouse.catalogue import Catalogue

LEAST_SCORE = 72.0
KINDS = {"indicator": 6.0, "theme": 3.0, "area": 0.0}
"""A small advantage by kind, where names are equally near."""


@dataclass(frozen=True)
class Entry:
    """One name under which something can be found."""

    name: str
    kind: str
    id: str
    weight: float


def index_names(catalogue: Catalogue) -> list[Entry]:
    """List every name that can be found; of vintages of one code only the newest."""
    return [*_indicators(catalogue), *_themes(catalogue), *_areas(catalogue)]


def _indicators(catalogue: Catalogue) -> Iterator[Entry]:
    for card in catalogue.indicators.values():
        if card.visible and card.coverage:
            for name in {fold_name(name) for name in (*card.names.values(), card.id.replace("_", " "))}:
                yield Entry(name, "indicator", card.id, KINDS["indicator"])
            for name in {fold_name(name) for name in card.synonyms}:
                yield Entry(name, "indicator", card.id, KINDS["indicator"] - 1)


def _themes(catalogue: Catalogue) -> Iterator[Entry]:
    for card in catalogue.themes.values():
        for name in {fold_name(name) for name in card.names.values()}:
            yield Entry(name, "theme", card.id, KINDS["theme"])


def _areas(catalogue: Catalogue) -> Iterator[Entry]:
    newest: dict[str, AreaCard] = {}
    for area in catalogue.areas.values():
        if area.code not in newest or (area.vintage or 0) > (newest[area.code].vintage or 0):
            newest[area.code] = area
    order = {type: at for at, type in enumerate(catalogue.types)}
    for area in newest.values():
        near = 2.0 if area.home or catalogue.card.home in area.parents else 0.0
        weight = near - 0.2 * order[area.type]
        for name in {fold_name(name) for name in (*area.names.values(), area.code)}:
            yield Entry(name, "area", area.id, weight)


def search_names(catalogue: Catalogue, entries: list[Entry], text: str, language: str, limit: int) -> list[Hit]:
    """Give the best answers to `text`, best first, each thing once."""
    asked = fold_name(text)[:80]
    if not asked:
        return []
    names = [entry.name for entry in entries]
    found = process.extract(asked, names, scorer=fuzz.WRatio, limit=limit * 6, score_cutoff=LEAST_SCORE)
    starts = [(name, 95.0, at) for at, name in enumerate(names) if f" {name}".find(f" {asked}") >= 0]
    best: dict[tuple[str, str], float] = {}
    for name, score, at in [*found, *starts]:
        entry = entries[at]
        exact = 12.0 if name == asked else 6.0 if name.startswith(asked) else 0.0
        short = -min(len(name), 60) / 30
        total = score + exact + short + entry.weight
        key = (entry.kind, entry.id)
        best[key] = max(best.get(key, 0.0), total)
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return [_hit(catalogue, kind, id, score, language) for (kind, id), score in ranked]


def _hit(catalogue: Catalogue, kind: str, id: str, score: float, language: str) -> Hit:
    if kind == "indicator":
        card = catalogue.indicators[id]
        return Hit(kind, id, card.names.get(language), catalogue.themes[card.theme].names.get(language), score)
    if kind == "theme":
        theme = catalogue.themes[id]
        return Hit(kind, id, theme.names.get(language), theme.descriptions.get(language), score)
    area = catalogue.areas[id]
    type_name = catalogue.types[area.type].names.get(language)
    parent = catalogue.areas[area.parent].names.get(language) if area.parent else ""
    return Hit(kind, id, area.names.get(language), f"{type_name}, {parent}" if parent else type_name, score)
