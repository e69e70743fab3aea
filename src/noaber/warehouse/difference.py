"""What changed between two releases: cells added, changed and withdrawn, by indicator, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

CELLS = """
SELECT i.id AS indicator, a.id AS area, p.text AS period, s.text AS slice, o.value, o.status, o.hidden
FROM {name}.observation o JOIN {name}.indicator i USING (indicator_key) JOIN {name}.area a USING (area_key)
JOIN {name}.period p USING (period_key) JOIN {name}.slice s USING (slice_key)
"""
COMPARE = f"""
WITH old AS ({CELLS.format(name="before")}), new AS ({CELLS.format(name="after")})
SELECT coalesce(new.indicator, old.indicator) AS indicator,
  count(*) FILTER (old.indicator IS NULL) AS added,
  count(*) FILTER (new.indicator IS NULL) AS withdrawn,
  count(*) FILTER (old.indicator IS NOT NULL AND new.indicator IS NOT NULL AND
    (old.value IS DISTINCT FROM new.value OR old.status <> new.status OR old.hidden <> new.hidden)) AS changed,
  max(abs(new.value - old.value)) AS largest
FROM old FULL JOIN new USING (indicator, area, period, slice)
GROUP BY 1 HAVING added + withdrawn + changed > 0 ORDER BY 1
"""  # noqa: S608 - names of our own tables
REASONS = """
WITH told AS (SELECT DISTINCT indicator_key, delivery_key FROM {name}.observation WHERE delivery_key IS NOT NULL),
counted AS (
  SELECT i.indicator_key, d.delivery_key FROM {name}.indicator i
  JOIN {name}.delivery d ON list_contains(from_json(i.sources, '["VARCHAR"]'), d.source)
  WHERE i.kind = 'measure' AND i.indicator_key NOT IN (SELECT indicator_key FROM told))
SELECT i.id, i.fingerprint, list(DISTINCT d.sha256 ORDER BY d.sha256) AS deliveries, i.kind
FROM {name}.indicator i LEFT JOIN (FROM told UNION FROM counted) used USING (indicator_key)
LEFT JOIN {name}.delivery d USING (delivery_key) GROUP BY ALL
"""
# what is counted from records is made of all deliveries of its sources


@dataclass(frozen=True)
class Changed:
    """How the figures of an indicator differ between releases. `why`: new, gone, definition, deliveries,
    operands (of a formula), method (the code, or how a source is read)."""

    indicator: str
    added: int
    changed: int
    withdrawn: int
    largest: float | None
    why: str


def diff_releases(before: Path, after: Path) -> list[Changed]:
    """Compare two release files cell by cell; only indicators that differ are given."""
    with duckdb.connect() as database:
        database.execute(f"ATTACH '{_quoted(before)}' AS before (READ_ONLY)")
        database.execute(f"ATTACH '{_quoted(after)}' AS after (READ_ONLY)")
        old, new = (_made_of(database, name) for name in ("before", "after"))
        rows = database.execute(COMPARE).fetchall()
    return [Changed(i, added, changed, gone, largest, _why(i, old, new)) for i, added, gone, changed, largest in rows]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


Made = dict[str, tuple[str, Any, str]]
"""By indicator: the fingerprint of its definition, the deliveries behind it, and its kind."""


def _made_of(database: duckdb.DuckDBPyConnection, name: str) -> Made:
    rows = database.execute(REASONS.format(name=name)).fetchall()
    return {indicator: tuple(made) for indicator, *made in rows}


def _why(indicator: str, old: Made, new: Made) -> str:
    if indicator not in old:
        return "new"
    if indicator not in new:
        return "gone"
    if old[indicator][0] != new[indicator][0]:
        return "definition"
    if old[indicator][1] != new[indicator][1]:
        return "deliveries"
    return "operands" if new[indicator][2] == "formula" else "method"


TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = '{name}' ORDER BY 1"
APART = """
SELECT count(*) FROM (
  (SELECT rowid, * FROM before.{table} EXCEPT ALL SELECT rowid, * FROM after.{table})
  UNION ALL (SELECT rowid, * FROM after.{table} EXCEPT ALL SELECT rowid, * FROM before.{table}))
"""


def differing_tables(before: Path, after: Path) -> list[str]:
    """Name the tables of two release files that do not hold the same rows in the same order; empty where the releases
    are the same to the last bit of every value."""
    with duckdb.connect() as database:
        database.execute(f"ATTACH '{_quoted(before)}' AS before (READ_ONLY)")
        database.execute(f"ATTACH '{_quoted(after)}' AS after (READ_ONLY)")
        old, new = ({row[0] for row in database.execute(TABLES.format(name=n)).fetchall()} for n in ("before", "after"))
        alike = [table for table in sorted(old & new) if _columns(database, table)]
        apart = [table for table in alike if database.execute(APART.format(table=table)).fetchone() != (0,)]
        return sorted({*(old ^ new), *(old & new) - set(alike), *apart})


def _columns(database: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Say whether a table has the same columns in both."""
    before, after = (database.execute(f"DESCRIBE {name}.{table}").fetchall() for name in ("before", "after"))
    return before == after


def summarise(changes: list[Changed]) -> dict[str, Any]:
    """Write a difference for the manifest."""
    total = {name: sum(getattr(change, name) for change in changes) for name in ("added", "changed", "withdrawn")}
    return {**total, "indicators": [asdict(change) for change in changes]}
