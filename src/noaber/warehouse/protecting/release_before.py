"""What the release before showed and hid of what was counted, from its internal file."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from noaber.warehouse.counting.contributions import CONTRIBUTIONS
from noaber.warehouse.database import open_read_only, read_frame
from noaber.warehouse.protecting.cells import Names, coded

INTERNAL = "internal.duckdb"
COUNTED = """
SELECT i.id AS indicator, a.id AS area, p.text AS period, s.text AS slice, c.value, c.people,
  {contributions}, c.hid_public, c.hid_partner
FROM counted c JOIN indicator i USING (indicator_key) JOIN area a USING (area_key)
JOIN period p USING (period_key) JOIN slice s USING (slice_key)
WHERE i.id IN (SELECT unnest($ids))
"""


def has_counts(folder: Path) -> bool:
    """Say whether a release tells what it hid."""
    return (folder / INTERNAL).is_file()


def read_before(folder: Path, names: Names) -> pl.DataFrame:
    """Give the cells that a release knew: PLACE in whole numbers, value, people, CONTRIBUTIONS, hid_public,
    hid_partner."""
    with open_read_only(folder / INTERNAL) as database:
        query = COUNTED.format(contributions=contributions_in(database))
        rows = read_frame(database, query, {"ids": list(names.indicators)})
    return rows.with_columns(
        coded("indicator", names.indicators).cast(pl.Int16),
        *(coded(kind, getattr(names, f"{kind}s")) for kind in ("area", "period", "slice")),
    ).drop_nulls(["indicator", "area", "period", "slice"])


def contributions_in(database: duckdb.DuckDBPyConnection) -> str:
    """Write the contributions as columns of `counted`; unknown in a release that was made before they were kept."""
    kept = {row[0] for row in database.execute("SELECT column_name FROM (DESCRIBE counted)").fetchall()}
    return ", ".join(f"c.{name}" if name in kept else f"NULL::DOUBLE AS {name}" for name in CONTRIBUTIONS)
