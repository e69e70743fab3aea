"""The gate: counted figures as one tier shows them. No release is written, and no formula computed, from anything else.

A protected file holds every count with the value that each tier shows; what a tier hides is absent there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from noaber.content.disclosure import Tier
from noaber.methods.figures import in_shape
from noaber.warehouse.counting.contributions import CONTRIBUTIONS

PROTECTED_COLUMNS = ("area", "period", "slice", "value", "people", *CONTRIBUTIONS, "status", "series_break", "route",
                     "public", "partner")  # fmt: skip
SHOWN = {"public": "public", "partner": "partner", "internal": "value"}
"""The column of a protected file that a tier shows."""


@dataclass(frozen=True)
class TierFile:
    """Figures of one indicator as a tier shows them: counted ones behind the gate, or what was computed for the tier
    (`public` is the same of the public tier, where that is another file)."""

    path: Path
    tier: Tier
    counted: bool
    public: Path | None = None

    def frame(self) -> pl.DataFrame:
        """Read the figures; what the tier hides has no value."""
        if not self.counted:
            return pl.read_parquet(self.path)
        rows = pl.scan_parquet(self.path).with_columns(value=SHOWN[self.tier])
        rows = rows.with_columns(hidden=pl.col("value").is_null())
        return in_shape(rows.select("area", "period", "slice", "value", "status", "hidden", "series_break", "route")
                        .collect())  # fmt: skip

    def sql(self, audience: Tier) -> tuple[str, dict[str, str]]:
        """Write the rows as SQL with its parameters: those of figures, and `beyond`, what the public is not shown."""
        everywhere = "FALSE" if self.tier == "public" else "TRUE" if audience != "public" else ""
        if self.counted:
            return _counted_sql(SHOWN[self.tier], everywhere), {"path": str(self.path)}
        if self.public is None or everywhere:
            said = f"SELECT *, value IS NOT NULL AND {everywhere or 'FALSE'} AS beyond FROM read_parquet($path)"  # noqa: S608
            return said, {"path": str(self.path)}
        return BESIDE_PUBLIC, {"path": str(self.path), "public": str(self.public)}


BESIDE_PUBLIC = """
SELECT f.*, f.value IS NOT NULL AND f.value IS DISTINCT FROM p.value AS beyond
FROM read_parquet($path) f LEFT JOIN read_parquet($public) p USING (area, period, slice)
"""


def _counted_sql(shown: str, everywhere: str) -> str:
    beyond = everywhere or "value IS DISTINCT FROM public"
    return f"""
      SELECT area, period, slice, value, CASE WHEN value IS NULL THEN 'M' ELSE status END AS status,
        value IS NULL AS hidden, series_break, NULL::VARCHAR AS delivery, route,
        value IS NOT NULL AND {beyond} AS beyond
      FROM (SELECT * REPLACE ("{shown}" AS value) FROM read_parquet($path))"""  # noqa: S608 - our own column names
