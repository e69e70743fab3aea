"""Young people who leave home, couples that part and people who pair: households that come into being or end."""

from __future__ import annotations

import numpy as np

from noaber.synthetic.living.columns import Flags, Ints, rank_within, read_curve
from noaber.synthetic.living.quarter import Quarter
from noaber.synthetic.living.society import CHILD, GONE, HEAD, MAN, MOVED, PARTNER, WOMAN

ADULT = 18


def choose_leavers(quarter: Quarter) -> Ints:
    """Give those who leave their household alone this quarter: grown children, and partners who part."""
    people, here = quarter.society.people, quarter.present()
    here = here[~quarter.busy[people.household[here]]]
    age, role = quarter.ages(here), people.role[here]
    home = read_curve(quarter.life["leave_home"], age) * ((role == CHILD) & (age >= ADULT))
    split = read_curve(quarter.life["split"], age) * (role == PARTNER)
    leaving = here[quarter.draws.happens((home + split) / 4)]
    single = np.unique(people.household[leaving], return_index=True)[1]
    leavers = leaving[np.sort(single)]
    quarter.keep_busy(people.household[leavers])
    return leavers


def let_pair(quarter: Quarter) -> None:
    """Let people without a partner move in with one of about their age in the same municipality."""
    people = quarter.society.people
    free = _free_heads(quarter)
    rate = read_curve(quarter.life["unite"], quarter.ages(free))
    rate *= np.where(quarter.society.sizes()[people.household[free]] > 1, quarter.life["unite_with_children"], 1.0)
    free = free[quarter.draws.happens(rate / 4)]
    towns, nearly = quarter.towns(free), people.birth[free] + 900 * quarter.draws.normal(len(free))
    order = np.lexsort((nearly, people.sex[free], towns))
    free, towns = free[order], towns[order]
    rank = rank_within(towns * 2 + people.sex[free])
    cell = towns * 10**6 + rank
    men, women = people.sex[free] == MAN, people.sex[free] == WOMAN
    _, his, hers = np.intersect1d(cell[men], cell[women], return_indices=True)
    man, woman = free[men][his], free[women][hers]
    host = quarter.draws.uniform(len(man)) < 0.5
    join(quarter, np.where(host, man, woman), np.where(host, woman, man), PARTNER)


def house_orphans(quarter: Quarter) -> None:
    """Let children who are left alone live with a couple in their municipality."""
    people, here = quarter.society.people, quarter.present()
    grown = np.zeros(len(quarter.society.dwelling), dtype=bool)
    grown[people.household[here[quarter.ages(here) >= ADULT]]] = True
    left = here[~grown[people.household[here]] & (people.role[here] == HEAD)]
    hosts = here[(people.role[here] == PARTNER) & ~quarter.busy[people.household[here]] & (quarter.ages(here) > 25)]
    hosts = hosts[quarter.draws.order(np.ones(len(hosts)))]
    for town in np.unique(quarter.towns(left)).tolist():
        mine, theirs = left[quarter.towns(left) == town], hosts[quarter.towns(hosts) == town]
        number = min(len(mine), len(theirs))
        join(quarter, theirs[:number], mine[:number], CHILD)


def join(quarter: Quarter, host: Ints, guest: Ints, role: int) -> None:
    """Let the whole household of each guest move in with a host; the guest gets `role`, others are children."""
    society = quarter.society
    target = np.full(len(society.dwelling), GONE)
    day_of = np.full(len(society.dwelling), GONE)
    old = society.people.household[guest]
    target[old] = society.people.household[host]
    day_of[old] = quarter.days(len(guest))
    here = quarter.present()
    moving = here[target[society.people.household[here]] != GONE]
    society.people.role[moving] = CHILD
    society.people.role[guest] = role
    before = society.people.household[moving]
    days = day_of[before]
    society.log.add(MOVED, person=moving, day=days, home=society.dwelling[before], household=before,
                    new_home=society.dwelling[target[before]], new_household=target[before])  # fmt: skip
    society.people.household[moving] = target[before]
    society.people.since[moving] = days
    quarter.keep_busy(np.r_[old, society.people.household[host]])


def _free_heads(quarter: Quarter) -> Ints:
    """Heads of a household without a partner, of age, to whom nothing happened yet."""
    people, here = quarter.society.people, quarter.present()
    taken: Flags = quarter.busy.copy()
    taken[people.household[here[people.role[here] == PARTNER]]] = True
    heads = here[(people.role[here] == HEAD) & ~taken[people.household[here]]]
    grown: Ints = heads[quarter.ages(heads) >= ADULT]
    return grown
