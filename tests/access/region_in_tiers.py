"""A release without builds: of every theme one figure for every area, which only partners see."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from noaber.access.accounts import Appointment
from noaber.access.rights import sight_of_roles
from noaber.content.rights import RightsFile
from noaber.warehouse.release import SCHEMA
from noaber.warehouse.sight import open_sight

LEVELS = ("country", "province", "corop", "gemeente", "wijk", "buurt")
SEEN = """SELECT i.theme, a.code FROM observation o JOIN indicator i USING (indicator_key)
  JOIN area a USING (area_key) WHERE NOT o.hidden"""


@dataclass(frozen=True)
class Place:
    """An area, with the areas that it lies in."""

    code: str
    level: str
    within: tuple[str, ...] = ()


def places_below(code: str, within: tuple[str, ...]) -> list[Place]:
    """Give a municipality with one wijk and one buurt of it."""
    number = code[2:]
    wijk, buurt = f"WK{number}00", f"BU{number}0000"
    return [
        Place(code, "gemeente", within),
        Place(wijk, "wijk", (code, *within)),
        Place(buurt, "buurt", (wijk, code, *within)),
    ]


def make_release(folder: Path, places: list[Place], themes: list[str]) -> Path:
    """Write the public file, in which all is hidden, and that of partners, in which all is shown."""
    folder.mkdir()
    for tier in ("public", "partner", "internal"):
        with duckdb.connect(folder / f"{tier}.duckdb") as database:
            database.execute(SCHEMA)
            _fill(database, places, themes, tier != "public")
    return folder


def _fill(database: duckdb.DuckDBPyConnection, places: list[Place], themes: list[str], shown: bool) -> None:
    keys = {place.code: key for key, place in enumerate(places, 1)}

    def add(table: str, **values: Any) -> None:
        columns = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        database.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", [*values.values()])

    for key, level in enumerate(LEVELS, 1):
        add("area_type", type_key=key, id=level, names="{}", plural="{}", vintage_bound=False, level=True)
    add("period", period_key=1, text="2024", frequency="year", starts="2024-01-01", ends="2025-01-01")
    add("slice", slice_key=0, text="")
    for code, key in keys.items():
        place = places[key - 1]
        names = dict.fromkeys(("name_nl", "name_de", "name_en", "slug"), code)
        add("area", area_key=key, id=code, code=code, type_key=LEVELS.index(place.level) + 1, home=True, **names)
        for parent in place.within:
            add("location", child_key=key, parent_key=keys[parent])
    for number, theme in enumerate(themes, 1):
        texts = dict.fromkeys(("names", "definitions", "notes", "breaks"), "{}")
        lists = dict.fromkeys(("dimensions", "sources", "synonyms"), "[]")
        words = dict.fromkeys(("unit", "direction", "kind", "formula", "weight", "moment", "fingerprint"), "")
        add("indicator", indicator_key=number, id=f"of_{theme}", theme=theme, decimals=0, rounded_to=0, visible=True,
            audience="public", **texts, **lists, **words)  # fmt: skip
    database.execute(
        """INSERT INTO observation SELECT indicator_key, type_key, 1, area_key, 0, CASE WHEN $shown THEN 7 END,
          CASE WHEN $shown THEN 'A' ELSE 'M' END, NOT $shown, false, NULL, 0, $shown FROM indicator, area""",
        {"shown": shown},
    )


def seen_by(release: Path, rights: RightsFile, role: str, *own: str) -> set[tuple[str, str]]:
    """Give (theme, area) of the figures that a role with own areas sees beyond everybody, as the release tells him."""
    sight = sight_of_roles(rights, [Appointment(role, own)])
    with open_sight(release, sight) as database:
        return set(database.execute(SEEN).fetchall())
