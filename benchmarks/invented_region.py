"""The content of an invented region of any size: text files, as an office would write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.sizes import FAMILIES, Size

SYLLABLES = ("aal", "berg", "cam", "del", "eng", "feld", "gron", "holt", "ijs", "juk", "kamp", "lo", "mark", "noord",
             "oos", "pol", "rijs", "stad", "twen", "velde")  # fmt: skip
REGION = """region: invented
name: {nl: Verzonnen land, de: Erfundenes Land, en: Invented land}
office: {nl: Bureau, de: Büro, en: Office}
home: PV01
compare: [PV01, NL]
levels: [country, province, gemeente, buurt]
key_figures: [people_01_1, women_01_1, jobs_01_1, homes_01_1, value_01_1]
"""
TYPES = """country:
  name: {nl: land, de: Land, en: country}
  plural: {nl: landen, de: Länder, en: countries}
province:
  name: {nl: provincie, de: Provinz, en: province}
  plural: {nl: provincies, de: Provinzen, en: provinces}
  code: PV00
gemeente:
  name: {nl: gemeente, de: Gemeinde, en: municipality}
  plural: {nl: gemeenten, de: Gemeinden, en: municipalities}
  code: GM0000
buurt:
  name: {nl: buurt, de: Viertel, en: neighbourhood}
  plural: {nl: buurten, de: Viertel, en: neighbourhoods}
  code: BU00000000
  vintage_bound: true
group:
  name: {nl: groep, de: Gruppe, en: group}
  plural: {nl: groepen, de: Gruppen, en: groups}
"""
UNITS = """number: {name: {nl: aantal, de: Anzahl, en: number}}
percent: {name: {nl: procent, de: Prozent, en: percent}, symbol: "%"}
euro: {name: {nl: euro, de: Euro, en: euro}, symbol: "€", before: true}
"""
DIMENSIONS = """sex:
  name: {nl: geslacht, de: Geschlecht, en: sex}
  codes:
    m: {nl: mannen, de: Männer, en: men}
    f: {nl: vrouwen, de: Frauen, en: women}
"""
SOURCE = """source: {id}
name: {{nl: Bron {id}, de: Quelle {id}, en: Source {id}}}
supplier: Bureau
cadence: yearly
vintage: 2024
deliveries: {id}.csv
format: {{kind: csv}}
columns:
  area: {{from: code, area: buurt, required: true}}
  period: {{from: jaar, period: true}}
"""
PLACES = (
    SOURCE.format(id="places")
    + """  hectares: {from: hectare, type: number, min: 0}
areas:
  - {type: buurt, code: code, name: naam, parents: [gemeente, provincie, land], hectares: hectare}
"""
)
"""The source that lists all neighbourhoods and what each lies in, so that figures can be added up."""
THEME = "theme_{id:02}: {{name: {{nl: Thema {id}, de: Thema {id}, en: Theme {id}}}}}\n"
INDICATOR = """{id}:
  name: {{nl: "{nl}", de: "{de}", en: "{en}"}}
  definition: {{nl: Verzonnen cijfer., de: Erfundene Zahl., en: Invented figure.}}
  theme: {theme}
  unit: {unit}
