"""How far each source reaches: the newest period for which its deliveries gave a number."""

from __future__ import annotations

import duckdb

NEWEST = """
SELECT d.source, arg_max(p.text, p.ends)
FROM (SELECT DISTINCT delivery_key, period_key FROM observation WHERE value IS NOT NULL) o
JOIN delivery d USING (delivery_key)
JOIN period p USING (period_key)
GROUP BY d.source ORDER BY d.source
"""


def newest_periods(database: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Give the newest period of every source that gave figures; formulas count for none."""
    return dict(database.cursor().execute(NEWEST).fetchall())
