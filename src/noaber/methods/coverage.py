"""Which areas have told everything about which periods: a count of people is true only where all records are there.

An area that delivers covers the periods that it has delivered about. A larger one is covered where all its members
are, a smaller one where that in which it lies is. Until deliveries have settled, what they tell is provisional.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from noaber.vocabulary.periods import Frequency, Period, parse_period

COVERAGE = pl.Schema({"area": pl.String, "period": pl.String, "provisional": pl.Boolean})


@dataclass(frozen=True)
class Places:
    """What coverage knows of areas: `membership` as for sums, `location` (parent, child) over all steps, and `types`
    (id, type, vintage)."""

    membership: pl.DataFrame
    location: pl.DataFrame
    types: pl.DataFrame


def periods_asked(delivered: Iterable[str], every: Collection[Frequency]) -> list[Period]:
    """Give the periods of the asked lengths that deliveries touch; those of the deliveries themselves where none is.

    >>> [str(period) for period in periods_asked(["2024-Q1", "2024-Q2"], ["year"])]
    ['2024']
    """
    known = sorted({parse_period(text) for text in delivered})
    if not every:
        return known
    inner = {Period.containing(length, day) for length in every for period in known for day in _days(period, length)}
    return sorted(inner)


def _days(period: Period, length: Frequency) -> list[datetime]:
    """Give the first moments of all periods of a length that a period touches."""
    first = Period.containing(length, period.start)
    days = []
    while first.start < period.end:
        days.append(first.start)
        first = first.next()
    return days


def cover(reported: pl.DataFrame, periods: Collection[Period], places: Places, type: str, settles: int) -> pl.DataFrame:
    """Give `area`, `period`, `provisional` for all that is covered.

    `reported` has the areas of `type` and the periods that they delivered about (area, period); `settles` is how many
    months after a period its figures may still change.
    """
    own = _tiled(reported, periods)
    until = reported.with_columns(end=_ends(reported["period"])).group_by("area").agg(until=pl.col("end").max())
    ends = pl.DataFrame({"period": [str(p) for p in periods], "end": [p.end for p in periods]},
                        schema={"period": pl.String, "end": pl.Datetime("us")})  # fmt: skip
    settled = pl.col("end") <= pl.col("until").dt.offset_by(f"-{settles}mo")
    own = own.join(until, on="area").join(ends, on="period").select("area", "period", provisional=~settled)
    together = pl.concat([own, _larger(own, places, type), _smaller(own, places, type)])
    return together.group_by("area", "period").agg(pl.col("provisional").any()).sort("area", "period")


def _ends(periods: pl.Series) -> pl.Series:
    ends = {text: parse_period(text).end for text in periods.unique()}
    return periods.replace_strict(list(ends), list(ends.values()), return_dtype=pl.Datetime("us"))


def _tiled(reported: pl.DataFrame, periods: Collection[Period]) -> pl.DataFrame:
    """Give the areas whose deliveries are about all of a period: one that holds it, or all the shorter ones in it."""
    lengths = {parse_period(text).frequency for text in reported["period"].unique()}
    rows = []
    for period in periods:
        for length in lengths:
            tiles = _tiles(period, length)
            rows += [(str(period), length, str(tile), len(tiles)) for tile in tiles]
    schema = {"asked": pl.String, "length": pl.String, "period": pl.String, "need": pl.Int64}
    needs = pl.DataFrame(rows, schema=schema, orient="row")
    have = reported.unique().join(needs, on="period").group_by("area", "asked", "length", "need").agg(have=pl.len())
    return have.filter(pl.col("have") == pl.col("need")).select("area", period="asked").unique()


def _tiles(period: Period, length: Frequency) -> list[Period]:
    first = Period.containing(length, period.start)
    if first.contains(period):
        return [first]
    tiles = []
    while first.start < period.end:
        tiles.append(first)
        first = first.next()
    return tiles if tiles[0].start == period.start and tiles[-1].end == period.end else []


def _larger(own: pl.DataFrame, places: Places, type: str) -> pl.DataFrame:
    members = places.membership.filter(pl.col("type") == type)
    need = members.group_by("parent", "year").agg(need=pl.len())
    dated = own.with_columns(of=pl.col("period").str.slice(0, 4).cast(pl.Int32))
    found = []
    for when in (pl.col("year").is_null(), pl.col("year") == pl.col("of")):
        pairs = dated.join(members.select("parent", "year", area="child"), on="area").filter(when)
        counted = pairs.group_by("parent", "year", "period").agg(pl.col("provisional").any(), have=pl.len())
        whole = counted.join(need, on=["parent", "year"], nulls_equal=True).filter(pl.col("have") == pl.col("need"))
        found.append(whole.select("period", "provisional", area="parent").select(COVERAGE.names()))
    return pl.concat(found)


def _smaller(own: pl.DataFrame, places: Places, type: str) -> pl.DataFrame:
    covering = places.types.filter(pl.col("type") == type)["id"]
    pairs = places.location.filter(
        pl.col("parent").is_in(covering.implode()) & ~pl.col("child").is_in(covering.implode())
    )
    need = pairs.group_by("child").agg(need=pl.len())
    counted = (
        own.join(pairs, left_on="area", right_on="parent")
        .group_by("child", "period")
        .agg(pl.col("provisional").any(), have=pl.len())
        .join(need, on="child")
    )
    whole = counted.filter(pl.col("have") == pl.col("need"))
    return whole.select("period", "provisional", area="child").select(COVERAGE.names())
