"""The population accounts of the fourteen municipalities, scaled: how many are born, die, come and go each year."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from noaber.synthetic.chance import share
from noaber.synthetic.demography import MEN, SEXES, WOMEN, Account
from noaber.synthetic.living.columns import Ints, Reals
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.regions import Region
from noaber.synthetic.shapes import project
from noaber.synthetic.world import World

INSIDE = 0.42
"""Of all who move to another municipality, the part that stays in the region."""
MOST_OF_ARRIVALS = 0.8


@dataclass(frozen=True)
class YearPlan:
    """What one year is to bring, per municipality. `births` and `deaths` by sex (men, women).

    `inner` counts moves from municipality (row) to municipality (column); `moves_in` and `moves_out` are those
    from and to places outside the region. `other` is an administrative correction, below or above zero.
    """

    births: Ints
    deaths: Ints
    immigration: Ints
    emigration: Ints
    moves_in: Ints
    moves_out: Ints
    inner: Ints
    other: Ints


@dataclass(frozen=True)
class Plan:
    """How many people each municipality begins with, and what every year brings."""

    start: Ints
    years: Mapping[int, YearPlan]


def plan_accounts(world: World, scope: Scope) -> Plan:
    """Scale the accounts behind the public deliveries to the number of people asked for."""
    towns = world.homes
    before = [world.inhabitants(town.code, scope.first) for town in towns]
    scale = scope.people / sum(before)
    start = np.array(share(scope.people, before), dtype=np.int64)
    return Plan(start, {year: _plan_year(world, towns, year, scale, scope.seed) for year in scope.years})


def _plan_year(world: World, towns: list[Region], year: int, scale: float, seed: int) -> YearPlan:
    by_sex = [world.histories[town.code][year] for town in towns]
    both = [account[MEN] + account[WOMEN] for account in by_sex]

    def scaled(numbers: list[int]) -> Ints:
        return np.array(share(round(sum(numbers) * scale), numbers), dtype=np.int64)

    def flow(name: str, accounts: list[Account]) -> Ints:
        return scaled([max(0, getattr(account, name)) for account in accounts])

    moves_in, moves_out = flow("moves_in", both), flow("moves_out", both)
    inner = _inner_moves(towns, moves_out, moves_in, Draws(seed, "inner moves", year))
    other = [account.other for account in both]
    return YearPlan(
        births=np.stack([flow("births", [account[sex] for account in by_sex]) for sex in SEXES], axis=1),
        deaths=np.stack([flow("deaths", [account[sex] for account in by_sex]) for sex in SEXES], axis=1),
        immigration=flow("immigration", both),
        emigration=flow("emigration", both),
        moves_in=moves_in - inner.sum(axis=0),
        moves_out=moves_out - inner.sum(axis=1),
        inner=inner,
        other=scaled([max(0, number) for number in other]) - scaled([max(0, -number) for number in other]),
    )


def _inner_moves(towns: list[Region], moves_out: Ints, moves_in: Ints, draws: Draws) -> Ints:
    """Moves within the region by a gravity model, never more than a municipality sends or receives."""
    pull = _pull(towns)
    expected = INSIDE * moves_out[:, None] * pull / pull.sum(axis=1, keepdims=True)
    drawn = np.floor(expected + draws.uniform(expected.size).reshape(expected.shape)).astype(np.int64)
    drawn = _capped(drawn, moves_out, axis=1)
    return _capped(drawn, np.floor(MOST_OF_ARRIVALS * moves_in).astype(np.int64), axis=0)


def _pull(towns: list[Region]) -> Reals:
    places = project([(town.lon, town.lat) for town in towns])
    return np.array([
        [0.0 if a is b else b.inhabitants / max(4.0, math.dist(here, there) / 1000) ** 1.5
         for b, there in zip(towns, places, strict=True)]
        for a, here in zip(towns, places, strict=True)
    ])  # fmt: skip


def _capped(flows: Ints, most: Ints, axis: int) -> Ints:
    """Cut what comes last where a row (axis 1) or column (axis 0) holds more than it may."""
    limit = most[:, None] if axis else most[None, :]
    upto = np.minimum(np.cumsum(flows, axis=axis), limit)
    capped: Ints = np.diff(upto, axis=axis, prepend=0)
    return capped
