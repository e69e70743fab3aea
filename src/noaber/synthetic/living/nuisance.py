"""Incidents, reports of public space and Veilig Thuis, as rows and counts; and passers-by per hour."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Ints, Names, Reals, count_by, day, read_curve
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.panel import Panel

CENTRE = 0


@dataclass(frozen=True)
class Incidents:
    """Incidents of a year: day, hour, kind by place in the list, buurt."""

    day: Ints
    hour: Ints
    kind: Ints
    buurt: Ints


@dataclass(frozen=True)
class Reports:
    """Reports of a year: day, kind, channel, note, home near which, and day of answer."""

    day: Ints
    kind: Ints
    channel: Ints
    note: Ints
    home: Ints
    answered: Ints


def number_of(rate_per_1000: float, people: int, draws: Draws) -> int:
    """Draw how many there are of something with a rate, about as a Poisson number."""
    mean = rate_per_1000 * people / 1000
    return max(0, round(mean + math.sqrt(mean) * float(draws.normal(1)[0])))


def commit(chronicle: Chronicle, panel: Panel, terms: Mapping[str, Any]) -> Incidents:
    """Give the incidents of a year: more where people live, where it is restless and in centres."""
    draws, places = Draws(chronicle.scope.seed, "incidents", panel.year), chronicle.places
    number = number_of(float(read_curve(terms["incidents"], panel.year)), len(panel), draws)
    kinds = terms["kinds"]
    kind = draws.among([one["share"] for one in kinds], number)
    people = count_by(panel.buurt, len(places)) + 3.0 * (places.kind == 3)
    buurt = np.zeros(number, dtype=np.int64)
    for place, one in enumerate(kinds):
        mine = np.flatnonzero(kind == place)
        pull = people * np.exp(0.9 * places.unrest - 0.2 * places.wealth)
        pull *= np.where(places.kind == CENTRE, one["centre"], 1.0)
        buurt[mine] = draws.among(pull * np.exp(0.12 * (3 - places.urban[places.town])), len(mine))
    night = draws.uniform(number) < np.array([one["night"] for one in kinds])[kind]
    hour = np.where(night, (20 + draws.whole(0, 10, number)) % 24, 8 + draws.whole(0, 12, number))
    return Incidents(draws.whole(panel.first, panel.last + 1, number), hour, kind, buurt)


def report(chronicle: Chronicle, panel: Panel, terms: Mapping[str, Any]) -> Reports:
    """Give the reports of public space of a year, each near a home where people live."""
    draws = Draws(chronicle.scope.seed, "reports", panel.year)
    number = number_of(float(read_curve(terms["reports"], panel.year)), len(panel), draws)
    kinds = terms["report_kinds"]
    kind = draws.among([one["share"] for one in kinds], number)
    when = draws.whole(panel.first, panel.last + 1, number)
    waited = draws.waiting(np.array([float(one["days"]) for one in kinds])[kind], number)
    return Reports(
        day=when, kind=kind, channel=draws.among([5, 3, 2.5, 0.5], number),
        note=draws.among(np.ones(len(terms["report_notes"])), number),
        home=panel.home[draws.whole(0, len(panel), number)], answered=when + np.floor(waited).astype(np.int64),
    )  # fmt: skip


def count_safe_home(chronicle: Chronicle, panel: Panel, terms: Mapping[str, Any]) -> dict[str, Any]:
    """Give the counts of Veilig Thuis in a year by half-year, municipality, sort, kind of violence and reporter."""
    draws, places = Draws(chronicle.scope.seed, "safe home", panel.year), chronicle.places
    kinds, origins = terms["safe_home_kinds"], terms["safe_home_from"]
    growth = float(read_curve(terms["safe_home_growth"], panel.year))
    cells = np.zeros((2, len(places.towns), 2, len(kinds), len(origins)), dtype=np.int64)
    people = count_by(panel.town, len(places.towns)) * np.exp(0.15 * (3 - places.urban))
    for half in range(2):
        for sort, rate in enumerate(terms["safe_home"].values()):
            number = number_of(rate * growth, len(panel), draws)
            where = [draws.among(weights, number) for weights in (people, list(kinds.values()), list(origins.values()))]
            np.add.at(cells[half, :, sort], tuple(where), 1)
    half, town, sort, kind, origin = (axis.ravel() for axis in np.indices(cells.shape))
    return {
        "periode": np.array([f"{panel.year}-H1", f"{panel.year}-H2"])[half], "gemeente": np.array(places.towns)[town],
        "soort": np.array(list(terms["safe_home"]))[sort], "aard": np.array(list(kinds))[kind],
        "melder": np.array(list(origins))[origin], "aantal": cells.ravel(),
    }  # fmt: skip


def count_passers(year: int, sensor: int, scale: float, terms: Mapping[str, Any], seed: int) -> tuple[Names, Ints]:
    """Give the hours of a year and how many passed a sensor in each; a sensor is out of order now and then (-1)."""
    draws = Draws(seed, "passers", year, sensor)
    hours = np.arange(24 * (day(year + 1) - day(year)))
    days = hours // 24
    weekday = (day(year) + days + 3) % 7
    season = 1 + 0.12 * np.cos(2 * np.pi * (days - 340) / 365)
    level: Reals = terms["sensors"][sensor]["noon"] * scale * float(read_curve(terms["passers"], year + 0.5)) * season
    level = level * np.array(terms["by_hour"])[hours % 24] * np.array(terms["by_weekday"])[weekday]
    counts = np.maximum(0, np.rint(level * (1 + 0.16 * draws.normal(len(hours))))).astype(np.int64)
    broken = np.repeat(draws.uniform(len(hours) // 24) < 0.012, 24)
    stamps = np.datetime_as_string(np.datetime64(f"{year}-01-01T00", "h") + hours, unit="m")
    return stamps, np.where(broken, -1, counts)
