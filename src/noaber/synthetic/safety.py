"""Figures on crime and health with key figures 2024 per municipality, wijk and buurt, as nested JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from noaber.synthetic.chance import count, rounded, stream
from noaber.synthetic.demography import both
from noaber.synthetic.keyfigures import (
    HEALTH,
    POLICE,
    YEAR,
    Tree,
    dump,
    head,
    key_figures,
    slug,
    trim,
)
from noaber.synthetic.lists import Lists
from noaber.synthetic.overviews import render_overviews
from noaber.synthetic.profiles import Profile, profile_buurten, sum_profiles
from noaber.synthetic.regions import Region
from noaber.synthetic.tabular import Files
from noaber.synthetic.world import Buurt, World

CRIME_YEARS = {2021: 0.9, 2022: 1.03, 2023: 1.0, 2024: 0.97, 2025: 0.95}
HEALTH_YEARS = {2012: 1.5, 2016: 1.8, 2020: 5.0, 2022: -4.6, 2024: 0.0}
CRIME_RATES = {"centre": 85.0, "village": 32.0, "residential": 30.0, "business": 30.0, "rural": 17.0}
TOWN_CRIME = (1.6, 1.25, 0.9, 0.75, 0.65)
SOURCES = {
    "kerncijfers": "CBS Kerncijfers wijken en buurten 2024 (tabel 85984NED)",
    "gebiedsindeling": "CBS Gebieden in Nederland 2024 (tabel 85755NED)",
}


def render_safety(world: World, lists: Lists) -> Files:
    """Give one file per municipality, lists of municipalities and provinces, and files on province and country."""
    profiles = profile_buurten(world, YEAR, world.later)
    labels: list[str] = lists.trees["layouts"]["urban_labels"]
    towns = {home.code: _municipality(world, home, profiles, labels) for home in world.homes}
    files = {f"politie_rivm/woonikveilig/gemeente/{code}.json": dump(town) for code, town in sorted(towns.items())}
    return files | render_overviews(world, towns, labels)


def _municipality(world: World, home: Region, profiles: Mapping[str, Profile], labels: Sequence[str]) -> Tree:
    own = sorted((b for b in world.later if b.municipality == home.code), key=lambda b: b.name.casefold())
    buurten = [_buurt(world, buurt, profiles[buurt.code], labels) for buurt in own]
    total = sum_profiles(profiles[buurt.code] for buurt in own)
    wijken = [_wijk(world, code, name, profiles, labels) for code, name in _wijken(world, home)]
    crime = {year: sum(buurt["veiligheid"]["trend"][str(year)] for buurt in buurten) for year in CRIME_YEARS}
    return {
        **head("gemeente", home.code, home.statline),
        "provincie": {"code": "PV23", "name": "Overijssel", "slug": "overijssel"},
        "voorbeeldPostcode": home.postcodes[0],
        "demografie": key_figures(total, labels, step=1),
        "veiligheid": _crime(crime, total.inhabitants),
        "gezondheid": _health(_health_level(buurten, own, profiles)),
        **_mortality(world, home),
        "bronnen": SOURCES,
        "wijken": wijken,
        "buurten": buurten,
    }


def _buurt(world: World, buurt: Buurt, profile: Profile, labels: Sequence[str]) -> Tree:
    people = rounded(profile.inhabitants)
    figures = key_figures(profile, labels, step=5) | {"postcode": buurt.postcode}
    good = 75 + 3.2 * buurt.wealth - 3.0 * buurt.ageing - 1.5 * buurt.unrest
    return {
        "code": buurt.code,
        "type": "buurt",
        "name": buurt.name,
        "slug": slug(buurt.name),
        "wijkCode": "WK" + buurt.code[2:],  # the supplier writes eight digits here, where a wijk has six
        "demografie": figures,
        "veiligheid": _crime(_crimes(world, buurt, profile), people),
        "gezondheid": _health(good) if people >= 50 else None,
    }


def _wijk(world: World, code: str, name: str, profiles: Mapping[str, Profile], labels: Sequence[str]) -> Tree:
    total = sum_profiles(profiles[buurt.code] for buurt in world.later if buurt.wijk == code)
    demography = key_figures(total, labels, step=5)
    return {"code": code, "type": "wijk", "name": name, "slug": slug(name), "demografie": demography}


def _wijken(world: World, home: Region) -> list[tuple[str, str]]:
    return [(wijk.code, wijk.name) for wijk in world.wijken if wijk.municipality == home.code]


def _crimes(world: World, buurt: Buurt, profile: Profile) -> dict[int, int]:
    random = stream(world.seed, "crime", buurt.code)
    urban = world.region(buurt.municipality).urban
    per_1000 = CRIME_RATES[buurt.kind] * TOWN_CRIME[urban - 1] * math.exp(0.35 * buurt.unrest - 0.25 * buurt.wealth)
    passers = 400 if buurt.kind == "business" else 0
    mean = per_1000 * (profile.inhabitants + passers) / 1000
    return {year: count(random, mean * level) for year, level in CRIME_YEARS.items()}


def _crime(by_year: Mapping[int, int], people: int) -> Tree:
    """Crimes by year; per 1,000 inhabitants is the mean of the years, so that small buurten jump less."""
    mean = sum(by_year.values()) / len(by_year)
    return {
        "per1000": trim(1000 * mean / people) if people else None,
        "laatste12Maanden": by_year[max(by_year)],
        "trend": {str(year): number for year, number in by_year.items()},
        "bron": POLICE,
    }


def _health(good: float) -> Tree:
    trend = {str(year): trim(good + shift) for year, shift in HEALTH_YEARS.items()}
    return {"goedErvarenGezondheid": trend[str(YEAR)], "trend": trend, "bron": HEALTH}


def _health_level(buurten: Iterable[Tree], own: Iterable[Buurt], profiles: Mapping[str, Profile]) -> float:
    known = [(tree["gezondheid"]["goedErvarenGezondheid"], profiles[buurt.code].inhabitants)
             for tree, buurt in zip(buurten, own, strict=True) if tree["gezondheid"]]  # fmt: skip
    return float(sum(level * people for level, people in known) / sum(people for _, people in known))


def _mortality(world: World, home: Region) -> Tree:
    random = stream(world.seed, "mortality", home.code)
    account = both(world.histories[home.code][YEAR])
    causes = {"kanker": round(random.uniform(0.25, 0.31), 3), "kankerNl": 0.28,
              "ademhaling": round(random.uniform(0.06, 0.12), 3), "ademhalingNl": 0.09}  # fmt: skip
    return {
        "sterfte": {"perMille": trim(1000 * account.deaths / account.start), "jaar": str(YEAR)},
        "doodsoorzaken": {"jaar": str(YEAR), **causes},
    }
