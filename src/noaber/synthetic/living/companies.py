"""Establishments and their jobs: a register by 1 January, with births, deaths and moves in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from noaber.synthetic.lists import Lists
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import NEVER, Ints, Reals, day, read_curve
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.places import Places

FOUNDED, CLOSED, MOVED, MOVED_IN, MOVED_OUT = range(5)
NOWHERE = -1
SMALLER = 5
"""What begins has so many times fewer jobs beside the first one."""


@dataclass
class Companies:
    """One row per establishment that was ever here; `buurt` is where it is now, `end` the day it closed or left."""

    sector: Ints
    division: Ints
    buurt: Ints
    jobs: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.sector)

    def add(self, more: Companies) -> Ints:
        """Put other establishments behind these and give their numbers."""
        begin = len(self)
        for column in fields(self):
            setattr(self, column.name, np.r_[getattr(self, column.name), getattr(more, column.name)])
        return np.arange(begin, len(self))


@dataclass(frozen=True)
class Stock:
    """The establishments of one 1 January: row, buurt and jobs."""

    row: Ints
    buurt: Ints
    jobs: Ints


@dataclass(frozen=True)
class Economy:
    """All establishments, their register by year, and what happened: kind, row, day, buurt before and after."""

    companies: Companies
    stocks: Mapping[int, Stock]
    events: Mapping[str, Ints]


def trade(chronicle: Chronicle, assumptions: Lists) -> Economy:
    """Give the economy of the years of a chronicle; it grows to a number per 1,000 inhabitants."""
    terms, sectors = assumptions.trees["companies"], assumptions.tables["sectors"]
    places, scope = chronicle.places, chronicle.scope
    draws = Draws(scope.seed, "companies", "first")
    wanted = _wanted(chronicle, terms, scope.first)
    companies = _found(wanted, day(scope.first), sectors, places, terms, draws)
    companies.start -= 1 + np.floor(draws.waiting(3600, wanted)).astype(np.int64)
    stocks, events = {scope.first: _stock(companies)}, []
    for year in scope.years:
        draws = Draws(scope.seed, "companies", year)
        wanted = _wanted(chronicle, terms, year + 1)
        events.append(_trade_year(companies, year, wanted, sectors, places, terms, draws))
        stocks[year + 1] = _stock(companies)
    told = {name: np.concatenate([part[name] for part in events]) for name in events[0]}
    return Economy(companies, stocks, told)


def _wanted(chronicle: Chronicle, terms: Mapping[str, Any], year: int) -> int:
    return round(len(chronicle.registers[year].person) * float(read_curve(terms["per_1000"], year)) / 1000)


def _found(
    number: int, today: int, sectors: Any, places: Places, terms: Mapping[str, Any], draws: Draws
) -> Companies:  # fmt: skip
    """Make establishments: sector by its share, buurt by kind and by people, jobs by sector with a long tail."""
    sector = draws.among([float(row["share"]) for row in sectors], number)
    divisions = [row["divisions"].split() for row in sectors]
    width = max(map(len, divisions))
    table = np.array([[int(parts[place % len(parts)]) for place in range(width)] for parts in divisions])
    mean = np.array([float(row["jobs"]) for row in sectors])[sector]
    size = np.where(draws.uniform(number) < 0.62, 1.0, mean * np.exp(1.15 * draws.normal(number) - 0.5) / 0.36)
    return Companies(
        sector=sector, division=table[sector, draws.whole(0, width, number)],
        buurt=_sites(sector, sectors, places, terms, draws), jobs=np.maximum(1, np.rint(size)).astype(np.int64),
        start=np.full(number, today), end=np.full(number, NEVER),
    )  # fmt: skip


def _sites(sector: Ints, sectors: Any, places: Places, terms: Mapping[str, Any], draws: Draws) -> Ints:
    """A buurt for each establishment: by how its sector values each kind of buurt."""
    size = np.array([profile.inhabitants for profile in places.profiles], dtype=float)
    buurt = np.zeros(len(sector), dtype=np.int64)
    for place, row in enumerate(sectors):
        mine = np.flatnonzero(sector == place)
        pull = np.array(terms["sites"][row["site"]])[places.kind]
        ground = np.where(places.kind == 3, terms["park"], size)
        buurt[mine] = draws.among(pull * ground, len(mine))
    return buurt


def _trade_year(
    companies: Companies, year: int, wanted: int, sectors: Any, places: Places, terms: Mapping[str, Any], draws: Draws
) -> dict[str, Ints]:  # fmt: skip
    open_rows = np.flatnonzero(companies.end == NEVER)
    first, days = day(year), day(year + 1) - day(year)
    drawn, when = draws.uniform(len(open_rows)), first + draws.whole(0, days, len(open_rows))
    death = np.array([float(row["deaths"]) for row in sectors])[companies.sector[open_rows]]
    death *= np.where(companies.jobs[open_rows] > 10, 0.3, 1.0)
    leave, move = terms["leave"], terms["move"]
    edges = np.cumsum(np.column_stack([death, np.full(len(death), leave), np.full(len(death), move)]), axis=1)
    fate = (drawn[:, None] >= edges).sum(axis=1)
    events = [_close(companies, open_rows[fate == 0], when[fate == 0], CLOSED),
              _close(companies, open_rows[fate == 1], when[fate == 1], MOVED_OUT),
              _move(companies, open_rows[fate == 2], when[fate == 2], sectors, places, terms, draws)]  # fmt: skip
    _grow(companies, open_rows[fate > 1], draws)
    coming = max(0, wanted - int((companies.end == NEVER).sum()))
    rows = companies.add(_found(coming, first, sectors, places, terms, draws))
    companies.jobs[rows] = 1 + companies.jobs[rows] // SMALLER
    companies.start[rows] = first + draws.whole(0, days, coming)
    from_elsewhere = draws.uniform(coming) < terms["come"]
    for kind, mine in ((FOUNDED, ~from_elsewhere), (MOVED_IN, from_elsewhere)):
        events.append(_event(kind, rows[mine], companies.start[rows[mine]], None, companies.buurt[rows[mine]]))
    return {name: np.concatenate([part[name] for part in events]) for name in events[0]}


def _event(kind: int, row: Ints, when: Ints, before: Ints | None, after: Ints | None) -> dict[str, Ints]:
    nowhere = np.full(len(row), NOWHERE)
    return {"kind": np.full(len(row), kind), "row": row, "day": when,
            "before": nowhere if before is None else before, "after": nowhere if after is None else after}  # fmt: skip


def _close(companies: Companies, rows: Ints, when: Ints, kind: int) -> dict[str, Ints]:
    companies.end[rows] = when
    return _event(kind, rows, when, companies.buurt[rows], None)


def _move(
    companies: Companies, rows: Ints, when: Ints, sectors: Any, places: Places, terms: Mapping[str, Any], draws: Draws
) -> dict[str, Ints]:  # fmt: skip
    """Move within the region; most stay in their municipality."""
    before = companies.buurt[rows]
    after = _sites(companies.sector[rows], sectors, places, terms, draws)
    stays = draws.uniform(len(rows)) < terms["stay_in_town"]
    near = np.array([_near(places, int(buurt), float(drawn)) for buurt, drawn in
                     zip(before, draws.uniform(len(rows)), strict=True)], dtype=np.int64)  # fmt: skip
    after = np.where(stays, near, after) if len(rows) else after
    companies.buurt[rows] = after
    return _event(MOVED, rows, when, before, after)


def _near(places: Places, buurt: int, drawn: float) -> int:
    own = np.flatnonzero(places.town == places.town[buurt])
    return int(own[int(drawn * len(own))])


def _grow(companies: Companies, rows: Ints, draws: Draws) -> None:
    """Let jobs go up and down a little; those with one job mostly keep it."""
    change: Reals = companies.jobs[rows] * (0.997 + 0.09 * draws.normal(len(rows))) + 0.25 * draws.normal(len(rows))
    companies.jobs[rows] = np.maximum(1, np.rint(change)).astype(np.int64)


def _stock(companies: Companies) -> Stock:
    rows = np.flatnonzero(companies.end == NEVER)
    return Stock(rows, companies.buurt[rows], companies.jobs[rows])
