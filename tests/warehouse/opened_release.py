"""A release that was deliberately left open: its public file shows what one likes, for attacks that must succeed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb

from noaber.content.disclosure import DisclosureFile, RulesSpec, TierSpec
from noaber.content.model import Region

Cell = tuple[str, str, str, str]
"""Indicator, area, period, slice."""
ALL_UNSAFE = TierSpec(minimum=1000)
CELL = """
  o.indicator_key = (SELECT indicator_key FROM indicator WHERE id = $indicator) AND
  o.area_key = (SELECT area_key FROM area WHERE id = $area) AND
  o.period_key = (SELECT period_key FROM period WHERE text = $period) AND
  o.slice_key = (SELECT slice_key FROM slice WHERE text = $slice)
"""
COUNTED = """
  indicator_key IN (SELECT indicator_key FROM observation JOIN route USING (route_key) WHERE text = 'counted')
  OR indicator_key IN (
    SELECT indicator_key FROM indicator WHERE id IN ('clients_per_1000', 'mean_days', 'adult_clients_pct'))
"""


def everything_unsafe(region: Region) -> Region:
    """Give a region in which every count is unsafe, whatever it is."""
    rules = RulesSpec(public=ALL_UNSAFE, partner=ALL_UNSAFE, reason="All of it for a test.", date="2026-11-28")
    return replace(region, disclosure=DisclosureFile(defaults=rules))


def open_only(release: Path, folder: Path, shown: list[Cell]) -> Path:
    """Copy a release, hide all its counts and what is made of them, and show these cells alone."""
    shutil.copytree(release, folder)
    with duckdb.connect(folder / "public.duckdb") as database:
        database.execute(f"UPDATE observation SET value = NULL, hidden = TRUE WHERE {COUNTED}")
        for cell in shown:
            show(database, cell, value_of(release, cell))
    return folder


def show(database: duckdb.DuckDBPyConnection, cell: Cell, value: float | None, table: str = "observation") -> None:
    """Write a figure into a file that is open: shown with a value, hidden without one."""
    hides = ", hidden = ($value IS NULL)" if table == "observation" else ""
    named = dict(zip(("indicator", "area", "period", "slice"), cell, strict=True))
    database.execute(f"UPDATE {table} o SET value = $value{hides} WHERE {CELL}", {**named, "value": value})


def value_of(release: Path, cell: Cell) -> float:
    """Give what a figure really is."""
    with duckdb.connect(release / "internal.duckdb", read_only=True) as database:
        named = dict(zip(("indicator", "area", "period", "slice"), cell, strict=True))
        found = database.execute(f"SELECT value FROM observation o WHERE {CELL}", named).fetchall()
    assert len(found) == 1, cell
    return float(found[0][0])
