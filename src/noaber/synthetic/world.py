"""The invented Twente as it is: real municipalities, invented wijken and buurten, one truth behind every delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from noaber.synthetic.chance import share
from noaber.synthetic.demography import MEN, History, both
from noaber.synthetic.regions import Region
from noaber.synthetic.shapes import merge


@dataclass(frozen=True)
class Wijk:
    """An invented wijk under a real municipality."""

    code: str
    name: str
    municipality: str


@dataclass(frozen=True)
class Buurt:
    """An invented buurt. `weight` is its share in the people; the other traits are about normal around 0.

    `change` is CBS's mark against the year before: 1 same, 2 other code, 3 other border.
    """

    code: str
    name: str
    wijk: str
    municipality: str
    kind: str
    postcode: str
    weight: float
    wealth: float
    ageing: float
    unrest: float
    water: float
    outline: BaseGeometry = field(repr=False, compare=False)
    change: int = 1

    @property
    def land_km2(self) -> float:
        """Land in square kilometres."""
        return float(self.outline.area) * (1 - self.water) / 1e6


@dataclass(frozen=True)
class World:
    """Everything that is true in the invented Twente; deliveries only differ in how they tell it.

    `buurten` are those of 2021 and 2022, `later` those of 2024, after some were cut in two or got another code.
    """

    seed: int
    regions: tuple[Region, ...]
    wijken: tuple[Wijk, ...]
    buurten: tuple[Buurt, ...]
    later: tuple[Buurt, ...]
    histories: Mapping[str, History]

    @property
    def homes(self) -> list[Region]:
        """The fourteen municipalities, by name."""
        return sorted((region for region in self.regions if region.home), key=lambda region: region.name)

    def region(self, code: str) -> Region:
        """Give the region with this code."""
        return next(region for region in self.regions if region.code == code)

    def of_kind(self, kind: str) -> list[Region]:
        """Give the regions of one kind, in the order of the list."""
        return [region for region in self.regions if region.kind == kind]

    def inhabitants(self, code: str, year: int) -> int:
        """Inhabitants of a region on 1 January; for the year after the last account, its end."""
        history = self.histories[code]
        return both(history[year]).start if year in history else both(history[year - 1]).end

    def land_km2(self, code: str) -> float:
        """Land of a region in square kilometres; for the municipalities of Twente what their buurten measure."""
        parts = {"CR12": [home.code for home in self.homes], "PV23": ["CR10", "CR11", "CR12"]}.get(code, [])
        below = parts or [r.code for r in self.regions if r.parent == code and r.kind in ("part", "province")]
        if below:
            return sum(self.land_km2(part) for part in below)
        own = [buurt for buurt in self.buurten if buurt.municipality == code]
        return sum(buurt.land_km2 for buurt in own) or self.region(code).land_km2

    def men(self, code: str, year: int) -> int:
        """Men in a region on 1 January."""
        history = self.histories[code]
        return history[year][MEN].start if year in history else history[year - 1][MEN].end


def outline_of(buurten: Sequence[Buurt], code: str) -> BaseGeometry:
    """Give the outline of a municipality or wijk: its buurten together."""
    return merge(buurt.outline for buurt in buurten if code in (buurt.municipality, buurt.wijk))


def spread(world: World, municipality: str, year: int, buurten: Sequence[Buurt]) -> dict[str, tuple[int, int]]:
    """Inhabitants and men on 1 January per buurt of a municipality; they add up to the municipality exactly."""
    own = [buurt for buurt in buurten if buurt.municipality == municipality]
    people = share(world.inhabitants(municipality, year), [buurt.weight for buurt in own])
    men = share(world.men(municipality, year), people)
    return {buurt.code: (people[place], men[place]) for place, buurt in enumerate(own)}
