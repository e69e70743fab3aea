"""The whole story: the region is lived through quarter by quarter, and every 1 January is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from noaber.synthetic.lists import Lists
from noaber.synthetic.living.accounts import Plan, plan_accounts
from noaber.synthetic.living.births_and_deaths import let_bear, let_die
from noaber.synthetic.living.bsn import invent_bsns
from noaber.synthetic.living.columns import Ints, day
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.homes import Builder, Homes
from noaber.synthetic.living.moves import let_move
from noaber.synthetic.living.pairs import choose_leavers, house_orphans, let_pair
from noaber.synthetic.living.places import Places, list_places
from noaber.synthetic.living.quarter import open_quarter
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.settle import settle
from noaber.synthetic.living.society import People, Society
from noaber.synthetic.world import World


@dataclass(frozen=True)
class Register:
    """Who lives where on 1 January: person, household, position in it, home, and the day since when."""

    person: Ints
    household: Ints
    role: Ints
    home: Ints
    since: Ints


@dataclass(frozen=True)
class Chronicle:
    """All that happened to people and homes: registers by year (one more than was lived), and the log of events."""

    scope: Scope
    places: Places
    plan: Plan
    people: People
    bsn: Ints
    homes: Homes
    registers: Mapping[int, Register]
    homes_on: Mapping[int, int]
    log: Mapping[str, Ints]

    @property
    def years(self) -> range:
        """The years lived through."""
        return self.scope.years


def live(world: World, scope: Scope, assumptions: Lists, tell: Callable[[str], None] = lambda _: None) -> Chronicle:
    """Live through the years of a scope; `tell` hears of every year that is done."""
    life, places = assumptions.trees["life"], list_places(world, scope.first)
    plan = plan_accounts(world, scope)
    builder = Builder(places, assumptions.trees["homes"], {})
    society = settle(places, plan, builder, life, day(scope.first), Draws(scope.seed, "first day"))
    society.seat_heads()
    registers, homes_on = {scope.first: _register(society)}, {scope.first: len(society.homes)}
    for year in scope.years:
        for number in range(4):
            quarter = open_quarter(society, year, number, plan.years[year], life, builder, scope.seed)
            let_die(quarter)
            house_orphans(quarter)
            let_bear(quarter)
            leavers = choose_leavers(quarter)
            let_pair(quarter)
            let_move(quarter, leavers)
            society.vacate()
            society.seat_heads()
        registers[year + 1], homes_on[year + 1] = _register(society), len(society.homes)
        tell(f"{year}")
    bsn = invent_bsns(len(society.people), scope.seed)
    return Chronicle(scope, places, plan, society.people, bsn, society.homes, registers, homes_on, society.log.told())


def _register(society: Society) -> Register:
    people = society.people
    person = np.flatnonzero(people.present)
    home = society.dwelling[people.household[person]]
    narrow = np.int32
    return Register(person.astype(narrow), people.household[person].astype(narrow), people.role[person].astype(np.int8),
                    home.astype(narrow), people.since[person].astype(narrow))  # fmt: skip
