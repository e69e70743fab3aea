"""How much of the living region is told: how many people, which years, from which seed."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.synthetic.demography import YEARS

LEAST, MOST = 1_000, 2_000_000


@dataclass(frozen=True)
class Scope:
    """`people` on 1 January of the year `first`; everything is told up to 31 December of `last`."""

    seed: int
    people: int
    first: int
    last: int

    @property
    def years(self) -> range:
        """The years that are lived through."""
        return range(self.first, self.last + 1)

    @property
    def faults(self) -> list[str]:
        """What is wrong with this scope, in words; nothing where it can be told."""
        found = []
        if not LEAST <= self.people <= MOST:
            found.append(f"{self.people} people: give a number from {LEAST} to {MOST}")
        if self.first > self.last:
            found.append(f"the years run backwards: from {self.first} until {self.last}")
        found += [
            f"year {year}: the invented region has {YEARS.start} to {YEARS.stop - 1}"
            for year in sorted({self.first, self.last})
            if year not in YEARS
        ]
        return found
