"""The words of an indicator in one language: its subject, formula, categories and sources, from a release's cards."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from noaber.products.formula_words import say_formula
from noaber.products.indicator_case import SourceLine
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.vocabulary.formulas import Operand, operands, parse_formula
from noaber.vocabulary.slices import parse_slice
from noaber.warehouse.cards import AreaCard, Cell, IndicatorCard
from noaber.warehouse.query import Release
from noaber.web.area_scope import home_areas
from noaber.web.indicator_nature import is_additive, is_signed

MOST_SLICES = 60


def subject_of(release: Release, card: IndicatorCard, wording: Wording) -> Subject:
    """Give an indicator in one language."""
    return Subject(
        id=card.id,
        name=card.names.get(wording.language),
        definition=card.definitions.get(wording.language),
        sign=card.unit.symbol,
        unit=card.unit.names.get(wording.language),
        decimals=card.decimals,
        additive=is_additive(release, card.id),
        moment=card.moment,
        signed=is_signed(release, card.id),
    )


def area_name(area: AreaCard, language: str) -> str:
    """Give the name of an area."""
    return area.names.get(language)


def slice_names(release: Release, slices: Iterable[str], wording: Wording) -> dict[str, str]:
    """Give the names of slices: their categories, joined."""
    return {text: name_slice(release, text, wording) for text in slices if text}


def slice_label(release: Release, slices: Iterable[str], wording: Wording) -> str:
    """Name the one dimension that all slices are of; empty where there are several."""
    used = {dimension for text in slices for dimension in parse_slice(text)}
    card = release.catalogue.dimensions.get(used.pop()) if len(used) == 1 else None
    return card.names.get(wording.language) if card else ""


def name_slice(release: Release, text: str, wording: Wording) -> str:
    """Name a slice in words: `vrouwen, 65 jaar en ouder`."""
    known, words = release.catalogue, []
    for dimension, code in parse_slice(text).items():
        card = known.dimensions.get(dimension)
        name = card.codes[code].get(wording.language) if card and code in card.codes else ""
        area = known.by_code.get(code) if card and card.area_type else None
        words.append(name or (area[0].names.get(wording.language) if area else code))
    return ", ".join(words)


def name_operand(release: Release, operand: Operand, wording: Wording) -> str:
    """Name what stands in a formula: the indicator, with the categories that are selected of it."""
    card = release.catalogue.indicators.get(operand.name)
    name = card.names.get(wording.language) if card else operand.name
    return f"{name} ({name_slice(release, operand.selection, wording)})" if operand.selection else name


def formula_in_words(release: Release, card: IndicatorCard, wording: Wording) -> str:
    """Say the formula of an indicator with the names of what stands in it."""
    return say_formula(card.formula, lambda operand: name_operand(release, operand, wording), wording)


def source_lines(release: Release, card: IndicatorCard, wording: Wording) -> list[SourceLine]:
    """Give the sources of an indicator, for a formula those of everything in it."""
    known = release.catalogue.sources
    ids = card.sources or _sources_below(release, card, set())
    return [
        SourceLine(id, known[id].names.get(wording.language), known[id].supplier, known[id].licence)
        for id in dict.fromkeys(ids)
        if id in known
    ]


def suppliers_of(release: Release, card: IndicatorCard, cells: Iterable[Cell], wording: Wording) -> tuple[str, ...]:
    """Give who delivered the figures that are shown; for a formula who delivered what it is made of."""
    known = release.catalogue
    keys = {cell.delivery for cell in cells if cell.delivery}
    used = {known.deliveries[key].source for key in keys if key in known.deliveries}
    lines = [line for line in source_lines(release, card, wording) if not used or line.id in used]
    return tuple(dict.fromkeys(name for line in lines for name in line.supplier.split(", ")))


def _sources_below(release: Release, card: IndicatorCard, seen: set[str]) -> list[str]:
    found: list[str] = list(card.sources)
    for operand in operands(parse_formula(card.formula)) if card.formula else ():
        below = release.catalogue.indicators.get(operand.name)
        if below and below.id not in seen:
            seen.add(below.id)
            found += _sources_below(release, below, seen)
    return found


@lru_cache(maxsize=8)
def home_names(release: Release, language: str) -> tuple[str, ...]:
    """Give the names of the region's own municipalities, to choose from."""
    return tuple(sorted({area_name(area, language) for area in home_areas(release)}))
