"""The plain alternative to a build: a pandas script that reads the delivered files and computes five indicators.

python -m benchmarks.plain_pandas OUT FILE...

What an analyst would write for these five: no checks, no quarantine, no other levels, no statuses, nothing kept of
where a number comes from. Shapes of areas (shapefile, GeoJSON) are left out, for pandas does not read them.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TextIO, cast

import pandas as pd

POPULATION, ENERGY = "population_regional", "energy_consumption"
TOTAL, WOMEN = "T001038", "4000"
SHAPES = {".shp", ".shx", ".dbf", ".prj", ".cpg", ".geojson"}


def read_files(paths: Iterable[Path]) -> dict[str, list[pd.DataFrame]]:
    """Read every file as a table; by file name, because several folders hold a file of one name."""
    tables: dict[str, list[pd.DataFrame]] = {}
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            name = file.name.removesuffix(".gz")
            if file.is_file() and Path(name).suffix not in SHAPES:
                tables.setdefault(name, []).append(read_file(file, name))
    return tables


def read_file(path: Path, name: str) -> pd.DataFrame:
    """Read one file as a table."""
    if name.endswith(".json"):
        return pd.json_normalize(json.loads(_text(path)))
    if name.endswith(".xlsx"):
        return pd.read_excel(path, engine="calamine", header=None, skiprows=9)
    head = _lines(path, 100)
    if name.startswith("etmgeg"):
        skip = next(at for at, line in enumerate(head) if line.startswith("# STN"))
        return pd.read_csv(path, skiprows=skip, skipinitialspace=True, low_memory=False)
    mark = ";" if head[-1].count(";") > head[-1].count(",") else ","
    widths = [line.count(mark) for line in head]
    skip = next(at for at, width in enumerate(widths) if width >= median(widths))
    return pd.read_csv(path, sep=mark, skiprows=skip, low_memory=False, on_bad_lines="skip")


def _text(path: Path) -> str:
    with _opened(path) as file:
        return file.read()


def _lines(path: Path, most: int) -> list[str]:
    with _opened(path) as file:
        return list(islice(file, most))


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, "rt", encoding="utf-8-sig", errors="replace"))
    return path.open(encoding="utf-8-sig", errors="replace")


def compute_five(tables: Mapping[str, list[pd.DataFrame]]) -> dict[str, pd.Series]:
    """Compute five indicators by municipality and year."""
    people = _population(_named(tables, POPULATION))
    inhabitants = people[TOTAL]["PopulationOn1January_1"]
    mean = (inhabitants + people[TOTAL]["PopulationOn31December_20"]) / 2
    crimes = _crimes(tables)
    return {
        "inhabitants": inhabitants,
        "share_women": 100 * people[WOMEN]["PopulationOn1January_1"] / inhabitants,
        "birth_rate": 1000 * people[TOTAL]["LiveBornChildren_3"] / mean,
        "gas_use": _gas(_named(tables, ENERGY), _named(tables, POPULATION)),
        "crime_rate": (1000 * crimes / inhabitants.reindex(crimes.index)).dropna(),
    }


def _named(tables: Mapping[str, list[pd.DataFrame]], part: str) -> pd.DataFrame:
    return next(found[0] for name, found in tables.items() if part in name)


def _population(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    rows = table.assign(area=table["Regions"].str.strip(), year=table["Periods"].str[:4].astype(int))
    rows = rows[rows["area"].str.startswith("GM")]
    return {str(sex): part.set_index(["area", "year"]) for sex, part in rows.groupby(rows["Sex"].astype(str))}


def _gas(table: pd.DataFrame, population: pd.DataFrame) -> pd.Series:
    codes = population.assign(area=population["Regions"].str.strip(), name=population["Regions Label"].str.strip())
    codes = codes.loc[codes["area"].str.startswith("GM"), ["area", "name"]].drop_duplicates()
    rows = table[table["Woningkenmerken"].str.strip() == "Totaal woningen"]
    rows = rows.assign(name=rows["RegioS"].str.strip(), year=rows["Perioden"].astype(str).str[:4].astype(int))
    return rows.merge(codes, on="name").set_index(["area", "year"])["GemiddeldAardgasverbruik_1"].dropna()


def _crimes(tables: Mapping[str, list[pd.DataFrame]]) -> pd.Series:
    found = pd.concat([table for name, many in tables.items() if name.startswith("GM") for table in many])
    trend = found.set_index("code").filter(regex=r"^veiligheid\.trend\.\d{4}$")
    trend.columns = [int(name[-4:]) for name in trend.columns]
    return trend.stack().rename_axis(["area", "year"]).dropna()


def main(out: Path, paths: list[Path]) -> None:
    """Read, compute and write the five as one CSV."""
    five = compute_five(read_files(paths))
    together = pd.concat({name: values.rename("value") for name, values in five.items()}, names=["indicator"])
    together.to_csv(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(argument) for argument in sys.argv[2:]])
