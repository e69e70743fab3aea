"""The register of establishments as delivered each 1 January, and what happened to them in a year."""

from __future__ import annotations

import numpy as np
import polars as pl

from noaber.synthetic.lists import Lists, Row
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Ints, Names, count_by, day
from noaber.synthetic.living.companies import CLOSED, FOUNDED, MOVED, MOVED_IN, MOVED_OUT, NOWHERE, Economy
from noaber.synthetic.living.frames import dates, numbers, pick, to_csv
from noaber.synthetic.living.homes import BUSINESS_BLOCKS, render_postcodes
from noaber.synthetic.living.places import render_codes
from noaber.synthetic.living.register_files import File
from noaber.synthetic.living.truth import Truth

KINDS = ("oprichting", "opheffing", "verhuizing", "vestiging van elders", "vertrek naar elders")
FIGURES = {FOUNDED: "founded", CLOSED: "closed", MOVED_IN: "moved_in", MOVED_OUT: "moved_out"}


def number_establishments(row: Ints) -> pl.Series:
    """Give the number of an establishment: twelve figures beginning with 99."""
    return numbers(990_000_000_000 + row, 12)


def render_establishments(chronicle: Chronicle, economy: Economy, year: int, sectors: Lists, truth: Truth) -> File:
    """Give the establishments that are open on 1 January of a year, with their jobs."""
    stock, companies, places = economy.stocks[year], economy.companies, chronicle.places
    rows, town = stock.row, places.town[stock.buurt]
    block = -1 - (rows * 7) % BUSINESS_BLOCKS
    table = sectors.tables["sectors"]
    frame = pl.DataFrame({
        "vestigingsnummer": number_establishments(rows),
        "kvk_nummer": numbers(99_000_000 + rows, 8),
        "sbi": numbers(companies.division[rows], 2),
        "sectie": pick([one["section"] for one in table], companies.sector[rows]),
        "postcode": render_postcodes(places, stock.buurt, block),
        "huisnummer": 1 + (rows * 13) % 240,
        "buurtcode": render_codes(places, stock.buurt, np.abs(rows * 31), year),
        "gemeentecode": pick(places.towns, town),
        "banen": stock.jobs,
        "banen_12_uur_en_meer": np.maximum(1, np.rint(0.86 * stock.jobs)).astype(np.int64),
        "datum_oprichting": dates(companies.start[rows]),
    })  # fmt: skip
    _tell(places.towns, town, stock.jobs, companies.sector[rows], year, table, truth)
    return f"vestigingen/vestigingen_{year}-01-01.csv", to_csv(frame)


def render_company_events(chronicle: Chronicle, economy: Economy, year: int, truth: Truth) -> File:
    """Give births, deaths and moves of establishments in a year, with municipality before and after."""
    told, places = economy.events, chronicle.places
    mine = (told["day"] >= day(year)) & (told["day"] < day(year + 1))
    kind, row, when, before, after = (told[name][mine] for name in ("kind", "row", "day", "before", "after"))
    order = np.lexsort((row, when))
    frame = pl.DataFrame({
        "datum": dates(when[order]),
        "soort": pick(KINDS, kind[order]),
        "vestigingsnummer": number_establishments(row[order]),
        "buurtcode_oud": _code(places.codes, before[order]),
        "buurtcode_nieuw": _code(places.codes, after[order]),
    })  # fmt: skip
    size = len(places.towns)
    for number, name in FIGURES.items():
        where = np.where(before == NOWHERE, after, before)[kind == number]
        truth.add_towns(f"establishments_{name}", year, count_by(places.town[where], size))
    crossing = (kind == MOVED) & (places.town[before] != places.town[after])
    truth.add_towns("establishments_moved_to", year, count_by(places.town[after[crossing]], size))
    truth.add_towns("establishments_moved_from", year, count_by(places.town[before[crossing]], size))
    return f"vestigingen/vestigingen_mutaties_{year}.csv", to_csv(frame)


def _code(codes: Names, buurt: Ints) -> pl.Series:
    return pick(codes, np.maximum(buurt, 0)).set(pl.Series(buurt == NOWHERE), None)


def _tell(
    towns: tuple[str, ...], town: Ints, jobs: Ints, sector: Ints, year: int, table: tuple[Row, ...], truth: Truth
) -> None:
    truth.add_towns("establishments", year, count_by(town, len(towns)))
    truth.add_towns("jobs", year, np.bincount(town, weights=jobs, minlength=len(towns)))
    for place, row in enumerate(table):
        truth.add(f"section_{row['section']}_pct", year, 100 * float((sector == place).mean()))
