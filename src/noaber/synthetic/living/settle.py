"""The first day: people, households and homes of every buurt, as many as the public deliveries say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from noaber.synthetic.chance import share
from noaber.synthetic.living.accounts import Plan
from noaber.synthetic.living.columns import Ints, Reals, read_curve
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.families import Settlers, settlers_of
from noaber.synthetic.living.homes import Builder
from noaber.synthetic.living.places import Places
from noaber.synthetic.living.society import Log, People, Society
from noaber.synthetic.profiles import Profile


def settle(places: Places, plan: Plan, builder: Builder, life: Mapping[str, Any], today: int, draws: Draws) -> Society:
    """Give the region on its first day, every household in a home of its own."""
    by_buurt = _people_by_buurt(places, plan).tolist()
    counts = [_households(places.profiles[place], people, life) for place, people in enumerate(by_buurt)]
    settlers = settlers_of(np.array(counts), places.ageing, life, today, draws)
    dwellings = _dwellings(np.bincount(settlers.buurt, minlength=len(places)), builder.terms["vacancy"])
    homes = builder.build(np.repeat(np.arange(len(places)), dwellings), today, draws, old=True)
    dwelling = _allot(settlers.buurt, homes.buurt, len(places))
    homes.household[dwelling] = np.arange(len(dwelling))
    people = _people(places, settlers, today, draws)
    return Society(places, people, homes, dwelling, Log())


def _people_by_buurt(places: Places, plan: Plan) -> Ints:
    people = np.zeros(len(places), dtype=np.int64)
    for town, total in enumerate(plan.start.tolist()):
        own = np.flatnonzero(places.town == town)
        people[own] = share(total, places.weight[own].tolist())
    return people


def _households(profile: Profile, people: int, life: Mapping[str, Any]) -> tuple[int, int, int, int]:
    """Singles, couples and families of a buurt, and the people in families; they add up to its people."""
    total = round(profile.household_total * life["households"] * people / max(1, profile.inhabitants))
    alone, pairs, parents = profile.households
    singles, couples, families = share(total, (alone * life["singles"], pairs, parents))
    while singles + 2 * couples + 2 * families > people:
        couples, families = (couples, families - 1) if families > couples else (couples - 1, families)
        if min(couples, families) < 0:
            return people, 0, 0, 0
    rest = people - singles - 2 * couples
    if families and rest > 5 * families:
        families = -(-rest // 5)
    if not families:
        return singles + rest, couples, 0, 0
    return singles, couples, families, rest


def _dwellings(households: Ints, vacancy: float) -> Ints:
    stock: Ints = np.ceil(households * (1 + vacancy)).astype(np.int64)
    return stock


def _allot(buurt_of_household: Ints, buurt_of_home: Ints, size: int) -> Ints:
    """Give each household (sorted by buurt) one of the first homes of its buurt."""
    first_home = np.searchsorted(buurt_of_home, np.arange(size))
    first_household = np.searchsorted(buurt_of_household, np.arange(size))
    rank = np.arange(len(buurt_of_household)) - first_household[buurt_of_household]
    return first_home[buurt_of_household] + rank


def _people(places: Places, settlers: Settlers, today: int, draws: Draws) -> People:
    number = len(settlers.birth)
    wealth: Reals = places.wealth[settlers.buurt][settlers.household]
    stayed = draws.waiting(read_curve({0: 3, 30: 5, 60: 15, 100: 20}, settlers.age)[settlers.head], number)
    lately = np.floor(today - 1 - stayed[settlers.head] * 365).astype(np.int64)
    return People(
        birth=settlers.birth,
        sex=settlers.sex,
        household=settlers.household,
        role=settlers.role,
        since=np.maximum(settlers.birth, np.maximum(lately, settlers.birth[settlers.head] + 18 * 365)),
        skill=0.45 * wealth + 0.9 * draws.normal(number),
        frailty=draws.normal(number) - 0.1 * wealth,
        present=np.ones(number, dtype=bool),
    )
