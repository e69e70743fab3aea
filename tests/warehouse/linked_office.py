"""The fixture office with two sources that have no number of a person: passes with names and slips of the pen, and
alarms of addresses; and the truth about them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from office_home import OfficeHome, make_office
from people_deliveries import TOWNS, bsn, office_door

from noaber.content.read import read_region
from noaber.sources.deliveries import MARKER
from noaber.warehouse.build import Built, build

NAMES = [
    f"{first}{last}"
    for first in ("Hof", "Berg", "Veld", "Brink", "Esch", "Broek", "Haar", "Kamp", "Meijer", "Zand", "Hulst", "Wold")
    for last in ("sma", "stra", "huis", "kamp", "man", "ink", "mans", "bos")
]
PASSES = """
source: passes
name: {nl: Passen, de: Pässe, en: Passes}
supplier: a foundation
class: personal
purpose: Monitor sociaal domein
legal_basis: AVG, artikel 6
retention: 5 years
covers: gemeente
optional: true
deliveries: passes_{year}.csv
format: {kind: csv}
columns:
  town: {from: gemeente, area: gemeente, required: true}
  year: {period: true}
  number: {from: nummer, identifies: record, required: true}
  birth: {from: geboren, type: date}
  sex: {from: geslacht, dimension: sex, codes: {M: m, V: f}}
  surname: {from: naam, identifies: name}
  sound: {from: naam, identifies: sound}
  postcode: {from: postcode, identifies: postcode}
  house: {from: nummer_huis, identifies: house}
  client:
    identifies: person
    link:
      to: persons
      compare: [birth, sex, [surname, sound], [postcode+house, postcode]]
      blocks: [birth, [postcode, house]]
      bands: {age: birth}
"""
ALARMS = """
source: alarms
name: {nl: Meldingen, de: Meldungen, en: Alarms}
supplier: a company
class: personal
purpose: Monitor sociaal domein
legal_basis: AVG, artikel 6
retention: 5 years
covers: gemeente
optional: true
deliveries: alarms_{year}.csv
format: {kind: csv}
columns:
  town: {from: gemeente, area: gemeente, required: true}
  year: {period: true}
  postcode: {from: postcode, identifies: postcode}
  house: {from: nummer_huis, identifies: house}
  household: {identifies: household, link: {to: persons, equal: [postcode, house]}}
"""
INDICATORS = """
pass_holders:
  name: {nl: Pashouders, de: Passinhaber, en: Pass holders}
  definition: {nl: Mensen met een pas., de: Menschen mit Pass., en: People with a pass.}
  theme: care
  unit: persons
  by: age
  measure: {from: passes, count: client, every: [year], bands: {age: birth}}
alarm_households:
  name: {nl: Huishoudens met een melding, de: Haushalte mit Meldung, en: Households with an alarm}
  definition: {nl: Huishoudens met een melding., de: Haushalte mit Meldung., en: Households with an alarm.}
  theme: care
  unit: persons
  measure: {from: alarms, count: household, every: [year]}
"""
TRAITS = """  surname: {from: naam, identifies: name}
  sound: {from: naam, identifies: sound}
  postcode: {from: postcode, identifies: postcode}
  house: {from: nummer_huis, identifies: house}
