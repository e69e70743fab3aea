"""What is true of people and care, year by year: the figures that measures from the deliveries must find."""

from __future__ import annotations

import numpy as np

from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Ints, age_on, count_by, day
from noaber.synthetic.living.panel import Panel, open_panel
from noaber.synthetic.living.provisions import Provisions
from noaber.synthetic.living.society import (
    BORN,
    CAME,
    CORRECTED_IN,
    CORRECTED_OUT,
    DIED,
    EMIGRATED,
    HEAD,
    IMMIGRATED,
    LEFT,
    MAN,
    MOVED_TOWN,
    PARTNER,
)
from noaber.synthetic.living.truth import Truth
from noaber.synthetic.living.work import PENSION_AGE

BANDS = {"age_0_14_pct": (0, 15), "age_15_24_pct": (15, 25), "age_25_44_pct": (25, 45), "age_45_64_pct": (45, 65),
         "age_65_pct": (65, 200)}  # fmt: skip
ARRIVING = {"births": BORN, "arrived_inland": CAME, "immigration": IMMIGRATED, "corrected_in": CORRECTED_IN,
            "moved_to": MOVED_TOWN}  # fmt: skip
LEAVING = {"deaths": DIED, "left_inland": LEFT, "emigration": EMIGRATED, "corrected_out": CORRECTED_OUT,
           "moved_from": MOVED_TOWN}  # fmt: skip
YOUTH = 18


def tell_stand(panel: Panel, towns: int, truth: Truth) -> None:
    """Note people, households and their make-up on 1 January."""
    heads = panel.role == HEAD
    truth.add_towns("people", panel.year, count_by(panel.town, towns))
    truth.add_towns("households", panel.year, count_by(panel.town[heads], towns))
    for name, (begin, end) in BANDS.items():
        truth.add(name, panel.year, 100 * float(((panel.age >= begin) & (panel.age < end)).mean()))
    truth.add("men_pct", panel.year, 100 * float((panel.sex == MAN).mean()))
    truth.add("household_size", panel.year, len(panel) / max(1, int(heads.sum())))
    truth.add("alone_pct", panel.year, 100 * float((panel.size[heads] == 1).mean()))
    parents = _parents(panel)
    truth.add("one_parent_pct", panel.year, 100 * float((parents[heads] == 1).mean()))
    truth.add("two_parent_pct", panel.year, 100 * float((parents[heads] == 2).mean()))
    truth.add("pension_per_1000", panel.year, 1000 * float((panel.age >= PENSION_AGE).mean()))


def _parents(panel: Panel) -> Ints:
    """For each row 1 or 2 parents in its household; 0 where no child lives."""
    children = np.bincount(panel.household, weights=panel.role > PARTNER)[panel.household]
    return np.where(children == 0, 0, 1 + (panel.paired > 0))


def tell_account(chronicle: Chronicle, year: int, truth: Truth) -> None:
    """Note what happened in a year, per municipality: end = start + all that arrives - all that leaves."""
    log, places = chronicle.log, chronicle.places
    mine = (log["day"] >= day(year)) & (log["day"] < day(year + 1))
    people = len(chronicle.registers[year].person)
    for flows, side in ((ARRIVING, "new_home"), (LEAVING, "home")):
        for name, kind in flows.items():
            home = log[side][mine & (log["kind"] == kind)]
            counts = count_by(places.town[chronicle.homes.buurt[home]], len(places.towns))
            truth.add_towns(name, year, counts)
            truth.add(f"{name}_per_1000", year, 1000 * float(counts.sum()) / people)
    for name, parts in {"moves_in": ("arrived_inland", "moved_to"), "moves_out": ("left_inland", "moved_from")}.items():
        truth.add(f"{name}_per_1000", year, sum(truth.of_region()[f"{part}_per_1000", year] for part in parts))


def tell_provisions(chronicle: Chronicle, care: list[Provisions], truth: Truth) -> None:
    """Note clients, spells and cost by law, year and municipality; clients of the region are counted once."""
    for year in chronicle.years:
        panel = open_panel(chronicle, year)
        used = {one.law: _tell_law(chronicle, one, year, truth) for one in care}
        age = age_on(chronicle.people.birth[used["jeugd"]], day(year))
        truth.add("youth_care_pct", year, 100 * float((age < YOUTH).sum()) / max(1, int((panel.age < YOUTH).sum())))
        truth.add("wmo_per_1000", year, 1000 * len(used["wmo"]) / len(panel))
        truth.add("support_pct", year, 100 * len(np.union1d(used["wmo"], used["jeugd"])) / len(panel))


def _tell_law(chronicle: Chronicle, one: Provisions, year: int, truth: Truth) -> Ints:
    """Note the figures of a law and give its clients in a year."""
    spells, towns = one.spells, len(chronicle.places.towns)
    running = np.flatnonzero((spells.start < day(year + 1)) & (spells.end >= day(year)))
    pairs = np.unique(spells.person[running] * 100 + spells.town[running])
    clients = np.unique(spells.person[running])
    truth.add_towns(f"{one.law}_clients", year, count_by(pairs % 100, towns), whole=len(clients))
    truth.add_towns(f"{one.law}_spells", year, count_by(spells.town[running], towns))
    begun = running[spells.start[running] >= day(year)]
    truth.add_towns(f"{one.law}_spells_begun", year, count_by(spells.town[begun], towns))
    ended = running[spells.end[running] < day(year + 1)]
    truth.add_towns(f"{one.law}_spells_ended", year, count_by(spells.town[ended], towns))
    return clients
