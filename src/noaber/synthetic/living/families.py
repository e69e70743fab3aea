"""Households as they settle: how many are in each, how old they are, and who is head, partner or child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.synthetic.living.columns import Flags, Ints, Reals, count_by, rank_within, read_curve
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.society import CHILD, HEAD, MAN, PARTNER, WOMAN

SINGLE, COUPLE, FAMILY = range(3)


@dataclass(frozen=True)
class Settlers:
    """People in households that stand in order; `head` is the row of each person's head."""

    birth: Ints
    age: Ints
    sex: Ints
    household: Ints
    role: Ints
    head: Ints
    buurt: Ints


def settlers_of(counts: Ints, ageing: Reals, life: Mapping[str, Any], today: int, draws: Draws) -> Settlers:
    """Give the first households of buurten with counts of singles, couples, families, and people in families."""
    size = len(counts)
    types = np.tile([SINGLE, COUPLE, FAMILY], size)
    household_type = np.repeat(types, counts[:, :3].ravel())
    buurt = np.repeat(np.arange(size), counts[:, :3].sum(axis=1))
    sizes = household_type + 1
    sizes[household_type == FAMILY] = _family_sizes(counts, life["family_sizes"], draws)
    alone = (household_type == FAMILY) & ((sizes == 2) | (draws.uniform(len(sizes)) < life["one_parent"] * 0.35))
    age = _ages_of_heads(household_type, ageing[buurt], life["first"], draws)
    return form_households(sizes, age, (household_type >= COUPLE) & ~alone, buurt, life, today, draws)


def form_households(
    sizes: Ints, age: Reals, paired: Flags, buurt: Ints, life: Mapping[str, Any], today: int, draws: Draws
) -> Settlers:
    """Give the people of households of these sizes, from the age of the head and whether it has a partner."""
    household = np.repeat(np.arange(len(sizes)), sizes)
    rank = rank_within(household)
    number = len(household)
    role = np.where(rank == 0, HEAD, np.where((rank == 1) & paired[household], PARTNER, CHILD))
    head = np.repeat(np.cumsum(sizes) - sizes, sizes)
    ages = age[household] + 2.2 * draws.normal(number) * (role == PARTNER)
    parent = np.where(draws.uniform(number) < 0.9, 29.5, 35.0) + 4.0 * draws.normal(number)
    children = np.clip(age[household] - parent, 0.0, 27.0) + 0.99 * draws.uniform(number)
    ages = np.where(role == CHILD, np.minimum(children, np.maximum(age[household] - 17, 0)), np.maximum(ages, 18.2))
    birth = np.floor(today - ages * 365.2425).astype(np.int64) - 1
    years = np.floor(ages).astype(np.int64)
    return Settlers(birth, years, _sexes(role, household, years, paired, life, draws), household, role, head, buurt)


def _family_sizes(counts: Ints, shares: list[float], draws: Draws) -> Ints:
    """Sizes 2 to 5 and more that add up, in each buurt, to its people in families."""
    families, people = counts[:, 2], counts[:, 3]
    buurt = np.repeat(np.arange(len(counts)), families)
    sizes = 2 + draws.among(shares, len(buurt))
    while True:
        over = np.bincount(buurt, weights=sizes, minlength=len(counts)).astype(np.int64) - people
        able = np.where(over[buurt] > 0, sizes > 2, sizes < 6) & (over[buurt] != 0)
        rows = draws.order(able.astype(float))
        rows = rows[np.argsort(buurt[rows], kind="stable")]
        rows = rows[rank_within(buurt[rows]) < np.abs(over)[buurt[rows]]]
        if not len(rows):
            return sizes
        sizes[rows] -= np.sign(over[buurt[rows]])


def _ages_of_heads(types: Ints, ageing: Reals, tables: Mapping[str, Any], draws: Draws) -> Reals:
    ages: Reals = np.zeros(len(types))
    for kind, name in enumerate(("single", "couple", "family")):
        mine = np.flatnonzero(types == kind)
        table = tables[name]
        tilt = np.linspace(-0.45, 0.45, len(table["weight"]))
        weights = np.array(table["weight"]) * np.exp(ageing[mine][:, None] * tilt)
        ages[mine] = draw_ages(table, draws.among_each(weights), draws)
    return ages


def draw_ages(table: Mapping[str, Any], band: Ints, draws: Draws) -> Reals:
    """Give an age within each band of a table with `from` and `to`."""
    begin, end = np.array(table["from"], dtype=float), np.array(table["to"], dtype=float)
    ages: Reals = begin[band] + draws.uniform(len(band)) * (end[band] - begin[band])
    return ages


def _sexes(role: Ints, household: Ints, age: Ints, paired: Flags, life: Mapping[str, Any], draws: Draws) -> Ints:
    """Men and women: who lives alone by age, parents alone mostly mothers, couples a man and a woman mostly."""
    number = len(role)
    drawn = draws.uniform(number)
    crowd = count_by(household, len(paired))[household] > 1
    alone = np.where(crowd, 0.18, read_curve(life["men_alone"], age))
    men = np.where(role == HEAD, np.where(paired[household], 0.6, alone), 0.512)
    sex = np.where(drawn < men, MAN, WOMAN)
    partners = np.flatnonzero(role == PARTNER)
    same = draws.uniform(len(partners)) < 0.02
    sex[partners] = np.where(same, sex[partners - 1], 1 - sex[partners - 1])
    return sex
