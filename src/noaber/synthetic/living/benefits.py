"""Benefits as spells: bijstand by household, benefits for those out of work or unfit for it by person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from noaber.synthetic.lists import Lists, Row
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Flags, Ints, Reals
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.panel import Panel, open_panel
from noaber.synthetic.living.society import HEAD, PARTNER
from noaber.synthetic.living.spells import Spells, begin_spells, join_spells

NOBODY = -1


@dataclass(frozen=True)
class Benefits:
    """All benefit spells: `kind` by place in the list, `partner` the person who has it together, `monthly` euros."""

    kinds: tuple[Row, ...]
    spells: Spells
    kind: Ints
    partner: Ints
    monthly: Reals


def grant_benefits(chronicle: Chronicle, assumptions: Lists) -> Benefits:
    """Give all benefit spells in the years of a chronicle; who has one does not begin another."""
    kinds = assumptions.tables["benefits"]
    busy = np.zeros(len(chronicle.people), dtype=np.int64)
    parts: list[Spells] = []
    kind: list[int] = []
    partner: list[Ints] = []
    for year in chronicle.years:
        panel = open_panel(chronicle, year)
        mates = _mates(panel)
        for place, row in enumerate(kinds):
            draws = Draws(chronicle.scope.seed, "benefits", row["kind"], year)
            days = float(row["days"])
            spells = begin_spells(panel, _chance(panel, row), days, busy, draws, year == chronicle.scope.first)
            parts.append(spells)
            kind.append(place)
            partner.append(
                _partners(panel, spells, mates) if row["of"] == "household" else np.full(len(spells), NOBODY)
            )
    spells = join_spells(parts)
    number = np.concatenate([np.full(len(part), place) for part, place in zip(parts, kind, strict=True)])
    monthly = np.array([float(row["monthly"]) for row in kinds])[number]
    drawn = Draws(chronicle.scope.seed, "benefits", "amounts").uniform(len(spells))
    together = np.concatenate(partner)
    amounts = np.rint(100 * monthly * (0.8 + 0.4 * drawn) * np.where(together == NOBODY, 1, 1.4)) / 100
    return Benefits(kinds, spells, number, together, amounts)


def covered(benefits: Benefits, when: int, size: int) -> Mapping[str, Flags]:
    """Say for each kind which people (of `size` in all) have it on a day, partners too."""
    running = (benefits.spells.start <= when) & (benefits.spells.end >= when)
    found = {}
    for place, row in enumerate(benefits.kinds):
        mine = running & (benefits.kind == place)
        flags = np.zeros(size, dtype=bool)
        flags[benefits.spells.person[mine]] = True
        flags[benefits.partner[mine & (benefits.partner != NOBODY)]] = True
        found[row["kind"]] = flags
    return found


def _chance(panel: Panel, row: Row) -> Reals:
    poor, frail = float(row["poor"]), float(row["frail"])
    need = poor * (-0.8 * panel.skill - 0.3 * panel.wealth) + frail * panel.frailty
    level = float(row["chance"]) * np.exp(need - 0.5 * (0.75 * poor**2 + frail**2))
    able = (panel.age >= int(row["from"])) & (panel.age <= int(row["to"]))
    if row["of"] == "household":
        able &= panel.role == HEAD
        level *= np.where(panel.paired > 0, 0.55, 1.45)
    return np.where(able, np.minimum(level, 0.9), 0.0)


def _mates(panel: Panel) -> Ints:
    """The partner in each household, by household; NOBODY where there is none."""
    mates = np.full(int(panel.household.max()) + 1, NOBODY)
    partners = panel.role == PARTNER
    mates[panel.household[partners]] = panel.person[partners]
    return mates


def _partners(panel: Panel, spells: Spells, mates: Ints) -> Ints:
    rows = np.searchsorted(panel.person, spells.person)
    return mates[panel.household[rows]]
