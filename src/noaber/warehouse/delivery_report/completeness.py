"""What came in of a delivery: rows, columns, what was set apart and why, of which periods it tells."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import polars as pl

from noaber.methods.usual_range import usual_range
from noaber.sources.file_names import parts_of
from noaber.sources.reasons import kinds_of
from noaber.sources.records import match_headers, with_constants
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.delivery_report.holdings import Holdings, Told, steps_between
from noaber.warehouse.delivery_report.values import Apart, ColumnFacts, Completeness, DeliveryFacts, ToldOf

PAST = 8


def completeness_of(holdings: Holdings, told: Sequence[Told], ordered: pl.DataFrame) -> Completeness:
    """Say what came in with the newest of the deliveries of a supplier, beside those before it."""
    newest = told[-1]
    past = tuple(facts_of(holdings, one) for one in told[-PAST - 1 : -1])
    rows = [facts.received for facts in past]
    chance = sqrt(max(sorted(rows)[len(rows) // 2], 1)) if rows else 0.0
    columns = columns_of(holdings, newest)
    delivered = {one.period for one in told}
    steps = steps_between(told[0].period, newest.period)
    return Completeness(
        delivery=facts_of(holdings, newest),
        past=past,
        usual=usual_range(rows, chance),
        columns=columns,
        apart=tuple(apart_of(holdings.quarantine(newest), {fact.column: fact.header for fact in columns})),
        periods=tuple(_periods(ordered, len(told) - 1)),
        missing=tuple(str(step) for step in steps if step not in delivered),
        too_bad=bool(holdings.notes(newest)["problems"]),
    )


def facts_of(holdings: Holdings, told: Told) -> DeliveryFacts:
    """Give a delivery in counts."""
    delivery, counts = told.delivery, holdings.notes(told)["counts"]
    door = holdings.store.keeper(holdings.region.file.region).door_notes(delivery)
    return DeliveryFacts(
        told=str(told.period),
        file=delivery.file,
        sha256=delivery.sha256,
        received_at=delivery.received_at,
        dated=delivery.dated,
        received=counts["read"] + door.get("forgotten", 0),
        kept=counts.get("kept", 0),
        apart=counts.get("bad", 0),
        forgotten=door.get("forgotten", 0),
        masked=door.get("masked", 0),
        dropped=door.get("dropped", 0),
    )


def columns_of(holdings: Holdings, told: Told) -> tuple[ColumnFacts, ...]:
    """Give every declared column with its header in a delivery."""
    source = holdings.source
    named = {**source.constants, **parts_of(told.delivery.file, source.deliveries)}
    found, _ = match_headers(with_constants(holdings.table(told).clear(), named), source, told.delivery.file)
    return tuple(
        ColumnFacts(
            name, "" if found.get(name) in named else found.get(name, ""), found.get(name) in named, spec.optional
        )
        for name, spec in source.columns.items()
    )


def apart_of(quarantine: pl.DataFrame, headers: dict[str, str]) -> list[Apart]:
    """Give the rows set apart by reason and column, most first; one cell that is two columns is told of once."""
    kinds = kinds_of(quarantine)
    own = {column: headers.get(column, "") or column for column in kinds["column"].unique()}
    named = kinds.with_columns(header=pl.col("column").replace(own))
    cells = named.unique(["row", "header", "kind"], keep="first", maintain_order=True)
    grouped = cells.group_by("kind", "header", maintain_order=True).agg(pl.col("column").first(), pl.col("row").sort())
    parts = [Apart(kind, column, tuple(rows)) for kind, _, column, rows in grouped.iter_rows()]
    return sorted(parts, key=lambda part: (-len(part.lines), part.kind, part.column))


def _periods(ordered: pl.DataFrame, newest: int) -> list[ToldOf]:
    """Give of which periods the newest delivery tells: records for the first time, again, and taken back."""
    before = ordered.filter(pl.col("at") < newest)["record"].unique()
    rows = ordered.filter(pl.col("at") == newest, pl.col("about").is_not_null())
    again = (pl.col("record") != "") & pl.col("record").is_in(before.implode())
    counted = rows.group_by("about").agg(
        first=(~pl.col("withdrawn") & ~again).sum(),
        again=(~pl.col("withdrawn") & again).sum(),
        withdrawn=pl.col("withdrawn").sum(),
    )
    told = [ToldOf(*row) for row in counted.iter_rows()]
    return sorted(told, key=lambda part: parse_period(part.period), reverse=True)
