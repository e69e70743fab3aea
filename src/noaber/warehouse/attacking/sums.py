"""What an outsider takes to add up, and whether it does: he looks at where everything is shown.

Where parts and whole are all shown, they tell whether parts exclude each other. If they do, he subtracts; if they
overlap, he knows that the parts are at least the whole, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from noaber.methods.disclosure.category_sums import category_sums
from noaber.vocabulary.periods import FREQUENCIES, Period, parse_period
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.attacking.evidence import Evidence

ENTRY = {"kind": pl.String, "equation": pl.Int64, "cell": pl.Int64, "sign": pl.Float64, "slack": pl.Int8,
         "guess": pl.Boolean}  # fmt: skip
HALF = 0.5


@dataclass(frozen=True)
class Suspected:
    """Sums of one kind (`kind`), as entries: equation, cell, sign (+1 part, -1 whole)."""

    kind: str
    entries: pl.DataFrame


def suspected_sums(cells: pl.DataFrame, evidence: Evidence) -> Iterator[Suspected]:
    """Give everything that may add up over cells (cell, indicator, area_key, period_key, slice_key), kind by kind."""
    for part in cells.partition_by("indicator", maintain_order=True):
        id = str(part["indicator"][0])
        yield from _categories(id, part, evidence)
        yield from _areas(id, part, evidence)
        yield from _periods(id, part, evidence)


def _categories(id: str, part: pl.DataFrame, evidence: Evidence) -> Iterator[Suspected]:
    texts = {key: evidence.slices[key] for key in part["slice_key"].unique().to_list()}
    keys = {text: key for key, text in texts.items()}
    sums: dict[str, list[tuple[int, int, float]]] = {}
    number = 0
    below: dict[tuple[str, str], dict[str, int]] = {}
    for text, key in sorted(keys.items()):
        categories = parse_slice(text)
        for dimension, category in categories.items():
            rest = print_slice({d: c for d, c in categories.items() if d != dimension})
            below.setdefault((dimension, rest), {})[category] = key
    for (dimension, rest), found in below.items():
        groups = evidence.groups.get(dimension, {})
        for whole, members in category_sums(found, groups, keys.get(rest)):
            rows = sums.setdefault(dimension, [])
            rows.append((number, whole, -1.0))
            rows += [(number, member, 1.0) for member in members]
            number += 1
    for dimension, rows in sums.items():
        table = pl.DataFrame(rows, schema=["sum", "slice_key", "sign"], orient="row").cast({"slice_key": pl.Int32})
        joined = part.join(table, on="slice_key").with_columns(
            equation=pl.struct("sum", "area_key", "period_key").rank("dense").cast(pl.Int64)
        )
        yield Suspected(f"{id} by {dimension}", joined.select("equation", "cell", "sign"))


def _areas(id: str, part: pl.DataFrame, evidence: Evidence) -> Iterator[Suspected]:
    years = {key: int(text[:4]) for key, text in evidence.periods.items()}
    types = evidence.areas.select(parent_key="area_key", parent_type="type_key")
    sets = evidence.composition.join(types, on="parent_key").filter(pl.col("parent_key") != pl.col("child_key"))
    sets = sets.with_columns(size=pl.len().over("parent_key", "type_key", "vintage", "year"))
    dated = part.with_columns(of=pl.col("period_key").replace_strict(years, return_dtype=pl.Int16))
    for (parent, child), own in sets.group_by("parent_type", "type_key", maintain_order=True):
        children = own.select("parent_key", "vintage", "year", "size", area_key="child_key").join(dated, on="area_key")
        children = children.filter(pl.col("year").is_null() | (pl.col("year") == pl.col("of")))
        group = ["parent_key", "vintage", "year", "period_key", "slice_key"]
        full = children.filter(pl.len().over(group) == pl.col("size")).with_columns(
            equation=pl.struct(group).rank("dense").cast(pl.Int64)
        )
        wholes = full.select("equation", "parent_key", "period_key", "slice_key").unique()
        wholes = wholes.join(part, left_on=["parent_key", "period_key", "slice_key"],
                             right_on=["area_key", "period_key", "slice_key"])  # fmt: skip
        full = full.join(wholes.select("equation"), on="equation", how="semi")
        yield Suspected(
            f"{id} of areas {parent} {child}",
            pl.concat([
                full.select("equation", "cell", sign=pl.lit(1.0)), wholes.select("equation", "cell", sign=pl.lit(-1.0)),
            ]),
        )  # fmt: skip


def _periods(id: str, part: pl.DataFrame, evidence: Evidence) -> Iterator[Suspected]:
    """A period and those that fill it: the quarters or months of a year, the months of a quarter."""
    known = {parse_period(evidence.periods[key]): key for key in part["period_key"].unique().sort().to_list()}
    sums: dict[str, list[tuple[int, int, float]]] = {}
    for whole, key in known.items():
        for length in FREQUENCIES[FREQUENCIES.index(whole.frequency) + 1 :]:
            inside = [period for period in known if period.frequency == length and whole.contains(period)]
            if inside and _fill(inside, whole):
                rows = sums.setdefault(f"{length} of a {whole.frequency}", [])
                rows.append((key, key, -1.0))
                rows += [(key, known[period], 1.0) for period in inside]
    for kind, rows in sums.items():
        table = pl.DataFrame(rows, schema=["sum", "period_key", "sign"], orient="row").cast({"period_key": pl.Int32})
        joined = part.join(table, on="period_key").with_columns(
            equation=pl.struct("sum", "area_key", "slice_key").rank("dense").cast(pl.Int64),
            size=pl.len().over("sum", "area_key", "slice_key"),
        )
        filled = joined.filter(pl.col("size") == pl.col("size").max().over("sum"))
        yield Suspected(f"{id} by {kind}", filled.select("equation", "cell", "sign"))


def _fill(parts: list[Period], whole: Period) -> bool:
    parts = sorted(parts, key=lambda period: period.start)
    ends = [period.end for period in parts]
    return (
        parts[0].start == whole.start
        and ends[-1] == whole.end
        and all(later.start == end for later, end in zip(parts[1:], ends, strict=False))
    )


def tested_sums(suspected: Iterator[Suspected], values: pl.Series) -> pl.DataFrame:
    """Keep what adds up where all of it is shown (ENTRY). `slack` is 0 where parts exclude each other, 1 where they are
    together at least the whole, -1 where they are at most the whole; what does neither is left out. It is a
    `guess` where nothing of the kind is shown."""
    shown = pl.DataFrame({"cell": pl.arange(0, len(values), eager=True), "value": values})
    kept, first = [], 0
    for one in suspected:
        if not one.entries.height:
            continue
        joined = one.entries.join(shown, on="cell")
        gaps = joined.group_by("equation").agg(
            gap=(pl.col("value") * pl.col("sign")).sum(), whole=pl.col("value").is_not_null().all()
        )
        tested = gaps.filter("whole")["gap"].to_numpy()
        slack = _slack(tested)
        if slack is not None:
            number = one.entries["equation"] + first
            first = int(number.to_numpy().max()) + 1
            kept.append(one.entries.select(
                kind=pl.lit(one.kind), equation=number, cell="cell", sign="sign", slack=pl.lit(slack, pl.Int8),
                guess=pl.lit(not len(tested)),
            ))  # fmt: skip
    return pl.concat(kept) if kept else pl.DataFrame(schema=ENTRY)


def true_sums(entries: pl.DataFrame, truth: pl.Series) -> pl.DataFrame:
    """Keep the sums (ENTRY) that hold of the true values, and those of which these are not known. What is a guess is as
    it is in truth: that parts exclude each other somewhere is nothing that who knows they do not goes by."""
    known = pl.DataFrame({"cell": pl.arange(0, len(truth), eager=True), "truth": truth})
    gaps = entries.join(known, on="cell").group_by("kind", "equation", "slack", "guess").agg(
        gap=(pl.col("truth") * pl.col("sign")).sum(), known=pl.col("truth").is_not_null().all()
    )  # fmt: skip
    told = gaps.filter(pl.col("guess") & pl.col("known")).group_by("kind").agg("gap").iter_rows()
    right = {kind: _slack(np.array(of)) for kind, of in told}
    guessed = pl.col("kind").replace_strict(right, default=pl.col("slack"), return_dtype=pl.Int8)
    gaps, entries = (one.with_columns(slack=guessed).drop_nulls("slack") for one in (gaps, entries))
    gap, slack = pl.col("gap"), pl.col("slack")
    wrong = ((slack == 0) & (gap.abs() > HALF)) | ((slack > 0) & (gap < -HALF)) | ((slack < 0) & (gap > HALF))
    return entries.join(gaps.filter(wrong & pl.col("known")), on="equation", how="anti")


def _slack(gaps: NDArray[np.float64]) -> int | None:
    """Say how parts and wholes relate where all are shown; where none are, an outsider supposes that parts exclude."""
    if (np.abs(gaps) <= HALF).all():
        return 0
    return 1 if (gaps >= -HALF).all() else -1 if (gaps <= HALF).all() else None
