"""Incidents, reports of public space, Veilig Thuis and passers-by as delivered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import count_by
from noaber.synthetic.living.frames import dates, numbers, pick, to_csv
from noaber.synthetic.living.homes import render_postcodes
from noaber.synthetic.living.nuisance import Incidents, Reports, count_passers, count_safe_home
from noaber.synthetic.living.panel import Panel
from noaber.synthetic.living.register_files import File
from noaber.synthetic.living.truth import Damage, Truth


def render_incidents(chronicle: Chronicle, panel: Panel, found: Incidents, terms: Mapping[str, Any]) -> File:
    """Give the incidents of a year, with the codes of the buurten of 2021."""
    places = chronicle.places
    order = np.lexsort((found.buurt, found.hour, found.day))
    kinds = terms["kinds"]
    frame = pl.DataFrame({
        "registratienummer": numbers(np.arange(1, len(order) + 1), 7, f"PL99{panel.year}-"),
        "datum": dates(found.day[order]),
        "uur": found.hour[order],
        "code": pick([one["code"] for one in kinds], found.kind[order]),
        "soort": pick([one["name"] for one in kinds], found.kind[order]),
        "buurtcode": pick(places.codes, found.buurt[order]),
        "gemeentecode": pick(places.towns, places.town[found.buurt[order]]),
    })  # fmt: skip
    return f"politie/incidenten_{panel.year}.csv", to_csv(frame)


def render_reports(
    chronicle: Chronicle, panel: Panel, told: Reports, terms: Mapping[str, Any], truth: Truth
) -> File:  # fmt: skip
    """Give the reports of public space of a year; what people typed stands in a column of which nothing may be kept."""
    homes, places = chronicle.homes, chronicle.places
    order = np.lexsort((told.home, told.day))
    home, answered = told.home[order], told.answered[order]
    name = f"meldingen/meldingen_openbare_ruimte_{panel.year}.csv"
    frame = pl.DataFrame({
        "meldnummer": numbers(np.arange(1, len(order) + 1), 7, f"M{panel.year}-"),
        "meldingsdatum": dates(told.day[order]),
        "categorie": pick([one["name"] for one in terms["report_kinds"]], told.kind[order]),
        "kanaal": pick(terms["channels"], told.channel[order]),
        "postcode": render_postcodes(places, homes.buurt[home], homes.block[home]),
        "gemeente": pick(places.town_names, places.town[homes.buurt[home]]),
        "datum_afgehandeld": dates(np.where(answered > panel.last, 99_999, answered)),
        "omschrijving": pick(terms["report_notes"], told.note[order]),
    })  # fmt: skip
    truth.damage.append(Damage(name, 0, "omschrijving", "free text"))
    truth.add_towns("reports", panel.year, count_by(places.town[homes.buurt[told.home]], len(places.towns)))
    return name, to_csv(frame)


def render_safe_home(chronicle: Chronicle, panel: Panel, terms: Mapping[str, Any], truth: Truth) -> File:
    """Give the counts of Veilig Thuis of a year; only counts come from there."""
    frame = pl.DataFrame(count_safe_home(chronicle, panel, terms)).filter(pl.col("aantal") > 0)
    truth.add("safe_home", panel.year, int(frame["aantal"].sum()))
    return f"veilig_thuis/veilig_thuis_{panel.year}.csv", to_csv(frame)


def render_passers(chronicle: Chronicle, year: int, terms: Mapping[str, Any], truth: Truth) -> list[File]:
    """Give a file per sensor and year; that of the last sensor in the last year bears identifiers of devices."""
    scale, seed = chronicle.scope.people / 630_000, chronicle.scope.seed
    files = []
    for place, sensor in enumerate(terms["sensors"]):
        stamps, counts = count_passers(year, place, scale, terms, seed)
        frame = pl.DataFrame({"sensor": sensor["name"], "gemeente": sensor["town"], "uur": stamps, "aantal": counts})
        frame = frame.with_columns(pl.when(pl.col("aantal") >= 0).then(pl.col("aantal")).alias("aantal"))
        name = f"passanten/passanten_{sensor['town']}_{place + 1}_{year}.csv"
        if year == chronicle.scope.last and place == len(terms["sensors"]) - 1:
            frame = frame.with_columns(mac_hash=numbers(np.arange(len(counts)) * 2_654_435_761 % 2**32, 10, "99:"))
            truth.damage.append(Damage(name, 0, "mac_hash", "device identifiers"))
        files.append((name, to_csv(frame)))
    return files
