"""Spells: who begins with something, from which day to which day, never outside life and residence."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from noaber.synthetic.living.columns import NEVER, Ints, Reals
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.panel import Panel

STOCK = 0.82
"""Of what rate times length gives, the part that is there on the first day: many leave or die before the end."""

LOOK_BACK = 2500
"""Days before the first day within which a spell of the stock began."""


@dataclass(frozen=True)
class Spells:
    """One row per spell: person, municipality, first and last day (NEVER while it runs), home where it began."""

    person: Ints
    town: Ints
    home: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.person)


def join_spells(parts: list[Spells]) -> Spells:
    """Put spells behind each other."""
    return Spells(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Spells)))


def begin_spells(panel: Panel, chance: Reals, mean_days: float, busy_until: Ints, draws: Draws, first: bool) -> Spells:
    """Give the spells that begin in a year, with the yearly `chance` of each row; in the `first` year also the stock.

    `busy_until` (by person) holds the last day of an earlier spell and is brought up to date.
    """
    share = STOCK * chance * mean_days / 365
    stock = [_stock(panel, share, mean_days, busy_until, draws)] if first else []
    return join_spells([*stock, _start(panel, chance, mean_days, busy_until, draws)])


def _start(panel: Panel, chance: Reals, mean_days: float, busy_until: Ints, draws: Draws) -> Spells:
    rows = np.flatnonzero(draws.happens(chance))
    start = draws.whole(panel.first, panel.last + 1, len(rows))
    fits = (start > busy_until[panel.person[rows]] + 30) & (start <= panel.stay_end[rows])
    rows, start = rows[fits], start[fits]
    return _close(panel, rows, start, start + _lengths(mean_days, len(rows), draws), busy_until)


def _stock(panel: Panel, share: Reals, mean_days: float, busy_until: Ints, draws: Draws) -> Spells:
    """Those who had it on the first day already, since a day on which they lived where they live."""
    rows = np.flatnonzero(draws.happens(np.minimum(share, 0.9)) & (busy_until[panel.person] < panel.first))
    ago = np.floor(np.minimum(draws.waiting(mean_days, len(rows)), LOOK_BACK * draws.uniform(len(rows)))).astype(int)
    start = np.maximum(panel.first - 1 - ago, panel.since[rows])
    end = panel.first + _lengths(mean_days, len(rows), draws)
    return _close(panel, rows, np.minimum(start, panel.first), end, busy_until)


def _lengths(mean_days: float, number: int, draws: Draws) -> Ints:
    lengths: Ints = 14 + np.floor(draws.waiting(max(1.0, mean_days - 14), number)).astype(np.int64)
    return lengths


def _close(panel: Panel, rows: Ints, start: Ints, end: Ints, busy_until: Ints) -> Spells:
    end = np.minimum(np.minimum(end, panel.stay_end[rows]), NEVER)
    person = panel.person[rows]
    np.maximum.at(busy_until, person, end)
    return Spells(person, panel.town[rows], panel.home[rows], start, end)
