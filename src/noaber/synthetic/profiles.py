"""What lives and stands in a buurt: exact counts from which every delivery takes its rounded or summed figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from noaber.synthetic.chance import lognormal, percent, share, stream
from noaber.synthetic.world import Buurt, World, spread

AGES = (0.155, 0.12, 0.235, 0.28, 0.21)
AGE_TILT = (-0.32, -0.2, -0.25, 0.08, 0.42)
KIND_TILT = {"centre": (-0.6, 0.35, 0.3, -0.1, 0.1), "rural": (0.05, 0.0, -0.15, 0.12, 0.0)}
SIZES = {"centre": 1.65, "village": 2.15, "residential": 2.2, "business": 1.8, "rural": 2.6}
TOWN_SIZE = (0.88, 0.92, 0.98, 1.0, 1.02)
LOW_RISE = {"centre": 0.35, "village": 0.72, "residential": 0.8, "business": 0.7, "rural": 0.97}
ADDRESSES = {"centre": 1.35, "village": 1.2, "residential": 1.0, "business": 0.7, "rural": 0.3}
FOREIGN = (0.18, 0.15, 0.08, 0.045, 0.03)
ADDRESS_SCALE = (3200, 1750, 1250, 700, 450)
URBAN_FLOORS = (2500, 1500, 1000, 500)


@dataclass(frozen=True)
class Profile:
    """Counts of one buurt on 1 January; `woz` in thousands of euros, `income` per inhabitant too.

    `ages` are 0-14, 15-24, 25-44, 45-64 and 65+; `marital` never married, married, divorced, widowed;
    `households` single, couples, families; `groups` the five countries of origin that CBS tells apart.
    """

    inhabitants: int
    men: int
    ages: tuple[int, ...]
    marital: tuple[int, ...]
    households: tuple[int, ...]
    western: int
    groups: tuple[int, ...]
    dwellings: int
    low_rise: int
    owned: int
    woz: float
    income: float
    addresses: int
    land_ha: float
    water_ha: float

    @property
    def women(self) -> int:
        """Inhabitants who are not men, as the supplier counts."""
        return self.inhabitants - self.men

    @property
    def household_total(self) -> int:
        """All private households."""
        return sum(self.households)

    @property
    def household_size(self) -> float:
        """Mean size of a household, one decimal; 0 where there is none."""
        return round(self.inhabitants / self.household_total, 1) if self.household_total else 0.0

    @property
    def density(self) -> int:
        """Inhabitants per square kilometre of land."""
        return round(100 * self.inhabitants / self.land_ha) if self.land_ha else 0

    @property
    def urban_class(self) -> int:
        """CBS class of urbanity from the density of addresses: 1 very urban to 5 rural."""
        return 1 + sum(self.addresses < floor for floor in URBAN_FLOORS)


def profile_buurten(world: World, year: int, buurten: Sequence[Buurt]) -> dict[str, Profile]:
    """Give the profile of each buurt on 1 January of a year, by code."""
    people = {code: pair for home in world.homes for code, pair in spread(world, home.code, year, buurten).items()}
    return {buurt.code: _profile(world, buurt, *people[buurt.code]) for buurt in buurten}


def sum_profiles(profiles: Iterable[Profile]) -> Profile:
    """Give the profile of an area that consists of buurten: counts add up, means are weighted."""
    parts = list(profiles)
    people = sum(part.inhabitants for part in parts)
    dwellings = sum(part.dwellings for part in parts)

    def mean(values: Iterable[float], weights: Sequence[int], total: int) -> float:
        return sum(v * w for v, w in zip(values, weights, strict=True)) / total if total else 0.0

    def added(columns: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
        return tuple(map(sum, zip(*columns, strict=True)))

    homes = [part.dwellings for part in parts]
    heads = [part.inhabitants for part in parts]
    return Profile(
        inhabitants=people,
        men=sum(part.men for part in parts),
        ages=added(part.ages for part in parts),
        marital=added(part.marital for part in parts),
        households=added(part.households for part in parts),
        western=sum(part.western for part in parts),
        groups=added(part.groups for part in parts),
        dwellings=dwellings,
        low_rise=sum(part.low_rise for part in parts),
        owned=sum(part.owned for part in parts),
        woz=mean((part.woz for part in parts), homes, dwellings),
        income=mean((part.income for part in parts), heads, people),
        addresses=round(mean((part.addresses for part in parts), homes, dwellings)),
        land_ha=sum(part.land_ha for part in parts),
        water_ha=sum(part.water_ha for part in parts),
    )


def percents(parts: Sequence[int]) -> tuple[int, ...]:
    """Give each part as a whole percentage of all parts; zeros where there is nothing."""
    return tuple(percent(part, sum(parts)) for part in parts)


def _profile(world: World, buurt: Buurt, people: int, men: int) -> Profile:
    random = stream(world.seed, "profile", buurt.code)
    urban = world.region(buurt.municipality).urban
    households = _households(buurt, people, lognormal(random, SIZES[buurt.kind] * TOWN_SIZE[urban - 1], 0.06))
    foreign = min(0.6, FOREIGN[urban - 1] * math.exp(-0.5 * buurt.wealth))
    dwellings = round(sum(households) * random.uniform(0.99, 1.05))
    hectares = buurt.outline.area / 1e4
    owned = min(0.95, max(0.08, 0.58 + 0.13 * buurt.wealth + (0.12 if urban > 3 else -0.08)))
    return Profile(
        inhabitants=people,
        men=men,
        ages=tuple(_ages(buurt, people)),
        marital=tuple(share(people, (0.46, 0.38 + 0.03 * buurt.wealth, 0.09, 0.05 + 0.02 * max(0.0, buurt.ageing)))),
        households=tuple(households),
        western=round(people * min(0.3, 0.09 * random.uniform(0.7, 1.4))),
        groups=tuple(share(round(people * foreign), (0.06, 0.07, 0.07, 0.38, 0.42))),
        dwellings=dwellings,
        low_rise=round(dwellings * min(1.0, LOW_RISE[buurt.kind] * random.uniform(0.85, 1.15))),
        owned=round(dwellings * owned),
        woz=round(lognormal(random, 330, 0.08) * math.exp(0.22 * buurt.wealth), 1),
        income=round(lognormal(random, 31, 0.04) * math.exp(0.12 * buurt.wealth), 2),
        addresses=round(ADDRESS_SCALE[urban - 1] * ADDRESSES[buurt.kind] * random.uniform(0.8, 1.3)),
        land_ha=hectares * (1 - buurt.water),
        water_ha=hectares * buurt.water,
    )


def _ages(buurt: Buurt, people: int) -> list[int]:
    kind = KIND_TILT.get(buurt.kind, (0.0,) * len(AGES))
    tilts = zip(AGES, AGE_TILT, kind, strict=True)
    return share(people, [part * math.exp(buurt.ageing * tilt + more) for part, tilt, more in tilts])


def _households(buurt: Buurt, people: int, size: float) -> list[int]:
    size = max(1.2, size * math.exp(-0.08 * buurt.ageing))
    single = min(0.75, max(0.12, 0.95 - 0.28 * size))
    return share(round(people / size), (single, (1 - single) * 0.47, (1 - single) * 0.53))
