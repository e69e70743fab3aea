"""Reference cases: inputs and expected numbers that somebody else computed (shared/cases)."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

FOLDERS = {
    2: "02_sdc",
    6: "06_business_demography",
    11: "11_stacking",
    14: "14_linkage_pseudonymisation",
    15: "15_concordance",
    16: "16_seasonal",
}


def case_table(shared: Path, case: int, name: str, **options: object) -> pl.DataFrame:
    """Read one table of a case."""
    return pl.read_csv(shared / "cases" / FOLDERS[case] / name, **options)  # type: ignore[arg-type]


def expected_numbers(shared: Path, case: int, name: str) -> dict[tuple[str, str, str], tuple[float, float]]:
    """Give value and tolerance of each `case, statistic, key` of a long table."""
    table = case_table(shared, case, name, schema_overrides={"key": pl.String})
    return {(c, s, key or ""): (value, tol) for c, s, key, value, tol in table.rows()}


def assert_close(found: float | None, expected: tuple[float, float]) -> None:
    """Demand a number within the tolerance of the case."""
    value, tolerance = expected
    assert found == pytest.approx(value, rel=0, abs=tolerance)
