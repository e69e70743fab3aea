"""From an address to the figures behind an indicator page: read the choice, ask the release, gather the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from noaber.products.choices import Choice, Offer, parse_choice
from noaber.products.figures import Figure, Figures, year_before
from noaber.products.findings import in_area
from noaber.products.formula_words import say_formula
from noaber.products.indicator_case import IndicatorCase, SourceLine
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.vocabulary.formulas import Call, Operand, Tree, operands, parse_formula
from noaber.vocabulary.periods import Period, parse_period
from noaber.vocabulary.slices import parse_slice
from noaber.warehouse.cards import AreaCard, Cell, IndicatorCard
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection
from noaber.web.area_scope import default_level, default_references, lineage, scope_of

SHOWN = {"year": 40, "half": 20, "quarter": 24, "month": 36, "week": 53, "day": 62, "hour": 72}
"""How many of the newest periods are shown unless chosen otherwise."""
MOST_CELLS = 30_000
MOST_SLICES = 60
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """An indicator page's case with the cards behind it."""

    case: IndicatorCase
    card: IndicatorCard
    own: AreaCard


def subject_of(card: IndicatorCard, wording: Wording) -> Subject:
    """Give an indicator in one language."""
    return Subject(
        id=card.id,
        name=card.names.get(wording.language),
        definition=card.definitions.get(wording.language),
        sign=card.unit.symbol,
        unit=card.unit.names.get(wording.language),
        decimals=card.decimals,
        additive=is_additive(card),
        moment=card.moment,
    )


def is_additive(card: IndicatorCard) -> bool:
    """Say whether figures are counts: measures, and sums and differences of them. They are compared by growth, for
    the level of a whole country says nothing beside that of a town."""
    if card.kind != "formula" or card.unit.symbol == "%":
        return card.kind == "measure"
    return _only_sums(parse_formula(card.formula))


def _only_sums(tree: Tree) -> bool:
    if isinstance(tree, Call):
        return tree.verb in ("+", "-", "sum_of", "difference", "rolling") and all(map(_only_sums, tree.arguments))
    return isinstance(tree, Operand)


def ask_indicator(release: Release, id: str, query: Query, wording: Wording) -> Asked:
    """Gather an indicator page; NotFound or BadAddress where the address asks for what is not there."""
    card = release.catalogue.indicator(id)
    own, cells = _own_area(release, card, query)
    offer = _offer(release, card, own, cells, query)
    choice = _within_reach(parse_choice(_nearest_periods(query, offer.periods), offer), own)
    if choice.deel and offer.default.deel != choice.deel:
        cells = _cells(release, card, lineage(release, own), choice.deel)
    scope = scope_of(release, own, choice.niveau)
    figures, level_areas = _gather(release, card, own, choice, offer, cells, wording)
    type_card = release.catalogue.types.get(choice.niveau)
    where = scope.within or release.catalogue.card.home
    case = IndicatorCase(
        subject=subject_of(card, wording),
        choice=choice,
        offer=offer,
        chosen=figures,
        level_areas=level_areas,
        level_name=type_card.names.get(wording.language) if type_card else "",
        level_plural=type_card.plural.get(wording.language) if type_card else "",
        where=in_area(where, {where: release.catalogue.areas[where].names.get(wording.language)}, wording)
        if scope.within
        else "",
        slice_names=slice_names(release, [*offer.slices, choice.deel], wording),
        sources=source_lines(release, card, wording),
        suppliers=_suppliers(release, card, cells, wording),
        suggestions=home_names(release, wording),
        edition=release.id[-8:],
    )
    return Asked(case, card, own)


def ask_breakdown(release: Release, asked: Asked) -> tuple[Figures | None, list[str]]:
    """Give the own area's figures by the categories of the chosen dimension, with those categories in order."""
    dimension = asked.case.choice.uitsplitsing
    if not dimension:
        return None, []
    selection = release.select(asked.card.id, areas=[a.id for a in lineage(release, asked.own)], slices=dimension)
    cells = {(asked.own.id, str(cell.period), cell.slice): figure_of(cell) for cell in release.cells(selection)}
    found = {slice for _, _, slice in cells if slice}
    details = release.catalogue.dimensions[dimension]
    ordered = [f"{dimension}={code}" for code in details.codes if f"{dimension}={code}" in found]
    return Figures(cells), [*ordered, *sorted(found - set(ordered))][:MOST_SLICES]


