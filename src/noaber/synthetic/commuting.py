"""Modelled commuting between municipalities by mode of travel: numbers of people with many decimals, 2016 borders."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from noaber.synthetic.chance import lognormal, stream
from noaber.synthetic.lists import Lists
from noaber.synthetic.plan import radius_of
from noaber.synthetic.regions import Region
from noaber.synthetic.shapes import project
from noaber.synthetic.tabular import Cell, Dialect, Files, pack, render_table
from noaber.synthetic.world import World

YEAR = 2016
AT_WORK = 0.43
LEAST = 4.0
JOBS = (1.3, 1.15, 0.9, 0.75, 0.65)
Flow = tuple[Region, Region, Mapping[str, float]]


def render_commuting(world: World, lists: Lists) -> Files:
    """Give the flows by mode, origin and destination; pairs with hardly a traveller are left out."""
    layout = lists.trees["layouts"]
    flows = list(_flows(world, layout["modes"]))
    rows = _rows(flows, list(layout["modes"]))
    table = render_table([layout["commuting"], *rows], Dialect(quote="text"))
    return {"cbs/NL_commuting.csv.gz": pack(table)}


def _rows(flows: Sequence[Flow], modes: Sequence[str]) -> Iterator[list[Cell]]:
    for mode in modes:
        for origin, destination, by_mode in flows:
            yield [origin.code, destination.code, mode, float(f"{by_mode[mode]:.15g}")]


def _flows(world: World, modes: Mapping[str, Sequence[float]]) -> Iterator[Flow]:
    """A gravity model: jobs attract, distance puts off, and each mode has its own reach."""
    towns = sorted(world.of_kind("municipality"), key=lambda region: region.code)
    places = dict(zip(towns, project([(town.lon, town.lat) for town in towns]), strict=True))
    jobs = {town: world.inhabitants(town.code, YEAR) * JOBS[town.urban - 1] for town in towns}
    for origin in towns:
        random = stream(world.seed, "commuting", origin.code)
        pull = {}
        for town in towns:
            inside = radius_of(origin) / 1500 if town is origin else 3.0
            distance = max(inside, math.dist(places[origin], places[town]) / 1000)
            weights = {mode: part * math.exp(-distance / reach) for mode, (part, reach) in modes.items()}
            pull[town] = {
                mode: lognormal(random, jobs[town] * weight, 0.1) / distance for mode, weight in weights.items()
            }
        workers = world.inhabitants(origin.code, YEAR) * AT_WORK
        whole = sum(sum(by_mode.values()) for by_mode in pull.values())
        for town, by_mode in pull.items():
            flow = {mode: workers * part / whole for mode, part in by_mode.items()}
            if sum(flow.values()) >= LEAST:
                yield origin, town, flow
