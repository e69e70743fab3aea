"""The release that readers see now: opened once, and again when `current` points at another."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from noaber.vocabulary.errors import NoaberError, NotFound, Problem
from noaber.vocabulary.sights import PUBLIC, Sight
from noaber.warehouse.cards import Cell
from noaber.warehouse.history import Revision, compare_states, state_of
from noaber.warehouse.publish import list_releases
from noaber.warehouse.query import Release, open_release
from noaber.warehouse.release_history import ReleaseHistory
from noaber.warehouse.revisions import RevisionTable, Series, read_series, table_of
from noaber.warehouse.sight import tiers_of

logger = logging.getLogger("noaber.web")
MOST_SIGHTS = 256
"""Releases that are open at once for visitors who may see more; the longest unused is let go."""
LOOK_EVERY = 1.0
"""Seconds between two looks at where `current` points."""
MOST_OPEN = 4
"""Earlier releases that are open at once, for frozen links; the longest unused is let go."""


class NoRelease(NoaberError):
    """There is nothing published yet."""

    code, http_status = "no-release", 503


class ReleaseSource(Protocol):
    """What the website needs of releases."""

    def current(self) -> Release:
        """Give the release that readers see now; `NoRelease` where there is none."""

    def earlier(self) -> list[Mapping[str, Any]]:
        """Give the manifests of earlier releases, newest first."""

    def find(self, id: str) -> Release:
        """Give the release with this id, for a frozen link; NotFound where there is none."""

    def ids(self) -> list[str]:
        """Give the ids of all releases, newest first."""

    def revisions(self, release: Release, cell: Cell) -> list[Revision]:
        """Give what a release and those before it say of a cell, newest first."""

    def revision_table(self, release: Release, series: Series) -> RevisionTable:
        """Give what a release and those before it say of a series."""


class SightedReleases:
    """The same releases as one sight sees them; what is opened is shared by all who see the same."""

    def __init__(self, source: ReleaseSource, sight: Sight, opened: OpenedSights) -> None:
        self._source, self._sight, self._opened = source, sight, opened

    def current(self) -> Release:
        """Give the release that readers see now."""
        return self._opened.open(self._source.current(), self._sight)

    def find(self, id: str) -> Release:
        """Give the release with this id."""
        return self._opened.open(self._source.find(id), self._sight)

    def earlier(self) -> list[Mapping[str, Any]]:
        """Give the manifests of earlier releases, newest first."""
        return self._source.earlier()

    def ids(self) -> list[str]:
        """Give the ids of all releases, newest first."""
        return self._source.ids()

    def revisions(self, release: Release, cell: Cell) -> list[Revision]:
        """Give what a release and those before it say of a cell, to this sight."""
        return self._source.revisions(release, cell)

    def revision_table(self, release: Release, series: Series) -> RevisionTable:
        """Give what a release and those before it say of a series, to this sight."""
        return self._source.revision_table(release, series)


class OpenedSights:
    """Releases opened with sights, the longest unused let go. A release stays open as long as a request holds it."""

    def __init__(self, most: int = MOST_SIGHTS) -> None:
        self._most, self._lock = most, threading.Lock()
        self._opened: OrderedDict[tuple[Path, Sight], Release] = OrderedDict()
        self._opening: dict[tuple[Path, Sight], threading.Lock] = {}

    def open(self, release: Release, sight: Sight) -> Release:
        """Give a release as a sight sees it; one that sees no more than everybody gets the public one itself."""
        if sight == PUBLIC or not tiers_of(release.folder, sight):
            return release
        key = release.folder, sight
        with self._lock:
            opening = self._opening.setdefault(key, threading.Lock())
        with opening:
            return self._find(key) or self._keep(key, open_release(release.folder, sight, release))

    def _find(self, key: tuple[Path, Sight]) -> Release | None:
        with self._lock:
            if key in self._opened:
                self._opened.move_to_end(key)
            return self._opened.get(key)

    def _keep(self, key: tuple[Path, Sight], release: Release) -> Release:
        with self._lock:
            self._opened[key] = release
            while len(self._opened) > self._most:
                old, _ = self._opened.popitem(last=False)
                self._opening.pop(old, None)
            return release


class ReleaseStore:
    """The releases of one region on disk. A new current release is picked up without a restart.

    The first is opened at once; a later one in the background, while readers still get the one before. That one stays
    open as long as a request holds it.
    """

    def __init__(self, releases: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = releases
        self._clock = clock
        self._lock = threading.Lock()
        self._release: Release | None = None
        self._looked = float("-inf")
        self._opening: threading.Thread | None = None
        self._earlier: OrderedDict[str, Release] = OrderedDict()
        self._earlier_lock = threading.Lock()
        self._history = ReleaseHistory(releases)

    def current(self) -> Release:
        """Give the current release; looks at the disk at most once a second."""
        release = self._release
        if release is not None and self._clock() - self._looked < LOOK_EVERY:
            return release
        with self._lock:
            return self._look()

    def _look(self) -> Release:
        self._looked = self._clock()
        target = (self._folder / "current").resolve()
        if self._release is None:
            try:
                self._release = _open_warm(target)
            except (NotFound, OSError) as error:
                raise NoRelease(str(error)) from error
        elif self._release.folder != target and (self._opening is None or not self._opening.is_alive()):
            self._opening = threading.Thread(target=self._open_next, args=(target,), daemon=True)
            self._opening.start()
        return self._release

    def _open_next(self, target: Path) -> None:
        try:
            self._release = _open_warm(target)
        except Exception:
            logger.exception("the release in %s cannot be opened; the one before stands", target.name)

    def earlier(self) -> list[Mapping[str, Any]]:
        """Give the manifests of the releases that are not current, newest first."""
        return [{"id": r.id, **r.manifest} for r in list_releases(self._folder) if not r.current]

    def ids(self) -> list[str]:
        """Give the ids of all releases, newest first."""
        return [release.id for release in list_releases(self._folder)]

    def revisions(self, release: Release, cell: Cell) -> list[Revision]:
        """Give what a release and those before it say of a cell, newest first."""
        return self._history.revisions(release, cell)

    def revision_table(self, release: Release, series: Series) -> RevisionTable:
        """Give what a release and those before it say of a series."""
        return self._history.table(release, series)

    def find(self, id: str) -> Release:
        """Give a release by its id, opened when it is first asked for; NotFound where there is none or where it was
        written by a version of this house that can no longer be read."""
        current = self.current()
        if current.id == id:
            return current
        with self._earlier_lock:
            if id not in self._earlier:
                self._earlier[id] = self._open_earlier(id)
            self._earlier.move_to_end(id)
            while len(self._earlier) > MOST_OPEN:
                self._earlier.popitem(last=False)
            return self._earlier[id]

    def _open_earlier(self, id: str) -> Release:
        folder = self._folder / id
        if RELEASE_ID.fullmatch(id) is None or folder.is_symlink():
            raise unknown_release(id)
        try:
            return open_release(folder)
        except NotFound as error:
            raise unknown_release(id) from error
        except Exception as error:
            logger.exception("the release in %s cannot be opened", folder.name)
            raise unknown_release(id) from error


RELEASE_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]*")


def unknown_release(id: str) -> NotFound:
    """Say that there is no such release."""
    return NotFound(Problem("release", f"no release '{id[:80]}'"))


def _open_warm(folder: Path) -> Release:
    """Open a release and let it make what it keeps in memory, so that no reader waits for that."""
    release = open_release(folder)
    release.search("a")
    return release


class FixedRelease:
    """One release that never changes, for tests and for looking at a frozen one."""

    def __init__(self, release: Release) -> None:
        self._release = release

    def current(self) -> Release:
        """Give the release."""
        return self._release

    def earlier(self) -> list[Mapping[str, Any]]:
        """There are no others."""
        return []

    def ids(self) -> list[str]:
        """There is only this one."""
        return [self._release.id]

    def revisions(self, release: Release, cell: Cell) -> list[Revision]:
        """There is only what this release says."""
        return compare_states([(release.id, release.manifest, state_of(cell))], cell.indicator)

    def revision_table(self, release: Release, series: Series) -> RevisionTable:
        """There is only what this release says."""
        return table_of([(release.id, release.manifest, read_series(release, series))], series.indicator)

    def find(self, id: str) -> Release:
        """Give the release by its id; NotFound for any other."""
        if id != self._release.id:
            raise unknown_release(id)
        return self._release
