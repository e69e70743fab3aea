"""What the questions are about: indicators, areas and periods drawn by chance from a release, the same on every run."""

from __future__ import annotations

import random
from dataclasses import dataclass

from noaber.warehouse.cards import AreaCard
from noaber.warehouse.catalogue import Catalogue
from noaber.warehouse.query import Release

KEPT = 64
AREAS, PERIODS, PROFILE = 20, 12, 100
KINDS = ("people", "jobs", "homes", "value", "women")
WORDS = ("banen 3.2", "berg", "woningwaarde", "twenveldestede", "aandeel vrouwen", "noordkamp", "lo", "stadstede")


@dataclass(frozen=True)
class Case:
    """One draw. Ids are for those who ask in words, keys for those who ask with keys."""

    indicator: str
    family: str
    areas: tuple[AreaCard, ...]
    municipality: AreaCard
    neighbourhood: AreaCard
    period: str
    indicators: tuple[str, ...]
    word: str


@dataclass(frozen=True)
class Keys:
    """The keys of a draw."""

    indicator: int
    people: int
    women: int
    areas: tuple[int, ...]
    municipality: int
    neighbourhood: int
    period: int
    periods: tuple[int, ...]
    indicators: tuple[int, ...]
    female: int
    municipality_type: int
    neighbourhood_type: int


def draw_cases(release: Release) -> list[Case]:
    """Draw the cases of a release."""
    chance = random.Random(7)
    known = release.catalogue
    by_type: dict[str, list[AreaCard]] = {}
    for area in known.areas.values():
        by_type.setdefault(area.type, []).append(area)
    families = sorted(id.removeprefix("people_") for id in known.indicators if id.startswith("people_"))
    profile = tuple(known.indicators)[:PROFILE]
    return [_draw(chance, known, by_type, chance.choice(families), profile) for _ in range(KEPT)]


def _draw(
    chance: random.Random,
    known: Catalogue,
    by_type: dict[str, list[AreaCard]],
    family: str,
    profile: tuple[str, ...],
) -> Case:
    return Case(
        indicator=f"{chance.choice(KINDS)}_{family}",
        family=family,
        areas=tuple(chance.sample(by_type["gemeente"] + by_type["province"], AREAS)),
        municipality=chance.choice(by_type["gemeente"]),
        neighbourhood=chance.choice(by_type["buurt"]),
        period=chance.choice(list(known.periods)),
        indicators=profile,
        word=chance.choice(WORDS),
    )


def keys_of(case: Case, known: Catalogue) -> Keys:
    """Translate a case for those who ask with keys."""
    return Keys(
        indicator=known.indicators[case.indicator].key,
        people=known.indicators[f"people_{case.family}"].key,
        women=known.indicators[f"women_{case.family}"].key,
        areas=tuple(area.key for area in case.areas),
        municipality=case.municipality.key,
        neighbourhood=case.neighbourhood.key,
        period=known.periods[case.period],
        periods=tuple(known.period_of)[:PERIODS],
        indicators=tuple(known.indicators[id].key for id in case.indicators),
        female=known.slices["sex=f"],
        municipality_type=known.types["gemeente"].key,
        neighbourhood_type=known.types["buurt"].key,
    )
