"""All deliveries of the living region one by one, while the truth about them is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from noaber.synthetic.lists import Lists
from noaber.synthetic.living.benefits import Benefits, covered, grant_benefits
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Reals, count_by
from noaber.synthetic.living.companies import Economy, trade
from noaber.synthetic.living.company_files import render_company_events, render_establishments
from noaber.synthetic.living.facts import tell_account, tell_provisions, tell_stand
from noaber.synthetic.living.hardship import against_minimum, grant, help_with_debts, signal
from noaber.synthetic.living.home_files import render_homes
from noaber.synthetic.living.money_files import (
    render_benefits,
    render_debts,
    render_grants,
    render_incomes,
    render_jobs,
    render_signals,
)
from noaber.synthetic.living.nuisance import commit, report
from noaber.synthetic.living.panel import Panel, open_panel
from noaber.synthetic.living.pass_files import render_passes
from noaber.synthetic.living.provision_files import render_concordance, render_provisions
from noaber.synthetic.living.provisions import provide
from noaber.synthetic.living.register_files import File, render_mutations, render_register
from noaber.synthetic.living.safety_files import render_incidents, render_passers, render_reports, render_safe_home
from noaber.synthetic.living.school_files import list_schools, render_enrolments, render_schools
from noaber.synthetic.living.schooling import begin_pupils, teach
from noaber.synthetic.living.spells import Spells, join_spells
from noaber.synthetic.living.truth import Truth
from noaber.synthetic.living.work import Incomes, Labour, begin_careers, sum_incomes, work

LAWS = ("wmo", "jeugd", "pwet")


@dataclass(frozen=True)
class Telling:
    """What every delivery is made from: the chronicle, the assumptions, and the truth that is noted on the way."""

    chronicle: Chronicle
    assumptions: Lists
    truth: Truth

    @property
    def seed(self) -> int:
        """The seed of all chance."""
        return self.chronicle.scope.seed


def render_population(telling: Telling) -> Iterator[File]:
    """Give registers of persons and dwellings, and mutations."""
    chronicle, truth = telling.chronicle, telling.truth
    for year in chronicle.registers:
        yield render_register(chronicle, year)
        yield render_homes(chronicle, year, telling.assumptions.trees["homes"], truth)
        tell_stand(open_panel(chronicle, year), len(chronicle.places.towns), truth)
    for year in chronicle.years:
        yield render_mutations(chronicle, year)
        tell_account(chronicle, year, truth)


def render_care(telling: Telling) -> Iterator[File]:
    """Give the provision files of all laws, and the list of old and new codes."""
    care = [provide(telling.chronicle, telling.assumptions, law) for law in LAWS]
    yield render_concordance(telling.assumptions)
    for one in care:
        yield from render_provisions(telling.chronicle, one, telling.assumptions, telling.truth)
    tell_provisions(telling.chronicle, care, telling.truth)


def render_economy(telling: Telling) -> Iterator[File]:
    """Give establishments, jobs, benefits, incomes, schemes and debts."""
    chronicle, truth = telling.chronicle, telling.truth
    economy = trade(chronicle, telling.assumptions)
    for year in economy.stocks:
        yield render_establishments(chronicle, economy, year, telling.assumptions, truth)
        _tell_sections(telling, year)
    for year in chronicle.years:
        yield render_company_events(chronicle, economy, year, truth)
    yield from _render_money(telling, economy)


def _render_money(telling: Telling, economy: Economy) -> Iterator[File]:
    chronicle, terms = telling.chronicle, telling.assumptions.trees["work"]
    benefits = grant_benefits(chronicle, telling.assumptions)
    careers = begin_careers(len(chronicle.people), telling.seed)
    busy, debts = np.zeros(len(chronicle.people), dtype=np.int64), []
    for year in chronicle.years:
        panel = open_panel(chronicle, year)
        labour = work(panel, careers, benefits, economy, terms, telling.seed)
        incomes = sum_incomes(panel, labour, terms)
        level = against_minimum(panel, incomes)
        debts.append(help_with_debts(panel, level, busy, telling.seed, year == chronicle.scope.first))
        _tell_money(telling, panel, labour, incomes, benefits)
        yield render_benefits(chronicle, benefits, year)
        yield render_jobs(chronicle, panel, labour, economy)
        yield render_incomes(chronicle, panel, labour, incomes)
        yield from _render_hardship(telling, panel, incomes, level, debts)


def _render_hardship(
    telling: Telling, panel: Panel, incomes: Incomes, level: Reals, debts: list[Spells]
) -> Iterator[File]:  # fmt: skip
    chronicle, truth, towns = telling.chronicle, telling.truth, len(telling.chronicle.places.towns)
    grants = grant(panel, incomes, telling.assumptions, telling.seed)
    truth.add_towns("scheme_grants", panel.year, count_by(panel.town[grants.row], towns))
    reached = np.unique(grants.row)
    truth.add_towns("scheme_households", panel.year, count_by(panel.town[reached], towns))
    signals = signal(panel, level, 4, telling.seed)
    truth.add_towns("early_signals", panel.year, count_by(panel.town[signals.row], towns))
    yield from render_grants(chronicle, panel, grants, telling.assumptions)
    yield render_debts(chronicle, join_spells(debts), panel.year)
    yield render_signals(chronicle, panel, signals)
    yield from render_passes(chronicle, panel, level, telling.assumptions.trees["passes"], truth)


def _tell_money(telling: Telling, panel: Panel, labour: Labour, incomes: Incomes, benefits: Benefits) -> None:
    truth, year, age = telling.truth, panel.year, panel.age
    able = (age >= 15) & (age < 75)
    truth.add("participation_pct", year, 100 * float((labour.works & able).sum()) / max(1, int(able.sum())))
    truth.add("workers", year, int(labour.works.sum()))
    truth.add("self_employed_pct", year, 100 * float(labour.own.sum()) / max(1, int(labour.works.sum())))
    truth.add("gross_per_inhabitant", year, float(labour.gross.mean()))
    truth.add("standardised_income", year, float(incomes.standardised.mean()))
    for limit in (101, 110, 120):
        truth.add(f"below_{limit}_pct", year, 100 * float((incomes.against_minimum < limit).mean()))
    people = len(telling.chronicle.registers[year + 1].person)
    for kind, flags in covered(benefits, panel.last, len(telling.chronicle.people)).items():
        truth.add(f"{kind}_recipients", year, int(flags.sum()))
        truth.add(f"{kind}_per_1000", year, 1000 * float(flags.sum()) / people)


def _tell_sections(telling: Telling, year: int) -> None:
    truth, told = telling.truth, telling.truth.of_region()
    people = len(telling.chronicle.registers[year].person)
    truth.add("establishments_per_1000", year, 1000 * told["establishments", year] / people)
    for name, sections in {"trade": "GI", "business_services": "MN", "public": "OPQ"}.items():
        truth.add(f"{name}_pct", year, sum(told[f"section_{section}_pct", year] for section in sections))


def render_schooling(telling: Telling) -> Iterator[File]:
    """Give the list of schools and the pupils of each school year."""
    chronicle, truth = telling.chronicle, telling.truth
    terms = telling.assumptions.trees["schools"]
    schools, pupils = list_schools(chronicle.places, telling.assumptions), begin_pupils(len(chronicle.people))
    yield render_schools(chronicle.places, schools)
    for year in chronicle.years:
        panel = open_panel(chronicle, year)
        enrolled = teach(panel, pupils, chronicle.people.birth, terms, telling.seed)
        towns = panel.town[enrolled.row]
        for name, mine in {"pupils": enrolled.row >= 0, "early_leavers": enrolled.early,
                           "back_at_school": enrolled.back}.items():  # fmt: skip
            truth.add_towns(name, year, count_by(towns[mine], len(chronicle.places.towns)))
        yield render_enrolments(chronicle, panel, enrolled, schools, terms)


def render_nuisance(telling: Telling) -> Iterator[File]:
    """Give incidents, reports of public space, Veilig Thuis and passers-by."""
    chronicle, truth, terms = telling.chronicle, telling.truth, telling.assumptions.trees["safety"]
    for year in chronicle.years:
        panel = open_panel(chronicle, year)
        incidents = commit(chronicle, panel, terms)
        truth.add_towns(
            "incidents", year, count_by(chronicle.places.town[incidents.buurt], len(chronicle.places.towns))
        )
        truth.add("incidents_per_1000", year, 1000 * len(incidents.day) / len(panel))
        yield render_incidents(chronicle, panel, incidents, terms)
        yield render_reports(chronicle, panel, report(chronicle, panel, terms), terms, truth)
        yield render_safe_home(chronicle, panel, terms, truth)
        yield from render_passers(chronicle, year, terms, truth)


TOPICS: tuple[tuple[str, Callable[[Telling], Iterator[File]]], ...] = (
    ("people and homes", render_population), ("care", render_care), ("work and income", render_economy),
    ("schools", render_schooling), ("safety", render_nuisance),
)  # fmt: skip
"""Every topic with what renders it; each has streams of chance of its own."""
