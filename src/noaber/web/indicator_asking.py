"""From an address to the figures behind an indicator page: read the choice, ask the release, gather the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from noaber.products.choices import MOST_AREAS, Choice, Offer, parse_choice
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
from noaber.web.area_scope import Scope, areas_within, default_level, default_references, home_areas, lineage, scope_of

SHOWN = {"year": 40, "half": 20, "quarter": 24, "month": 36, "week": 53, "day": 62, "hour": 72}
"""How many of the newest periods are shown unless chosen otherwise."""
MOST_CELLS = 30_000
LONG = 1500  # periods from which a series is fetched in stretches
MOST_SHOWN = 400  # periods of a long series at once
MOST_SLICES = 60
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """An indicator page's case with the cards behind it."""

    case: IndicatorCase
    card: IndicatorCard
    own: AreaCard


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
    )


@lru_cache(maxsize=4096)
def is_additive(release: Release, id: str) -> bool:
    """Say whether figures are counts: measures, and sums and differences of them. They are compared by growth, for
    the level of a whole country says nothing beside that of a town."""
    card = release.catalogue.indicators.get(id)
    if card is None or card.kind != "formula" or card.unit.symbol == "%":
        return card is not None and card.kind == "measure"
    return _only_sums(release, parse_formula(card.formula))


def _only_sums(release: Release, tree: Tree) -> bool:
    if isinstance(tree, Call):
        summed = tree.verb in ("+", "-", "sum_of", "difference", "rolling")
        return summed and all(_only_sums(release, argument) for argument in tree.arguments)
    return isinstance(tree, Operand) and is_additive(release, tree.name)


def ask_indicator(release: Release, id: str, query: Query, wording: Wording) -> Asked:
    """Gather an indicator page with one question to the release; NotFound or BadAddress where the address asks for
    what is not there."""
    card = release.catalogue.indicator(id)
    wish = _wish(release, card, query)
    known = long_series(release, card.id, wish.own.type)
    window = _window(known, query) if known else None
    cells = _cells(release, card, (*wish.chosen, *wish.level_areas), wish.deel, window)
    own_cells = [cell for cell in cells if cell.area.id in wish.own_line]
    deel = wish.deel
    if not own_cells and not deel:
        deel, cells, own_cells = _first_slice_with_figures(release, card, wish, cells)
    offer = _offer(release, card, wish, known or _periods(own_cells), deel)
    choice = _within_reach(parse_choice(_nearest_periods(query, offer.periods), offer), wish.own, offer.periods)
    figures, level_areas = _gather(wish, choice, offer, cells, wording)
    return Asked(_case(release, card, wish, choice, offer, figures, level_areas, own_cells, wording), card, wish.own)


@dataclass(frozen=True)
class Wish:
    """What an address asks for, before any figure is known: areas in all their vintages, level, category."""

    own: AreaCard
    own_line: Mapping[str, str]  # id in any vintage -> id shown
    lines: Mapping[str, str]  # the same of all chosen areas and references
    chosen: tuple[AreaCard, ...]
    scope: Scope
    level_areas: tuple[AreaCard, ...]
    deel: str


def _wish(release: Release, card: IndicatorCard, query: Query) -> Wish:
    known = release.catalogue
    named = [known.area(part) for part in _parts(query, "gebieden")]
    own = named[0] if named else known.areas[_default_area(release, card.id)]
    references = [known.area(part) for part in _parts(query, "vergelijk")]
    if "vergelijk" not in query:
        references = [known.areas[id] for id in default_references(release, own)]
    added = [known.area(part) for part in _parts(query, "erbij")]
    lines = {line.id: area.id for area in (own, *named, *added, *references) for line in lineage(release, area)}
    level = "".join(query.get("niveau", ())[-1:])
    scope = scope_of(release, own, level if level in card.levels else default_level(release, card, own))
    deel = "".join(query.get("deel", ())[-1:])
    return Wish(
        own=own,
        own_line={line.id: own.id for line in lineage(release, own)},
        lines=lines,
        chosen=tuple(known.areas[id] for id in lines),
        scope=scope,
        level_areas=_level_areas(release, card, scope, "".join(query.get("tot", ())[-1:])),
        deel=deel if deel in known.slices else "",
    )


