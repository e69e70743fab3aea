"""What a release tells of links: their quality, without counts of few people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from noaber.content.indicator import IndicatorFile
from noaber.content.model import Region
from noaber.content.source import ColumnSpec
from noaber.methods.linkage_choice import APART, LINKED, TAKEN, TIED
from noaber.privacy.small_counts import shown_rows
from noaber.warehouse.counting.run import links_counted

MINIMUM = 10
"""Counts of fewer records are not told."""
OUTCOMES = (LINKED, TIED, TAKEN, APART)
Quality = Mapping[str, Mapping[str, Any]]
"""By column, what `link_picture` gives."""
GROUPS = pl.Schema(
    {"kind": pl.String, "name": pl.String, "category": pl.String, "linked": pl.Int64, "unlinked": pl.Int64,
     "bias_pct": pl.Float64, "difference": pl.Float64}
)  # fmt: skip


def link_rows(region: Region, qualities: Mapping[str, Quality]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of table `link`, by source and column in order."""
    for source, column, one in _each(qualities):
        counts = dict(one["counts"])
        records, linked = sum(counts.values()), counts[LINKED]
        whole = _is_told(linked) and _is_told(records - linked)
        split = whole and all(map(_is_told, counts.values()))
        told = (
            linked if whole else None,
            *(counts[name] if split else None for name in OUTCOMES[1:]),
        )  # fmt: skip
        expected = (_share(one["expected_false"], linked), _share(one["expected_missed"], records))
        traits = json.dumps([_nature(region.sources[source].columns[name]) for name in one["traits"]])
        yield source, column, one["to"], traits, one["threshold"], records, *told, *expected


def _nature(column: ColumnSpec) -> tuple[str, str]:
    """Say what a trait is, for words: of which kind, and which."""
    for kind, name in (
        ("unit", column.identifies),
        ("dimension", column.dimension),
        ("area", "".join(column.area[:1])),
    ):
        if name:
            return kind, name
    return "type", column.type


def group_rows(qualities: Mapping[str, Quality]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of table `link_group`: per category what share is linked, absent where that tells of few."""
    for source, column, one in _each(qualities):
        groups = pl.DataFrame(one["groups"], schema=GROUPS, orient="row")
        for part in groups.partition_by("kind", "name", maintain_order=True):
            shown = shown_rows(part, ["linked", "unlinked"], MINIMUM)
            for row, is_shown in zip(part.rows(), shown, strict=True):
                yield source, column, *row[:3], *(row[3:] if is_shown else (None,) * 4)


def finding_rows(
    indicators: Mapping[str, IndicatorFile], region: Region, qualities: Mapping[str, Quality]
) -> Iterator[tuple[str, str, str, int, str]]:
    """Give indicator, check, severity, number of records and particulars for every figure that rests on links."""
    for id, spec in indicators.items():
        linked = links_counted(spec, region) if spec.count else []
        for source in dict.fromkeys(source for source, _ in linked if source in qualities):
            for one in (one for one in qualities[source].values() if one["to"] in {link.to for _, link in linked}):
                records = sum(one["counts"].values())
                said = [_said(region, source, one["counts"][LINKED], records)]
                yield id, "records_linked", "info", records, json.dumps({"said": said}, ensure_ascii=False)


def _said(region: Region, source: str, linked: int, records: int) -> dict[str, Any]:
    names = dict(region.sources[source].name)
    if not (_is_told(linked) and _is_told(records - linked)):
        return {"kind": "linked_most" if 2 * linked > records else "linked_few", "names": names}
    return {"kind": "linked", "share": f"{round(100 * linked / records)}", "names": names}


def _each(qualities: Mapping[str, Quality]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for source in sorted(qualities):
        for column in sorted(qualities[source]):
            yield source, column, qualities[source][column]


def _is_told(count: int) -> bool:
    return count == 0 or count >= MINIMUM


def _share(expected: float | None, whole: int) -> float | None:
    return expected / whole if expected is not None and whole else None
