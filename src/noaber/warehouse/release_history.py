"""The releases beside one another, opened no further than a look at one figure needs."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from noaber.warehouse.cards import Cell
from noaber.warehouse.database import open_read_only
from noaber.warehouse.history import MOST_REVISIONS, Revision, State, compare_states, fetch_state, state_of
from noaber.warehouse.publish import Released, list_releases
from noaber.warehouse.query import Release
from noaber.warehouse.revisions import RevisionTable, Series, fetch_series, read_series, table_of

logger = logging.getLogger("noaber.warehouse")


class ReleaseHistory:
    """What the releases in a folder say of a cell. A file is opened when it is first asked, and the longest unused is
    let go."""

    def __init__(self, releases: Path) -> None:
        self._folder = releases
        self._lock = threading.Lock()
        self._opened: OrderedDict[str, duckdb.DuckDBPyConnection] = OrderedDict()

    def revisions(self, release: Release, cell: Cell) -> list[Revision]:
        """Give what a release and those before it say of a cell, newest first, `MOST_REVISIONS` at most."""
        found: list[tuple[str, Mapping[str, Any], State | None]] = [(release.id, release.manifest, state_of(cell))]
        for other in self._before(release)[: MOST_REVISIONS - 1]:
            database = self._open(other)
            if database is not None:
                found.append((other.id, other.manifest, fetch_state(database, cell)))
        return compare_states(found, cell.indicator)

    def table(self, release: Release, series: Series) -> RevisionTable:
        """Give what a release and those before it say of a series, `MOST_REVISIONS` at most."""
        before = self._before(release)
        found = [(release.id, release.manifest, read_series(release, series))]
        for other in before[: MOST_REVISIONS - 1]:
            database = self._open(other)
            if database is not None:
                found.append((other.id, other.manifest, fetch_series(database, series)))
        return table_of(reversed(found), series.indicator, whole=len(before) < MOST_REVISIONS)

    def _before(self, release: Release) -> list[Released]:
        known = list_releases(self._folder)
        at = next((at for at, other in enumerate(known) if other.id == release.id), len(known))
        return known[at + 1 :]

    def _open(self, release: Released) -> duckdb.DuckDBPyConnection | None:
        """Open a release file; None where it cannot be read, which is no reason to show nothing of the others."""
        with self._lock:
            if release.id not in self._opened:
                try:
                    self._opened[release.id] = open_read_only(release.file)
                except (duckdb.Error, OSError):
                    logger.warning("the release in %s cannot be opened", release.id)
                    return None
            self._opened.move_to_end(release.id)
            while len(self._opened) > MOST_REVISIONS:
                self._opened.popitem(last=False)
            return self._opened[release.id]
