"""What a delivery says that cannot be so, or not at once: by rule, the lines of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from noaber.content.source import SourceFile
from noaber.methods.contradictions import find_contradictions, overlapping_spells
from noaber.sources.reasons import kinds_of
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.delivery_report.entries import known_records, known_spells
from noaber.warehouse.delivery_report.holdings import Told
from noaber.warehouse.delivery_report.values import Contradiction

SET_APART = {"again": "again", "turned": "turned"}
"""Contradictions for which rows were set apart already."""


def contradictions_of(
    ordered: pl.DataFrame,
    told: Sequence[Told],
    source: SourceFile,
    births: pl.DataFrame | None,
    codes: pl.DataFrame,
    quarantine: pl.DataFrame,
) -> list[Contradiction]:
    """Give every rule that could be asked with the lines that break it, also where none does.

    `births` has `unit` and `birth`; `codes` the supplier's own code (`at`, `line`, `code`), by which spells of the same
    product are known.
    """
    apart = kinds_of(quarantine)
    found = [
        Contradiction(rule, tuple(sorted(set(apart.filter(pl.col("kind") == kind)["row"]))))
        for kind, rule in SET_APART.items()
        if kind != "turned" or source.spell
    ]
    if source.spell:
        found.append(Contradiction("overlap", tuple(_overlaps(ordered, len(told) - 1, source, codes))))
    rows = _checked_rows(ordered, told, source, births)
    broken = find_contradictions(rows)
    return [*found, *(Contradiction(rule, tuple(lines)) for rule, lines in broken.items())]


def _overlaps(ordered: pl.DataFrame, newest: int, source: SourceFile, codes: pl.DataFrame) -> list[int]:
    spells = known_spells(known_records(ordered, source), source)
    coded = spells.join(codes, on=["at", "line"], how="left").with_columns(pl.coalesce("code", "group").alias("code"))
    both = overlapping_spells(coded, ["unit", "code"])
    return sorted(both.filter(pl.col("at") == newest)["line"].to_list())


def _checked_rows(
    ordered: pl.DataFrame, told: Sequence[Told], source: SourceFile, births: pl.DataFrame | None
) -> pl.DataFrame:
    """Give the rows of the newest delivery with the columns that rules ask for, as far as the source has them."""
    newest = len(told) - 1
    before = ordered.filter(pl.col("at") < newest)
    rows = ordered.filter(pl.col("at") == newest)
    ends = {text: parse_period(text) for text in rows["about"].drop_nulls().unique()}
    rows = rows.with_columns(
        first=_days({text: period.start.date() for text, period in ends.items()}),
        last=_days({text: period.last_day for text, period in ends.items()}),
        until=pl.lit(told[-1].period.last_day),
    )
    if births is not None:
        rows = rows.join(births, on="unit", how="left")
    if source.record:
        rows = rows.with_columns(told_before=pl.col("record").is_in(before["record"].unique().implode()))
    if source.spell and source.spell.key:
        named = before.unique("spell", keep="last").select("spell", unit_before="unit")
        rows = rows.join(named, on="spell", how="left")
    unused = () if source.spell else ("start", "end")
    return rows.drop(unused) if source.record else rows.drop("withdrawn", *unused)


def _days(days: Mapping[str, date]) -> pl.Expr:
    return pl.col("about").replace_strict(list(days), list(days.values()), default=None, return_dtype=pl.Date)