def _parts(query: Query, name: str) -> list[str]:
    """The parts of a parameter that may be repeated or joined by commas."""
    said = [part.strip() for value in query.get(name, ()) for part in value.split(",")]
    return [part for part in said if part and part != "-"][: 2 * MOST_AREAS]


@lru_cache(maxsize=512)
def _default_area(release: Release, id: str) -> str:
    """Give the area a page is about when none is named: the region, else the first with figures."""
    card, known = release.catalogue.indicator(id), release.catalogue
    home = known.area(known.card.home)
    for area in (home, *_candidates(release, card)):
        if any(cell.value is not None for cell in _cells(release, card, lineage(release, area), "")):
            return area.id
    return home.id


def _candidates(release: Release, card: IndicatorCard) -> list[AreaCard]:
    """Other areas a page can be about when there is no figure for the region: its own municipalities, the country."""
    known = release.catalogue
    levels = set(card.levels)
    home = [area for area in home_areas(release) if area.type in levels]
    others = (area for area in known.areas.values() if area.type in levels)
    return [*home[:5], *[known.area(name) for name in known.card.compare], *islice(others, 3)]


def _level_areas(release: Release, card: IndicatorCard, scope: Scope, until: str) -> tuple[AreaCard, ...]:
    """Give the areas of a level within a scope; of vintages only the newest that has figures, up to a period."""
    areas = areas_within(release, scope)
    bound = release.catalogue.types.get(scope.level)
    if bound is None or not bound.vintage_bound:
        return areas
    covered = [part for part in card.coverage if part.level == scope.level and (not until or part.period <= until)]
    if not covered:
        return ()
    newest = max(covered, key=lambda part: (parse_period(part.period), part.vintage or 0)).vintage
    return tuple(area for area in areas if area.vintage == newest)


def _cells(
    release: Release,
    card: IndicatorCard,
    areas: Iterable[AreaCard],
    slice: str,
    periods: Iterable[str] | None = None,
) -> list[Cell]:
    known = release.catalogue
    keys = tuple(dict.fromkeys(area.key for area in areas))
    times = None if periods is None else tuple(known.periods[p] for p in periods if p in known.periods)
    selection = Selection((card.key,), None, keys, times, (known.slices[slice],))
    return release.cells(selection, MOST_CELLS) if keys else []


def _first_slice_with_figures(
    release: Release, card: IndicatorCard, wish: Wish, cells: list[Cell]
) -> tuple[str, list[Cell], list[Cell]]:
    """Of an indicator that is only there in categories, give the first category with figures for the own area."""
    line = [release.catalogue.areas[id] for id in wish.own_line]
    for slice in _slices(release, card):
        if _cells(release, card, line, slice):
            found = _cells(release, card, (*wish.chosen, *wish.level_areas), slice)
            return slice, found, [cell for cell in found if cell.area.id in wish.own_line]
    return "", cells, []


def _case(
    release: Release, card: IndicatorCard, wish: Wish, choice: Choice, offer: Offer,
    figures: Figures, level_areas: list[str], own_cells: list[Cell], wording: Wording,
) -> IndicatorCase:  # fmt: skip
    known, language = release.catalogue, wording.language
    type_card = known.types.get(choice.niveau)
    within = wish.scope.within
    return IndicatorCase(
        subject=subject_of(release, card, wording),
        choice=choice,
        offer=offer,
        chosen=figures,
        level_areas=level_areas,
        level_name=type_card.names.get(language) if type_card else "",
        level_plural=type_card.plural.get(language) if type_card else "",
        where=in_area(within, {within: known.areas[within].names.get(language)}, wording) if within else "",
        slice_names=slice_names(release, [*offer.slices, choice.deel], wording),
        sources=source_lines(release, card, wording),
        suppliers=_suppliers(release, card, own_cells, wording),
        suggestions=home_names(release, language),
        edition=release.id[-8:],
    )


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


