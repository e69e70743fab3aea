"""The fixture office with what a profile can show besides: borders, ages by sex, and stories."""

from __future__ import annotations

import json
from pathlib import Path

from office_home import OfficeHome, make_office

SQUARES = {"GM9001": (6.0, 52.0), "GM9002": (6.1, 52.0), "GM9003": (6.1, 52.1)}  # 1 beside 2, 2 below 3
NAMES = {"GM9001": "A-stad", "GM9002": "B-dorp", "GM9003": "C-ham"}
AGES = {"young": (30, 20), "middle": (60, 70), "old": (20, 31)}  # men, women of the first; the second has half of it
AGE_SOURCE = """
source: ages
name: {nl: Leeftijden, de: Alter, en: Ages}
supplier: Bureau
deliveries: ages.csv
format: {kind: csv}
columns:
  area: {from: code, area: gemeente}
  period: {from: year, period: true}
  sex: {from: sex, dimension: sex, codes: {m: m, f: f}}
  age: {from: age, dimension: age, codes: {young: young, middle: middle, old: old}}
  people: {from: people, type: integer, min: 0}
"""
MAP_SOURCE = """
source: borders
name: {nl: Grenzen, de: Grenzen, en: Borders}
supplier: Bureau
deliveries: borders.geojson
format: {kind: geojson}
constants: {year: "2024"}
columns:
  area: {from: code, area: gemeente}
  period: {from: year, period: true}
areas:
  - {type: gemeente, code: code, name: name, shape: geometry}
"""
AGE_INDICATOR = """
people_by_age:
  name: {nl: Mensen naar leeftijd, de: Menschen nach Alter, en: People by age}
  definition: {nl: Mensen., de: Menschen., en: People.}
  theme: population
  unit: persons
  measure: {from: ages, column: people}
  by: [sex, age]
  moment: start
"""
AGE_DIMENSION = """
age:
  name: {nl: leeftijd, de: Alter, en: age}
  codes:
    young: {nl: jong, de: jung, en: young}
    middle: {nl: midden, de: mittel, en: middle}
    old: {nl: oud, de: alt, en: old}
"""
STORY = """---
title: {nl: De oude weg, de: Der alte Weg, en: The old road}
areas: [GM9001]
themes: [population]
date: 2024-03
speaker: Jan
role: {nl: wandelaar, de: Wanderer, en: walker}
---
Ik loop hier elke dag.

Nog steeds.

# en
I walk here every day.
"""
INVENTED = """---
title: {nl: Verzonnen, de: Erfunden, en: Invented}
areas: [GM9001]
date: 2024
synthetic: true
---
Dit is niet gezegd.
"""


def make_profile_office(folder: Path) -> OfficeHome:
    """Copy the fixture office and add to it."""
    office = make_office(folder)
    office.say("dimensions.yml", "", AGE_DIMENSION)
    office.say("indicators/ages.yml", "", AGE_INDICATOR)
    office.say("sources/ages.yml", "", AGE_SOURCE)
    office.say("sources/borders.yml", "", MAP_SOURCE)
    office.say("region.yml", "", "size: inhabitants\npyramid: {indicator: people_by_age, steps: age, sides: sex}\n")
    (office.content / "stories").mkdir()
    office.say("stories/old-road.md", "", STORY)
    office.say("stories/invented.md", "", INVENTED)
    office.send("ages.csv", lambda _: "\n".join(_age_lines()).encode())
    office.send("borders.geojson", lambda _: json.dumps(_borders()).encode())
    return office


def _age_lines() -> list[str]:
    lines = ["code;year;sex;age;people"]
    for code, part in (("GM9001", 2), ("GM9002", 1), ("GM9003", 2)):
        for age, (men, women) in AGES.items():
            lines += [f"{code};2024;m;{age};{men * part // 2}", f"{code};2024;f;{age};{women * part // 2}"]
    return lines


def _borders() -> dict[str, object]:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": NAMES[code]},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]],
            },
        }
        for code, (x, y) in SQUARES.items()
    ]
    return {"type": "FeatureCollection", "features": features}
