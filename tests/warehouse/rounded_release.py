"""A release of which the public file shows figures rounded to what one likes, for attacks that must know of it."""

from __future__ import annotations

from dataclasses import replace
from math import floor
from pathlib import Path

import duckdb
from opened_release import Cell, open_only, show, value_of

from noaber.content.disclosure import DisclosureFile, RulesSpec, TierSpec
from noaber.content.model import Region

EACH = """
UPDATE observation o SET value = floor(c.value / $base + 0.5) * $base, hidden = FALSE
FROM truth.counted c JOIN indicator i USING (indicator_key)
WHERE i.id = $id AND o.indicator_key = c.indicator_key AND o.area_key = c.area_key AND o.period_key = c.period_key
  AND o.slice_key = c.slice_key
"""


def least_of(region: Region, minimum: int) -> Region:
    """Give a region in which nothing but counts of fewer than a minimum is unsafe."""
    tier = TierSpec(minimum=minimum)
    rules = RulesSpec(public=tier, partner=tier, reason="One rule for a test.", date="2026-11-29")
    return replace(region, disclosure=DisclosureFile(defaults=rules))


def rounded(value: float, base: int) -> float:
    """Round as a build does."""
    return floor(value / base + 0.5) * base


def say_base(folder: Path, id: str, base: int) -> None:
    """Let a release say that an indicator is rounded."""
    with duckdb.connect(folder / "public.duckdb") as database:
        database.execute("UPDATE indicator SET rounded_to = $base WHERE id = $id", {"base": base, "id": id})


def open_rounded(release: Path, folder: Path, shown: list[Cell], base: int) -> Path:
    """Copy a release, hide all its counts, and show these cells alone, rounded."""
    open_only(release, folder, [])
    for id in {cell[0] for cell in shown}:
        say_base(folder, id, base)
    with duckdb.connect(folder / "public.duckdb") as database:
        for cell in shown:
            show(database, cell, rounded(value_of(release, cell), base))
    return folder


def open_all_but(release: Path, folder: Path, hidden: Cell, base: int) -> Path:
    """Copy a release, hide all its counts, and show all of one indicator rounded, but for one cell."""
    open_only(release, folder, [])
    say_base(folder, hidden[0], base)
    with duckdb.connect(folder / "public.duckdb") as database:
        database.execute(f"ATTACH '{folder / 'internal.duckdb'}' AS truth (READ_ONLY)")
        database.execute(EACH, {"base": base, "id": hidden[0]})
        show(database, hidden, None)
    return folder
