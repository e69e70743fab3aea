"""The registers of schools and of their pupils as delivered, per school year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from noaber.synthetic.lists import Lists
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Ints, day
from noaber.synthetic.living.frames import dates, numbers, pick, to_csv
from noaber.synthetic.living.panel import Panel
from noaber.synthetic.living.places import Places
from noaber.synthetic.living.register_files import File
from noaber.synthetic.living.schooling import FIRST_VOCATIONAL, Enrolments

HIDDEN_END = 99_999
PRIMARY, SECONDARY, VOCATIONAL = range(3)
SORTS = ("PO", "VO", "MBO")


@dataclass(frozen=True)
class Schools:
    """One row per school; `near` gives for each sort the schools of each municipality (or of the nearest with one)."""

    sort: Ints
    town: Ints
    name: tuple[str, ...]
    near: tuple[tuple[Ints, ...], ...]


def list_schools(places: Places, assumptions: Lists) -> Schools:
    """Give the invented schools: primary ones everywhere by size, others in the towns that have them."""
    terms, stems = assumptions.trees["schools"], assumptions.trees["providers"]["stems"]
    people = np.bincount(places.town, weights=[profile.inhabitants for profile in places.profiles])
    primary = np.maximum(2, np.rint(terms["primary_per_10000"] * people / 10_000)).astype(np.int64)
    towns = [np.repeat(np.arange(len(places.towns)), primary)]
    for name, number in (("secondary_in", 2), ("vocational_in", 1)):
        towns.append(np.repeat([places.towns.index(code) for code in terms[name]], number))
    sort = np.repeat(np.arange(3), [len(part) for part in towns])
    town = np.concatenate(towns)
    words = ("Basisschool", "College", "ROC")
    names = [f"{words[kind]} {stems[(place * 7 + kind) % len(stems)]} {place + 1}" for place, kind in enumerate(sort)]
    near = tuple(tuple(_near(sort == kind, town, home, len(places.towns)) for home in range(len(places.towns)))
                 for kind in range(3))  # fmt: skip
    return Schools(sort, town, tuple(names), near)


def _near(mine: Any, town: Ints, home: int, size: int) -> Ints:
    """Schools of a sort in a municipality, or else in the next one of the list that has any."""
    for step in range(size):
        found = np.flatnonzero(mine & (town == (home + step) % size))
        if len(found):
            return found
    return np.zeros(1, dtype=np.int64)


def render_schools(places: Places, schools: Schools) -> File:
    """Give the list of schools."""
    frame = pl.DataFrame({
        "instellingscode": _codes(np.arange(len(schools.sort))), "naam": list(schools.name),
        "soort": pick(SORTS, schools.sort), "gemeentecode": pick(places.towns, schools.town),
    })  # fmt: skip
    return "onderwijs/scholen.csv", to_csv(frame)


def render_enrolments(
    chronicle: Chronicle, panel: Panel, enrolments: Enrolments, schools: Schools, terms: Mapping[str, Any]
) -> File:  # fmt: skip
    """Give the pupils of a school year: where and at what level, when and why they left, diploma or not."""
    person = panel.person[enrolments.row]
    gone = enrolments.left > 0
    reason = np.select([enrolments.early, gone, enrolments.diploma], [1, 2, 3], default=0)
    frame = pl.DataFrame({
        "bsn": numbers(chronicle.bsn[person], 9),
        "instellingscode": _codes(_school(panel, enrolments, schools)),
        "niveau": pick([level["code"] for level in terms["levels"]], enrolments.level),
        "leerjaar": enrolments.grade,
        "woongemeente": pick(chronicle.places.towns, panel.town[enrolments.row]),
        "inschrijfdatum": dates(np.full(len(person), day(panel.year, 8))),
        "uitschrijfdatum": dates(np.where(gone, enrolments.left, HIDDEN_END)),
        "reden": pick((None, "voortijdig", "vertrek", "diploma"), reason),
        "herinstroom": pick("NJ", enrolments.back.astype(np.int64)),
    })  # fmt: skip
    return f"onderwijs/inschrijvingen_{panel.year}-{panel.year + 1}.csv", to_csv(frame)


def _school(panel: Panel, enrolments: Enrolments, schools: Schools) -> Ints:
    """A school in one's municipality: by buurt for children, by person for others; the same every year."""
    sort = np.where(
        enrolments.level == 0, PRIMARY, np.where(enrolments.level >= FIRST_VOCATIONAL, VOCATIONAL, SECONDARY)
    )
    town = panel.town[enrolments.row]
    key = np.where(sort == PRIMARY, panel.buurt[enrolments.row], panel.person[enrolments.row])
    school = np.zeros(len(sort), dtype=np.int64)
    for kind in range(3):
        for home, near in enumerate(schools.near[kind]):
            mine = (sort == kind) & (town == home)
            school[mine] = near[key[mine] % len(near)]
    return school


def _codes(school: Ints) -> pl.Series:
    """Codes in the form of the national register, none of which is in it: 99 and two letters."""
    letters = [f"99{a}{b}" for a in "ABCDEFGHJKLMNPQRSTVWXZ" for b in "ABCDEFGHJKLMNPQRSTVWXZ"]
    return pick(letters, school)
