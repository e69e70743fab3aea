"""Who leaves the region, who moves to or within a municipality, and who comes; the plan says how many people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.synthetic.living.columns import Ints, Reals, read_curve
from noaber.synthetic.living.families import draw_ages, form_households
from noaber.synthetic.living.housing import Requests, house
from noaber.synthetic.living.quarter import Quarter
from noaber.synthetic.living.sampling import fill, spread_sizes
from noaber.synthetic.living.society import (
    CAME,
    CORRECTED_IN,
    CORRECTED_OUT,
    EMIGRATED,
    GONE,
    HEAD,
    IMMIGRATED,
    LEFT,
    MOVED,
    MOVED_TOWN,
    People,
)

ABROAD, STRUCK_OFF, INLAND, INNER = 0, 1, 2, 3
"""Destinations in the order of the quotas: from INNER on, the municipalities of the region."""
OUTSIDE = {ABROAD: EMIGRATED, STRUCK_OFF: CORRECTED_OUT, INLAND: LEFT}


@dataclass(frozen=True)
class Units:
    """What moves as one: a household, or a person who leaves one (`leaver`, else GONE)."""

    household: Ints
    leaver: Ints
    town: Ints
    size: Ints
    means: Reals
    age: Ints

    def pick(self, rows: Any) -> Units:
        """Give some of the units."""
        return Units(*(column[rows] for column in self.__dict__.values()))


def let_move(quarter: Quarter, leavers: Ints) -> None:
    """Let units leave, move and come, and give all who stay or come a home."""
    units = _units(quarter, leavers)
    destination = fill(units.town, units.size, _quotas(quarter), _wish_to_leave(quarter, units), quarter.draws)
    for outside, kind in OUTSIDE.items():
        _depart(quarter, units.pick(destination == outside), kind)
    moving = (units.leaver != GONE) | quarter.draws.happens(read_curve(quarter.life["move"], units.age) / 4)
    within = moving & (destination == GONE)
    inner = destination >= INNER
    town = np.where(inner, destination - INNER, units.town)
    _relocate(quarter, units.pick(within | inner), town[within | inner])


def _units(quarter: Quarter, leavers: Ints) -> Units:
    people, society = quarter.society.people, quarter.society
    here = quarter.present()
    heads = here[(people.role[here] == HEAD) & ~quarter.busy[people.household[here]]]
    person = np.r_[heads, leavers]
    return Units(
        household=people.household[person],
        leaver=np.r_[np.full(len(heads), GONE), leavers],
        town=quarter.towns(person),
        size=np.r_[society.sizes()[people.household[heads]], np.ones(len(leavers), dtype=np.int64)],
        means=people.skill[person] + 0.02 * (np.minimum(quarter.ages(person), 55) - 40),
        age=quarter.ages(person),
    )


def _wish_to_leave(quarter: Quarter, units: Units) -> Reals:
    stay_or_go = read_curve(quarter.life["leave"], units.age)
    stay_or_go *= np.where(units.size == 1, quarter.life["alone_leaves_sooner"], 1.0)
    return np.where(units.leaver == GONE, stay_or_go, quarter.life["leaving_home_leaves_town"])


def _quotas(quarter: Quarter) -> Ints:
    plan = quarter.plan
    struck_off = quarter.part(np.maximum(-plan.other, 0))
    columns = [quarter.part(plan.emigration), struck_off, quarter.part(plan.moves_out)]
    return np.column_stack([*columns, quarter.part(plan.inner)])


def _members(quarter: Quarter, units: Units) -> tuple[Ints, Ints]:
    """Give the people of units, and the row of their unit."""
    whole = units.leaver == GONE
    row = np.full(len(quarter.society.dwelling), GONE)
    row[units.household[whole]] = np.flatnonzero(whole)
    here = quarter.present()
    rows = row[quarter.society.people.household[here]]
    person = np.r_[here[rows != GONE], units.leaver[~whole]]
    return person, np.r_[rows[rows != GONE], np.flatnonzero(~whole)]


def _depart(quarter: Quarter, units: Units, kind: int) -> None:
    person, row = _members(quarter, units)
    days = quarter.days(len(units.household))
    quarter.society.remove(person, days[row], kind)


def _relocate(quarter: Quarter, units: Units, town: Ints) -> None:
    """Move units that stay in the region, and settle those who come, in one round on the housing market."""
    society, people = quarter.society, quarter.society.people
    person, row = _members(quarter, units)
    days = quarter.days(len(units.household))
    before = people.household[person]
    old_home = society.dwelling[before]
    single = units.leaver != GONE
    target = units.household.copy()
    target[single] = society.found_households(int(single.sum()))
    people.household[person] = target[row]
    people.role[units.leaver[single]] = HEAD
    newcomers = _arrive(quarter)
    wanted = Requests(np.r_[target, newcomers.household], np.r_[town, newcomers.town],
                      np.r_[units.means, newcomers.means])  # fmt: skip
    house(society, wanted, quarter.builder, quarter.first, quarter.draws)
    moved_town = town[row] != units.town[row]
    for kind, mine in ((MOVED, ~moved_town), (MOVED_TOWN, moved_town)):
        society.log.add(kind, person=person[mine], day=days[row[mine]], home=old_home[mine], household=before[mine],
                        new_home=society.dwelling[target[row[mine]]], new_household=target[row[mine]])  # fmt: skip
    people.since[person] = days[row]
    society.enter(newcomers.person, newcomers.kind, newcomers.days)
    quarter.keep_busy(wanted.household)


@dataclass(frozen=True)
class Newcomers:
    """Those who come: people with kind of arrival and day, and their households with municipality and means."""

    person: Ints
    kind: Ints
    days: Ints
    household: Ints
    town: Ints
    means: Reals


def _arrive(quarter: Quarter) -> Newcomers:
    """Make the people who come, from elsewhere in the country, from abroad, and by correction."""
    plan = quarter.plan
    flows = [(CAME, "inland", plan.moves_in), (IMMIGRATED, "abroad", plan.immigration),
             (CORRECTED_IN, "inland", np.maximum(plan.other, 0))]  # fmt: skip
    parts = [_compose(quarter, kind, quarter.life["arrivals"][table], quarter.part(counts))
             for kind, table, counts in flows]  # fmt: skip
    return Newcomers(*(np.concatenate([getattr(part, name) for part in parts]) for name in Newcomers.__annotations__))


def _compose(quarter: Quarter, kind: int, table: Mapping[str, Any], counts: Ints) -> Newcomers:
    society, draws = quarter.society, quarter.draws
    sizes = [spread_sizes(1 + draws.among(table["sizes"], int(count)), int(count)) for count in counts]
    town = np.repeat(np.arange(len(counts)), [len(part) for part in sizes])
    size = np.concatenate(sizes)
    number = len(size)
    age = draw_ages(table, draws.among(table["weight"], number), draws)
    age = np.where(size > 2, np.maximum(age, 26.0) + 4, age)
    paired = (size > 1) & (draws.uniform(number) < 0.85)
    made = form_households(size, age, paired, town, quarter.life, quarter.first, draws)
    household = society.found_households(number)
    days = quarter.days(number)[made.household]
    skill = draws.normal(number)[made.household] * 0.6 + 0.75 * draws.normal(len(days))
    person = society.people.add(People(
        birth=made.birth, sex=made.sex, household=household[made.household], role=made.role, since=days,
        skill=skill - (0.3 if kind == IMMIGRATED else 0.0), frailty=draws.normal(len(days)),
        present=np.ones(len(days), dtype=bool),
    ))  # fmt: skip
    return Newcomers(person, np.full(len(person), kind), days, household, town, skill[np.cumsum(size) - size])