@lru_cache(maxsize=512)
def long_series(release: Release, id: str, level: str) -> tuple[str, ...]:
    """Give the periods of a series that is too long to fetch whole, as of days; empty for any other."""
    card = release.catalogue.indicator(id)
    return tuple(_periods_at(card, level)) if len(card.periods(level)) > LONG else ()


def _window(periods: Sequence[str], query: Query) -> list[str]:
    """Give the stretch of a long series that is asked for, else its newest part, and the same a year before."""
    moved = _nearest_periods(query, periods)
    first, last = ("".join(moved.get(name, ())[-1:]) for name in ("van", "tot"))
    end = periods.index(last) + 1 if last else len(periods)
    shown = SHOWN[parse_period(periods[0]).frequency]
    start = periods.index(first) if first else max(0, end - shown)
    stretch = list(periods[min(start, end - 1) : max(start + 1, end)][-MOST_SHOWN:])
    return [*map(year_before, stretch), *stretch] if "verandering" in query.get("als", ()) else stretch


def _offer(release: Release, card: IndicatorCard, wish: Wish, found: Sequence[str], deel: str) -> Offer:
    """Give what can be chosen: the periods of one frequency, the levels, the categories."""
    known, own = release.catalogue, wish.own
    level, levels = default_level(release, card, own), set(card.levels)
    periods = found or _periods_at(card, wish.scope.level)
    shown = SHOWN[parse_period(periods[0]).frequency] if periods else 0
    return Offer(
        levels=[id for id in known.types if id in levels and known.types[id].level],
        periods=periods,
        slices=_slices(release, card),
        dimensions=[id for id in card.dimensions if id in known.dimensions],
        default=Choice(
            gebieden=(own.id,),
            vergelijk=default_references(release, own),
            niveau=level,
            van=periods[max(0, len(periods) - shown)] if periods else "",
            tot=periods[-1] if periods else "",
            deel="" if wish.deel else deel,
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


def _within_reach(choice: Choice, own: AreaCard, periods: Sequence[str]) -> Choice:
    """Put the page's own area first among the chosen, and show no more periods than a page can hold."""
    first = choice.van
    if first and periods.index(choice.tot) - periods.index(first) >= MOST_SHOWN:
        first = periods[periods.index(choice.tot) - MOST_SHOWN + 1]
    return replace(choice, van=first, gebieden=(own.id, *(area for area in choice.gebieden if area != own.id)))


def _gather(
    wish: Wish, choice: Choice, offer: Offer, cells: Iterable[Cell], wording: Wording
) -> tuple[Figures, list[str]]:
    """Index the figures by the areas that are shown; give them with the areas of the level that have any."""
    language = wording.language
    frequency = parse_period(offer.periods[0]).frequency if offer.periods else ""
    names = {area.id: area_name(area, language) for area in wish.chosen if wish.lines[area.id] == area.id}
    ranked = {area.id for area in wish.level_areas}
    found: dict[tuple[str, str, str], Figure] = {}
    level_areas: dict[str, None] = {}
    for cell in cells:
        if cell.period.frequency != frequency:
            continue
        area = wish.lines.get(cell.area.id, cell.area.id)
        if area not in names:
            names[area] = area_name(cell.area, language)
        if cell.area.id in ranked:
            level_areas[area] = None
        found[area, str(cell.period), cell.slice] = figure_of(cell)
    return Figures(found, names), list(level_areas)


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


@lru_cache(maxsize=8)
def home_names(release: Release, language: str) -> tuple[str, ...]:
    """Give the names of the region's own municipalities, to choose from."""
    return tuple(sorted({area_name(area, language) for area in home_areas(release)}))
