"""The key figures of an area as the JSON files on safety have them: null where a small buurt has no figure."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from noaber.synthetic.chance import percent, rounded
from noaber.synthetic.profiles import Profile

Tree = dict[str, Any]
YEAR = 2024
VERSION: Tree = {"schemaVersion": 1, "peildatum": "2026-07-19"}
POLICE = "Politie via CBS (tabel 47022NED)"
HEALTH = "RIVM Gezondheidsmonitor (tabel 50150NED)"
FEW_DWELLINGS = 20
INCOME_FROM = 2000


def key_figures(profile: Profile, labels: Sequence[str], step: int) -> Tree:
    """The key figures of an area. Small buurten miss the value of dwellings, income and distances."""
    people, homes = rounded(profile.inhabitants, step), rounded(profile.dwellings, step)
    near = 0.45 * (1500 / profile.addresses) ** 0.6
    few, empty = step > 1 and homes < FEW_DWELLINGS, step > 1 and people < 10
    return {
        "inwoners": people or None,
        "inwoners65plus": rounded(profile.ages[4], step) or None if step > 1 else profile.ages[4],
        "inwoners0tot15": rounded(profile.ages[0], step) or None if step > 1 else profile.ages[0],
        "dichtheid": None if empty else profile.density,
        "huishoudensgrootte": trim(profile.household_size) or None,
        "huishoudens": rounded(profile.household_total, step) or None,
        "wozWaarde": None if few else round(profile.woz),
        "koopwoningen": None if few else percent(profile.owned, profile.dwellings),
        "eengezinswoning": None if few else percent(profile.low_rise, profile.dwellings),
        "inkomenPerInwoner": trim(profile.income) if step == 1 or people >= INCOME_FROM else None,
        "stedelijkheid": profile.urban_class,
        "adressendichtheid": profile.addresses,
        "oppervlakteLandHa": round(profile.land_ha),
        "afstandHuisarts": None if empty else trim(near * 1.1),
        "afstandSupermarkt": None if empty else trim(near),
        "afstandSchool": None if empty else trim(near * 0.85),
        "scholenBinnen3km": None if empty else trim(profile.addresses / 180),
        "postcode": None,
        "stedelijkheidLabel": labels[profile.urban_class - 1],
        "oppervlakteLandKm2": trim(profile.land_ha / 100),
    }


def trim(value: float) -> float | int:
    """One decimal, and none where it would be zero, as JSON from JavaScript has it."""
    value = round(value, 1)
    return int(value) if value == int(value) else value


def head(kind: str, code: str, name: str) -> Tree:
    """What every file begins with: version, day, and the area it is about."""
    return {**VERSION, "type": kind, "code": code, "name": name, "slug": slug(name)}


def slug(name: str) -> str:
    """Give a name as part of an address.

    >>> slug("'s-Gravenhage"), slug("Fryslân")
    ('s-gravenhage', 'fryslan')
    """
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", bare.casefold()).strip("-")


def dump(tree: Tree) -> bytes:
    """Give a tree as JSON without blanks."""
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
