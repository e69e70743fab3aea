"""The declared checks of a source, run on its records: uniqueness, sums, parts against totals, numbers of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from noaber.content.source import CheckSpec, SourceFile
from noaber.sources.findings import Finding
from noaber.sources.records import QUARANTINE, Records
from noaber.vocabulary.errors import Problem


@dataclass(frozen=True)
class Failed:
    """A check that does not hold: how many times, the particulars, and which records where it is about records."""

    check: str
    count: int
    message: str
    records: pl.Series | None = None  # their positions
    said: tuple[Mapping[str, str], ...] = ()  # the message in parts, for other languages


def check_records(records: Records, source: SourceFile, place: str, rows_before: int | None = None) -> Records:
    """Run all declared checks; give the records with findings, problems and quarantine added."""
    if "kept" not in records.counts:
        return records  # it lacks columns: there is nothing to check
    for spec in source.checks:
        for failed in list(_run(spec, records.rows, source, rows_before)) if records.rows.height else ():
            records = _handled(records, spec, failed, place)
    return replace(records, problems=(*records.problems, *_too_bad(records.counts, source, place)))


def _run(spec: CheckSpec, rows: pl.DataFrame, source: SourceFile, rows_before: int | None) -> Iterator[Failed]:
    if spec.rows:
        yield from _check_rows(spec, rows, rows_before)
    rows = rows.with_row_index("at")
    yield from _check_unique(spec, rows)
    yield from _check_sum(spec, rows)
    yield from _check_parts(spec, rows, source)


def _check_unique(spec: CheckSpec, rows: pl.DataFrame) -> Iterator[Failed]:
    columns = [column for column in spec.unique if column in rows.columns]
    again = rows.filter(~pl.struct(columns).is_first_distinct()) if columns else rows.clear()
    if again.height:
        example = ", ".join(f"{column} {again[column][0]}" for column in columns)
        message = f"{again.height} rows stand there again, first for {example}"
        said = {"kind": "again", "rows": str(again.height), "example": example}
        yield Failed("doubled_rows", again.height, message, again["at"], (said,))


def _check_sum(spec: CheckSpec, rows: pl.DataFrame) -> Iterator[Failed]:
    off = rows.clear()
    messages: list[str] = []
    said: list[Mapping[str, str]] = []
    for total, parts in spec.sum.items():
        named = [part for part in parts if part in rows.columns]
        if not named or total not in rows.columns:
            continue
        gap = (pl.sum_horizontal(named, ignore_nulls=False) - pl.col(total)).abs()
        wrong = rows.with_columns(gap=gap).filter(pl.col("gap") > spec.within + 1e-9)
        if wrong.height:
            rows_off, largest, added = str(wrong.height), _largest(wrong), " + ".join(named)
            messages.append(f"{added} is not {total} in {rows_off} rows, at most {largest} off")
            said.append({"kind": "sum", "parts": added, "total": total, "rows": rows_off, "largest": largest})
            off = pl.concat([off, wrong.drop("gap")])
    if messages:
        positions = off["at"].unique()
        yield Failed("parts_are_not_the_total", positions.len(), "; ".join(messages), positions, tuple(said))


def _check_parts(spec: CheckSpec, rows: pl.DataFrame, source: SourceFile) -> Iterator[Failed]:
    keys = [c for c, s in source.columns.items() if (s.area or s.period or s.dimension) and c in rows.columns]
    for figure, dimension in spec.parts.items():
        column = next((c for c in keys if source.columns[c].dimension == dimension), None)
        if column is None or figure not in rows.columns:
            continue
        others = [key for key in keys if key != column]
        totals = rows.filter(pl.col(column) == "").select(*others, total=figure)
        added = pl.when(pl.col(figure).is_not_null().all()).then(pl.col(figure).sum())
        parts = rows.filter(pl.col(column) != "").group_by(others).agg(sum=added)
        both = totals.join(parts, on=others).with_columns(gap=(pl.col("sum") - pl.col("total")).abs())
        off = both.filter(pl.col("gap") > spec.within + 1e-9)
        if off.height:
            times, largest = str(off.height), _largest(off)
            message = f"{figure} over {dimension} differs from its total {times} times, at most {largest}"
            said = {"kind": "parts", "figure": figure, "dimension": dimension, "rows": times, "largest": largest}
            yield Failed("parts_are_not_the_total", off.height, message, said=(said,))


def _largest(off: pl.DataFrame) -> str:
    return f"{off.select(pl.col('gap').max()).item():g}"


def _check_rows(spec: CheckSpec, rows: pl.DataFrame, rows_before: int | None) -> Iterator[Failed]:
    count = rows.height
    least, most = spec.rows.get("least", 0), spec.rows.get("most", float("inf"))
    if not least <= count <= most:
        said = {"kind": "range", "rows": str(count), "least": f"{least:g}", "most": f"{most:g}"}
        yield Failed("number_of_rows", count, f"{count} rows, expected {least:g} to {most:g}", said=(said,))
    change = spec.rows.get("change_pct")
    if change is not None and rows_before and abs(count - rows_before) > rows_before * change / 100:
        message = f"{count} rows, the delivery before had {rows_before} (allowed change {change:g} %)"
        said = {"kind": "growth", "rows": str(count), "before": str(rows_before), "change": f"{change:g}"}
        yield Failed("number_of_rows", count, message, said=(said,))


def _handled(records: Records, spec: CheckSpec, failed: Failed, place: str) -> Records:
    finding = Finding(failed.check, spec.severity, failed.count, {"message": failed.message, "said": list(failed.said)})
    records = replace(records, findings=(*records.findings, finding))
    if spec.severity == "refuse":
        problem = Problem(place, failed.message, spec.note, "Ask the supplier, or correct it in corrections.yml.")
        return replace(records, problems=(*records.problems, problem))
    if spec.severity == "quarantine" and failed.records is not None:
        return _set_apart(records, failed)
    return records


def _set_apart(records: Records, failed: Failed) -> Records:
    assert failed.records is not None
    is_bad = pl.int_range(pl.len()).is_in(failed.records.implode())
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


def _too_bad(counts: Mapping[str, int], source: SourceFile, place: str) -> tuple[Problem, ...]:
    total = counts["kept"] + counts["bad"]
    if not total:
        return (Problem(place, "no rows with figures", "at least one", "Is this the right file?"),)
    share = 100 * counts["bad"] / total
    if share <= source.tolerate_pct or counts["bad"] <= source.tolerate_rows:
        return ()
    found = f"{counts['bad']} of {total} rows are bad ({share:.1f} %)"
    return (Problem(place, found, f"at most {source.tolerate_pct:g} %", "The rows and reasons are in quarantine."),)
