"""CBS 37259eng as bulk file: the population account by sex, region and year, with padded region codes."""

from __future__ import annotations

from collections.abc import Iterator

from noaber.synthetic.demography import Account, History, both
from noaber.synthetic.lists import Lists
from noaber.synthetic.regions import Region, sorting_name
from noaber.synthetic.tabular import Cell, Dialect, Files, pack, render_number, render_table
from noaber.synthetic.world import World

LAST_YEAR = 2023
YEARS_ON_STATLINE = 82
FIRST_WRITTEN = 70
TOTAL = "T001038"
WINDOWS = Dialect(newline="\r\n", closed=False)


def render_population(world: World, lists: Lists) -> Files:
    """Give the file with accounts 2012-2023; ratios and density stand only with men and women together."""
    header = list(lists.trees["layouts"]["population"])
    rows = list(_rows(world, lists.trees["layouts"]["sexes"]))
    return {"cbs/250112_CLEAN_population_regional_NL.csv.gz": pack(render_table([header, *rows], WINDOWS))}


def published_regions(world: World) -> list[Region]:
    """The regions with an account, in StatLine's order: country, landsdelen, provinces, COROP, municipalities."""
    kinds = [[region for region in world.of_kind(kind) if region.code in world.histories]
             for kind in ("country", "part", "province", "corop")]  # fmt: skip
    towns = [region for region in world.of_kind("municipality") if region.code in world.histories]
    return [
        *(region for kind in kinds for region in kind),
        *sorted(towns, key=lambda r: sorting_name(r.english)),
    ]


def _rows(world: World, sexes: dict[str, str]) -> Iterator[list[Cell]]:
    regions = published_regions(world)
    for block, (sex, label) in enumerate(sexes.items()):
        for place, region in enumerate(regions):
            first = (block * len(regions) + place) * YEARS_ON_STATLINE + FIRST_WRITTEN
            for offset, (year, account) in enumerate(_accounts(world.histories[region.code], sex)):
                key: list[Cell] = [
                    first + offset,
                    sex,
                    label,
                    f"{region.code:<6}",
                    region.english,
                    f"{year}JJ00",
                    year,
                ]
                land = world.land_km2(region.code) if sex == TOTAL else None
                yield key + _figures(account, land)


def _accounts(history: History, sex: str) -> Iterator[tuple[int, Account]]:
    for year, by_sex in history.items():
        if year <= LAST_YEAR:
            yield year, both(by_sex) if sex == TOTAL else by_sex[sex]


def _figures(account: Account, land_km2: float | None) -> list[Cell]:
    def ratio(number: int) -> Cell:
        return None if land_km2 is None else render_number(round(1000 * number / account.start, 1))

    return [
        account.start,
        None if land_km2 is None else round(account.start / land_km2),
        account.births, ratio(account.births),
        account.deaths, ratio(account.deaths),
        account.natural,
        account.arrivals, ratio(account.arrivals),
        account.immigration, account.moves_in,
        account.departures, ratio(account.departures),
        account.emigration, account.corrections, account.moves_out,
        account.migration,
        account.growth, ratio(account.growth),
        account.end,
    ]  # fmt: skip
