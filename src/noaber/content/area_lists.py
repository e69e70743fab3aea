"""The lists in areas/: areas.csv, names.csv (what suppliers call them) and same.csv (same place, another vintage)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from noaber.vocabulary.areas import Area
from noaber.vocabulary.errors import Problem
from noaber.vocabulary.languages import LANGUAGES, Text

Rows = Iterator[tuple[str, dict[str, str]]]


def read_rows(path: Path, name: str, needed: tuple[str, ...], problems: list[Problem]) -> Rows:
    """Give the rows of a list with their places; an absent list has none. `needed` cells may not be empty."""
    try:
        text = path.read_text("utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError:
        problems.append(Problem(name, "not UTF-8 text", "", "Save the file as UTF-8."))
        return
    reader = csv.DictReader(io.StringIO(text, newline=""))
    lacking = [column for column in needed if text and column not in (reader.fieldnames or ())]
    if lacking:
        problems.append(Problem(f"{name}:1", f"no column '{lacking[0]}'", ", ".join(needed)))
        return
    for row in reader:
        place = f"{name}:{reader.line_num}"
        empty = [column for column in needed if not row.get(column)]
        if None in row or None in row.values():
            problems.append(Problem(place, "not as many columns as the header", "", "Check the commas."))
        elif empty:
            problems.append(Problem(place, f"no {empty[0]}", f"{', '.join(needed)} in every row"))
        else:
            yield place, row


def parse_areas(rows: Rows, places: dict[tuple[str, ...], str], problems: list[Problem]) -> tuple[Area, ...]:
    """Read areas.csv, noting the place of each."""
    areas = []
    for place, row in rows:
        years = {key: row.get(key, "") for key in ("valid_from", "valid_to")}
        wrong = [key for key, text in years.items() if text and not (text.isascii() and text.isdigit())]
        first = places.setdefault(("areas", row["code"]), place)
        if wrong:
            problems.append(Problem(place, f"{wrong[0]} '{years[wrong[0]]}'", "a year, or nothing"))
        elif first != place:
            problems.append(Problem(place, f"'{row['code']}' stands here twice", "", f"First at {first}."))
        else:
            areas.append(_area(row))
    return tuple(areas)


def _area(row: Mapping[str, str]) -> Area:
    names = Text({language: row[language] for language in LANGUAGES if row.get(language)})
    years = [int(row[key]) if row.get(key) else None for key in ("valid_from", "valid_to")]
    parents = tuple(filter(None, row.get("parents", "").split("|")))
    return Area(row["code"], row["type"], names, None, years[0], years[1], parents)


def parse_pairs(rows: Rows, first: str, second: str, problems: list[Problem]) -> dict[str, str]:
    """Read a list that says one thing of another; the same thing said twice in two ways is a problem."""
    pairs: dict[str, str] = {}
    for place, row in rows:
        known = pairs.setdefault(row[first], row[second])
        if known != row[second]:
            problems.append(Problem(place, f"'{row[first]}' is {row[second]} here and {known} above", "one of them"))
    return pairs
