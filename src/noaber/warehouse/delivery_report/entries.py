"""All that one supplier told, a row per record of each delivery, and what of it was known after any of them.

The rules are those of the pictures that figures are counted from (`counting/pictures.py`): of what was told of the same
record the later period counts, then the delivery received later, then the later line; what was taken back is gone.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from noaber.content.personal import UNITS
from noaber.content.source import SourceFile
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.counting.pictures import OPEN_END
from noaber.warehouse.delivery_report.holdings import Holdings, Told, told_column

ENTRIES = {
    "at": pl.Int64, "about": pl.String, "line": pl.Int64, "unit": pl.String, "group": pl.String, "start": pl.Date,
    "end": pl.Date, "amount": pl.Float64, "withdrawn": pl.Boolean, "record": pl.String, "spell": pl.String,
}  # fmt: skip
"""`at` is the place of the delivery among those given; `record` and `spell` are the keys, empty where there is none."""


def unit_column(source: SourceFile) -> str:
    """Name the column that says whom a record is about; empty where it identifies nobody."""
    kinds = {spec.identifies: name for name, spec in reversed(source.columns.items())}
    return next((kinds[kind] for kind in UNITS if kind in kinds), "")


def group_column(source: SourceFile) -> str:
    """Name the column by whose categories figures are told: the first of a dimension; empty where there is none."""
    return next((name for name, spec in source.columns.items() if spec.dimension), "")


def amount_column(source: SourceFile) -> str:
    """Name the column that adds up: the first of numbers; empty where there is none."""
    return next((name for name, spec in source.columns.items() if spec.numeric), "")


def about_column(source: SourceFile) -> str:
    """Name the column with the period that a record is about."""
    return next(name for name, spec in source.columns.items() if spec.period)


def read_entries(holdings: Holdings, told: Sequence[Told]) -> pl.DataFrame:
    """Give the records of deliveries, from old to new, in the columns of ENTRIES."""
    frames = [_entries(holdings.records(one), holdings.source, at) for at, one in enumerate(told)]
    return pl.concat([pl.DataFrame(schema=ENTRIES), *frames])


def _entries(records: pl.DataFrame, source: SourceFile, at: int) -> pl.DataFrame:
    if not records.width:
        return pl.DataFrame(schema=ENTRIES)
    spell, record = source.spell, source.record
    end = _day(records, spell.end) if spell else pl.lit(None, pl.Date)
    return records.select(
        at=pl.lit(at, pl.Int64),
        about=_text(records, about_column(source)),
        line=pl.col("row").cast(pl.Int64),
        unit=_text(records, unit_column(source)),
        group=_text(records, group_column(source)),
        start=_day(records, spell.begin) if spell else pl.lit(None, pl.Date),
        end=pl.when(end < OPEN_END).then(end),
        amount=pl.col(amount_column(source)).cast(pl.Float64)
        if amount_column(source) in records.columns
        else pl.lit(None, pl.Float64),
        withdrawn=_withdrawn(records, source),
        record=_key(records, record.key if record else ()),
        spell=_key(records, spell.key if spell else ()),
    )


def _text(records: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String) if name in records.columns else pl.lit(None, pl.String)


def _day(records: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y-%m-%d") if name in records.columns else pl.lit(None, pl.Date)


def _key(records: pl.DataFrame, columns: Sequence[str]) -> pl.Expr:
    """Write a key of several columns as one text; every row by itself where there is none."""
    parts = [_text(records, name).fill_null("") for name in columns]
    return pl.concat_str(parts, separator="\x1f") if parts else pl.lit("")


def _withdrawn(records: pl.DataFrame, source: SourceFile) -> pl.Expr:
    rules = source.record.withdrawn if source.record else {}
    said = [pl.col(name).is_in(values) for name, values in rules.items() if name in records.columns]
    return pl.any_horizontal(pl.lit(False), *said).fill_null(False)


def in_order_told(entries: pl.DataFrame, told: Sequence[Told]) -> pl.DataFrame:
    """Sort entries so that what counts of two comes later: told later, about a later period, received later, below."""
    ends = {text: parse_period(text).end for text in entries["about"].drop_nulls().unique()}
    rank = pl.col("about").replace_strict(list(ends), list(ends.values()), default=None, return_dtype=pl.Datetime("us"))
    times = [one.period.end for one in told]
    when = pl.col("at").replace_strict(list(range(len(told))), times, return_dtype=pl.Datetime("us"))
    received = pl.col("at").replace_strict(list(range(len(told))), [one.delivery.received_at for one in told])
    return entries.sort(when, rank, received, "at", "line", nulls_last=False, maintain_order=True)


def known_records(ordered: pl.DataFrame, source: SourceFile) -> pl.DataFrame:
    """Keep of every record what was told last; nothing of one that was taken back."""
    if source.record is None:
        return ordered
    return ordered.unique("record", keep="last", maintain_order=True).filter(~pl.col("withdrawn"))


def known_spells(known: pl.DataFrame, source: SourceFile) -> pl.DataFrame:
    """Keep what runs on at least one day, each spell as it was told last."""
    spell = source.spell
    if spell is None:
        return known.clear()
    last = known.unique("spell", keep="last", maintain_order=True) if spell.key else known
    return last.filter(pl.col("start").is_not_null(), pl.col("end").is_null() | (pl.col("end") >= pl.col("start")))


def until_period(ordered: pl.DataFrame, told: Sequence[Told], period: Period) -> pl.DataFrame:
    """Keep what was told up to and including a period of delivery."""
    return ordered.filter(pl.col("at").is_in([at for at, one in enumerate(told) if one.period <= period]))


def same_column(source: SourceFile) -> bool:
    """Say whether a record is told in the very period that it is about, so that nothing can be told late."""
    return told_column(source) == about_column(source)
