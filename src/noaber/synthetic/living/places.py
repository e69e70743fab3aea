"""The buurten of the invented Twente as columns, with the codes that they have from 2024 on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from noaber.synthetic.living.columns import Ints, Names, Reals
from noaber.synthetic.living.frames import pick
from noaber.synthetic.profiles import Profile, profile_buurten
from noaber.synthetic.world import Buurt, World

REDRAWN = 2024
"""The first 1 January on which the later buurten hold."""
ALPHABET = "ABCDEGHJKLMNPRSTVWXZ"
BLOCKS = len(ALPHABET) ** 2
"""Postcodes of six within each of four: AA to ZZ, without letters that are not used."""
KINDS = ("centre", "village", "residential", "business", "rural")


@dataclass(frozen=True)
class Places:
    """One row per buurt of 2021. `part` is the share of a buurt that stays when it is cut, 1 where it is not.

    `postcodes` are all postcodes of six; `first_block` is where those of the buurt's postcode of four begin.
    """

    towns: tuple[str, ...]
    town_names: tuple[str, ...]
    urban: Ints
    codes: Names
    wijken: Ints
    later: Names
    second: Names
    part: Reals
    town: Ints
    postcode: Ints
    postcodes: pl.Series
    first_block: Ints
    kind: Ints
    weight: Reals
    wealth: Reals
    ageing: Reals
    unrest: Reals
    profiles: tuple[Profile, ...]

    def __len__(self) -> int:
        return len(self.codes)


def list_places(world: World, year: int) -> Places:
    """Put the buurten of a world in columns, with their profile on 1 January of a year."""
    towns = [home.code for home in world.homes]
    buurten = world.buurten
    profiles = profile_buurten(world, year, buurten)
    postcode = [int(buurt.postcode) for buurt in buurten]
    fours = sorted(set(postcode))
    later = _follow(buurten, world.later)
    wijken = {wijk.code: place for place, wijk in enumerate(world.wijken)}
    return Places(
        towns=tuple(towns),
        town_names=tuple(home.name for home in world.homes),
        urban=np.array([home.urban for home in world.homes]),
        codes=np.array([buurt.code for buurt in buurten]),
        wijken=np.array([wijken[buurt.wijk] for buurt in buurten]),
        later=np.array([later[buurt.code][0] for buurt in buurten]),
        second=np.array([later[buurt.code][1] for buurt in buurten]),
        part=np.array([later[buurt.code][2] for buurt in buurten]),
        town=np.array([towns.index(buurt.municipality) for buurt in buurten]),
        postcode=np.array(postcode),
        postcodes=pl.Series([f"{four}{a}{b}" for four in fours for a in ALPHABET for b in ALPHABET]),
        first_block=np.array([BLOCKS * fours.index(four) for four in postcode]),
        kind=np.array([KINDS.index(buurt.kind) for buurt in buurten]),
        weight=np.array([buurt.weight for buurt in buurten]),
        wealth=np.array([buurt.wealth for buurt in buurten]),
        ageing=np.array([buurt.ageing for buurt in buurten]),
        unrest=np.array([buurt.unrest for buurt in buurten]),
        profiles=tuple(profiles[buurt.code] for buurt in buurten),
    )


def render_codes(places: Places, buurt: Ints, block: Ints, year: int) -> pl.Series:
    """The code of the buurt of each address on 1 January of a year; a cut buurt is divided by postcode block."""
    if year < REDRAWN:
        return pick(places.codes, buurt)
    beyond = (block * 37 % 100) >= 100 * places.part[buurt]
    return pick([*places.later.tolist(), *places.second.tolist()], buurt + len(places) * beyond)


def _follow(buurten: Sequence[Buurt], later: Sequence[Buurt]) -> Mapping[str, tuple[str, str, float]]:
    """For each buurt its later code, the code of the part that is cut off (or the same) and the part that stays."""
    followed, place = {}, 0
    for buurt in buurten:
        first = later[place]
        cut = first.change == 3 and first.weight < buurt.weight
        second = later[place + 1] if cut else first
        followed[buurt.code] = (first.code, second.code, first.weight / buurt.weight if cut else 1.0)
        place += 2 if cut else 1
    return followed
