"""The declared checks of a source, run on its records: uniqueness, sums, parts against totals, numbers of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from noaber.content.source import CheckSpec, SourceFile
from noaber.sources.findings import Finding
from noaber.sources.records import QUARANTINE, Records
from noaber.vocabulary.errors import Problem


@dataclass(frozen=True)
class Failed:
    """A check that does not hold: how many times, the particulars, and the rows concerned where it is about rows."""

    check: str
    count: int
    message: str
    rows: pl.Series | None = None


def check_records(records: Records, source: SourceFile, place: str, rows_before: int | None = None) -> Records:
    """Run all declared checks; give the records with findings, problems and quarantine added."""
    for spec in source.checks:
        failed = _run(spec, records.rows, source, rows_before) if records.rows.height else None
        if failed:
            records = _handled(records, spec, failed, place)
    return records


def _run(spec: CheckSpec, rows: pl.DataFrame, source: SourceFile, rows_before: int | None) -> Failed | None:
    if spec.rows:
        return _check_rows(spec, rows, rows_before)
    kinds: tuple[tuple[object, Callable[[CheckSpec, pl.DataFrame, SourceFile], Failed | None]], ...] = (
        (spec.unique, _check_unique), (spec.sum, _check_sum), (spec.parts, _check_parts),
    )  # fmt: skip
    return next(check(spec, rows, source) for given, check in kinds if given)


def _check_unique(spec: CheckSpec, rows: pl.DataFrame, _: SourceFile) -> Failed | None:
    columns = [column for column in spec.unique if column in rows.columns]
    doubled = rows.filter(pl.struct(columns).is_duplicated())
    if not doubled.height:
        return None
    again = doubled.filter(~pl.struct(columns).is_first_distinct())
    example = ", ".join(f"{column} {again[column][0]}" for column in columns)
    message = f"{again.height} rows stand there again, first for {example}"
    return Failed("doubled_rows", again.height, message, again["row"])


def _check_sum(spec: CheckSpec, rows: pl.DataFrame, _: SourceFile) -> Failed | None:
    for total, parts in spec.sum.items():
        named = [part for part in parts if part in rows.columns]
        gap = (pl.sum_horizontal(named, ignore_nulls=False) - pl.col(total)).abs()
        off = rows.with_columns(gap=gap).filter(pl.col("gap") > spec.within + 1e-9)
        if off.height:
            message = f"{' + '.join(named)} is not {total} in {off.height} rows, at most {_largest(off)} off"
            return Failed("parts_are_not_the_total", off.height, message, off["row"])
    return None


def _check_parts(spec: CheckSpec, rows: pl.DataFrame, source: SourceFile) -> Failed | None:
    keys = [c for c, s in source.columns.items() if (s.area or s.period or s.dimension) and c in rows.columns]
    for figure, dimension in spec.parts.items():
        column = next((c for c, s in source.columns.items() if s.dimension == dimension), dimension)
        others = [key for key in keys if key != column]
        totals = rows.filter(pl.col(column) == "").select(*others, total=figure)
        added = pl.when(pl.col(figure).is_not_null().all()).then(pl.col(figure).sum())
        parts = rows.filter(pl.col(column) != "").group_by(others).agg(sum=added)
        both = totals.join(parts, on=others).with_columns(gap=(pl.col("sum") - pl.col("total")).abs())
        off = both.filter(pl.col("gap") > spec.within + 1e-9)
        if off.height:
            message = f"{figure} over {dimension} differs from its total {off.height} times, at most {_largest(off)}"
            return Failed("parts_are_not_the_total", off.height, message)
    return None


def _largest(off: pl.DataFrame) -> str:
    return f"{off.select(pl.col('gap').max()).item():g}"


def _check_rows(spec: CheckSpec, rows: pl.DataFrame, rows_before: int | None) -> Failed | None:
    count = rows.height
    least, most = spec.rows.get("least", 0), spec.rows.get("most", float("inf"))
    if not least <= count <= most:
        return Failed("number_of_rows", count, f"{count} rows, expected {least:g} to {most:g}")
    change = spec.rows.get("change_pct")
    if change is not None and rows_before and abs(count - rows_before) > rows_before * change / 100:
        message = f"{count} rows, the delivery before had {rows_before} (allowed change {change:g} %)"
        return Failed("number_of_rows", count, message)
    return None


def _handled(records: Records, spec: CheckSpec, failed: Failed, place: str) -> Records:
    finding = Finding(failed.check, spec.severity, failed.count, {"message": failed.message})
    records = replace(records, findings=(*records.findings, finding))
    if spec.severity == "refuse":
        problem = Problem(place, failed.message, spec.note, "Ask the supplier, or correct it in corrections.yml.")
        return replace(records, problems=(*records.problems, problem))
    if spec.severity == "quarantine" and failed.rows is not None:
        return _set_apart(records, failed)
    return records


def _set_apart(records: Records, failed: Failed) -> Records:
    assert failed.rows is not None
    is_bad = pl.col("row").is_in(failed.rows.implode())
    apart = records.rows.filter(is_bad).select(
        pl.col("row").cast(pl.UInt32),
        column=pl.lit(""),
        reason=pl.lit(failed.message),
        record=pl.struct(pl.exclude("row")).struct.json_encode(),
    )
    counts = dict(records.counts)
    counts["bad"] += apart.height
    counts["kept"] -= apart.height
    quarantine = pl.concat([records.quarantine, apart.select(list(QUARANTINE))])
    return replace(records, rows=records.rows.filter(~is_bad), quarantine=quarantine, counts=counts)
