"""Who works, where and for how much; and what comes in per household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.synthetic.living.benefits import Benefits, covered
from noaber.synthetic.living.columns import Flags, Ints, Reals, read_curve, sum_by
from noaber.synthetic.living.companies import Economy
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.panel import Panel
from noaber.synthetic.living.society import CHILD, MAN, PARTNER

JOBLESS = -1
PENSION_AGE = 66


@dataclass
class Careers:
    """What people carry from year to year: fortune in work, a bent for a business of their own, an employer."""

    luck: Reals
    bent: Reals
    employer: Ints


@dataclass(frozen=True)
class Labour:
    """One year of work, row by row with a panel: at work or not, on one's own or not, hours a week, gross euros."""

    works: Flags
    own: Flags
    hours: Ints
    gross: Reals
    employer: Ints
    source: Ints


SOURCES = ("werk", "eigen bedrijf", "werkloosheid", "arbeidsongeschiktheid", "bijstand", "pensioen", "studie", "geen")


@dataclass(frozen=True)
class Incomes:
    """One year of income by household (rows by number): disposable and standardised in thousands of euros.

    `against_minimum` is disposable income in percent of the social minimum for such a household.
    """

    household: Ints
    disposable: Reals
    standardised: Reals
    against_minimum: Reals


def begin_careers(people: int, seed: int) -> Careers:
    """Give careers in which nobody has an employer yet."""
    draws = Draws(seed, "careers")
    return Careers(draws.uniform(people), draws.uniform(people), np.full(people, JOBLESS))


def work(
    panel: Panel, careers: Careers, benefits: Benefits, economy: Economy, terms: Mapping[str, Any], seed: int
) -> Labour:  # fmt: skip
    """Give the work of a year and bring careers up to date."""
    draws = Draws(seed, "work", panel.year)
    _turn(panel, careers, terms, draws)
    on = {kind: flags[panel.person] for kind, flags in covered(benefits, panel.first, len(careers.luck)).items()}
    idle = on["ao"] | on["bijstand"] | on["ww"] | on["ioaw"]
    chance = read_curve(terms["works"], panel.age) + terms["skill"] * panel.skill + terms["frailty"] * panel.frailty
    business = float(read_curve(terms["business"], panel.year))
    works = ~idle & (panel.age >= 15) & (panel.age < 80) & (careers.luck[panel.person] < chance * business)
    own = works & (careers.bent[panel.person] < read_curve(terms["own"], panel.age))
    _employ(panel, careers, works & ~own, economy, terms, draws)
    hours = _hours(panel, terms, draws)
    source = np.select([own, works, on["ww"], on["ao"] | on["ioaw"], on["bijstand"], panel.age >= PENSION_AGE,
                        (panel.age >= 15) & (panel.age < 24)], [1, 0, 2, 3, 4, 5, 6], default=7)  # fmt: skip
    gross = _gross(panel, works, own, hours, source, terms, draws)
    return Labour(works, own, hours, gross, careers.employer[panel.person], source)


def _turn(panel: Panel, careers: Careers, terms: Mapping[str, Any], draws: Draws) -> None:
    """Let fortune turn for some."""
    turning = draws.uniform(len(panel)) < terms["change_of_fortune"]
    fresh = draws.uniform(len(panel))
    careers.luck[panel.person[turning]] = fresh[turning]


def _employ(
    panel: Panel, careers: Careers, employed: Flags, economy: Economy, terms: Mapping[str, Any], draws: Draws
) -> None:
    """Give who works for others an employer that is open on the day: the same as before, mostly."""
    stock = economy.stocks[panel.year]
    still = np.zeros(len(economy.companies) + 1, dtype=bool)
    still[stock.row] = True
    before = careers.employer[panel.person]
    stays = still[before] & (draws.uniform(len(panel)) >= terms["change_of_job"])
    fresh = stock.row[draws.among(np.maximum(stock.jobs - 0.7, 0.05), len(panel))]
    careers.employer[panel.person] = np.where(~employed, JOBLESS, np.where(stays, before, fresh))


def _hours(panel: Panel, terms: Mapping[str, Any], draws: Draws) -> Ints:
    mean = np.where(panel.sex == MAN, read_curve(terms["hours_men"], panel.age),
                    read_curve(terms["hours_women"], panel.age))  # fmt: skip
    hours: Ints = np.clip(np.rint(mean * (1 + 0.22 * draws.normal(len(panel)))), 4, 60).astype(np.int64)
    return hours


def _gross(
    panel: Panel, works: Flags, own: Flags, hours: Ints, source: Ints, terms: Mapping[str, Any], draws: Draws
) -> Reals:
    """Gross personal income of the year in thousands of euros."""
    number, wages = len(panel), float(read_curve(terms["wages"], panel.year))
    skill = np.exp(terms["spread"] * panel.skill - 0.5 * terms["spread"] ** 2)
    wage = read_curve(terms["hourly"], panel.age) * hours * 52 / 1000 * skill
    wage *= np.where(own, np.exp(0.45 * draws.normal(number) - 0.1), 1.0)
    pension = terms["pension"]
    retired = pension["own"] + pension["more"] * np.exp(pension["spread"] * panel.skill - 0.5)
    aside = np.choose(source, [wage, wage, 18.5, 17.0, 13.4, retired, terms["student"], terms["without"]])
    late = np.where(panel.age >= PENSION_AGE, retired + np.where(works, 0.4 * wage, 0), aside)
    gross: Reals = np.where(panel.age < 15, 0.0, late) * wages
    return gross


def sum_incomes(panel: Panel, labour: Labour, terms: Mapping[str, Any]) -> Incomes:
    """Give the incomes of households: net of what people earn, with allowances, against the social minimum."""
    wages = float(read_curve(terms["wages"], panel.year))
    net = labour.gross * read_curve(terms["net"], labour.gross / wages)
    size = int(panel.household.max()) + 1
    whole = sum_by(panel.household, net, size)
    members = np.bincount(panel.household, minlength=size)
    household = np.flatnonzero(members)
    young = sum_by(panel.household, (panel.role == CHILD) & (panel.age < 18), size)[household]
    pairs = sum_by(panel.household, panel.role == PARTNER, size)[household]
    factor = members[household] ** float(terms["household_factor"])
    earned = whole[household]
    disposable = earned + wages * read_curve(terms["allowances"], earned / factor / wages) * factor
    floor = wages * (
        terms["minimum"]["single"] + terms["minimum"]["partner"] * pairs + terms["minimum"]["child"] * young
    )
    return Incomes(household, disposable, disposable / factor, 100 * disposable / floor)
