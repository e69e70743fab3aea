"""Deliveries of invented people for the fixture office: a register on 1 January, provisions per quarter."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from noaber.content.read import read_region
from noaber.privacy.pseudonyms import Keyring
from noaber.sources.deliveries import MARKER
from noaber.sources.door import Door

ROOT = Path(__file__).resolve().parents[1]
TOWNS = {"GM9001": ("BU90010000", "BU90010001", "BU90010002"), "GM9002": ("BU90020000",), "GM9003": ()}
KEYS = Keyring("k001", {"k001": bytes(range(32))})
PERSONS_HEAD = "bsn;huishouden;geboren;geslacht;buurt"
CARE_HEAD = "regel;kwartaal;bsn;product;begin;eind;kosten;mutatie"
QUARTERS = tuple(f"{year}-Q{quarter}" for year in (2023, 2024) for quarter in (1, 2, 3, 4))


def bsn(number: int) -> str:
    """Give the number-th citizen service number that passes the eleven test, from a range of no real ones."""
    digits = f"{99900000 + number}"
    rest = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
    return f"{digits}{rest}" if rest < 10 else bsn(number + 50_000)


@dataclass(frozen=True)
class Spell:
    """A provision of somebody: who, where, what, first and last day (None: it runs on), cost per quarter."""

    number: int
    client: int
    town: str
    product: str
    begin: date
    end: date | None
    cost: float = 10.0
    partner: int | None = None  # who has it together with the client


@dataclass
class Town:
    """What is invented: people (who: household, birth, sex, buurt) and their provisions."""

    people: dict[int, tuple[int, date, str, str]] = field(default_factory=dict)
    spells: list[Spell] = field(default_factory=list)


def income_of(home: int) -> int:
    """Give the income of a household in percent of the social minimum."""
    return 60 + 37 * home % 150


def invent(seed: int, people: int = 400, spells: int = 500) -> Town:
    """Invent people in two of the three municipalities, and provisions that come and go."""
    chance = random.Random(seed)
    town = Town()
    buurten = [*TOWNS["GM9001"], *TOWNS["GM9002"]]
    for who in range(people):
        birth = date(1930, 1, 1) + timedelta(days=chance.randrange(33_000))
        town.people[who] = (who // 2, birth, chance.choice("MV"), chance.choice(buurten))
    for number in range(spells):
        begin = date(2022, 6, 1) + timedelta(days=chance.randrange(900))
        end = begin + timedelta(days=chance.randrange(300)) if chance.random() < 0.8 else None
        where = chance.choice(["GM9001", "GM9002", "GM9003"])
        town.spells.append(Spell(number, chance.randrange(people), where, chance.choice("HBDJ"), begin, end))
    return town


def write_deliveries(folder: Path, town: Town, quarters: tuple[str, ...] = QUARTERS) -> Path:
    """Write everything that was invented as its suppliers deliver it, beside the office's public deliveries."""
    shutil.copytree(ROOT / "office_deliveries", folder, dirs_exist_ok=True)
    (folder / MARKER).write_text("synthetic: true\n", "utf-8")
    for year in (2023, 2024):
        lines = [f"{bsn(who)};h{home};{birth};{sex};{buurt}" for who, (home, birth, sex, buurt) in town.people.items()]
        told = lines if year % 2 else lines[::-1]  # a register of another year is never the same file
        (folder / f"persons_{year}.csv").write_text("\n".join([PERSONS_HEAD, *told]) + "\n", "utf-8")
    for quarter in quarters:
        for place in TOWNS:
            write_quarter(folder, town.spells, place, quarter)
    return folder


def write_quarter(folder: Path, spells: list[Spell], place: str, quarter: str) -> Path:
    """Write what a municipality tells in a quarter: each of its provisions that runs in it."""
    first, last = days_of(quarter)
    path = folder / f"care_{place}_{quarter}.csv"
    lines = []
    for spell in spells:
        if spell.town == place and spell.begin <= last and (spell.end is None or spell.end >= first):
            end = spell.end if spell.end and spell.end <= last else ""
            cost = f"{spell.cost:.2f}".replace(".", ",")
            lines.append(f"{spell.number};{quarter};{bsn(spell.client)};{spell.product};{spell.begin};{end};{cost};N")
    path.write_text("\n".join([CARE_HEAD, *lines]) + "\n", "utf-8")
    return path


def days_of(period: str) -> tuple[date, date]:
    """Give the first and last day of a quarter or year."""
    year, _, quarter = period.partition("-Q")
    if not quarter:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    month = 3 * int(quarter)
    after = date(int(year) + month // 12, month % 12 + 1, 1)
    return date(int(year), month - 2, 1), after - timedelta(days=1)


def office_door(folder: Path = ROOT / "office") -> Door:
    """Give the door of the fixture office, with a key that everybody knows."""
    return Door(read_region(folder), lambda: KEYS)