"""


@dataclass(frozen=True)
class Person:
    """Somebody who is invented."""

    who: int
    household: int
    birth: date
    sex: str
    name: str
    postcode: str
    house: int
    buurt: str

    @property
    def town(self) -> str:
        """The municipality."""
        return next(town for town, buurten in TOWNS.items() if self.buurt in buurten)


def invent_people(seed: int = 1, households: int = 450) -> list[Person]:
    """Invent households of one to three with one name at one address; every fortieth has twins of one sex."""
    chance = random.Random(seed)
    buurten, people = [*TOWNS["GM9001"], *TOWNS["GM9002"]], []
    for home in range(households):
        name, buurt = chance.choice(NAMES), chance.choice(buurten)
        postcode, house = f"{7500 + home // 20} {'ABCDE'[home % 5]}{'XYZW'[home % 4]}", 1 + 2 * (home % 20)
        members = [(_birth(chance), chance.choice("MV")) for _ in range(chance.randrange(1, 4))]
        if home % 40 == 0:
            members += [(_birth(chance), "V")] * 2
        for birth, sex in members:
            people.append(Person(len(people), home, birth, sex, name, postcode, house, buurt))
    return people


def _birth(chance: random.Random) -> date:
    return date(1940, 1, 1) + timedelta(days=chance.randrange(29_000))


def make_linked_office(folder: Path, seed: int = 1) -> tuple[OfficeHome, Mapping[str, int]]:
    """Make the office with everything delivered; give it, and whose each pass is (-1: nobody in the register)."""
    office, people, chance = make_office(folder), invent_people(seed), random.Random(seed + 1)
    office.say("sources/passes.yml", "", PASSES)
    office.say("sources/alarms.yml", "", ALARMS)
    office.say("indicators/passes.yml", "", INDICATORS)
    office.say("sources/persons.yml", "", TRAITS)
    office.send(MARKER, lambda _: b"synthetic: true\n")
    for year, told in ((2023, people), (2024, people[::-1])):  # two registers that are the same file are refused
        office.send(f"persons_{year}.csv", lambda _, told=told: _persons(told))
    holders = chance.sample(people, 400) + [one for one in people if _twins(one, people)]
    strangers = [_stranger(at, chance) for at in range(12)]
    told = {f"P{at:05}": one for at, one in enumerate([*dict.fromkeys(holders), *strangers])}
    office.send("passes_2024.csv", lambda _: _passes(told, chance))
    office.send("alarms_2024.csv", lambda _: _alarms(people))
    return office, {number: one.who for number, one in told.items()}


def make_alarm_office(folder: Path) -> OfficeHome:
    """Make the same office without the passes, so that nothing has to be weighed."""
    office, _ = make_linked_office(folder)
    (office.content / "sources" / "passes.yml").unlink()
    office.say("indicators/passes.yml", INDICATORS[: INDICATORS.index("alarm_households")], "\n")
    return office


def build_linked(office: OfficeHome) -> Built:
    """Build the office with everything that was delivered."""
    region = read_region(office.content)
    return build(region, office.store, office.deliveries, door=office_door(office.content))


def _twins(one: Person, people: list[Person]) -> bool:
    alike = (one.household, one.birth, one.sex)
    return sum((other.household, other.birth, other.sex) == alike for other in people) > 1


def _stranger(at: int, chance: random.Random) -> Person:
    return Person(-1, -1, _birth(chance), "M", "Vreemdeling", f"79{at:02} AA", 7, TOWNS["GM9001"][0])


def _persons(people: list[Person]) -> bytes:
    head = "bsn;huishouden;geboren;geslacht;buurt;naam;postcode;nummer_huis"
    lines = [f"{bsn(p.who)};h{p.household};{p.birth};{p.sex};{p.buurt};{p.name};{p.postcode};{p.house}" for p in people]
    return "\n".join([head, *lines, ""]).encode()


def _passes(told: Mapping[str, Person], chance: random.Random) -> bytes:
    head = "nummer;gemeente;geboren;geslacht;naam;postcode;nummer_huis"
    return "\n".join([head, *(_pass(number, one, chance) for number, one in told.items()), ""]).encode()


def _pass(number: str, one: Person, chance: random.Random) -> str:
    """Write a pass: one of thirty has a date of birth that is off, as many another spelling, sex or address."""
    birth, sex, name, postcode, house = one.birth, one.sex, one.name, one.postcode.lower(), f"{one.house}a"
    slip = chance.randrange(30)
    if slip == 0:
        birth = birth.replace(day=birth.day % 28 + 1)
    if slip == 1 and birth.day <= 12:
        birth = date(birth.year, birth.day, birth.month)
    if slip in (2, 3):
        name = name.replace("st", "sst").replace("m", "mm")
    if slip == 4:
        sex = ""
    if slip in (5, 6):
        postcode, house = "7999 ZZ", "3"
    return f"{number};{one.town};{birth};{sex};van der {name};{postcode};{house}"


def _alarms(people: list[Person]) -> bytes:
    """Write alarms of every third household, and fifteen of addresses where nobody lives."""
    homes = {p.household: p for p in people if p.household % 3 == 0}
    lines = [f"{p.town};{p.postcode};{p.house} bis" for p in homes.values()]
    lines += [f"GM9001;7999 ZZ;{at}" for at in range(1, 16)]
    return "\n".join(["gemeente;postcode;nummer_huis", *lines, ""]).encode()
