"""The JSON files above the municipality: lists of municipalities and provinces, the province and the country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from noaber.synthetic.chance import stream
from noaber.synthetic.keyfigures import HEALTH, POLICE, VERSION, YEAR, Tree, dump, head, key_figures, slug, trim
from noaber.synthetic.profiles import profile_buurten, sum_profiles
from noaber.synthetic.regions import Region
from noaber.synthetic.tabular import Files
from noaber.synthetic.world import World

FOLDER = "politie_rivm/woonikveilig"
MEMBER_KEYS = ("code", "name", "slug", "inwoners", "veiligheidPer1000", "goedErvarenGezondheid")
NATIONAL_HEALTH = {2012: (75.0, None), 2016: (75.2, 33.5), 2020: (78.4, 32.8), 2022: (68.8, 33.6), 2024: (73.4, 34.6)}
"""Share in good health and share with a chronic illness, in percent."""


def render_overviews(world: World, towns: Mapping[str, Tree], labels: Sequence[str]) -> Files:
    """Give the four files; `towns` are the trees of the municipalities of Twente by code."""
    rows = _town_rows(world, towns)
    return {
        f"{FOLDER}/gemeenten.json": dump({**VERSION, "gemeenten": rows}),
        f"{FOLDER}/provincies.json": dump({**VERSION, "provincies": _provinces(world, rows)}),
        f"{FOLDER}/provincie/overijssel.json": dump(_province(world, rows)),
        f"{FOLDER}/nl.json": dump(_country(world, labels)),
    }


def _province(world: World, rows: Sequence[Tree]) -> Tree:
    members = [row for row in rows if row["provincie"] == "overijssel"]
    own = {
        key: _of_province(world, world.region("PV23"))[key] for key in ("veiligheidPer1000", "goedErvarenGezondheid")
    }
    return {
        **head("provincie", "PV23", "Overijssel"),
        "demografie": {"inwoners": world.inhabitants("PV23", YEAR)},
        "veiligheid": {"per1000": own["veiligheidPer1000"], "bron": POLICE},
        "gezondheid": {"goedErvarenGezondheid": own["goedErvarenGezondheid"], "bron": HEALTH},
        "aantalGemeenten": len(members),
        "gemeenten": [{key: row[key] for key in MEMBER_KEYS} for row in members],
    }


def _provinces(world: World, rows: Sequence[Tree]) -> list[Tree]:
    return [
        {
            "code": region.code,
            "name": region.name,
            "slug": slug(region.name),
            "inwoners": world.inhabitants(region.code, YEAR),
            "aantalGemeenten": sum(row["provincieNaam"] == region.name for row in rows),
            **_of_province(world, region),
        }
        for region in sorted(world.of_kind("province"), key=lambda region: region.name)
    ]


def _of_province(world: World, region: Region) -> Tree:
    random = stream(world.seed, "province", region.code)
    return {"veiligheidPer1000": trim(random.uniform(28, 48)), "goedErvarenGezondheid": trim(random.uniform(71, 76))}


def _town_rows(world: World, towns: Mapping[str, Tree]) -> list[Tree]:
    """All municipalities with their province: those of Twente as their own file says, the others by chance."""
    living = [region for region in world.of_kind("municipality") if region.until is None]
    return [_town_row(world, region, towns.get(region.code)) for region in sorted(living, key=lambda r: r.statline)]


def _town_row(world: World, region: Region, town: Tree | None) -> Tree:
    random = stream(world.seed, "town", region.code)
    crime, good = trim(random.uniform(62, 68) - 8 * region.urban), trim(random.uniform(71, 79))
    province = world.region(region.parent).name
    return {
        "code": region.code,
        "slug": slug(region.statline),
        "name": region.statline.removesuffix(" (gemeente)"),
        "provincie": slug(province),
        "provincieNaam": province,
        "inwoners": world.inhabitants(region.code, YEAR),
        "veiligheidPer1000": town["veiligheid"]["per1000"] if town else crime,
        "goedErvarenGezondheid": town["gezondheid"]["goedErvarenGezondheid"] if town else good,
    }


def _country(world: World, labels: Sequence[str]) -> Tree:
    """The country, with the means of Twente for what we invent nowhere else."""
    people = world.inhabitants("NL01", YEAR)
    land = world.land_km2("NL01")
    figures = key_figures(sum_profiles(profile_buurten(world, YEAR, world.later).values()), labels, step=1) | {
        "inwoners": people, "inwoners65plus": round(people * 0.205), "inwoners0tot15": round(people * 0.151),
        "dichtheid": round(people / land), "huishoudens": round(people / 2.1), "huishoudensgrootte": 2.1,
        "stedelijkheid": 2, "stedelijkheidLabel": labels[1], "adressendichtheid": 2050,
        "oppervlakteLandHa": round(land * 100), "oppervlakteLandKm2": trim(land),
    }  # fmt: skip
    trend = {
        str(year): {"goedErvarenGezondheid": good, "langdurigeAandoening": ill}
        for year, (good, ill) in NATIONAL_HEALTH.items()
    }
    return {
        **head("land", "NL00", "Nederland"),
        "demografie": figures,
        "gezondheid": {**trend[str(YEAR)], "trend": trend, "bron": HEALTH},
        "veiligheid": {"per1000": 43.0, "bron": POLICE},
    }
