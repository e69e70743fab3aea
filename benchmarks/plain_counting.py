"""The plain alternative to counting records: a pandas script that reads the delivered files and computes five measures.

python -m benchmarks.plain_counting RECORDS OUT

What an analyst would write for these five, who has the same lists of headers and product codes: municipalities and
years alone. Rows that cannot be are dropped without a word; no quarantine, no pseudonyms, nothing kept of where a
number comes from.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

SOURCES = Path(__file__).resolve().parents[1] / "regions" / "twente" / "sources"
FIELDS = ("number", "period", "client", "postcode", "provision", "begin", "end", "cost", "change")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
NEVER = pd.Timestamp(2200, 1, 1)


def read_provisions(folder: Path, source: str) -> pd.DataFrame:
    """Read all files of a source of provisions, each in its municipality's form; the newest telling of each record."""
    columns = yaml.safe_load((SOURCES / f"{source}.yml").read_text("utf-8"))["columns"]
    files = sorted(folder.rglob(f"{source}_*.csv"), key=lambda path: path.stem.rpartition("_")[2])
    told = pd.concat([_read_form(path, columns) for path in files], ignore_index=True)
    last = told.drop_duplicates(["number", "period"], keep="last")
    return last[last.change != "withdrawn"]


def _read_form(path: Path, columns: dict[str, Any]) -> pd.DataFrame:
    text = _decode(path.read_bytes())
    head = text.partition("\n")[0]
    mark = max(";,\t", key=head.count)
    table = pd.read_csv(StringIO(text), sep=mark, dtype=str, keep_default_na=False)
    table.columns = [name.casefold() for name in table.columns]
    known = {field: [name.casefold() for name in columns[field]["from"]] for field in FIELDS}
    there = {field: next(name for name in names if name in table) for field, names in known.items()}
    frame = pd.DataFrame({field: table[name] for field, name in there.items()})
    product = frame.provision.str.replace(r"^[A-Za-z]+[- ](?=\w)", "", regex=True)
    read = frame.assign(
        town=path.stem.split("_")[1],
        period=frame.period.map({text: _quarter(text) for text in frame.period.unique()}),
        provision=product.map(columns["provision"]["codes"]),
        begin=_dates(frame.begin),
        end=_dates(frame.end),
        cost=pd.to_numeric(frame.cost.str.replace(",", "."), errors="coerce"),
        change=frame.change.map(columns["change"]["codes"]),
    )
    possible = read.provision.notna() & ~(read.end < read.begin) & ~read.postcode.str.startswith("0")
    return read[possible & _is_number(read.client)]


def _is_number(column: pd.Series) -> pd.Series:
    """Say which are citizen service numbers: nine figures, their weighted sum a multiple of eleven."""
    number = pd.to_numeric(column, errors="coerce").fillna(-1).astype("int64")
    total = sum(weight * (number // 10 ** (8 - place) % 10) for place, weight in enumerate(WEIGHTS))
    return (number > 0) & (total % 11 == 0)


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _quarter(text: str) -> str:
    """Give a quarter as year and number, from 2024-Q4, 2024Q4, 2024-K4, 202412 and `4e kwartaal 2024`."""
    figures = "".join(letter for letter in text if letter.isdigit())
    if text[1:2] == "e":
        return figures[1:] + figures[0]
    return figures if len(figures) == 5 else figures[:4] + str((int(figures[4:]) + 2) // 3)


def _dates(column: pd.Series) -> pd.Series:
    sample = next((text for text in column if text), "")
    form = "%Y%m%d" if sample.isdigit() else "%Y-%m-%d" if sample[4:5] == "-" else f"%d{sample[2:3]}%m{sample[2:3]}%Y"
    dates = pd.to_datetime(column, format=form, errors="coerce")
    return dates.where((dates < NEVER) | dates.isna())


def read_people(folder: Path) -> pd.DataFrame:
    """Read the register of each year."""
    wanted = {"bsn": "person", "huishoudnummer": "household", "geboortedatum": "birth", "geslacht": "sex"}
    frames = []
    for path in sorted(folder.rglob("brp_personen_*.csv")):
        table = pd.read_csv(path, sep=";", dtype=str, usecols=[*wanted, "gemeentecode"])
        frames.append(table.rename(columns={**wanted, "gemeentecode": "town"}).assign(year=int(path.stem[13:17])))
    return pd.concat(frames, ignore_index=True)


def count_five(wmo: pd.DataFrame, jeugd: pd.DataFrame, people: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Count the five measures, each by municipality and year."""
    years = range(people.year.min(), people.year.max() + 1)
    spells = {name: _spells(records) for name, records in (("wmo", wmo), ("jeugd", jeugd))}
    yield _told("residents", people.groupby(["town", "year"]).person.nunique())
    yield _told("wmo_clients", _by_year(spells["wmo"], years).groupby(["town", "year"]).client.nunique())
    yield _told("wmo_cost", wmo.assign(year=wmo.period.str[:4].astype(int)).groupby(["town", "year"]).cost.sum())
    ended = spells["wmo"].dropna(subset="end")
    days = ended.assign(year=ended.end.dt.year, days=(ended.end - ended.begin).dt.days + 1)
    yield _told("wmo_days_ended", days[days.year.isin(years)].groupby(["town", "year"]).days.sum())
    both = _by_year(pd.concat(spells.values(), ignore_index=True), years)
    homes = both.merge(people[["person", "year", "household"]], left_on=["client", "year"], right_on=["person", "year"])
    yield _told("support_households", homes.groupby(["town", "year"]).household.nunique())


def _spells(records: pd.DataFrame) -> pd.DataFrame:
    last = records.drop_duplicates("number", keep="last")
    return last[last.begin.notna() & (last.end.isna() | (last.end >= last.begin))]


def _by_year(spells: pd.DataFrame, years: range) -> pd.DataFrame:
    """Repeat each spell in every year in which it is active."""
    parts = []
    for year in years:
        there = (spells.begin <= f"{year}-12-31") & (spells.end.isna() | (spells.end >= f"{year}-01-01"))
        parts.append(spells[there].assign(year=year))
    return pd.concat(parts, ignore_index=True)


def _told(measure: str, counted: pd.Series) -> pd.DataFrame:
    return counted.rename("value").reset_index().assign(measure=measure)


def main(records: Path, out: Path) -> None:
    """Read, count and write measure, area, year, value."""
    found = count_five(read_provisions(records, "wmo"), read_provisions(records, "jeugd"), read_people(records))
    pd.concat(found).rename(columns={"town": "area"})[["measure", "area", "year", "value"]].to_csv(out, index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
