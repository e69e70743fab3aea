"""Monthly national series on the state of the economy: wide, ragged at both ends, with an empty last row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from random import Random

from noaber.synthetic.chance import stream
from noaber.synthetic.lists import Lists, Row
from noaber.synthetic.tabular import Cell, Files, render_table
from noaber.synthetic.world import World

FIRST_YEAR, LAST = 1981, "2024-04"
RECESSIONS = {1982.0: 0.9, 1993.0: 0.7, 2003.0: 0.8, 2009.2: 1.6, 2013.0: 0.9, 2020.4: 1.4, 2022.8: 1.2}
"""Middle in years and depth of the slumps, on top of a long wave."""
Series = Mapping[str, float]


def render_economy(world: World, lists: Lists) -> Files:
    """Give one row per month; each series starts and ends where its supplier does."""
    series: dict[str, Series] = {}
    rows = lists.tables["monthly"]
    for row in sorted(rows, key=lambda row: bool(row["of"])):
        random = stream(world.seed, "monthly", row["name"])
        drawn = _derive(row, series) if row["of"] else _draw(row, random)
        series[row["name"]] = {month: value for month, value in drawn.items() if row["first"] <= month <= row["last"]}
    series = {row["name"]: series[row["name"]] for row in rows}
    table: list[list[Cell]] = [["", *series], *_rows(series), [None] * (len(series) + 1)]
    return {"cbs/a0_combinedMonthly.csv": render_table(table)}


def months() -> Iterator[str]:
    """All months of the file as 1981-01."""
    for year in range(FIRST_YEAR, int(LAST[:4]) + 1):
        for month in range(1, 13):
            if (text := f"{year}-{month:02}") <= LAST:
                yield text


def cycle(years: float) -> float:
    """Height of the business cycle at a moment in years: about -2 in a slump to 1 in a boom."""
    wave = 0.45 * math.sin(2 * math.pi * (years - 1986) / 8.5)
    return wave + 0.25 - sum(depth * math.exp(-(((years - middle) / 0.7) ** 2)) for middle, depth in RECESSIONS.items())


def _draw(row: Row, random: Random) -> Series:
    """A series around its level: slope a year, cycle, season and noise that lingers; growth in percent a year."""
    level, slope, swing, season, noise, decimals = (
        float(row[column]) for column in ("level", "slope", "cycle", "season", "noise", "decimals")
    )
    start, lag, lingering, values = _years(row["first"]), random.uniform(-0.2, 0.4), 0.0, {}
    for month in months():
        passed = _years(month) - start
        lingering = 0.6 * lingering + random.gauss(0, noise)
        waves = swing * cycle(_years(month) - lag) + season * math.sin(2 * math.pi * passed) + lingering
        straight = level + slope * passed + waves
        grown = level * (1 + slope / 100) ** passed * (1 + waves / 100)
        values[month] = round(grown if row["kind"] == "growth" else straight, int(decimals))
    return values


def _derive(row: Row, series: Mapping[str, Series]) -> Series:
    """The mean of other series, or the change in percent of one against the month before."""
    parts = [series[name] for name in row["of"].split()]
    if row["kind"] == "mean":
        values = {month: sum(part[month] for part in parts) / len(parts) for month in parts[0]}
    else:
        steps = pairwise(parts[0].items())
        values = {month: 100 * (value / before - 1) for (_, before), (month, value) in steps}
    return {month: round(value, int(row["decimals"])) for month, value in values.items()}


def _rows(series: Mapping[str, Series]) -> Iterator[list[Cell]]:
    for month in months():
        yield [f"{month}-01", *(_figure(values.get(month)) for values in series.values())]


def _figure(value: float | None) -> Cell:
    return None if value is None else float(value) + 0.0


def _years(month: str) -> float:
    year, number = month.split("-")
    return int(year) + (int(number) - 1) / 12
