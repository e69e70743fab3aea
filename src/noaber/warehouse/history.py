"""One figure through the releases: what each of them says of the same cell, and why it changed where that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb

from noaber.warehouse.cards import Cell

MOST_REVISIONS = 12
"""Releases looked at, the newest first: a year of monthly ones."""
KEYS = """
SELECT (SELECT indicator_key FROM indicator WHERE id = $indicator), (SELECT area_key FROM area WHERE id = $area),
  (SELECT period_key FROM period WHERE text = $period), (SELECT slice_key FROM slice WHERE text = $slice)
"""
STATE = """
SELECT CASE WHEN NOT hidden THEN value END, status, hidden, series_break FROM observation
WHERE indicator_key = ? AND area_key = ? AND period_key = ? AND slice_key = ?
"""
"""Two questions: DuckDB finds a row by keys at once, but joins where the keys are questions themselves."""


class State(NamedTuple):
    """What one release says of a cell."""

    value: float | None
    status: str
    hidden: bool
    series_break: bool


@dataclass(frozen=True)
class Revision:
    """A cell in one release; `state` is None where that release has no such cell. `changed` says whether the release
    before has another, or none; `why` (as in `Changed`) is empty where the releases do not tell."""

    release: str
    built_at: str
    state: State | None
    changed: bool = False
    why: str = ""


def state_of(cell: Cell) -> State | None:
    """Give what a release says of a cell that was fetched from it; None of one that it does not have."""
    if cell.value is None and not cell.hidden and not cell.route and cell.delivery is None:
        return None
    return State(None if cell.hidden else cell.value, cell.status, cell.hidden, cell.series_break)


def fetch_state(database: duckdb.DuckDBPyConnection, cell: Cell) -> State | None:
    """Look up what a release file says of a cell; None where it has no such cell or was written in another way."""
    named = {"indicator": cell.indicator, "area": cell.area.id, "period": str(cell.period), "slice": cell.slice}
    try:
        keys = database.cursor().execute(KEYS, named).fetchone() or ()
        row = None if None in keys else database.cursor().execute(STATE, keys).fetchone()
    except duckdb.CatalogException:
        return None
    return State(*row) if row else None


def compare_states(found: Iterable[tuple[str, Mapping[str, Any], State | None]], indicator: str) -> list[Revision]:
    """Give the revisions of a cell from what its releases say, newest first: (id, manifest, state)."""
    newest_first = list(found)
    older = [*newest_first[1:], None]
    return [
        _revision(release, manifest, state, before, indicator)
        for (release, manifest, state), before in zip(newest_first, older, strict=True)
    ]


def _revision(
    release: str, manifest: Mapping[str, Any], state: State | None,
    before: tuple[str, Mapping[str, Any], State | None] | None, indicator: str,
) -> Revision:  # fmt: skip
    changed = before is not None and before[2] != state
    told = before is not None and manifest.get("before") == before[0]
    why = why_changed(manifest, indicator) if changed and told else ""
    return Revision(release, str(manifest["built_at"]), state, changed, why)


def why_changed(manifest: Mapping[str, Any], indicator: str) -> str:
    """Give why an indicator differs from the release before, as that release tells; empty where it does not."""
    changes = (manifest.get("difference") or {}).get("indicators", ())
    return next((str(change["why"]) for change in changes if change["indicator"] == indicator), "")
