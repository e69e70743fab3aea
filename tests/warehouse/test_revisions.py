"""The revision triangle: what releases say of a series, what changed, and which periods tell how far figures move."""

from __future__ import annotations

from typing import Any

import pytest

from noaber.warehouse.history import State
from noaber.warehouse.revisions import RevisionTable, measure_revisions, split_frequencies, table_of


def said(value: float | None, status: str = "A", hidden: bool = False) -> State:
    """What a release says of a figure."""
    return State(value, status, hidden, False)


def release(number: int, before: int | None = None, why: str = "") -> tuple[str, dict[str, Any]]:
    """A release and its manifest."""
    changed = [{"indicator": "clients", "why": why}] if why else []
    manifest = {"built_at": f"2024-0{number}-01", "before": f"r{before}", "difference": {"indicators": changed}}
    return f"r{number}", manifest


FOUND = [
    (*release(1), {"2023-Q4": said(40.0), "2024-Q1": said(50.0, "P"), "2023": said(160.0)}),
    (*release(2, 1, "deliveries"), {"2023-Q4": said(41.0), "2024-Q1": said(53.0, "P"), "2024-Q2": said(60.0, "P")}),
    (*release(3, 1, "deliveries"), {"2023-Q4": said(41.0), "2024-Q1": said(None, hidden=True), "2024-Q2": said(58.0)}),
]
TABLE = table_of(FOUND, "clients")


def test_each_release_says_what_it_says() -> None:
    """Differences only between numbers; nothing of what is hidden; a reason only where the release before is known."""
    assert TABLE.periods == ("2023", "2023-Q4", "2024-Q1", "2024-Q2")
    assert [TABLE.change("2023-Q4", at) for at in range(3)] == [None, 1.0, 0.0]
    assert [TABLE.change("2024-Q1", at) for at in range(3)] == [None, 3.0, None]
    assert [TABLE.change("2024-Q2", at) for at in range(3)] == [None, None, -2.0]
    assert [vintage.why for vintage in TABLE.vintages] == ["", "deliveries", ""]
    assert TABLE.changed == ("2023", "2023-Q4", "2024-Q1", "2024-Q2")
    assert [TABLE.first(period) for period in TABLE.periods] == [0, 0, 0, 1]


def test_years_and_quarters_stand_apart() -> None:
    """Longest first."""
    parts = split_frequencies(TABLE)
    assert {kind: table.periods for kind, table in parts.items()} == {
        "year": ("2023",),
        "quarter": ("2023-Q4", "2024-Q1", "2024-Q2"),
    }
    assert list(parts) == ["year", "quarter"]


@pytest.mark.parametrize(("whole", "first"), [(True, [(1, 2, 0.5, 2.5)]), (False, [(1, 1, -2.0, 2.0)])])
def test_only_first_figures_that_were_seen_count(whole: bool, first: list[tuple[float, ...]]) -> None:
    """Not what the oldest release calls final, and nothing of it where there were others before."""
    quarters = split_frequencies(RevisionTable(TABLE.vintages, whole))["quarter"]
    assert [row[:4] for row in measure_revisions(quarters).iter_rows()] == first


def test_of_nothing_nothing_is_told() -> None:
    """A series that no release has."""
    empty = table_of([(*release(1), {})], "clients")
    assert (empty.periods, split_frequencies(empty), measure_revisions(empty).height) == ((), {}, 0)
