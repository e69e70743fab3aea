"""A count from beginning to end: what is covered, which periods, the question put to the engine, and its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import polars as pl

from noaber.content.indicator import IndicatorFile
from noaber.content.linking import LinkSpec
from noaber.content.model import Region
from noaber.content.personal import months_of
from noaber.methods.coverage import Places, cover, periods_asked
from noaber.methods.figures import empty_figures
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.counting.answer import figures_of
from noaber.warehouse.counting.engines import Engine
from noaber.warehouse.counting.expression import count_expression
from noaber.warehouse.counting.question import Question

AT_START = ("", "at start")
"""When ages are told on the first day of the period; otherwise on its last."""


@dataclass(frozen=True)
class Pictures:
    """The folders with the newest pictures, by source, and the areas of the build."""

    folders: Mapping[str, Path]
    places: Places


def question_of(indicator: IndicatorFile, region: Region) -> Question:
    """Give what an indicator asks of records."""
    assert indicator.count is not None
    sources = {id: region.sources[id] for id in indicator.sources}
    found_in = {link.to: region.sources[link.to] for _, link in links_counted(indicator, region)
                if link.to in region.sources}  # fmt: skip
    return Question(indicator.count, indicator.by, {**sources, **found_in}, region.dimensions)


def links_counted(indicator: IndicatorFile, region: Region) -> list[tuple[str, LinkSpec]]:
    """Give the links on which a count rests, each with its source: who is counted, or what is joined, was found so."""
    assert indicator.count is not None
    count, found = indicator.count, []
    for id in count.from_:
        links = region.sources[id].links
        question = Question(count, (), region.sources, region.dimensions)
        joined = {question.keys_to(id, other)[0] for other in count.with_ if other in region.sources}
        found += [(id, link) for name, link in links.items() if name == count.count or name in joined]
    return found


def count_figures(
    indicator: IndicatorFile, region: Region, pictures: Pictures, engine: Engine, work: Path
) -> pl.DataFrame:
    """Count an indicator; no figures where one of its sources has delivered nothing."""
    question = question_of(indicator, region)
    if not set(question.sources) <= pictures.folders.keys():
        return empty_figures()
    reported = {id: _reported(question, id, pictures) for id in question.count.from_}
    periods = periods_asked(_about(reported), question.count.every)
    told_in = dict.fromkeys([*_sources_of_unit(question), *(link.to for _, link in links_counted(indicator, region))])
    counted_in = {id: _reported(question, id, pictures) for id in told_in}
    covered = _covered(question, {**reported, **counted_in}, periods, pictures.places)
    covered = _countable(covered, question, pictures.places)
    tables = _tables(question, pictures, work)
    _periods(question, reported, periods, pictures).write_parquet(work / "periods.parquet")
    covered.select("area", "period").write_parquet(work / "covered.parquet")
    inside = _inside(pictures.places).join(covered.select(inside="area").unique(), on="inside", how="semi")
    inside.write_parquet(work / "inside.parquet")
    tables |= {name: [work / f"{name}.parquet"] for name in ("periods", "covered", "inside")}
    target = work / "counted.parquet"
    engine.answer(count_expression(question), tables, target)
    figures = figures_of(pl.read_parquet(target), indicator.by, covered, indicator.protect.minimum)
    for path in (*(work / f"{name}.parquet" for name in ("periods", "covered", "inside")), target):
        path.unlink()
    return figures


def _tables(question: Question, pictures: Pictures, work: Path) -> dict[str, list[Path]]:
    name = "spells.parquet" if question.is_timed else "records.parquet"
    tables = {f"records_{id}": [pictures.folders[id] / name] for id in question.count.from_}
    return tables | {f"linked_{id}": [pictures.folders[id] / "records.parquet"] for id in question.count.with_}


def _reported(question: Question, id: str, pictures: Pictures) -> pl.DataFrame:
    """Give the areas of the covering type and the periods of which a source has delivered."""
    reported = pl.read_parquet(pictures.folders[id] / "reported.parquet")
    places, type = pictures.places, question.sources[id].covers
    covering = places.types.filter(pl.col("type") == type)["id"].implode()
    up = places.location.filter(pl.col("parent").is_in(covering)).select(area="child", up="parent")
    above = reported.join(up, on="area").select("period", area="up")
    own = reported.filter(pl.col("area").is_in(covering))
    return pl.concat([own.select("area", "period"), above.select("area", "period")]).unique()


def _sources_of_unit(question: Question) -> list[str]:
    """Give the linked source that says who is counted: where it tells nothing, nobody can be."""
    linked = question.linked_column(question.count.count) if question.is_distinct else ""
    return [linked] if linked else []


def _about(reported: Mapping[str, pl.DataFrame]) -> set[str]:
    return {period for frame in reported.values() for period in frame["period"].unique()}


def _covered(
    question: Question, reported: Mapping[str, pl.DataFrame], periods: list[Period], places: Places
) -> pl.DataFrame:
    """Give what all sources together cover; provisional where one of them is."""
    frames = [
        cover(frame, periods, places, question.sources[id].covers, months_of(question.sources[id].settles))
        for id, frame in reported.items()
    ]

    def both(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        joined = one.join(other, on=["area", "period"])
        return joined.select("area", "period", provisional=pl.col("provisional") | pl.col("provisional_right"))

    return reduce(both, frames).sort("area", "period")


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


def _inside(places: Places) -> pl.DataFrame:
    itself = places.types.select(child="id", inside="id")
    return pl.concat([itself, places.location.select("child", inside="parent")])


def _periods(
    question: Question, reported: Mapping[str, pl.DataFrame], periods: list[Period], pictures: Pictures
) -> pl.DataFrame:
    """Give the periods as the expression needs them: first and last day, the day of ages, and what was told of them."""
    frame = pl.DataFrame(
        {
            "period": [str(period) for period in periods],
            "first": [period.start.date() for period in periods],
            "last": [period.last_day for period in periods],
        },
        schema={"period": pl.String, "first": pl.Date, "last": pl.Date},
    )
    frame = frame.with_columns(day="first" if question.count.when in AT_START and not question.count.kind else "last")
    for id in question.count.with_:
        told = [
            parse_period(text) for text in pl.read_parquet(pictures.folders[id] / "reported.parquet")["period"].unique()
        ]
        then = [next((str(t) for t in sorted(told) if t.start <= p.start < t.end), None) for p in periods]
        frame = frame.with_columns(pl.Series(f"about_{id}", then, dtype=pl.String))
    if question.is_timed:
        return frame
    known = sorted(map(parse_period, _about(reported)))
    pairs = [(str(told), str(period)) for period in periods for told in known if period.contains(told)]
    return pl.DataFrame(pairs, schema={"about": pl.String, "period": pl.String}, orient="row").join(frame, on="period")
