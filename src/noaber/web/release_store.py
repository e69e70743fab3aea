"""The release that readers see now: opened once, and again when `current` points at another."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from noaber.vocabulary.errors import NoaberError, NotFound
from noaber.warehouse.publish import list_releases
from noaber.warehouse.query import Release, open_release

logger = logging.getLogger("noaber.web")
LOOK_EVERY = 1.0
"""Seconds between two looks at where `current` points."""


class NoRelease(NoaberError):
    """There is nothing published yet."""

    code, http_status = "no-release", 503


class ReleaseSource(Protocol):
    """What the website needs of releases."""

    def current(self) -> Release:
        """Give the release that readers see now; `NoRelease` where there is none."""

    def earlier(self) -> list[Mapping[str, Any]]:
        """Give the manifests of earlier releases, newest first."""


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
