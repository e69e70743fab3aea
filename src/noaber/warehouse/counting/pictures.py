"""The newest picture of a source: the records of all its deliveries, each as it was told last, without what was taken
back; and what the source covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import polars as pl

from noaber.content.source import SourceFile
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.counting.engines import Engine
from noaber.warehouse.counting.question import ABOUT, AREA, DELIVERY, LINE, TOLD, picture_table, schema_of

OPEN_END = date(9999, 1, 1)
"""Suppliers write a last day from here on for what still runs."""


@dataclass(frozen=True)
class Picture:
    """How many records there are, and how many were told again or taken back."""

    records: int
    told_again: int


def draw_picture(source: SourceFile, records: Sequence[Path], engine: Engine, folder: Path) -> Picture:
    """Write `records.parquet`, `spells.parquet` where records run for a time, and `reported.parquet` (area, period)
    into a folder; `records` are those of the deliveries, from old to new."""
    entries, newest_told = folder / "entries.parquet", folder / "records.parquet"
    pl.concat([_entry(path, at, source) for at, path in enumerate(records)]).sink_parquet(entries)
    _reported(entries, source).write_parquet(folder / "reported.parquet")
    told = _height(entries)
    if source.record:
        engine.answer(newest(source, picture_table(source, "entries")), {"entries": [entries]}, newest_told)
        entries.unlink()
    else:
        entries.rename(newest_told)
    if source.spell:
        spells = spells_of(source, picture_table(source, "entries"))
        engine.answer(spells, {"entries": [newest_told]}, folder / "spells.parquet")
    left = _height(newest_told)
    return Picture(left, told - left)


def _height(path: Path) -> int:
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def _columns(source: SourceFile) -> tuple[list[str], str, str]:
    """Give the columns of areas, the one with the period, and the one that says when it was told."""
    areas = [name for name, spec in source.columns.items() if spec.area]
    about = next(name for name, spec in source.columns.items() if spec.period)
    return areas, about, (source.record.told if source.record and source.record.told else about)


def _entry(path: Path, at: int, source: SourceFile) -> pl.LazyFrame:
    """Give the records of a delivery in the shape of all: typed, with where, about what, told when, by which."""
    rows = pl.scan_parquet(path)
    present = set(rows.collect_schema().names())
    areas, about, told = _columns(source)
    area = pl.coalesce(*[pl.col(name) for name in areas if name in present], pl.lit(None, pl.String))
    system = {
        AREA: area,
        ABOUT: pl.col(about),
        TOLD: _ends(pl.col(told)) if told in present else pl.lit(None, pl.Date),
        DELIVERY: pl.lit(at, pl.Int64),
        LINE: pl.col("row").cast(pl.Int64),
    }
    kinds = ibis.schema(schema_of(source)).to_polars()
    own = {name: _typed(name, name in present, source, kinds[name]) for name in source.columns}
    return rows.select(**system, **own)


def _ends(periods: pl.Expr) -> pl.Expr:
    return periods.map_batches(_ends_of, pl.Date, is_elementwise=True)


def _ends_of(periods: pl.Series) -> pl.Series:
    """Give the day after each period; a delivery has few periods and many rows."""
    texts = periods.unique().drop_nulls()
    days = [parse_period(text).end.date() for text in texts]
    return periods.replace_strict(texts, pl.Series(days, dtype=pl.Date), return_dtype=pl.Date)


def _typed(name: str, present: bool, source: SourceFile, kind: pl.DataType) -> pl.Expr:
    if not present:
        return pl.lit(None, kind)
    column = pl.col(name).str.to_date("%Y-%m-%d") if kind == pl.Date else pl.col(name).cast(kind)
    if source.spell and name == source.spell.end:
        return pl.when(column < OPEN_END).then(column)
    return column


def _reported(entries: Path, source: SourceFile) -> pl.DataFrame:
    """Give the areas of records and the periods that their deliveries are about."""
    _, _, told = _columns(source)
    return (
        pl.scan_parquet(entries).select(area=AREA, period=told).unique().drop_nulls().collect().sort("area", "period")
    )


def newest(source: SourceFile, entries: ibis.Table) -> ibis.Table:
    """Keep of every record what was told last; nothing of one that was then taken back."""
    record = source.record
    if record is None:
        return entries
    kept = _last(entries, record.key)
    for name, values in record.withdrawn.items():
        kept = kept.filter(kept[name].isnull() | ~kept[name].isin(values))
    return kept


def spells_of(source: SourceFile, records: ibis.Table) -> ibis.Table:
    """Keep what runs on at least one day, each spell as it was told last."""
    spell = source.spell
    assert spell is not None
    whole = _last(records, spell.key) if spell.key else records
    begin, end = whole[spell.begin], whole[spell.end]
    return whole.filter(begin.notnull(), end.isnull() | (end >= begin))


def _last(table: ibis.Table, key: Sequence[str]) -> ibis.Table:
    latest: list[Any] = [table[TOLD].desc(), table[ABOUT].desc(), table[DELIVERY].desc(), table[LINE].desc()]
    window = ibis.window(group_by=list(key), order_by=latest)
    numbered = table.mutate(_place=ibis.row_number().over(window))
    return numbered.filter(numbered["_place"] == 0).drop("_place")
