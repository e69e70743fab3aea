"""What is covered: of which areas and periods all sources of a count have told everything that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import polars as pl

from noaber.content.personal import months_of
from noaber.methods.coverage import Places, cover
from noaber.vocabulary.periods import Period
from noaber.warehouse.counting.question import Question


@dataclass(frozen=True)
class Pictures:
    """The folders with the newest pictures, by source, and the areas of the build."""

    folders: Mapping[str, Path]
    places: Places

    def told(self, id: str) -> pl.DataFrame:
        """Give the areas of records and the periods that deliveries of a source are about: area, period."""
        return pl.read_parquet(self.folders[id] / "reported.parquet")


def reported_by(question: Question, id: str, pictures: Pictures) -> pl.DataFrame:
    """Give the areas of the covering type and the periods of which a source has delivered."""
    reported = pictures.told(id)
    places, type = pictures.places, question.sources[id].covers
    covering = places.types.filter(pl.col("type") == type)["id"].implode()
    up = places.location.filter(pl.col("parent").is_in(covering)).select(area="child", up="parent")
    above = reported.join(up, on="area").select("period", area="up")
    own = reported.filter(pl.col("area").is_in(covering))
    return pl.concat([own.select("area", "period"), above.select("area", "period")]).unique()


def covered_by_all(
    question: Question, reported: Mapping[str, pl.DataFrame], periods: list[Period], places: Places
) -> pl.DataFrame:
    """Give what all sources together cover (area, period, provisional), of the areas for which records can be counted;
    provisional where one of them is."""
    frames = [
        cover(frame, periods, places, question.sources[id].covers, months_of(question.sources[id].settles))
        for id, frame in reported.items()
    ]

    def both(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        joined = one.join(other, on=["area", "period"])
        return joined.select("area", "period", provisional=pl.col("provisional") | pl.col("provisional_right"))

    return _countable(reduce(both, frames).sort("area", "period"), question, places)


def _countable(covered: pl.DataFrame, question: Question, places: Places) -> pl.DataFrame:
    """Keep the areas for which records can be counted: of the kinds in which they lie, and what is above these; those
    of a vintage in the years in which the source tells in its codes."""
    for id in question.count.from_:
        source = question.sources[id]
        column = next(spec for spec in source.columns.values() if spec.area)
        own = places.types.filter(pl.col("type").is_in(list(column.area)))["id"]
        above = places.location.filter(pl.col("child").is_in(own.implode()))["parent"]
        known = places.types.filter(pl.col("id").is_in(pl.concat([own, above]).implode())).select("vintage", area="id")
        years = covered["period"].str.slice(0, 4).cast(pl.Int32).unique()
        told = pl.DataFrame({"year": years, "told": [source.vintage_in(year) for year in years]},
                            schema={"year": pl.Int32, "told": pl.Int32})  # fmt: skip
        dated = covered.with_columns(year=pl.col("period").str.slice(0, 4).cast(pl.Int32)).join(known, on="area")
        fits = pl.col("vintage").is_null() | (pl.col("vintage") == pl.col("told"))
        covered = dated.join(told, on="year").filter(fits).select("area", "period", "provisional")
    return covered.sort("area", "period")


def inside_covered(covered: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Give where each area lies (child, inside), itself included, as far as that is covered."""
    itself = places.types.select(child="id", inside="id")
    everywhere = pl.concat([itself, places.location.select("child", inside="parent")])
    return everywhere.join(covered.select(inside="area").unique(), on="inside", how="semi")
