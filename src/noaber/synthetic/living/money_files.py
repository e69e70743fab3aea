"""What comes in and what is owed, as delivered: benefits, jobs, incomes, schemes, help with debts, early signals."""

from __future__ import annotations

import numpy as np
import polars as pl

from noaber.synthetic.lists import Lists
from noaber.synthetic.living.benefits import NOBODY, Benefits
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import day
from noaber.synthetic.living.companies import Economy
from noaber.synthetic.living.company_files import number_establishments
from noaber.synthetic.living.frames import dates, numbers, pick, to_csv
from noaber.synthetic.living.hardship import Grants, Signals
from noaber.synthetic.living.homes import render_postcodes
from noaber.synthetic.living.panel import Panel
from noaber.synthetic.living.register_files import File
from noaber.synthetic.living.society import HEAD
from noaber.synthetic.living.spells import Spells
from noaber.synthetic.living.work import SOURCES, Incomes, Labour

CREDITORS = ("Verhuurder", "Energieleverancier", "Drinkwaterbedrijf", "Zorgverzekeraar")
HIDDEN_END = 99_999


def render_benefits(chronicle: Chronicle, benefits: Benefits, year: int) -> File:
    """Give the benefit spells that ran in a year; an end after the year is not known yet."""
    spells, last = benefits.spells, day(year + 1) - 1
    rows = np.flatnonzero((spells.start <= last) & (spells.end >= day(year)))
    partner = benefits.partner[rows]
    shared = numbers(chronicle.bsn[np.maximum(partner, 0)], 9).set(pl.Series(partner == NOBODY), None)
    frame = pl.DataFrame({
        "uitkeringsnummer": numbers(rows + 1, 8),
        "bsn": numbers(chronicle.bsn[spells.person[rows]], 9),
        "bsn_partner": shared,
        "gemeente": pick(chronicle.places.towns, spells.town[rows]),
        "regeling": pick([row["name"] for row in benefits.kinds], benefits.kind[rows]),
        "ingangsdatum": dates(spells.start[rows]),
        "einddatum": dates(np.where(spells.end[rows] > last, HIDDEN_END, spells.end[rows])),
        "bedrag_per_maand": benefits.monthly[rows],
    })  # fmt: skip
    return f"uitkeringen/uitkeringen_{year}.csv", to_csv(frame)


def render_jobs(chronicle: Chronicle, panel: Panel, labour: Labour, economy: Economy) -> File:
    """Give the jobs and own businesses of inhabitants at the start of a year."""
    rows = np.flatnonzero(labour.works)
    employer, own = labour.employer[rows], labour.own[rows]
    sector = numbers(economy.companies.division[np.maximum(employer, 0)], 2)
    frame = pl.DataFrame({
        "bsn": numbers(chronicle.bsn[panel.person[rows]], 9),
        "soort": pick(("werknemer", "zelfstandige"), own.astype(np.int64)),
        "vestigingsnummer": number_establishments(employer).set(pl.Series(own), None),
        "sbi": sector.set(pl.Series(own), None),
        "uren_per_week": labour.hours[rows],
        "jaarinkomen": np.rint(labour.gross[rows] * 1000).astype(np.int64),
    })  # fmt: skip
    return f"banen/banen_{panel.year}.csv", to_csv(frame, delimiter=",")


def render_incomes(chronicle: Chronicle, panel: Panel, labour: Labour, incomes: Incomes) -> File:
    """Give the income of each household in a year, with its main source: that of its head."""
    heads = np.flatnonzero(panel.role == HEAD)
    place = np.searchsorted(incomes.household, panel.household[heads])
    frame = pl.DataFrame({
        "huishoudnummer": panel.household[heads],
        "gemeente": pick(chronicle.places.towns, panel.town[heads]),
        "besteedbaar_inkomen": np.rint(1000 * incomes.disposable[place]).astype(np.int64),
        "gestandaardiseerd_inkomen": np.rint(1000 * incomes.standardised[place]).astype(np.int64),
        "procent_sociaal_minimum": np.rint(incomes.against_minimum[place]).astype(np.int64),
        "voornaamste_bron": pick(SOURCES, labour.source[heads]),
    })  # fmt: skip
    return f"inkomens/inkomens_huishoudens_{panel.year}.csv", to_csv(frame)


def render_grants(chronicle: Chronicle, panel: Panel, grants: Grants, assumptions: Lists) -> list[File]:
    """Give the schemes that were granted in a year, a file per municipality."""
    names = [row["name"] for row in assumptions.tables["schemes"]]
    order = np.lexsort((grants.scheme, grants.day))
    row, town = grants.row[order], panel.town[grants.row[order]]
    frame = pl.DataFrame({
        "gemeente": pick(chronicle.places.towns, town),
        "bsn_aanvrager": numbers(chronicle.bsn[panel.person[row]], 9),
        "regeling": pick(names, grants.scheme[order]),
        "datum_toekenning": dates(grants.day[order]),
        "bedrag": grants.euros[order],
    })  # fmt: skip
    parts = frame.partition_by("gemeente", as_dict=True, maintain_order=True)
    return [(f"minima/{code}/minimaregelingen_{code}_{panel.year}.csv", to_csv(parts[(code,)]))
            for code in chronicle.places.towns if (code,) in parts]  # fmt: skip


def render_debts(chronicle: Chronicle, spells: Spells, year: int) -> File:
    """Give the spells of debt counselling that ran in a year."""
    last = day(year + 1) - 1
    rows = np.flatnonzero((spells.start <= last) & (spells.end >= day(year)))
    frame = pl.DataFrame({
        "dossier": numbers(rows + 1, 7, "SHV"),
        "bsn": numbers(chronicle.bsn[spells.person[rows]], 9),
        "gemeente": pick(chronicle.places.towns, spells.town[rows]),
        "aanmelding": dates(spells.start[rows]),
        "afsluiting": dates(np.where(spells.end[rows] > last, HIDDEN_END, spells.end[rows])),
    })  # fmt: skip
    return f"schulden/schuldhulp_{year}.csv", to_csv(frame)


def render_signals(chronicle: Chronicle, panel: Panel, signals: Signals) -> File:
    """Give the early signals of a year by address, as creditors give them: without a citizen service number."""
    order = np.lexsort((signals.row, signals.day))
    row, homes = signals.row[order], chronicle.homes
    home = panel.home[row]
    frame = pl.DataFrame({
        "datum": dates(signals.day[order]),
        "postcode": render_postcodes(chronicle.places, homes.buurt[home], homes.block[home]),
        "huisnummer": homes.number[home],
        "gemeente": pick(chronicle.places.towns, panel.town[row]),
        "schuldeiser": pick(CREDITORS, signals.creditor[order]),
        "achterstand": signals.euros[order],
    })  # fmt: skip
    return f"schulden/vroegsignalen_{panel.year}.csv", to_csv(frame)
