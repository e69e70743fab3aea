"""Schemes for households with little, help with debts, and early signals of arrears."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from noaber.synthetic.lists import Lists, Row
from noaber.synthetic.living.columns import Ints, Reals, sum_by
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.panel import Panel
from noaber.synthetic.living.society import CHILD, HEAD
from noaber.synthetic.living.spells import Spells, begin_spells
from noaber.synthetic.living.work import Incomes


@dataclass(frozen=True)
class Grants:
    """Schemes granted in a year: row of the head in the panel, scheme by place in the list, day, euros."""

    row: Ints
    scheme: Ints
    day: Ints
    euros: Reals


@dataclass(frozen=True)
class Signals:
    """Early signals of a year: row of the head in the panel, creditor by place, day, euros owed."""

    row: Ints
    creditor: Ints
    day: Ints
    euros: Ints


def against_minimum(panel: Panel, incomes: Incomes) -> Reals:
    """Give for each row of a panel the income of its household in percent of the social minimum."""
    return incomes.against_minimum[np.searchsorted(incomes.household, panel.household)]


def grant(panel: Panel, incomes: Incomes, assumptions: Lists, seed: int) -> Grants:
    """Give the schemes that households took up in a year; the same households tend to take up more than one."""
    level = against_minimum(panel, incomes)
    heads = np.flatnonzero(panel.role == HEAD)
    young = sum_by(panel.household, (panel.role == CHILD) & (panel.age < 18))[panel.household]
    ease = Draws(seed, "schemes", "ease", panel.year).normal(len(heads))
    parts = list(_grants(panel, assumptions.tables["schemes"], heads, level, young, ease, seed))
    return Grants(*(np.concatenate([part[place] for part in parts]) for place in range(4)))


def _grants(
    panel: Panel, schemes: tuple[Row, ...], heads: Ints, level: Reals, young: Reals, ease: Reals, seed: int
) -> Iterator[tuple[Ints, Ints, Ints, Reals]]:  # fmt: skip
    for place, scheme in enumerate(schemes):
        draws = Draws(seed, "schemes", scheme["scheme"], panel.year)
        drawn, when = draws.uniform(len(heads)), draws.whole(panel.first, panel.last + 1, len(heads))
        able = (level[heads] < float(scheme["limit"])) & (panel.age[heads] >= 18) & (when <= panel.stay_end[heads])
        if scheme["children"] == "1":
            able &= young[heads] > 0
        offered = int(scheme["from"]) <= panel.year <= int(scheme["until"])
        taken = able & (drawn < float(scheme["reach"]) * np.exp(0.35 * ease)) & offered
        euros = np.rint(float(scheme["euros"]) * (0.7 + 0.6 * draws.uniform(int(taken.sum()))))
        yield heads[taken], np.full(int(taken.sum()), place), when[taken], euros


def help_with_debts(panel: Panel, level: Reals, busy: Ints, seed: int, first: bool) -> Spells:
    """Give the spells of debt counselling that begin in a year: heads of households with little, mostly."""
    chance = np.where((panel.role == HEAD) & (panel.age >= 20) & (panel.age < 75), 0.0042, 0.0)
    chance = chance * np.exp(0.6 * (120 - np.minimum(level, 260)) / 60) * np.exp(0.3 * panel.frailty)
    return begin_spells(panel, np.minimum(chance, 0.3), 880, busy, Draws(seed, "debts", panel.year), first)


def signal(panel: Panel, level: Reals, creditors: int, seed: int) -> Signals:
    """Give the early signals of a year: of rent, energy, water and health insurance; some households have several."""
    draws = Draws(seed, "signals", panel.year)
    heads = np.flatnonzero((panel.role == HEAD) & (panel.age >= 18))
    mean = 0.075 * np.exp(0.8 * (120 - np.minimum(level[heads], 260)) / 60 - 0.4 * panel.skill[heads])
    number = np.floor(np.minimum(mean, 1.5) * draws.waiting(1.0, len(heads)) + draws.uniform(len(heads))).astype(int)
    row = np.repeat(heads, number * (draws.uniform(len(heads)) < 0.45))
    when = draws.whole(panel.first, panel.last + 1, len(row))
    row, when = row[when <= panel.stay_end[row]], when[when <= panel.stay_end[row]]
    owed = np.rint(90 + draws.waiting(310, len(row))).astype(np.int64)
    return Signals(row, draws.among(np.array([4.0, 3.0, 1.2, 5.0])[:creditors], len(row)), when, owed)
