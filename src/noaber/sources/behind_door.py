"""How a delivery of personal data is read once it is in: from what the door left, not from the supplier's file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile

import polars as pl

from noaber.content.source import ColumnSpec, SourceFile
from noaber.sources.findings import Finding
from noaber.sources.plausible import without_match
from noaber.sources.tables.read import read_table
from noaber.sources.tables.unpack import unpack_parts


def write_table(path: Path, source: SourceFile, target: Path) -> tuple[int, int]:
    """Write a kept delivery as a table of text; gives its rows and columns. Of personal data that is what the door
    left, as it lies there, with the lines of the file that was sent, so that its supplier finds a row again."""
    if source.class_ == "personal":
        copyfile(path, target)
    else:
        read_table(unpack_parts(path), source.format).write_parquet(target)
    told = pl.scan_parquet(target)
    return int(told.select(pl.len()).collect().item()), len(told.collect_schema())


def source_behind(source: SourceFile, named: Mapping[str, str]) -> SourceFile:
    """Give a source as one of its deliveries is read once it is in; `named` is what the name of its file says."""
    changed: dict[str, object] = {}
    if source.vintages:
        year = named.get("year", "")[:4]
        changed["vintage"] = source.vintage_in(int(year)) if year.isdigit() else source.vintage
    if source.class_ == "personal":
        changed["columns"] = {name: _as_kept(name, spec) for name, spec in source.columns.items()}
    return source.model_copy(update=changed) if changed else source


def kept_trait(name: str) -> str:
    """Give the header under which a trait is kept: of one column of a delivery there can be several."""
    return f"{name} (compared)"


def _as_kept(name: str, spec: ColumnSpec) -> ColumnSpec:
    return spec.model_copy(update={"from_": (kept_trait(name),)}) if spec.is_trait else without_match(spec)


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
