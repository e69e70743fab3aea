"""The releases beside one another, opened no further than a look at one figure needs."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from noaber.vocabulary.errors import BuildRefused
from noaber.vocabulary.sights import PUBLIC, Sight
from noaber.warehouse.cards import Cell
from noaber.warehouse.database import open_read_only
from noaber.warehouse.history import MOST_REVISIONS, Revision, State, compare_states, fetch_state, state_of
from noaber.warehouse.publish import Released, list_releases
from noaber.warehouse.query import Release
from noaber.warehouse.reading import current_reading
from noaber.warehouse.revisions import RevisionTable, Series, fetch_series, read_series, table_of
from noaber.warehouse.sight import beyond_in, open_sight

logger = logging.getLogger("noaber.warehouse")
BEYOND = """
SELECT o.indicator_key, o.area_key, o.beyond FROM observation o
JOIN indicator i USING (indicator_key) JOIN area a USING (area_key) JOIN slice s USING (slice_key)
WHERE i.id = ? AND s.text = ? AND list_contains(?, a.id)
"""


class ReleaseHistory:
    """What the releases in a folder say of a cell, to the sight that the release is opened with. A file is opened when
    it is first asked, and the longest unused is let go."""

    def __init__(self, releases: Path) -> None:
        self._folder = releases
        self._lock = threading.Lock()
        self._opened: OrderedDict[tuple[str, Sight], duckdb.DuckDBPyConnection] = OrderedDict()

    def revisions(self, release: Release, cell: Cell) -> list[Revision]:
        """Give what a release and those before it say of a cell, newest first, `MOST_REVISIONS` at most."""
        found: list[tuple[str, Mapping[str, Any], State | None]] = [(release.id, release.manifest, state_of(cell))]
        for other in self._before(release)[: MOST_REVISIONS - 1]:
            database = self._open(other, release.sight)
            if database is not None:
                found.append((other.id, other.manifest, fetch_state(database, cell)))
                _note(database, other.id, release.sight, Series(cell.indicator, (cell.area.id,), cell.slice))
        return compare_states(found, cell.indicator)

    def table(self, release: Release, series: Series) -> RevisionTable:
        """Give what a release and those before it say of a series, `MOST_REVISIONS` at most."""
        before = self._before(release)
        found = [(release.id, release.manifest, read_series(release, series))]
        for other in before[: MOST_REVISIONS - 1]:
            database = self._open(other, release.sight)
            if database is not None:
                found.append((other.id, other.manifest, fetch_series(database, series)))
                _note(database, other.id, release.sight, series)
        return table_of(reversed(found), series.indicator, whole=len(before) < MOST_REVISIONS)

    def _before(self, release: Release) -> list[Released]:
        known = list_releases(self._folder)
        at = next((at for at, other in enumerate(known) if other.id == release.id), len(known))
        return known[at + 1 :]

    def _open(self, release: Released, sight: Sight) -> duckdb.DuckDBPyConnection | None:
        """Open a release file; None where it cannot be read, which is no reason to show nothing of the others."""
        with self._lock:
            key = release.id, sight
            if key not in self._opened:
                try:
                    opened = open_sight(release.folder, sight) if sight.grants else open_read_only(release.file)
                except (duckdb.Error, OSError, BuildRefused):
                    logger.warning("the release in %s cannot be opened", release.id)
                    return None
                self._opened[key] = opened
            self._opened.move_to_end(key)
            while len(self._opened) > MOST_REVISIONS:
                self._opened.popitem(last=False)
            return self._opened[key]


def _note(database: duckdb.DuckDBPyConnection, release: str, sight: Sight, series: Series) -> None:
    """Note which figures beyond the public ones an earlier release tells of a series, all periods together."""
    reading = current_reading()
    if reading is not None and sight != PUBLIC:
        values = [series.indicator, series.slice, list(series.areas)]
        reading.note_beyond(release, beyond_in(database, BEYOND, values))