def _own_area(release: Release, card: IndicatorCard, query: Query) -> tuple[AreaCard, list[Cell]]:
    """Give the area the page is about and its figures: the first asked for, else the region, else any with figures."""
    asked = [part.strip() for value in query.get("gebieden", ()) for part in value.split(",")]
    named = next((part for part in asked if part and part != "-"), "")
    known = release.catalogue
    if named:
        own = known.area(named)
        return own, _cells(release, card, lineage(release, own), "")
    home = known.area(known.card.home)
    for own in (home, *_candidates(release, card)):
        cells = _cells(release, card, lineage(release, own), "")
        if any(cell.value is not None for cell in cells):
            return own, cells
    return home, []


def _candidates(release: Release, card: IndicatorCard) -> list[AreaCard]:
    """Other areas a page can be about when there is no figure for the region: its own municipalities, the country."""
    known = release.catalogue
    home = [area for area in known.areas.values() if area.home and area.type in card.levels and not area.vintage]
    others = [area for area in known.areas.values() if area.type in card.levels]
    return [*home[:5], *[known.area(name) for name in known.card.compare], *others[:3]]


def _cells(
    release: Release,
    card: IndicatorCard,
    areas: Iterable[AreaCard],
    slice: str | None,
    periods: Iterable[str] | None = None,
    level: str | None = None,
) -> list[Cell]:
    known = release.catalogue
    if slice is not None and slice not in known.slices:
        return []
    selection = Selection(
        indicators=(card.key,),
        types=(known.types[level].key,) if level else None,
        areas=tuple(area.key for area in areas),
        periods=tuple(known.periods[p] for p in periods if p in known.periods) if periods is not None else None,
        slices=None if slice is None else (known.slices[slice],),
    )
    return release.cells(selection, MOST_CELLS)


def _offer(release: Release, card: IndicatorCard, own: AreaCard, cells: list[Cell], query: Query) -> Offer:
    """Give what can be chosen: the periods of one frequency, the levels, the categories."""
    known = release.catalogue
    deel = ""
    slices = _slices(release, card)
    if not cells and slices:
        deel = next((s for s in slices if _cells(release, card, lineage(release, own), s)), "")
        cells = _cells(release, card, lineage(release, own), deel) if deel else []
    level = default_level(release, card, own)
    periods = _periods(cells) or _periods_at(card, level)
    shown = SHOWN[parse_period(periods[0]).frequency] if periods else 0
    return Offer(
        levels=[l for l in known.types if l in card.levels and known.types[l].level],
        periods=periods,
        slices=slices,
        dimensions=[d for d in card.dimensions if d in known.dimensions],
        default=Choice(
            gebieden=(own.id,),
            vergelijk=default_references(release, own),
            niveau=level,
            van=periods[max(0, len(periods) - shown)] if periods else "",
            tot=periods[-1] if periods else "",
            deel=deel,
        ),
        resolve=lambda text: known.area(text).id,
    )


def _periods(cells: Iterable[Cell]) -> list[str]:
    """Give the periods of the frequency with the most figures, in order."""
    found = {cell.period for cell in cells}
    counts = Counter(period.frequency for period in found)
    if not counts:
        return []
    most = max(counts, key=lambda frequency: counts[frequency])
    return [str(period) for period in sorted(period for period in found if period.frequency == most)]


def _periods_at(card: IndicatorCard, level: str) -> list[str]:
    periods: list[Period] = [parse_period(text) for text in card.periods(level)]
    counts = Counter(period.frequency for period in periods)
    most = max(counts, key=lambda frequency: counts[frequency]) if counts else ""
    return [str(period) for period in periods if period.frequency == most]


def _slices(release: Release, card: IndicatorCard) -> list[str]:
    """Give the single categories that can be chosen, by dimension in the order of the content; lists of areas are
    not offered."""
    known, found = release.catalogue, []
    for dimension in card.dimensions:
        details = known.dimensions.get(dimension)
        codes = list(details.codes) if details and not details.area_type else []
        found += [text for text in (f"{dimension}={code}" for code in codes) if text in known.slices]
    return found[:MOST_SLICES]


def _nearest_periods(query: Query, periods: Sequence[str]) -> Query:
    """Move a well-formed period that this series does not have to the nearest it has: links outlive series."""
    moved = dict(query)
    for name in ("van", "tot"):
        text = "".join(query.get(name, ())[-1:])
        if text and text not in periods and periods:
            wanted = parse_period(text).start
            moved[name] = [min(periods, key=lambda p: abs(parse_period(p).start - wanted))]
    return moved


def _within_reach(choice: Choice, own: AreaCard) -> Choice:
    """Make sure that the page's own area stands first among the chosen."""
    return replace(choice, gebieden=(own.id, *(area for area in choice.gebieden if area != own.id)))


