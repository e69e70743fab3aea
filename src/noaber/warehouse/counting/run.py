"""A count from beginning to end: what is covered, which periods, the question put to the engine, and its figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from noaber.content.indicator import IndicatorFile
from noaber.content.linking import LinkSpec
from noaber.content.model import Region
from noaber.methods.coverage import periods_asked
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.counting.answer import empty_counts, figures_of
from noaber.warehouse.counting.covering import Pictures, covered_by_all, inside_covered, reported_by
from noaber.warehouse.counting.engines import Engine
from noaber.warehouse.counting.expression import count_expression
from noaber.warehouse.counting.question import Question
from noaber.warehouse.counting.steps import register_frames

AT_START = ("", "at start")
"""When ages are told on the first day of the period; otherwise on its last."""


def question_of(indicator: IndicatorFile, region: Region) -> Question:
    """Give what an indicator asks of records."""
    assert indicator.count is not None
    sources = {id: region.sources[id] for id in indicator.sources}
    found_in = {link.to: region.sources[link.to] for _, link in links_counted(indicator, region)
                if link.to in region.sources}  # fmt: skip
    return Question(indicator.count, indicator.by, {**sources, **found_in}, region.dimensions, tuple(found_in))


def links_counted(indicator: IndicatorFile, region: Region) -> list[tuple[str, LinkSpec]]:
    """Give the links on which a count rests, each with its source: who is counted, or what is joined, was found so."""
    assert indicator.count is not None
    count, found = indicator.count, []
    for id in count.from_:
        links = region.sources[id].links
        question = Question(count, (), region.sources, region.dimensions)
        ways = [question.link_to(id, other) for other in count.with_ if other in region.sources]
        joined = {way.mine for way in ways if not way.via}
        found += [(id, link) for name, link in links.items() if name == count.count or name in joined]
    return found


def count_figures(
    indicator: IndicatorFile, region: Region, pictures: Pictures, engine: Engine, work: Path
) -> pl.DataFrame:
    """Count an indicator: figures with nothing hidden, and how many people each is about (`people`).

    No figures where one of its sources has delivered nothing.
    """
    question = question_of(indicator, region)
    if not set(question.sources) <= pictures.folders.keys():
        return empty_counts()
    covered, frames = (register_frames if question.count.of_register else _record_frames)(question, pictures)
    frames |= {"covered": covered.select("area", "period"), "inside": inside_covered(covered, pictures.places)}
    made = {name: work / f"{name}.parquet" for name in frames}
    for name, path in made.items():
        frames[name].write_parquet(path)
    target = work / "counted.parquet"
    tables = _records(question, pictures) | {name: [path] for name, path in made.items()}
    engine.answer(count_expression(question), tables, target)
    figures = figures_of(pl.read_parquet(target), indicator.by, covered)
    for path in (*made.values(), target):
        path.unlink()
    return figures


def _records(question: Question, pictures: Pictures) -> dict[str, list[Path]]:
    name = "spells.parquet" if question.is_timed else "records.parquet"
    tables = {f"records_{id}": [pictures.folders[id] / name] for id in question.count.from_}
    return tables | {f"linked_{id}": [pictures.folders[id] / "records.parquet"] for id in question.count.with_}


def _record_frames(question: Question, pictures: Pictures) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Give what is covered, and the periods."""
    reported = {id: reported_by(question, id, pictures) for id in question.count.from_}
    periods = periods_asked(_about(reported), question.count.every)
    counted_in = {id: reported_by(question, id, pictures) for id in _sources_of_unit(question)}
    counted_in |= {id: reported_by(question, id, pictures) for id in question.found_in}
    covered = covered_by_all(question, {**reported, **counted_in}, periods, pictures.places)
    return covered, {"periods": _periods(question, reported, periods, pictures)}


def _sources_of_unit(question: Question) -> list[str]:
    """Give the linked source that says who is counted: where it tells nothing, nobody can be."""
    linked = question.linked_column(question.count.count) if question.is_distinct else ""
    return [linked] if linked else []


def _about(reported: Mapping[str, pl.DataFrame]) -> set[str]:
    return {period for frame in reported.values() for period in frame["period"].unique()}


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
        told = [parse_period(text) for text in pictures.told(id)["period"].unique()]
        then = [next((str(t) for t in sorted(told) if t.start <= p.start < t.end), None) for p in periods]
        frame = frame.with_columns(pl.Series(f"about_{id}", then, dtype=pl.String))
    if question.is_timed:
        return frame
    known = sorted(map(parse_period, _about(reported)))
    pairs = [(str(told), str(period)) for period in periods for told in known if period.contains(told)]
    return pl.DataFrame(pairs, schema={"about": pl.String, "period": pl.String}, orient="row").join(frame, on="period")
