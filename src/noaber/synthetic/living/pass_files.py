"""Passes for taking part, as a foundation delivers them: without numbers of persons, and with slips of the pen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl

from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Flags, Ints, Reals, day
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.frames import dates, numbers, pick, to_csv
from noaber.synthetic.living.homes import render_postcodes
from noaber.synthetic.living.panel import Panel
from noaber.synthetic.living.register_files import File
from noaber.synthetic.living.truth import Truth

Holders = tuple[Ints, Ints, Ints]
"""Person, home at the counter, and day."""


def render_passes(
    chronicle: Chronicle, panel: Panel, level: Reals, terms: Mapping[str, Any], truth: Truth
) -> Iterator[File]:
    """Give the passes of a year, and note in the truth whose each is."""
    if panel.year < terms["from"]:
        return
    draws = Draws(chronicle.scope.seed, "passes", panel.year)
    parts = (_residents(chronicle, panel, level, terms, draws), _arrivals(chronicle, panel, terms, draws))
    person, home, when = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((person, when))
    person, home, when = person[order], home[order], when[order]
    name = f"meedoen/meedoenpassen_{panel.year}.csv"
    frame = _with_slips(_passes(chronicle, panel.year, person, home, when), terms["slips"], draws)
    bsn = numbers(chronicle.bsn[person], 9)
    truth.links += [(name, number, one) for number, one in zip(frame["pasnummer"], bsn, strict=True)]
    yield name, to_csv(frame)


def _residents(
    chronicle: Chronicle, panel: Panel, level: Reals, terms: Mapping[str, Any], draws: Draws
) -> Holders:  # fmt: skip
    """Members of households with little, at the address of the day."""
    households, place = np.unique(panel.household, return_inverse=True)
    reached = draws.uniform(len(households))[place] < terms["reach"]
    when = draws.whole(panel.first, panel.last + 1, len(panel))
    mine = reached & (level < terms["limit"]) & (draws.uniform(len(panel)) < terms["members"])
    rows = np.flatnonzero(mine & (when <= panel.stay_end))
    person, when = panel.person[rows], when[rows]
    after, known = _found(chronicle.registers[panel.year + 1].person, person)
    since = chronicle.registers[panel.year + 1].since[after]
    moved = known & (since > panel.first) & (since <= when)
    return person, np.where(moved, chronicle.registers[panel.year + 1].home[after], panel.home[rows]), when


def _arrivals(chronicle: Chronicle, panel: Panel, terms: Mapping[str, Any], draws: Draws) -> Holders:
    """Some of those who were not yet in the register of 1 January."""
    after = chronicle.registers[panel.year + 1]
    fresh = np.flatnonzero(~_found(panel.person, after.person.astype(np.int64))[1])
    rows = fresh[draws.uniform(len(fresh)) < terms["arrivals"]]
    when = draws.whole(0, np.maximum(panel.last + 1 - after.since[rows], 1), len(rows)) + after.since[rows]
    return after.person[rows].astype(np.int64), after.home[rows].astype(np.int64), when


def _found(known: Ints, wanted: Ints) -> tuple[Ints, Flags]:
    """Give the place of each wanted number in a sorted list, and whether it is there."""
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return place, np.asarray(known[place] == wanted)


def _passes(chronicle: Chronicle, year: int, person: Ints, home: Ints, when: Ints) -> pl.DataFrame:
    homes, places = chronicle.homes, chronicle.places
    buurt = homes.buurt[home]
    postcode = render_postcodes(places, buurt, homes.block[home])
    return pl.DataFrame({
        "pasnummer": numbers(np.arange(len(person)) + 1, 7, f"MP{year}"),
        "uitgegeven": dates(when),
        "geldig_tot": dates(np.full(len(person), day(year + 1) - 1)),
        "geboortedatum": dates(chronicle.people.birth[person]),
        "geslacht": pick("MV", chronicle.people.sex[person]),
        "postcode": postcode.str.slice(0, 4) + " " + postcode.str.slice(4),
        "huisnummer": pl.Series(homes.number[home]).cast(pl.String),
        "gemeente": pick(places.towns, places.town[buurt]),
    })  # fmt: skip


def _with_slips(frame: pl.DataFrame, shares: Mapping[str, float], draws: Draws) -> pl.DataFrame:
    """Let the pen slip: each slip by itself, so that a few passes have two."""
    birth, postcode = pl.col("geboortedatum"), pl.col("postcode")
    year, month, number = birth.dt.year(), birth.dt.month(), birth.dt.day()
    slips = {
        "swapped": ("geboortedatum", pl.when(number <= 12).then(pl.date(year, number, month)).otherwise(birth)),
        "day": ("geboortedatum", pl.date(year, month, number % 28 + 1)),
        "year": ("geboortedatum", pl.date(year - 1, month, pl.min_horizontal(number, 28))),
        "letter": ("postcode", postcode.str.slice(0, 6) + pl.lit("X")),
        "figure": ("postcode", postcode.str.slice(0, 3) + postcode.str.slice(2, 1) + postcode.str.slice(4)),
        "house": ("huisnummer", (pl.col("huisnummer").cast(pl.Int64) + 2).cast(pl.String)),
        "sex": ("geslacht", pl.col("geslacht").replace({"M": "V", "V": "M"})),
        "no_sex": ("geslacht", pl.lit(None, pl.String)),
    }
    for slip, (column, botched) in slips.items():
        happens = pl.Series(draws.uniform(len(frame)) < shares[slip])
        frame = frame.with_columns(pl.when(happens).then(botched).otherwise(pl.col(column)).alias(column))
    return frame
