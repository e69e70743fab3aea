"""The dwellings of the region: where they stand, what they are, who owns them, and which are empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import polars as pl

from noaber.synthetic.living.columns import Ints, Reals, read_curve
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.places import BLOCKS, Places

BLOCK = 18
"""Dwellings that share a postcode of six."""
BUSINESS_BLOCKS = 20
"""The last blocks of each four-digit postcode, those that begin with Z, are for companies."""
EMPTY = -1
OWNED, CORPORATION, RENTED = 0, 1, 2
APARTMENT = 4


@dataclass
class Homes:
    """One row per dwelling. `worth` is its value against the mean of the region, `label` 0 (A) to 6 (G)."""

    buurt: Ints
    block: Ints
    number: Ints
    kind: Ints
    owner: Ints
    built: Ints
    area: Ints
    label: Ints
    worth: Reals
    ready: Ints
    household: Ints

    def __len__(self) -> int:
        return len(self.buurt)

    def add(self, more: Homes) -> None:
        """Put other dwellings behind these."""
        for column in fields(self):
            setattr(self, column.name, np.r_[getattr(self, column.name), getattr(more, column.name)])


@dataclass
class Builder:
    """Builds dwellings, and remembers which postcode block comes next in each four-digit postcode."""

    places: Places
    terms: Mapping[str, Any]
    following: dict[int, int]

    def build(self, buurt: Ints, ready: int, draws: Draws, old: bool = False) -> Homes:
        """Give dwellings in these buurten (sorted), new ones or, if `old`, those of a first stock."""
        number = len(buurt)
        block, house = self._address(buurt)
        kind, owner = self._kind(buurt, draws), self._owner(buurt, draws)
        built = self._built(buurt, draws) if old else np.full(number, 1970 + int(ready / 365.2425))
        middle = read_curve(self.terms["label_middle"], built)
        area = np.array(self.terms["area"])[kind] * (1 + 0.16 * draws.normal(number))
        wealth = np.array([profile.woz for profile in self.places.profiles])[buurt]
        worth = wealth * np.array(self.terms["value"])[kind] * np.where(owner == CORPORATION, 0.82, 1.06)
        return Homes(
            buurt=buurt, block=block, number=house, kind=kind, owner=owner, built=built,
            area=np.maximum(28, np.rint(area)).astype(np.int64),
            label=np.clip(np.rint(middle + 0.9 * draws.normal(number)), 0, 6).astype(np.int64),
            worth=worth / 330 * (1 + 0.14 * draws.normal(number)),
            ready=np.full(number, ready), household=np.full(number, EMPTY),
        )  # fmt: skip

    def _address(self, buurt: Ints) -> tuple[Ints, Ints]:
        """Postcode block and house number: each buurt begins a new block."""
        codes, counts = np.unique(buurt, return_counts=True)
        rank = np.concatenate([np.arange(count) for count in counts]) if len(codes) else np.zeros(0, dtype=np.int64)
        begin = np.zeros(len(self.places), dtype=np.int64)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            postcode = int(self.places.postcode[code])
            begin[code] = self.following.get(postcode, 0)
            self.following[postcode] = int(begin[code]) - (-count // BLOCK)
        block = begin[buurt] + rank // BLOCK
        return block, 1 + 2 * (rank % BLOCK) + block % 2

    def _kind(self, buurt: Ints, draws: Draws) -> Ints:
        low = np.array([profile.low_rise / max(1, profile.dwellings) for profile in self.places.profiles])[buurt]
        shares = np.array(self.terms["low"])[self.places.kind[buurt]]
        return np.where(draws.uniform(len(buurt)) < low, draws.among_each(shares), APARTMENT)

    def _owner(self, buurt: Ints, draws: Draws) -> Ints:
        owned = np.array([profile.owned / max(1, profile.dwellings) for profile in self.places.profiles])[buurt]
        social = draws.uniform(len(buurt)) < self.terms["corporation_of_rented"]
        return np.where(
            draws.uniform(len(buurt)) < owned * self.terms["owned_more"], OWNED, np.where(social, CORPORATION, RENTED)
        )

    def _built(self, buurt: Ints, draws: Draws) -> Ints:
        begins = np.array([*self.terms["built_from"], 2015])
        period = draws.among_each(np.array(self.terms["built"])[self.places.kind[buurt]])
        room = begins[period + 1] - begins[period]
        years: Ints = begins[period] + np.floor(draws.uniform(len(buurt)) * room).astype(np.int64)
        return years


def render_postcodes(places: Places, buurt: Ints, block: Ints) -> pl.Series:
    """Give postcodes of six as 7511AB; a buurt has one four-digit postcode.

    A block beyond the last one for dwellings begins again at AA: the region is then larger than the real one.
    """
    inside = np.where(block < 0, BLOCKS + block, block % (BLOCKS - BUSINESS_BLOCKS))
    return places.postcodes.gather(pl.Series(places.first_block[buurt] + inside))
