"""The people of one 1 January with what other topics ask of them: age, place, household, and how long they stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import NEVER, Ints, Reals, age_on, count_by, day
from noaber.synthetic.living.society import DEPARTURES, MOVED_TOWN, PARTNER

KEY = 100_000
"""More than any day: a person times this plus a day sorts by person, then day."""


@dataclass(frozen=True)
class Panel:
    """One row per person present on the first day of `year`; `stay_end` is the last day in the same municipality.

    `since_town` is a day from which the person lived in it for sure. `size` and `paired` tell of the household.
    """

    year: int
    first: int
    last: int
    person: Ints
    age: Ints
    sex: Ints
    household: Ints
    role: Ints
    home: Ints
    buurt: Ints
    town: Ints
    since: Ints
    stay_end: Ints
    size: Ints
    paired: Ints
    skill: Reals
    frailty: Reals
    wealth: Reals

    def __len__(self) -> int:
        return len(self.person)


def open_panel(chronicle: Chronicle, year: int) -> Panel:
    """Give the people of 1 January of a year that is lived through, or the one after."""
    register, people = chronicle.registers[year], chronicle.people
    person, household = register.person.astype(np.int64), register.household.astype(np.int64)
    first = day(year)
    buurt = chronicle.homes.buurt[register.home]
    households = int(household.max()) + 1
    return Panel(
        year=year, first=first, last=day(year + 1) - 1, person=person, age=age_on(people.birth[person], first),
        sex=people.sex[person], household=household, role=register.role, home=register.home, buurt=buurt,
        town=chronicle.places.town[buurt], since=register.since, stay_end=_ends_of_stay(chronicle, person, first),
        size=count_by(household, households)[household],
        paired=count_by(household[register.role == PARTNER], households)[household],
        skill=people.skill[person], frailty=people.frailty[person], wealth=chronicle.places.wealth[buurt],
    )  # fmt: skip


def _ends_of_stay(chronicle: Chronicle, person: Ints, first: int) -> Ints:
    """The last day before the next departure from the municipality; NEVER where none is told."""
    log = chronicle.log
    leaving = np.isin(log["kind"], (*DEPARTURES, MOVED_TOWN)) & (log["day"] >= first)
    keys = np.sort(log["person"][leaving] * KEY + log["day"][leaving])
    if not len(keys):
        return np.full(len(person), NEVER)
    place = np.minimum(np.searchsorted(keys, person * KEY + first), len(keys) - 1)
    found = keys[place] // KEY == person
    return np.where(found & (keys[place] >= person * KEY), keys[place] % KEY - 1, NEVER)
