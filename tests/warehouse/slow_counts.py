"""Counts over records as one would do them by hand: loops over people, days and areas; slow and obvious."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from people_deliveries import TOWNS, Spell, Town, days_of

PRODUCTS = {"H": "help", "B": "help", "D": "day_care", "J": "youth"}
GROUPS = {"product": {"help": ["wmo"], "day_care": ["wmo"]}, "age": {"18-64": ["18+"], "65+": ["18+"]}}
LAWS = {"H": "wmo", "B": "wmo", "D": "wmo", "J": "jeugd"}
Key = tuple[str, str, str]
"""Area, period, slice."""


def areas_of(town: str) -> list[str]:
    """Give the areas in which a municipality lies, itself included."""
    return [town, "Drieland"]


def age_band(birth: date, day: date) -> str | None:
    """Give the band of the age on a day."""
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return None if years < 0 else "0-17" if years < 18 else "18-64" if years < 65 else "65+"


def is_active(spell: Spell, period: str) -> bool:
    """Say whether a spell runs on a day of a period, day by day."""
    first, last = days_of(period)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return any(spell.begin <= day and (spell.end is None or day <= spell.end) for day in days)


def slices(categories: dict[str, str | None]) -> Iterator[str]:
    """Give every slice in which something with these categories counts: of every choice of dimensions, groups too."""
    for number in range(len(categories) + 1):
        for chosen in combinations(sorted(categories), number):
            yield from _choices(chosen, categories)


def _choices(chosen: tuple[str, ...], categories: dict[str, str | None]) -> Iterator[str]:
    if not chosen:
        yield ""
        return
    name, rest = chosen[0], chosen[1:]
    category = categories[name]
    if category is None:
        return
    for one in (category, *GROUPS.get(name, {}).get(category, [])):
        for other in _choices(rest, categories):
            yield f"{name}={one}" + (f";{other}" if other else "")


def clients(town: Town, periods: Iterable[str]) -> dict[Key, int]:
    """Count the different people with a provision in each area, period and slice of product and age."""
    who: dict[Key, set[int]] = defaultdict(set)
    for period in periods:
        for spell in town.spells:
            if is_active(spell, period):
                birth = town.people[spell.client][1]
                parts = {"product": PRODUCTS[spell.product], "age": age_band(birth, days_of(period)[1])}
                for area in areas_of(spell.town):
                    for slice in slices(parts):
                        who[(area, period, slice)].add(spell.client)
    return {key: len(people) for key, people in who.items()}


def households(town: Town, periods: Iterable[str]) -> dict[Key, int]:
    """Count the different households, by the number of different products that each has, and by their laws."""
    found: dict[Key, int] = defaultdict(int)
    for period in periods:
        had: dict[tuple[str, int], set[str]] = defaultdict(set)
        for spell in town.spells:
            if is_active(spell, period):
                for area in areas_of(spell.town):
                    had[(area, town.people[spell.client][0])].add(spell.product)
        for (area, _), products in had.items():
            number = "one" if len({PRODUCTS[product] for product in products}) == 1 else "more"
            laws = {LAWS[product] for product in products}
            named = "wmo+jeugd" if len(laws) == 2 else next(iter(laws))
            for slice in slices({"products": number, "laws": named}):
                found[(area, period, slice)] += 1
    return found


def episodes(spells: list[Spell], gap: int) -> list[tuple[date, date | None]]:
    """Join spells that lie at most `gap` days apart, one after the other."""
    far = date(9999, 12, 31)
    joined: list[tuple[date, date]] = []
    for spell in sorted(spells, key=lambda one: one.begin):
        end = spell.end or far
        if joined and (spell.begin - joined[-1][1]).days - 1 <= gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((spell.begin, end))
    return [(begin, None if end == far else end) for begin, end in joined]


def flows(town: Town, periods: Iterable[str], gap: int) -> dict[str, dict[Key, int]]:
    """Count how people come and go, by kind, in each area, period and product."""
    found: dict[str, dict[Key, int]] = defaultdict(lambda: defaultdict(int))
    groups: dict[tuple[int, str, str], list[Spell]] = defaultdict(list)
    for spell in town.spells:
        for area in areas_of(spell.town):
            for slice in slices({"product": PRODUCTS[spell.product]}):
                groups[(spell.client, area, slice)].append(spell)
    for (_, area, slice), spells in groups.items():
        for period in periods:
            for kind in _kinds(episodes(spells, gap), period):
                found[kind][(area, period, slice)] += 1
    return found


def _kinds(stretches: list[tuple[date, date | None]], period: str) -> list[str]:
    first, last = days_of(period)
    inside = [(b, e) for b, e in stretches if b <= last and (e is None or e >= first)]
    if not inside:
        return []
    at_begin = any(begin < first for begin, _ in inside)
    at_end = any(end is None or end > last for _, end in inside)
    before = any(begin < first for begin, _ in stretches)
    kinds = ["open"] if at_begin else []
    kinds += ["remaining"] if at_end else []
    kinds += ["continuing"] if at_begin and at_end else ["ended"] if at_begin else []
    if not at_begin:
        kinds.append(("returning" if before else "new") if at_end else "passing")
    return kinds


def costs(town: Town, periods: Iterable[str]) -> dict[Key, dict[int, float]]:
    """Add up for each client what each quarter cost; a year is its quarters."""
    found: dict[Key, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for period in periods:
        quarters = [period] if "-Q" in period else [f"{period}-Q{number}" for number in (1, 2, 3, 4)]
        for spell in town.spells:
            for quarter in quarters:
                if is_active(spell, quarter):
                    for area in areas_of(spell.town):
                        for slice in slices({"product": PRODUCTS[spell.product]}):
                            found[(area, period, slice)][spell.client] += spell.cost
    return found


def ended(town: Town, periods: Iterable[str]) -> dict[Key, tuple[int, int]]:
    """Count the provisions whose last day lies in a period, and their days."""
    found: dict[Key, tuple[int, int]] = {}
    for period in periods:
        first, last = days_of(period)
        for spell in town.spells:
            if spell.end and first <= spell.end <= last:
                for area in areas_of(spell.town):
                    count, days = found.get((area, period, ""), (0, 0))
                    found[(area, period, "")] = (count + 1, days + (spell.end - spell.begin).days + 1)
    return found


def people(town: Town, years: Iterable[str]) -> dict[Key, int]:
    """Count the people of the register by sex and by age on 1 January, down to the neighbourhood."""
    found: dict[Key, int] = defaultdict(int)
    for year in years:
        for _, birth, sex, buurt in town.people.values():
            place = next(name for name, buurten in TOWNS.items() if buurt in buurten)
            parts = {"sex": {"M": "m", "V": "f"}[sex], "age": age_band(birth, days_of(year)[0])}
            for area in (place, f"{buurt}@2024"):
                for slice in slices(parts):
                    found[(area, year, slice)] += 1
    return found
