"""Records of one person and number that two areas tell of: a file was sent under another's name, or added to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from noaber.content.source import SourceFile
from noaber.vocabulary.errors import Problem


def check_twins(source: SourceFile, records: Mapping[str, Path]) -> Iterator[Problem]:
    """Give a problem for each delivery (`records`: by its file, from old to new) of which more rows than the source
    tolerates were told first by another area. A record of somebody has one number, in one area."""
    identity = _identity(source)
    if not identity or not source.covers:
        return
    told = pl.concat([_told(path, at, source, identity) for at, path in enumerate(records.values())])
    owners = told.group_by("record").agg(owner=pl.col("area").sort_by("delivery").first())
    rows = told.join(owners, on="record").group_by("delivery", "area").agg(
        pl.len().alias("rows"),
        foreign=(pl.col("owner") != pl.col("area")).sum(),
        owners=pl.col("owner").filter(pl.col("owner") != pl.col("area")).unique().sort(),
    )  # fmt: skip
    too_many = rows.filter(pl.col("foreign") * 100 > pl.col("rows") * source.tolerate_pct).sort("delivery")
    for at, _, whole, foreign, theirs in too_many.collect().iter_rows():
        place = f"{source.source}: {list(records)[at]}"
        found = f"{foreign} of {whole} rows are about records that {', '.join(theirs[:3])} told of before"
        next_step = "Look whether this is another area's file, or two in one; ask for the right one."
        yield Problem(place, found, f"at most {source.tolerate_pct:g} %", next_step)


def _identity(source: SourceFile) -> list[str]:
    """Give the columns that name a record whoever tells of it: its key and whom it is always about."""
    persons = [name for name, spec in source.columns.items() if spec.identifies == "person" and spec.required]
    key = source.spell.key if source.spell else source.record.key if source.record else ()
    own = [name for name in key if source.columns[name].identifies and name not in persons]
    return [*own, *persons] if own and persons else []


def _told(path: Path, at: int, source: SourceFile, identity: list[str]) -> pl.LazyFrame:
    rows = pl.scan_parquet(path)
    present = rows.collect_schema().names()
    areas = [name for name, spec in source.columns.items() if spec.area and name in present]
    told = rows.filter(pl.all_horizontal(pl.col(identity).is_not_null()))
    record = pl.struct(identity).hash()
    return told.select(delivery=pl.lit(at, pl.Int64), area=pl.coalesce(areas), record=record)
