"""What a municipality tells in the file of a quarter: in time, late, corrected and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.synthetic.living.columns import Flags, Ints, Reals, day
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.provisions import Provisions

NEW, CHANGED, WITHDRAWN = 0, 1, 2
CHANGES = ("new", "changed", "withdrawn")


@dataclass(frozen=True)
class Told:
    """Rows of the files of one quarter: spell, quarter told of, kind of change, and if it is a `ghost` or `wrong`.

    A ghost is a row that should not be there and is withdrawn a quarter later; the cost of a wrong row is too high
    and is corrected a quarter later.
    """

    spell: Ints
    quarter: Ints
    change: Ints
    ghost: Flags
    wrong: Flags


@dataclass(frozen=True)
class Fate:
    """What happens to the rows about one quarter: which spells, told how late, wrong or with a ghost beside them."""

    spell: Ints
    late: Ints
    wrong: Flags
    ghost: Flags


def first_day(quarter: int) -> int:
    """The first day of a quarter, counted as 4 times the year plus 0 to 3."""
    return day(quarter // 4, 3 * (quarter % 4) + 1)


def decide(provisions: Provisions, quarter: int, care: Mapping[str, Any], seed: int) -> Fate:
    """Decide what happens to the rows about a quarter; the same whenever it is asked."""
    spells = provisions.spells
    spell = np.flatnonzero((spells.start < first_day(quarter + 1)) & (spells.end >= first_day(quarter)))
    draws = Draws(seed, provisions.law, "reporting", quarter)
    one, two = care["late"]
    drawn = draws.uniform(len(spell))
    late = np.where(drawn < two, 2, np.where(drawn < one + two, 1, 0))
    wrong = (draws.uniform(len(spell)) < care["corrected"]) & (late == 0)
    ghost = (draws.uniform(len(spell)) < care["withdrawn"]) & (late == 0)
    return Fate(spell, late, wrong, ghost)


def tell(fates: Mapping[int, Fate], quarter: int) -> Told:
    """Give the rows of the files of a quarter, from the fates of this quarter and the two before."""
    parts = [part for back in range(3) if quarter - back in fates for part in _parts(fates[quarter - back], back)]
    rows = [(np.asarray(s), np.full(len(s), quarter - back), np.full(len(s), change), g, w)
            for s, back, change, g, w in parts]  # fmt: skip
    return Told(*(np.concatenate(columns) for columns in zip(*rows, strict=True)))


def _parts(fate: Fate, back: int) -> list[tuple[Ints, int, int, Flags, Flags]]:
    """Rows about a quarter that are told so many quarters later."""

    def rows(chosen: Flags, change: int, ghost: bool = False, wrong: Flags | None = None) -> tuple[Any, ...]:
        number = int(chosen.sum())
        nothing = np.zeros(number, dtype=bool)
        return fate.spell[chosen], back, change, nothing | ghost, nothing if wrong is None else wrong[chosen]

    told = [rows(fate.late == back, NEW, wrong=fate.wrong if back == 0 else None)]
    if back == 0:
        told.append(rows(fate.ghost, NEW, ghost=True))
    if back == 1:
        told += [rows(fate.wrong, CHANGED), rows(fate.ghost, WITHDRAWN, ghost=True)]
    return told


def days_in(start: Ints, end: Ints, quarter: Ints) -> Reals:
    """Days of each spell that fall in a quarter."""
    quarters = np.unique(quarter)
    begins = np.array([first_day(int(q)) for q in quarters])[np.searchsorted(quarters, quarter)]
    ends = np.array([first_day(int(q) + 1) for q in quarters])[np.searchsorted(quarters, quarter)]
    within: Reals = np.maximum(np.minimum(end + 1, ends) - np.maximum(start, begins), 0).astype(float)
    return within