def _gather(
    release: Release,
    card: IndicatorCard,
    own: AreaCard,
    choice: Choice,
    offer: Offer,
    own_cells: list[Cell],
    wording: Wording,
) -> tuple[Figures, list[str]]:
    """Fetch the figures of the chosen areas and of the level; give them with the areas of the level."""
    known, language = release.catalogue, wording.language
    others = [known.areas[id] for id in (*choice.gebieden[1:], *choice.vergelijk)]
    lines = {area.id: shown.id for shown in (own, *others) for area in lineage(release, shown)}
    chosen = _cells(release, card, [known.areas[id] for id in lines if lines[id] != own.id], choice.deel)
    level = _level_cells(release, card, own, choice, offer)
    cells: dict[tuple[str, str, str], Figure] = {}
    names: dict[str, str] = {area.id: area_name(area, language) for area in (own, *others)}
    for cell in (*level, *chosen, *own_cells):
        area = lines.get(cell.area.id, cell.area.id)
        if area not in names:
            names[area] = area_name(cell.area, language)
        cells[area, str(cell.period), cell.slice] = figure_of(cell)
    level_areas = list(dict.fromkeys(lines.get(cell.area.id, cell.area.id) for cell in level))
    return Figures(cells, names), level_areas


def _level_cells(
    release: Release, card: IndicatorCard, own: AreaCard, choice: Choice, offer: Offer
) -> list[Cell]:
    """Fetch the level within its scope in the periods shown; of vintages only the one of the newest period."""
    scope = scope_of(release, own, choice.niveau)
    known = release.catalogue
    if scope.level not in known.types:
        return []
    inside = known.members.get(scope.within, ()) if scope.within else known.areas
    areas = [known.areas[id] for id in inside if known.areas[id].type == scope.level]
    periods = _asked_periods(card, choice, offer)
    if known.types[scope.level].vintage_bound:
        areas, periods = _newest_vintage(card, scope.level, areas, periods)
    return _cells(release, card, areas, choice.deel, periods, scope.level) if areas and periods else []


def _asked_periods(card: IndicatorCard, choice: Choice, offer: Offer) -> list[str]:
    first, last = offer.periods.index(choice.van) if choice.van else 0, offer.periods.index(choice.tot) if choice.tot else 0
    shown = list(offer.periods[first : last + 1])
    before = [year_before(period) for period in shown] if choice.als == "verandering" else []
    return list(dict.fromkeys([*before, *shown]))


def _newest_vintage(
    card: IndicatorCard, level: str, areas: list[AreaCard], periods: list[str]
) -> tuple[list[AreaCard], list[str]]:
    """Keep the areas of the vintage in which the newest period shown has figures, and the periods of that vintage."""
    covered = [part for part in card.coverage if part.level == level and part.period in set(periods)]
    if not covered:
        return [], []
    newest = max(covered, key=lambda part: (parse_period(part.period), part.vintage or 0))
    kept = [area for area in areas if area.vintage == newest.vintage]
    return kept, [part.period for part in covered if part.vintage == newest.vintage]


def figure_of(cell: Cell) -> Figure:
    """Give an observation as a page shows it."""
    value = None if cell.hidden else cell.value
    return Figure(value, cell.status, cell.hidden, cell.series_break)


def area_name(area: AreaCard, language: str) -> str:
    """Give the name of an area."""
    return area.names.get(language)


def slice_names(release: Release, slices: Iterable[str], wording: Wording) -> dict[str, str]:
    """Give the names of slices: their categories, joined."""
    return {text: name_slice(release, text, wording) for text in slices if text}


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


def _suppliers(release: Release, card: IndicatorCard, cells: Iterable[Cell], wording: Wording) -> tuple[str, ...]:
    """Give who delivered the figures that are shown; for a formula who delivered what it is made of."""
    known = release.catalogue
    used = {known.deliveries[cell.delivery].source for cell in cells if cell.delivery in known.deliveries}
    lines = [line for line in source_lines(release, card, wording) if not used or line.id in used]
    return tuple(dict.fromkeys(line.supplier for line in lines))


def _sources_below(release: Release, card: IndicatorCard, seen: set[str]) -> list[str]:
    found: list[str] = list(card.sources)
    for operand in operands(parse_formula(card.formula)) if card.formula else ():
        below = release.catalogue.indicators.get(operand.name)
        if below and below.id not in seen:
            seen.add(below.id)
            found += _sources_below(release, below, seen)
    return found


def home_names(release: Release, wording: Wording) -> list[str]:
    """Give the names of the region's own municipalities, to choose from."""
    areas = [area for area in release.catalogue.areas.values() if area.home and area.vintage is None]
    return sorted({area_name(area, wording.language) for area in areas})
