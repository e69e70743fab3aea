"""Pictures of invented people without any build: the records as the steps before would have made them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from people_deliveries import QUARTERS, TOWNS, Town, days_of, income_of
from slow_counts import LAWS, PRODUCTS, is_active

from noaber.content.indicator import IndicatorFile
from noaber.content.model import Region
from noaber.methods.aggregate import MEMBERSHIP
from noaber.methods.coverage import Places
from noaber.warehouse.counting.covering import Pictures
from noaber.warehouse.counting.engines import DuckDBEngine, Engine
from noaber.warehouse.counting.pictures import draw_picture
from noaber.warehouse.counting.run import count_figures

BUURTEN = [f"{buurt}@2024" for buurten in TOWNS.values() for buurt in buurten]
TYPES = [*((town, "gemeente", None) for town in TOWNS), ("Drieland", "group", None)]


def office_places() -> Places:
    """Give the areas of the fixture office, as far as people are concerned."""
    members = [("Drieland", town, "gemeente", None, None) for town in TOWNS]
    lies = [("Drieland", town) for town in TOWNS]
    lies += [(above, f"{b}@2024") for town, buurten in TOWNS.items() for b in buurten for above in (town, "Drieland")]
    types = [*TYPES, *((buurt, "buurt", 2024) for buurt in BUURTEN)]
    return Places(
        pl.DataFrame(members, schema=MEMBERSHIP, orient="row"),
        pl.DataFrame(lies, schema={"parent": pl.String, "child": pl.String}, orient="row"),
        pl.DataFrame(types, schema={"id": pl.String, "type": pl.String, "vintage": pl.Int32}, orient="row"),
    )


def draw(town: Town, region: Region, folder: Path, engine: Engine | None = None) -> Pictures:
    """Draw the pictures of what was invented, delivery by delivery."""
    folders = {}
    told = {"care": _care(town), "persons": _persons(town), "incomes": _incomes(town)}
    for source, frames in told.items():
        paths = []
        for at, frame in enumerate(frames):
            paths.append(folder / f"{source}-{at}.parquet")
            frame.with_row_index("row", 2).write_parquet(paths[-1])
        folders[source] = folder / source
        folders[source].mkdir()
        draw_picture(region.sources[source], paths, engine or DuckDBEngine(), folders[source])
    return Pictures(folders, office_places())


def count(
    id: str, region: Region, pictures: Pictures, work: Path, engine: Engine | None = None, **changed: object
) -> pl.DataFrame:
    """Count an indicator of the office; `changed` are fields of its count to be another."""
    indicator = region.indicators[id]
    assert indicator.count
    asked: IndicatorFile = indicator.model_copy(update={"measure": (indicator.count.model_copy(update=changed),)})
    return count_figures(asked, region, pictures, engine or DuckDBEngine(), work)


def values(figures: pl.DataFrame) -> dict[tuple[str, str, str], float]:
    """Give figures as a mapping, without those that are nought."""
    rows = figures.filter(pl.col("value") != 0).select("area", "period", "slice", "value").iter_rows()
    return {(area, period, slice): value for area, period, slice, value in rows}


def _care(town: Town) -> list[pl.DataFrame]:
    schema = {
        "municipality": pl.String, "period": pl.String, "told": pl.String, "number": pl.Int64, "client": pl.Int64,
        "partner": pl.Int64, "product": pl.String, "law": pl.String, "begin": pl.String, "end": pl.String,
        "cost": pl.Float64, "change": pl.String,
    }  # fmt: skip
    frames = []
    for quarter in QUARTERS:
        last = days_of(quarter)[1]
        rows = [
            (s.town, quarter, quarter, s.number, s.client, s.partner, PRODUCTS[s.product], LAWS[s.product],
             str(s.begin), str(s.end) if s.end and s.end <= last else None, s.cost, "new")
            for s in town.spells if is_active(s, quarter)
        ]  # fmt: skip
        frames.append(pl.DataFrame(rows, schema=schema, orient="row"))
    return frames


def _persons(town: Town) -> list[pl.DataFrame]:
    rows = [
        (who, home, str(birth), {"M": "m", "V": "f"}[sex], f"{buurt}@2024")
        for who, (home, birth, sex, buurt) in town.people.items()
    ]
    frame = pl.DataFrame(rows, schema=["person", "household", "birth", "sex", "buurt"], orient="row")
    return [frame.with_columns(year=pl.lit(year)) for year in ("2023", "2024")]


def _incomes(town: Town) -> list[pl.DataFrame]:
    where = {buurt: name for name, buurten in TOWNS.items() for buurt in buurten}
    rows = sorted({(home, where[buurt], float(income_of(home))) for home, _, _, buurt in town.people.values()})
    frame = pl.DataFrame(rows, schema=["household", "town", "minimum_pct"], orient="row")
    return [frame.with_columns(year=pl.lit(year)) for year in ("2023", "2024")]
