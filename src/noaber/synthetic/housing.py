"""Dwellings and house prices of a municipality: one series behind the files on housing from different tables."""

from __future__ import annotations

import math
from collections.abc import Iterator

from noaber.synthetic.chance import stream
from noaber.synthetic.lists import Lists
from noaber.synthetic.regions import Region, sorting_name
from noaber.synthetic.tabular import Cell, Dialect, Files, render_table
from noaber.synthetic.world import World

YEARS = (2012, 2016, 2020, 2024)
PRICES = {2012: 215_000, 2016: 235_000, 2020: 330_000, 2023: 405_000, 2024: 440_000}
DEARER = {
    "PV20": -0.2,
    "PV21": -0.2,
    "PV22": -0.12,
    "PV23": -0.08,
    "PV26": 0.25,
    "PV27": 0.35,
    "PV28": 0.05,
    "PV31": -0.15,
}
"""Log of prices in a province against the country."""
PEOPLE_PER_DWELLING = (1.95, 2.05, 2.25, 2.35, 2.5)
REGISTER_BREAK = 2012
RATES_FROM, RATES_TO = (2003, 1), (2025, 4)
UNENDED = Dialect(closed=False)


def render_housing(world: World, lists: Lists) -> Files:
    """Give the files by region name on inhabitants, dwellings and prices, and the mortgage rate by month."""
    names = named_regions(world)
    return {
        "cbs/Bevolkingsontwikkeling_per_jaar.csv": render_table(_inhabitants(world, names), UNENDED),
        "cbs/Voorraad_woningen_en_nieuwbouw.csv": render_table(_dwellings(world, names), UNENDED),
        "cbs/gemiddelde_verkoopprijzen_koopwoningen.csv": render_table(_prices(world, names), UNENDED),
        "dnb/mortgage_interest_rates_in_the_Netherlands.csv": render_table(
            _rates(world, lists.trees["layouts"]["months"]), Dialect(quote="text", bom=True, closed=False)
        ),
    }


def named_regions(world: World) -> list[Region]:
    """All municipalities that StatLine still lists, those abolished long ago too, by name."""
    return sorted(
        (*world.of_kind("municipality"), *world.of_kind("abolished")),
        key=lambda region: sorting_name(region.statline),
    )


def exists(region: Region, year: int) -> bool:
    """Whether the municipality was there in a year."""
    return region.until is None or year <= region.until


def stock(world: World, region: Region, year: int) -> int:
    """Dwellings on 1 January."""
    random = stream(world.seed, "stock", region.code)
    per_dwelling = PEOPLE_PER_DWELLING[region.urban - 1] + random.uniform(-0.05, 0.05)
    yearly = 0.005 + 0.0006 * region.growth / 2 + random.uniform(-0.001, 0.002)
    return round(world.inhabitants(region.code, YEARS[0]) / per_dwelling * (1 + yearly) ** (year - YEARS[0]))


def price(world: World, region: Region, year: int) -> int:
    """Mean price in euros of the dwellings sold in a year."""
    level = stream(world.seed, "price", region.code).gauss(0, 0.05) + 0.04 * (region.urban - 3)
    level += DEARER.get(region.parent, 0.0)
    noise = stream(world.seed, "price", region.code, year).gauss(0, 0.015)
    return round(PRICES[year] * math.exp(level + noise))


def _inhabitants(world: World, names: list[Region]) -> Iterator[list[Cell]]:
    yield ["Regio's", "Onderwerp", *YEARS]
    for region in names:
        figures = [world.inhabitants(region.code, year + 1) if exists(region, year) else None for year in YEARS]
        yield [_bare(region), "Bevolking aan het einde van de periode", *figures]
    yield ["Bron: CBS", *[None] * 5]


def _dwellings(world: World, names: list[Region]) -> Iterator[list[Cell]]:
    """In 2012 the register of buildings took over: its first stock was too high, and was put right in the year."""
    yield ["Regio's", "Perioden", "Beginstand voorraad", "Nieuwbouw", "Eindstand voorraad"]
    for region in names:
        for year in YEARS:
            yield [
                _bare(region),
                year,
                *(_stocks(world, region, year) if exists(region, year) else [None] * 3),
            ]
    yield ["Bron: CBS", *[None] * 4]


def _stocks(world: World, region: Region, year: int) -> list[Cell]:
    begin, end = stock(world, region, year), stock(world, region, year + 1)
    built = max(0, end - begin + stream(world.seed, "built", region.code, year).randint(-10, 40))
    return [round(begin * 1.02) if year == REGISTER_BREAK else begin, built, end]


def _prices(world: World, names: list[Region]) -> Iterator[list[Cell]]:
    yield ["Regio's", "Onderwerp", *YEARS]
    for region in names:
        figures = [price(world, region, year) if exists(region, year) else None for year in YEARS]
        yield [_bare(region), "Gemiddelde verkoopprijs", *figures]
    yield ["Bron: Centraal Bureau voor de Statistiek, Kadaster", *[None] * 5]


def _rates(world: World, months: list[str]) -> Iterator[list[Cell]]:
    random = stream(world.seed, "mortgage")
    yield ["", "Bancaire rente op uitstaande woninghypotheken van huishoudens"]
    place = 0
    for year in range(RATES_FROM[0], RATES_TO[0] + 1):
        for month in range(1, 13):
            if (year, month) <= RATES_TO:
                fall = 3.1 / (1 + math.exp((place - 140) / 22))
                yield [f"{months[month - 1]} {year}", round(2.45 + fall + random.uniform(-0.01, 0.01), 2)]
            place += 1


def _bare(region: Region) -> str:
    """The name as this supplier has it: without the leading apostrophe."""
    return region.statline.lstrip("'")
