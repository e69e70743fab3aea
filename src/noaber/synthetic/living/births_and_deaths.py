"""Who dies and who is born in a quarter; how many is given per municipality and sex."""

from __future__ import annotations

import numpy as np

from noaber.synthetic.living.columns import Ints, read_curve
from noaber.synthetic.living.quarter import Quarter
from noaber.synthetic.living.sampling import take
from noaber.synthetic.living.society import BORN, CHILD, DIED, HEAD, MAN, PARTNER, WOMAN, People


def let_die(quarter: Quarter) -> None:
    """Let people die, the old and the frail sooner; orphans go to live with a couple nearby."""
    people, here = quarter.society.people, quarter.present()
    rate = read_curve(quarter.life["mortality"], quarter.ages(here))
    rate *= np.where(people.sex[here] == MAN, quarter.life["mortality_of_men"], 1.0)
    rate *= np.exp(0.35 * people.frailty[here])
    groups = quarter.towns(here) * 2 + people.sex[here]
    person = here[take(groups, quarter.part(quarter.plan.deaths).ravel(), rate, quarter.draws)]
    quarter.society.remove(person, quarter.days(len(person)), DIED)
    quarter.keep_busy(people.household[person])
    quarter.society.seat_heads()


def let_bear(quarter: Quarter) -> None:
    """Let children be born to women who head a household or share it with the head."""
    people = quarter.society.people
    mothers = _mothers(quarter)
    sex = _sexes(quarter, quarter.towns(mothers))
    number = len(mothers)
    days = quarter.days(number)
    babies = people.add(People(
        birth=days, sex=sex, household=people.household[mothers], role=np.full(number, CHILD), since=days,
        skill=0.5 * people.skill[mothers] + 0.85 * quarter.draws.normal(number),
        frailty=quarter.draws.normal(number), present=np.ones(number, dtype=bool),
    ))  # fmt: skip
    quarter.society.enter(babies, np.full(number, BORN), days)
    quarter.keep_busy(people.household[mothers])


def _mothers(quarter: Quarter) -> Ints:
    people, here = quarter.society.people, quarter.present()
    able = (people.sex[here] == WOMAN) & (people.role[here] <= PARTNER) & ~quarter.busy[people.household[here]]
    women = here[able]
    partnered = np.zeros(len(quarter.society.dwelling), dtype=bool)
    partnered[people.household[here[people.role[here] == PARTNER]]] = True
    rate = read_curve(quarter.life["fertility"], quarter.ages(women))
    rate *= np.where(partnered[people.household[women]], quarter.life["fertility_with_partner"], 1.0)
    born = quarter.part(quarter.plan.births).sum(axis=1)
    chosen = women[take(quarter.towns(women), born, rate, quarter.draws)]
    twice = people.role[chosen] == PARTNER
    double = np.isin(people.household[chosen], people.household[chosen[~twice & (people.role[chosen] == HEAD)]])
    mothers: Ints = chosen[~(twice & double)]
    return mothers


def _sexes(quarter: Quarter, towns: Ints) -> Ints:
    """Boys and girls in the numbers of the account; `towns` is sorted."""
    planned = quarter.part(quarter.plan.births)
    begins = np.searchsorted(towns, towns)
    rank = np.arange(len(towns)) - begins
    return np.where(rank < planned[towns, MAN], MAN, WOMAN)
