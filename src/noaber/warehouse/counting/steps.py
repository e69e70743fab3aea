"""The steps of a register: from each of its pictures to the next, and where both of them tell everything.

A step bears the period of its first picture. Both pictures must be told by the same areas: one that joins or ceases to
deliver would make its people come from nowhere or go there.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from noaber.methods.coverage import Places
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.counting.covering import Pictures, covered_by_all, reported_by
from noaber.warehouse.counting.question import AREA, Question

STEPS = {"period": pl.String, "next": pl.String, "last": pl.String}
"""The pictures at the begin and at the end of a step, and the one in which those born then are looked for."""


def register_frames(question: Question, pictures: Pictures) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Give what is covered, and the tables that the expression of a register needs beside its records."""
    (id,) = question.count.from_
    reported = reported_by(question, id, pictures)
    periods = sorted(map(parse_period, reported["period"].unique()))
    steps = _steps(question, reported, periods)
    standing = covered_by_all(question, {id: reported}, periods, pictures.places)
    days = {str(period): period.start.date() for period in periods}
    dated = steps.select(
        "period",
        **{
            name: pl.col(column).replace_strict(days, return_dtype=pl.Date)
            for name, column in (("was", "period"), ("now", "next"), ("later", "last"))
        },
    )
    frames = {"periods": _pictures(periods), "steps": dated}
    if question.count.came_from:
        type = question.dimensions[question.count.came_from].area
        frames["ends"] = ends_of_type(type, pictures.places)
    return _covered(steps, standing), frames


def _steps(question: Question, reported: pl.DataFrame, periods: list[Period]) -> pl.DataFrame:
    """Give the steps that can be counted."""
    tellers = {period: frozenset(areas) for period, areas in reported.group_by("period").agg("area").iter_rows()}
    known = set(periods)
    rows = []
    for period in periods:
        last = period.next(1 + question.count.after)
        told = {tellers[str(picture)] for picture in (period, period.next(), last) if picture in known}
        if {period.next(), last} <= known and len(told) == 1 and _same_codes(question, period):
            rows.append((str(period), str(period.next()), str(last)))
    return pl.DataFrame(rows, schema=STEPS, orient="row")


def _same_codes(question: Question, period: Period) -> bool:
    """Say whether a move within an area can be seen: not where only neighbourhoods tell of it, and those change."""
    (id,) = question.count.from_
    source = question.sources[id]
    by_address = question.place_of(id) != AREA or question.count.kind not in ("moved", "moved within")
    return by_address or source.vintage_in(period.year) == source.vintage_in(period.next().year)


def _covered(steps: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Give the areas and steps of which every picture is covered; provisional where one is."""
    covered = steps.join(standing, on="period").select("period", "next", "last", "area", "provisional")
    for column in ("next", "last"):
        other = standing.select("area", pl.col("period").alias(column), also="provisional")
        joined = covered.join(other, on=["area", column])
        covered = joined.with_columns(provisional=pl.col("provisional") | pl.col("also")).drop("also")
    return covered.select("area", "period", "provisional").sort("area", "period")


def _pictures(periods: Iterable[Period]) -> pl.DataFrame:
    """Give the pictures as the expression needs periods; ages are told on the day of the picture."""
    rows = [(str(p), str(p), p.start.date(), p.last_day, p.start.date()) for p in periods]
    schema = {"about": pl.String, "period": pl.String, "first": pl.Date, "last": pl.Date, "day": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def ends_of_type(type: str, places: Places) -> pl.DataFrame:
    """Give for each area the code of that of a type in which it lies (child, code)."""
    ids = places.types.filter(pl.col("type") == type)["id"]
    itself = pl.DataFrame({"child": ids, "parent": ids})
    below = places.location.filter(pl.col("parent").is_in(ids.implode())).select("child", "parent")
    return pl.concat([itself, below]).unique().select("child", code=pl.col("parent").str.split("@").list.first())