"""


def people_source(theme: int) -> str:
    """Give the id of the source with people by sex of a theme."""
    return f"people_{theme:02}"


def other_source(theme: int) -> str:
    """Give the id of the source with the other columns of a theme."""
    return f"other_{theme:02}"


def write_region(folder: Path, size: Size) -> Path:
    """Write the region folder; gives it back."""
    for name in ("areas", "sources", "indicators"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    themes = range(1, size.themes + 1)
    files = {"region": REGION, "area_types": TYPES, "units": UNITS, "dimensions": DIMENSIONS}
    files["themes"] = "".join(THEME.format(id=t) for t in themes)
    files["sources/places"] = PLACES
    for theme in themes:
        files[f"sources/{people_source(theme)}"] = _people_source(theme)
        files[f"sources/{other_source(theme)}"] = _other_source(theme)
        files[f"indicators/theme_{theme:02}"] = "".join(_indicators(theme))
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, "utf-8")
    (folder / "areas" / "areas.csv").write_text("\n".join(_areas(size)) + "\n", "utf-8")
    return folder


def _people_source(theme: int) -> str:
    columns = [f"  people_{k}: {{from: inwoners_{k}, type: integer, min: 0}}\n" for k in range(1, FAMILIES + 1)]
    sex = "  sex: {from: geslacht, dimension: sex, codes: {M: m, V: f}}\n"
    unique = "checks:\n  - {unique: [area, period, sex], severity: refuse}\n"
    return SOURCE.format(id=people_source(theme)) + sex + "".join(columns) + unique


def _other_source(theme: int) -> str:
    columns = [
        f"  {name}_{k}: {{from: {name}_{k}, type: integer, min: 0}}\n"
        for k in range(1, FAMILIES + 1)
        for name in ("jobs", "homes", "value")
    ]
    return SOURCE.format(id=other_source(theme)) + "".join(columns)


def _indicators(theme: int) -> Iterator[str]:
    for k in range(1, FAMILIES + 1):
        end = f"{theme:02}_{k}"
        people, other = people_source(theme), other_source(theme)
        origin = {
            "people": ("Inwoners", "Einwohner", "People", "number",
                       f"  by: sex\n  measure: {{from: {people}, column: people_{k}}}\n"),
            "women": ("Aandeel vrouwen", "Frauenanteil", "Share of women", "percent",
                      f"  decimals: 1\n  formula: share(people_{end}[sex=f], people_{end})\n"),
            "jobs": ("Banen", "Arbeitsplätze", "Jobs", "number", f"  measure: {{from: {other}, column: jobs_{k}}}\n"),
            "homes": ("Woningen", "Wohnungen", "Homes", "number", f"  measure: {{from: {other}, column: homes_{k}}}\n"),
            "value": ("Woningwaarde", "Wohnungswert", "Home value", "euro",
                      f"  weight: homes_{end}\n  figure: {{from: {other}, column: value_{k}}}\n"),
        }  # fmt: skip
        for name, (nl, de, en, unit, rest) in origin.items():
            number = f"{theme}.{k}"
            names = {"nl": f"{nl} {number}", "de": f"{de} {number}", "en": f"{en} {number}"}
            yield INDICATOR.format(id=f"{name}_{end}", theme=f"theme_{theme:02}", unit=unit, **names) + rest


def area_name(number: int, end: str) -> str:
    """Give a name that is not another area's.

    >>> area_name(21, "dorp")
    'Bergbergdorp'
    """
    digits = [number % 20, number // 20 % 20, number // 400]
    return "".join(SYLLABLES[d % 20] for d in digits[: 3 if number >= 400 else 2]).capitalize() + end


def _areas(size: Size) -> Iterator[str]:
    yield "code,type,nl,de,en,valid_from,valid_to,parents"
    yield "NL,country,Verzonnen land,Erfundenes Land,Invented land,,,"
    for at in range(size.provinces):
        yield f"PV{at + 1:02},province,{area_name(at, 'land')},,,,,NL"
    for at in range(size.municipalities):
        yield f"GM{at + 1:04},gemeente,{area_name(at, 'stede')},,,,,{province_of(at, size)}|NL"


def province_of(municipality: int, size: Size) -> str:
    """Give the code of the province in which a municipality (counted from 0) lies."""
    return f"PV{municipality * size.provinces // size.municipalities + 1:02}"


def neighbourhoods(size: Size) -> Iterator[tuple[str, str, str, str, str]]:
    """Give code, name, municipality, province and country of every neighbourhood."""
    counts: dict[int, int] = {}
    for at in range(size.neighbourhoods):
        within = at * size.municipalities // size.neighbourhoods
        counts[within] = counts.get(within, -1) + 1
        end = f"{within + 1:04}"
        yield f"BU{end}{counts[within]:04}", area_name(at, "buurt"), f"GM{end}", province_of(within, size), "NL"
