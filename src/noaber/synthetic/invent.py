"""How the invented Twente comes about: names, wijken and buurten with traits, and people by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from shapely.geometry.base import BaseGeometry

from noaber.synthetic.chance import lognormal, stream
from noaber.synthetic.demography import SEXES, History, close_moves, draw_history, sum_histories
from noaber.synthetic.lists import Lists
from noaber.synthetic.plan import Point, Seed, plan_municipality, pull_home
from noaber.synthetic.regions import Region, parse_regions
from noaber.synthetic.shapes import halve, project, tessellate
from noaber.synthetic.world import Buurt, Wijk, World

WEIGHTS = {
    "centre": (1.4, 0.35),
    "village": (1.5, 0.35),
    "residential": (1.0, 0.45),
    "business": (0.008, 1.2),
    "rural": (0.22, 0.5),
}
"""Inhabitants of a kind of buurt against a residential one: middle and spread."""
TOWN_WEALTH = (-0.4, -0.35, 0.1, 0.15, 0.25)


def build_world(seed: int, lists: Lists) -> World:
    """Invent the world that belongs to a seed."""
    regions = parse_regions(lists.tables["regions"])
    homes = [region for region in regions if region.home]
    middles = project([(region.lon, region.lat) for region in homes])
    located = list(zip(homes, middles, strict=True))
    seeds = pull_home(_plan(seed, located), located)
    outlines = tessellate(seeds, located, stream(seed, "ground"))
    names = _invent_names(lists, stream(seed, "names"))
    wijken = tuple(_invent_wijken(seeds, lists.trees["names"]["wijk"], names))
    buurten = tuple(_invent_buurten(seed, homes, seeds, outlines, _dress(lists, names, stream(seed, "forms"))))
    later = tuple(_redraw(buurten, lists.trees["names"]["halves"], stream(seed, "redrawn")))
    return World(seed, regions, wijken, buurten, later, draw_histories(seed, regions))


def _plan(seed: int, homes: Sequence[tuple[Region, Point]]) -> list[Seed]:
    planned = (plan_municipality(home, middle, stream(seed, "plan", home.code)) for home, middle in homes)
    return [spot for spots in planned for spot in spots]


def draw_histories(seed: int, regions: Sequence[Region]) -> dict[str, History]:
    """Draw the population accounts of all regions, and add up those that consist of others."""
    known = {region.code: region for region in regions}
    leaving = {region.into: region for region in regions if region.until and region.into}
    drawn: dict[str, History] = {}
    for region in sorted((r for r in regions if r.inhabitants), key=lambda r: r.until is None):
        gone = leaving.get(region.code)
        joining = {sex: drawn[gone.code][gone.until or 0][sex].end for sex in SEXES} if gone else None
        drawn[region.code] = draw_history(region, stream(seed, "history", region.code), joining)
    drawn["CR12"] = sum_histories(drawn[region.code] for region in regions if region.home)
    drawn["PV23"] = sum_histories(drawn[code] for code in ("CR10", "CR11", "CR12"))
    provinces = {code: drawn[code] for code, region in known.items() if region.kind == "province"}
    drawn |= close_moves(provinces, fixed="PV23")
    for part in (region for region in regions if region.kind == "part"):
        drawn[part.code] = sum_histories(drawn[code] for code in provinces if known[code].parent == part.code)
    drawn["NL01"] = sum_histories(drawn[code] for code in provinces)
    return drawn


def _invent_names(lists: Lists, random: Random) -> Iterator[str]:
    words = lists.trees["names"]
    names = [stem + ending for stem in words["stems"] for ending in words["endings"]]
    random.shuffle(names)
    return iter(names)


def _dress(lists: Lists, names: Iterator[str], random: Random) -> Iterator[Mapping[str, str]]:
    """For each next buurt its name in the form of each kind."""
    forms = lists.trees["names"]["forms"]
    for name in names:
        yield {kind: random.choice(patterns).format(name=name) for kind, patterns in forms.items()}


def _invent_wijken(seeds: Sequence[Seed], form: str, names: Iterator[str]) -> Iterator[Wijk]:
    for municipality, number in dict.fromkeys((seed.municipality, seed.wijk) for seed in seeds):
        name = form.format(number=f"{number:02}", name=next(names))
        yield Wijk(f"WK{municipality[2:]}{number:02}", name, municipality)


def _invent_buurten(
    seed: int, homes: Sequence[Region], seeds: Sequence[Seed], outlines: Sequence[BaseGeometry],
    names: Iterator[Mapping[str, str]],
) -> Iterator[Buurt]:  # fmt: skip
    for home in homes:
        own = [(spot, outline) for spot, outline in zip(seeds, outlines, strict=True) if spot.municipality == home.code]
        numbers: dict[int, int] = {}
        for place, (spot, outline) in enumerate(own):
            number = numbers[spot.wijk] = numbers.get(spot.wijk, -1) + 1
            code = f"BU{home.code[2:]}{spot.wijk:02}{number:02}"
            postcode = home.postcodes[place * len(home.postcodes) // len(own)]
            yield _settle(code, next(names)[spot.kind], spot, (home, postcode, outline), stream(seed, "buurt", code))


def _settle(code: str, name: str, spot: Seed, where: tuple[Region, str, BaseGeometry], random: Random) -> Buurt:
    """Give a buurt its traits: richer and older outside, more unrest in the centre."""
    home, postcode, outline = where
    centre, rural = spot.kind == "centre", spot.kind == "rural"
    return Buurt(
        code=code,
        name=name,
        wijk="WK" + code[2:8],
        municipality=home.code,
        kind=spot.kind,
        postcode=postcode,
        weight=lognormal(random, *WEIGHTS[spot.kind]),
        wealth=random.gauss(TOWN_WEALTH[home.urban - 1] + (0.4 if rural else -0.5 if centre else 0.0), 0.7),
        ageing=random.gauss(0.3 if rural else 0.0, 0.8),
        unrest=random.gauss(0.6 if centre else 0.0, 0.3),
        water=random.betavariate(1, 40),
        outline=outline,
    )


def _redraw(buurten: Sequence[Buurt], halves: Sequence[str], random: Random) -> Iterator[Buurt]:
    """Cut some buurten in two and give some another code, as happened between 2021 and 2024."""
    chosen = random.sample([buurt.code for buurt in buurten if buurt.kind == "residential"], 12)
    cut, renumbered = set(chosen[:7]), set(chosen[7:])
    used = {buurt.code for buurt in buurten}
    for buurt in buurten:
        if buurt.code in cut:
            yield from _cut(buurt, halves, _free_code(buurt, used), random.uniform(0.35, 0.65))
        elif buurt.code in renumbered:
            yield replace(buurt, code=_free_code(buurt, used), change=2)
        else:
            yield buurt


def _cut(buurt: Buurt, halves: Sequence[str], new_code: str, part: float) -> Iterator[Buurt]:
    left, right = halve(buurt.outline)
    first, second = (half.format(name=buurt.name) for half in halves)
    yield replace(buurt, name=first, weight=buurt.weight * part, outline=left, change=3)
    yield replace(buurt, code=new_code, name=second, weight=buurt.weight * (1 - part), outline=right, change=3)


def _free_code(buurt: Buurt, used: set[str]) -> str:
    code = next(code for number in range(50, 100) if (code := f"{buurt.code[:8]}{number}") not in used)
    used.add(code)
    return code
