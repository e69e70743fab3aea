"""What can be chosen on an indicator page: periods, levels and categories, and how a choice is kept within reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from noaber.products.choices import Choice, Offer
from noaber.products.expressing import year_before
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.cards import AreaCard, Cell, IndicatorCard
from noaber.warehouse.query import Release
from noaber.web.area_scope import default_level, default_references
from noaber.web.indicator_wish import Query, Wish
from noaber.web.indicator_words import MOST_SLICES

SHOWN = {"year": 40, "half": 20, "quarter": 24, "month": 36, "week": 53, "day": 62, "hour": 72}
"""How many of the newest periods are shown unless chosen otherwise."""
LONG = 1500  # periods from which a series is fetched in stretches
NEWEST = 40  # periods that a row of newest figures needs
MOST_SHOWN = 400  # periods of a long series at once


@lru_cache(maxsize=512)
def long_series(release: Release, id: str, level: str) -> tuple[str, ...]:
    """Give the periods of a series that is too long to fetch whole, as of days; empty for any other."""
    card = release.catalogue.indicator(id)
    return tuple(_periods_at(card, level)) if len(card.periods(level)) > LONG else ()


@lru_cache(maxsize=2048)
def recent_periods(release: Release, id: str, level: str) -> tuple[str, ...]:
    """Give the newest periods of a series with more than a row of figures needs; empty for any other."""
    card = release.catalogue.indicator(id)
    return tuple(_periods_at(card, level)[-NEWEST:]) if len(card.periods(level)) > 3 * NEWEST else ()


def stretch_of(periods: Sequence[str], query: Query) -> list[str]:
    """Give the stretch of a long series that is asked for, else its newest part, and the same a year before."""
    moved = nearest_periods(query, periods)
    first, last = ("".join(moved.get(name, ())[-1:]) for name in ("van", "tot"))
    end = periods.index(last) + 1 if last else len(periods)
    shown = SHOWN[parse_period(periods[0]).frequency]
    start = periods.index(first) if first else max(0, end - shown)
    stretch = list(periods[min(start, end - 1) : max(start + 1, end)][-MOST_SHOWN:])
    changes = {"verandering", "toename"} & set(query.get("als", ()))
    base = [period for period in query.get("basis", ())[-1:] if period in periods]
    return list(dict.fromkeys([*base, *(map(year_before, stretch) if changes else ()), *stretch]))


def make_offer(release: Release, card: IndicatorCard, wish: Wish, found: Sequence[str], deel: str) -> Offer:
    """Give what can be chosen: the periods of one frequency, the levels, the categories."""
    known, own = release.catalogue, wish.own
    level, levels = default_level(release, card, own), set(card.levels)
    periods = found or _periods_at(card, wish.scope.level)
    shown = SHOWN[parse_period(periods[0]).frequency] if periods else 0
    return Offer(
        levels=[id for id in known.types if id in levels and known.types[id].level],
        periods=periods,
        slices=single_slices(release, card),
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
        ways=wish.ways,
    )


def periods_told(cells: Iterable[Cell]) -> list[str]:
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
    return [str(period) for period in periods if period.frequency == counts.most_common(1)[0][0]]


def single_slices(release: Release, card: IndicatorCard) -> list[str]:
    """Give the single categories that can be chosen, by dimension in the order of the content; lists of areas are
    not offered."""
    known, found = release.catalogue, []
    for dimension in card.dimensions:
        details = known.dimensions.get(dimension)
        codes = list(details.codes) if details and not details.area_type else []
        found += [text for text in (f"{dimension}={code}" for code in codes) if text in known.slices]
    return found[:MOST_SLICES]


@lru_cache(maxsize=1024)
def _offered(release: Release, id: str) -> frozenset[str]:
    return frozenset(("", *single_slices(release, release.catalogue.indicators[id])))


def is_offered(release: Release, id: str, slice: str) -> bool:
    """Say whether the page of an indicator can show a category: the total, or one that can be chosen there."""
    return slice in _offered(release, id)


def nearest_periods(query: Query, periods: Sequence[str]) -> Query:
    """Move a well-formed period that this series does not have to the nearest it has: links outlive series."""
    moved = dict(query)
    for name in ("van", "tot", "basis"):
        text = "".join(query.get(name, ())[-1:])
        if text and text not in periods and periods:
            wanted = parse_period(text).start
            moved[name] = [min(periods, key=lambda p: abs(parse_period(p).start - wanted))]
    return moved


def roll_periods(query: Query, periods: Sequence[str]) -> Query:
    """Put the newest periods in the place of `laatste=n`; periods that were chosen and say otherwise come first."""
    text = "".join(query.get("laatste", ())[-1:])
    if not text.isdigit() or not int(text) or not periods:
        return query
    rolled = {"van": [periods[-min(int(text), len(periods))]], "tot": [periods[-1]]}
    said = {name: list(query[name])[-1:] for name in rolled if "".join(query.get(name, ()))}
    if any(rolled[name] != chosen for name, chosen in said.items()):
        return {name: values for name, values in query.items() if name != "laatste"}
    return {**query, **rolled}


def within_reach(choice: Choice, own: AreaCard, periods: Sequence[str]) -> Choice:
    """Put the page's own area first among the chosen, and show no more periods than a page can hold."""
    first = choice.van
    if first and periods.index(choice.tot) - periods.index(first) >= MOST_SHOWN:
        first = periods[periods.index(choice.tot) - MOST_SHOWN + 1]
    return replace(choice, van=first, gebieden=(own.id, *(area for area in choice.gebieden if area != own.id)))
