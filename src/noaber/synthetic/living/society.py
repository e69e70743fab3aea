"""Everybody and everything at a moment: people in households in dwellings, and the log of what happened to them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from noaber.synthetic.living.columns import Flags, Ints, Reals, count_by
from noaber.synthetic.living.homes import EMPTY, Homes
from noaber.synthetic.living.places import Places

HEAD, PARTNER, CHILD = 0, 1, 2
MAN, WOMAN = 0, 1
GONE = -1
BORN, DIED, MOVED, MOVED_TOWN, CAME, IMMIGRATED, LEFT, EMIGRATED, CORRECTED_IN, CORRECTED_OUT = range(10)
"""Kinds of event. A move of town is one within the region; a correction is by the register, not by life."""
ARRIVALS = (BORN, CAME, IMMIGRATED, CORRECTED_IN)
DEPARTURES = (DIED, LEFT, EMIGRATED, CORRECTED_OUT)


@dataclass
class People:
    """One row per person who ever lived here. `since` is the day at the present address.

    `skill` and `frailty` are about normal around 0: what one has with one, and what one has to bear.
    """

    birth: Ints
    sex: Ints
    household: Ints
    role: Ints
    since: Ints
    skill: Reals
    frailty: Reals
    present: Flags

    def __len__(self) -> int:
        return len(self.birth)

    def add(self, more: People) -> Ints:
        """Put other people behind these and give their numbers."""
        begin = len(self)
        for column in fields(self):
            setattr(self, column.name, np.r_[getattr(self, column.name), getattr(more, column.name)])
        return np.arange(begin, len(self))


@dataclass
class Log:
    """What happened, in the order in which it was told: one row per person and event, GONE for nowhere."""

    parts: list[dict[str, Ints]] = field(default_factory=list)

    def add(self, kind: int, **columns: Ints) -> None:
        """Tell of an event of many people: person, day, and home and household before and after."""
        self.parts.append({"kind": np.full(len(columns["person"]), kind), **columns})

    def told(self) -> dict[str, Ints]:
        """Give the whole log by column, sorted by day and person."""
        names = ("kind", "person", "day", "home", "new_home", "household", "new_household")
        whole = {name: np.concatenate([part[name] for part in self.parts]) for name in names}
        order = np.lexsort((whole["person"], whole["day"]))
        return {name: column[order] for name, column in whole.items()}


@dataclass
class Society:
    """The region at a moment. `dwelling` gives the home of each household, GONE where it is no more."""

    places: Places
    people: People
    homes: Homes
    dwelling: Ints
    log: Log

    def found_households(self, number: int) -> Ints:
        """Make households without a home yet and give their numbers."""
        begin = len(self.dwelling)
        self.dwelling = np.r_[self.dwelling, np.full(number, GONE)]
        return np.arange(begin, begin + number)

    def town_of_home(self, home: Ints) -> Ints:
        """The municipality of each dwelling, by its place in the list."""
        return self.places.town[self.homes.buurt[home]]

    def town_of_household(self, household: Ints) -> Ints:
        """The municipality where each household lives."""
        return self.town_of_home(self.dwelling[household])

    def sizes(self) -> Ints:
        """How many people each household has."""
        return count_by(self.people.household[self.people.present], len(self.dwelling))

    def vacate(self) -> None:
        """Let homes of households without people stand empty."""
        over = np.flatnonzero((self.sizes() == 0) & (self.dwelling != GONE))
        self.homes.household[self.dwelling[over]] = EMPTY
        self.dwelling[over] = GONE

    def remove(self, person: Ints, days: Ints, kind: int) -> None:
        """Let people die or leave the region."""
        household = self.people.household[person]
        gone = np.full(len(person), GONE)
        self.log.add(kind, person=person, day=days, home=self.dwelling[household], new_home=gone,
                     household=household, new_household=gone)  # fmt: skip
        self.people.present[person] = False

    def enter(self, person: Ints, kinds: Ints, days: Ints) -> None:
        """Tell that people came to live where their household is."""
        household = self.people.household[person]
        gone = np.full(len(person), GONE)
        for kind in np.unique(kinds).tolist():
            mine = kinds == kind
            self.log.add(kind, person=person[mine], day=days[mine], home=gone[mine], household=gone[mine],
                         new_home=self.dwelling[household[mine]], new_household=household[mine])  # fmt: skip
        self.people.since[person] = days

    def seat_heads(self) -> None:
        """Give every household without a head one: the partner, else the eldest."""
        here = np.flatnonzero(self.people.present)
        household = self.people.household[here]
        headed = np.zeros(len(self.dwelling), dtype=bool)
        headed[household[self.people.role[here] == HEAD]] = True
        here = here[~headed[household]]
        order = here[np.lexsort((self.people.birth[here], self.people.role[here], self.people.household[here]))]
        first = np.unique(self.people.household[order], return_index=True)[1]
        self.people.role[order[first]] = HEAD
