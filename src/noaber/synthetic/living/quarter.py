"""One quarter of life: who dies and is born, parts and pairs, leaves, moves and comes, with a day for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.synthetic.living.accounts import YearPlan
from noaber.synthetic.living.columns import Flags, Ints, age_on, day
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.homes import Builder
from noaber.synthetic.living.sampling import split_year
from noaber.synthetic.living.society import Society


@dataclass
class Quarter:
    """A quarter that is being lived: its days, its rates and chance. `busy` marks households with an event already."""

    society: Society
    plan: YearPlan
    life: Mapping[str, Any]
    builder: Builder
    draws: Draws
    number: int
    first: int
    end: int
    busy: Flags

    def part(self, counts: Ints) -> Ints:
        """Give the part of the year's numbers that falls in this quarter."""
        return split_year(counts, self.number)

    def days(self, number: int) -> Ints:
        """Give a day in this quarter for each of so many events."""
        return self.draws.whole(self.first, self.end, number)

    def present(self) -> Ints:
        """Give the people who live here."""
        return np.flatnonzero(self.society.people.present)

    def ages(self, person: Ints) -> Ints:
        """Give the age of people on the first day of the quarter."""
        return age_on(self.society.people.birth[person], self.first)

    def towns(self, person: Ints) -> Ints:
        """Give the municipality of people."""
        return self.society.town_of_household(self.society.people.household[person])

    def keep_busy(self, household: Ints) -> None:
        """Mark households, so that nothing else happens to them in this quarter."""
        lacking = len(self.society.dwelling) - len(self.busy)
        self.busy = np.r_[self.busy, np.zeros(lacking, dtype=bool)]
        self.busy[household] = True


def open_quarter(
    society: Society, year: int, number: int, plan: YearPlan, life: Mapping[str, Any], builder: Builder, seed: int
) -> Quarter:
    """Give quarter 0 to 3 of a year before anything has happened in it."""
    first = day(year, 3 * number + 1)
    end = day(year, 3 * number + 4) if number < 3 else day(year + 1)
    draws = Draws(seed, "life", year, number)
    busy = np.zeros(len(society.dwelling), dtype=bool)
    return Quarter(society, plan, life, builder, draws, number, first, end, busy)
