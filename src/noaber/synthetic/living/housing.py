"""Who gets which home: requests for a place to live meet the empty homes of a municipality, and new ones are built."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from noaber.synthetic.living.columns import Ints, Reals, count_by, rank_within
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.homes import EMPTY, Builder
from noaber.synthetic.living.society import GONE, Society


@dataclass(frozen=True)
class Requests:
    """Households that look for a home in a municipality; `means` says how dear it may be."""

    household: Ints
    town: Ints
    means: Reals


def house(society: Society, wanted: Requests, builder: Builder, today: int, draws: Draws) -> None:
    """Give each household that asks another home, the better ones to those with more means.

    Homes left on this day stand empty until the next round, so that no home has two households at once.
    """
    vacant = np.flatnonzero(society.homes.household == EMPTY)
    left = society.dwelling[wanted.household]
    vacant = _build(society, wanted, vacant, builder, today, draws)
    towns = society.town_of_home(vacant)
    asked = count_by(wanted.town, len(society.places.towns))
    drawn = vacant[np.lexsort((draws.uniform(len(vacant)), towns))]
    drawn = drawn[rank_within(society.town_of_home(drawn)) < asked[society.town_of_home(drawn)]]
    worth = society.homes.worth[drawn] * (1 + 0.25 * draws.normal(len(drawn)))
    drawn = drawn[np.lexsort((worth, society.town_of_home(drawn)))]
    seekers = np.lexsort((wanted.means + 0.8 * draws.normal(len(wanted.means)), wanted.town))
    society.homes.household[left[left != GONE]] = EMPTY
    society.homes.household[drawn] = wanted.household[seekers]
    society.dwelling[wanted.household[seekers]] = drawn


def _build(
    society: Society, wanted: Requests, vacant: Ints, builder: Builder, today: int, draws: Draws
) -> Ints:  # fmt: skip
    """Add new homes where there are too few, and give all that are empty."""
    size = len(society.places.towns)
    stock = count_by(society.town_of_home(np.arange(len(society.homes))), size)
    spare = np.floor(builder.terms["vacancy"] * stock).astype(np.int64)
    free = count_by(society.town_of_home(vacant), size)
    back = society.dwelling[wanted.household]
    free_after = free + count_by(society.town_of_home(back[back != GONE]), size)
    asked = count_by(wanted.town, size)
    lacking = np.maximum(np.maximum(asked - free, asked + spare - free_after), 0)
    buurten = np.concatenate([_sites(society, town, int(count), draws) for town, count in enumerate(lacking)])
    begin = len(society.homes)
    society.homes.add(builder.build(np.sort(buurten), today, draws))
    free_now: Ints = np.r_[vacant, np.arange(begin, len(society.homes))]
    return free_now


def _sites(society: Society, town: int, number: int, draws: Draws) -> Ints:
    """Buurten of a municipality where homes are built, more where more people live."""
    own = np.flatnonzero(society.places.town == town)
    sites: Ints = own[draws.among(society.places.weight[own], number)]
    return sites
