"""CBS 03759ned as bulk file: the people of every region by sex and age in five-year steps, with padded codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import add

from noaber.synthetic.chance import share, stream
from noaber.synthetic.demography import MEN, WOMEN
from noaber.synthetic.lists import Lists
from noaber.synthetic.population import TOTAL, published_regions
from noaber.synthetic.profiles import AGES, profile_buurten, sum_profiles
from noaber.synthetic.regions import Region
from noaber.synthetic.tabular import Cell, Files, pack, render_table
from noaber.synthetic.world import World

YEARS = range(2021, 2025)
REDRAWN = 2024
ALL_AGES, ANY_STATUS = "10000", "T001019"
STEPS = (
    *((f"{70000 + 100 * step}", people, men) for step, (people, men) in enumerate((
        (1.0, 0.513), (1.03, 0.513), (1.09, 0.513), (1.0, 0.513), (1.1, 0.515), (1.04, 0.512), (1.02, 0.509),
        (0.98, 0.505), (0.96, 0.502), (0.9, 0.501), (1.13, 0.502), (1.16, 0.504), (1.1, 0.502), (1.0, 0.497),
        (0.88, 0.492), (0.8, 0.48), (0.47, 0.45), (0.26, 0.4), (0.1, 0.32),
    ), 1)),
    ("22000", 0.02, 0.24),
)  # fmt: skip
"""The steps: the supplier's code, how many people it has among those of its class, and how many of them are men."""
CLASSES = (3, 2, 4, 4, 7)
"""How many steps there are in each of the five classes that figures of buurten tell apart."""
Counts = Sequence[int]


def render_ages(world: World, lists: Lists) -> Files:
    """Give the file with 1 January of four years; ages and sexes add up to the inhabitants of the accounts."""
    header = list(lists.trees["layouts"]["ages"])
    rows = ([number, *row] for number, row in enumerate(_rows(world)))
    return {"cbs/03759ned_TypedDataSet.csv.gz": pack(render_table([header, *rows]))}


def draw_ages(world: World, year: int) -> dict[str, tuple[Counts, Counts]]:
    """Give men and women by step for every region that has an account in a year."""
    regions = [region for region in published_regions(world) if year in world.histories[region.code]]
    classes = _home_classes(world, year)
    drawn: dict[str, tuple[Counts, Counts]] = {}
    parts = {"CR12": [home.code for home in world.homes], "PV23": ["CR10", "CR11", "CR12"]}
    parts |= {part.code: [r.code for r in regions if r.parent == part.code and r.kind == "province"]
              for part in regions if part.kind == "part"}  # fmt: skip
    parts["NL01"] = [region.code for region in regions if region.kind == "province"]
    for region in regions:
        if region.code not in parts:
            drawn[region.code] = _draw(world, region, year, classes.get(region.code))
    for code in ("CR12", "PV23", *(part.code for part in regions if part.kind == "part"), "NL01"):
        drawn[code] = _together([drawn[part] for part in parts[code]])
    return {region.code: drawn[region.code] for region in regions}


def _home_classes(world: World, year: int) -> dict[str, Counts]:
    """Count the five classes of each municipality of Twente: what its buurten have together."""
    buurten = world.later if year >= REDRAWN else world.buurten
    profiles = profile_buurten(world, year, buurten)
    return {
        home.code: sum_profiles(profiles[b.code] for b in buurten if b.municipality == home.code).ages
        for home in world.homes
    }


def _draw(world: World, region: Region, year: int, classes: Counts | None) -> tuple[Counts, Counts]:
    random = stream(world.seed, "ages", region.code)
    taste = [random.uniform(0.94, 1.06) for _ in STEPS]
    people = [weight * own for (_, weight, _), own in zip(STEPS, taste, strict=True)]
    total, men = world.inhabitants(region.code, year), world.men(region.code, year)
    counts: list[int] = []
    for size, count in zip(CLASSES, classes or share(total, AGES), strict=True):
        counts += share(count, people[len(counts) : len(counts) + size])
    boys = share(men, [count * part for count, (_, _, part) in zip(counts, STEPS, strict=True)])
    return boys, [count - boy for count, boy in zip(counts, boys, strict=True)]


def _together(parts: Sequence[tuple[Counts, Counts]]) -> tuple[Counts, Counts]:
    men, women = zip(*parts, strict=True)
    return [sum(step) for step in zip(*men, strict=True)], [sum(step) for step in zip(*women, strict=True)]


def _rows(world: World) -> Iterator[list[Cell]]:
    drawn = {year: draw_ages(world, year) for year in YEARS}
    for sex in (TOTAL, MEN, WOMEN):
        for age in (ALL_AGES, *(code for code, *_ in STEPS)):
            for region in published_regions(world):
                for year in YEARS:
                    if region.code in drawn[year]:
                        number = _count(drawn[year][region.code], sex, age)
                        yield [f"{sex:<7}", age, ANY_STATUS, f"{region.code:<10}", f"{year}JJ00", number, None]


def _count(by_sex: tuple[Counts, Counts], sex: str, age: str) -> int:
    sides: Mapping[str, Counts] = {MEN: by_sex[0], WOMEN: by_sex[1], TOTAL: list(map(add, *by_sex))}
    by_age = {ALL_AGES: sum(sides[sex])} | dict(zip((code for code, *_ in STEPS), sides[sex], strict=True))
    return by_age[age]
