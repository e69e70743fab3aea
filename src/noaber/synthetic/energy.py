"""CBS 81528NED: mean use of gas and electricity per dwelling by region NAME, kind of dwelling and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from noaber.synthetic.chance import rounded, stream
from noaber.synthetic.lists import Lists
from noaber.synthetic.regions import Region, sorting_name
from noaber.synthetic.tabular import Cell, Files, pack, render_table
from noaber.synthetic.world import World

YEARS = range(2010, 2025)
GAS_FROM, POWER_FROM = 1900, 3300
COLD = {
    2010: 1.05,
    2011: 0.86,
    2012: 0.95,
    2013: 1.03,
    2014: 0.78,
    2018: 1.01,
    2021: 1.12,
    2022: 0.86,
    2023: 0.8,
    2024: 0.82,
}
"""Gas against the falling trend: cold and mild winters, and the high prices from 2022."""
NET_FROM = 2021
FINER_FROM = 2015
UNKNOWN_HEAT = 2018
NO_FIGURES = ("West-Nederland, exclusief G4 (LD)", "Extra-Regio (PV)")


def render_energy(world: World, lists: Lists) -> Files:
    """Give the table 2010-2024; net delivery of electricity (less what roofs give back) only from 2021."""
    layout = lists.trees["layouts"]
    rows = _rows(world, layout["dwellings"], _names(world, layout["energy_extra"]), layout["district_heat"])
    numbered = ([number, *row] for number, row in enumerate(rows))
    return {"cbs/81528NED_energy_consumption_raw.csv.gz": pack(render_table([layout["energy"], *numbered]))}


def _names(world: World, extra: Sequence[str]) -> list[tuple[str, Region | None]]:
    """Region names in the supplier's order, with the region where we know it."""
    towns = sorted(world.of_kind("municipality"), key=lambda region: sorting_name(region.statline))
    above = [region for kind in ("country", "part", "province") for region in world.of_kind(kind)]
    known: list[tuple[str, Region | None]] = [(region.statline, region) for region in (*above, *towns)]
    return [
        *known[:5],
        (extra[0], None),
        *known[5:17],
        (extra[1], None),
        *known[17:],
        *((name, None) for name in extra[2:]),
    ]


def _rows(
    world: World,
    dwellings: Mapping[str, Sequence[float]],
    names: Sequence[tuple[str, Region | None]],
    heat: Mapping[str, float],
) -> Iterator[list[Cell]]:
    for kind, factors in dwellings.items():
        for name, region in names:
            random = stream(world.seed, "energy", name)
            town = 3 - region.urban if region and region.urban else 0.0
            level = (random.uniform(0.95, 1.05) - 0.06 * town) * factors[0]
            power = (random.uniform(0.97, 1.03) - 0.04 * town) * factors[1]
            for year in YEARS:
                gone = name in NO_FIGURES or (region is not None and region.until is not None and year > region.until)
                figures = [None] * 4 if gone else _figures(year, level, power, heat.get(name))
                yield [kind, name, year, *figures]


def _figures(year: int, level: float, power: float, heat: float | None) -> list[Cell]:
    step = 10 if year >= FINER_FROM else 50
    place = year - YEARS.start
    burnt = GAS_FROM * 0.966**place * COLD.get(year, 0.93) * level
    used = POWER_FROM * 0.981**place * power
    given_back = 0.1 + 0.04 * (year - NET_FROM)
    net = float(rounded(used * (1 - given_back), 10)) if year >= NET_FROM else None
    warm = round(heat * (0.8 + 0.02 * place), 1) if heat and year != UNKNOWN_HEAT else None
    return [float(rounded(burnt, step)), float(rounded(used, step)), net, warm]
