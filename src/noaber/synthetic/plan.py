"""Where the wijken and buurten of an invented municipality lie: seeds around a town or around villages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from noaber.synthetic.chance import share
from noaber.synthetic.regions import Region

GOLDEN = math.pi * (3 - math.sqrt(5))
Point = tuple[float, float]


@dataclass(frozen=True)
class Seed:
    """The middle of a buurt in metres RD, with its wijk (number within the municipality) and kind.

    Kinds are centre (of a town), village (its core), residential, business and rural.
    """

    municipality: str
    wijk: int
    kind: str
    x: float
    y: float


def plan_municipality(region: Region, middle: Point, random: Random) -> list[Seed]:
    """Place the buurten of a municipality: one town with sectors where it is urban, else a wijk per village."""
    town = region.urban <= 3
    seeds = _plan_town(region, middle, random) if town else _plan_villages(region, middle, random)
    return sorted(seeds, key=lambda seed: (seed.wijk, seed.kind == "rural"))


def pull_home(seeds: Sequence[Seed], homes: Sequence[tuple[Region, Point]]) -> list[Seed]:
    """Move seeds that lie deeper in a neighbouring municipality towards their own middle."""
    middles = {home.code: middle for home, middle in homes}
    return [_pulled(seed, middles[seed.municipality], homes) for seed in seeds]


def sunflower(number: int, middle: Point, inner: float, outer: float, random: Random) -> Iterator[Point]:
    """Spread `number` points evenly, with jitter, over the ring between two radii, from the inside out."""
    phase = random.uniform(0, 2 * math.pi)
    spacing = math.sqrt((outer**2 - inner**2) / max(number, 1))
    for place in range(number):
        radius = math.sqrt(inner**2 + (outer**2 - inner**2) * (place + 0.5) / number)
        angle = phase + place * GOLDEN
        x = middle[0] + radius * math.cos(angle) + random.uniform(-0.15, 0.15) * spacing
        y = middle[1] + radius * math.sin(angle) + random.uniform(-0.15, 0.15) * spacing
        yield x, y


def radius_of(region: Region) -> float:
    """Radius in metres of a circle as large as the land of a region."""
    return math.sqrt(region.land_km2 * 1e6 / math.pi)


def _plan_town(region: Region, middle: Point, random: Random) -> Iterator[Seed]:
    rural_wijken = 1 if region.wijken < 8 else 2
    sectors = region.wijken - 1 - rural_wijken
    rural = max(rural_wijken, round(region.buurten * 0.2))
    edge = math.sqrt(region.inhabitants / 4000 / math.pi) * 1000
    points = list(sunflower(region.buurten - rural, middle, 0, edge, random))
    centre = max(2, len(points) // (sectors + 2))
    for place, point in enumerate(points):
        wijk = 0 if place < centre else 1 + _sector(point, middle, sectors)
        yield Seed(region.code, wijk, _town_kind(place, centre, len(points)), *point)
    for point in sunflower(rural, middle, edge * 1.25, radius_of(region), random):
        yield Seed(region.code, 1 + sectors + _sector(point, middle, rural_wijken), "rural", *point)


def _plan_villages(region: Region, middle: Point, random: Random) -> Iterator[Seed]:
    reach = radius_of(region)
    cores = sunflower(region.wijken, middle, 0, reach * 0.8, random)
    weights = [2.0] + [random.uniform(0.7, 1.3) for _ in range(region.wijken - 1)]
    sizes = share(region.buurten - 2 * region.wijken, weights)
    for wijk, (core, size) in enumerate(zip(cores, sizes, strict=True)):
        for seed in _plan_village(region, size + 2, core, random):
            yield replace(seed, wijk=wijk)


def _plan_village(region: Region, size: int, core: Point, random: Random) -> Iterator[Seed]:
    built = max(1, round(size * 0.6))
    edge = math.sqrt(built * 0.35 / math.pi) * 1000
    for place, point in enumerate(sunflower(built, core, 0, edge, random)):
        business = place == built - 1 and built > 3
        yield Seed(region.code, 0, "village" if place == 0 else "business" if business else "residential", *point)
    outer = max(edge * 1.8, radius_of(region) / math.sqrt(region.wijken))
    for point in sunflower(size - built, core, edge * 1.3, outer, random):
        yield Seed(region.code, 0, "rural", *point)


def _town_kind(place: int, centre: int, built: int) -> str:
    if place < centre:
        return "centre" if place < max(1, centre // 2) else "residential"
    return "business" if place >= built * 0.88 else "residential"


def _sector(point: Point, middle: Point, sectors: int) -> int:
    angle = math.atan2(point[1] - middle[1], point[0] - middle[0]) + math.pi
    return min(sectors - 1, int(angle / (2 * math.pi) * sectors))


def _pulled(seed: Seed, middle: Point, homes: Sequence[tuple[Region, Point]]) -> Seed:
    while _deepest(seed, homes) != seed.municipality:
        seed = replace(seed, x=middle[0] + 0.9 * (seed.x - middle[0]), y=middle[1] + 0.9 * (seed.y - middle[1]))
    return seed


def _deepest(seed: Seed, homes: Sequence[tuple[Region, Point]]) -> str:
    depths = [(math.dist((seed.x, seed.y), middle) / radius_of(home), home.code) for home, middle in homes]
    return min(depths)[1]
