"""How a delivery of personal data is read once it is in: from what the door left, not from the supplier's file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from noaber.content.formats import TableFormat
from noaber.content.source import SourceFile
from noaber.sources.findings import Finding
from noaber.sources.plausible import without_match
from noaber.sources.tables.read import read_table
from noaber.sources.tables.unpack import unpack_parts

KEPT = TableFormat.model_validate({"kind": "parquet"})


def format_of(source: SourceFile) -> TableFormat:
    """Give the format in which a source's deliveries are kept."""
    return KEPT if source.class_ == "personal" else source.format


def read_kept(path: Path, source: SourceFile) -> pl.DataFrame:
    """Read a delivery as it is kept, as a table of text. Of personal data the door wrote the table itself, with the
    lines of the supplier's file."""
    return pl.read_parquet(path) if source.class_ == "personal" else read_table(unpack_parts(path), source.format)


def source_behind(source: SourceFile, named: Mapping[str, str]) -> SourceFile:
    """Give a source as one of its deliveries is read once it is in; `named` is what the name of its file says."""
    changed: dict[str, object] = {}
    if source.vintages:
        year = named.get("year", "")[:4]
        changed["vintage"] = source.vintage_in(int(year)) if year.isdigit() else source.vintage
    if source.class_ == "personal":
        changed["columns"] = {name: without_match(spec) for name, spec in source.columns.items()}
    return source.model_copy(update=changed) if changed else source


def door_findings(counts: Mapping[str, int]) -> list[Finding]:
    """Give what happened at the door as findings."""
    found = []
    if counts.get("dropped"):
        found.append(Finding("columns_dropped", "info", counts["dropped"]))
    if counts.get("masked"):
        found.append(Finding("cells_masked", "report", counts["masked"]))
    if counts.get("forgotten"):
        found.append(Finding("rows_forgotten", "info", counts["forgotten"]))
    return found
