"""The release that readers see now: opened once, and again when `current` points at another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from noaber.vocabulary.errors import NoaberError, NotFound
from noaber.warehouse.publish import list_releases
from noaber.warehouse.query import Release, open_release

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

    The release before stays open as long as a request still holds it; Python closes it after the last.
    """

    def __init__(self, releases: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = releases
        self._clock = clock
        self._lock = threading.Lock()
        self._release: Release | None = None
        self._looked = float("-inf")

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
        if self._release is None or self._release.folder != target:
            try:
                self._release = open_release(target)
            except (NotFound, OSError) as error:
                if self._release is None:
                    raise NoRelease(str(error)) from error
        return self._release

    def earlier(self) -> list[Mapping[str, Any]]:
        """Give the manifests of the releases that are not current, newest first."""
        return [{"id": r.id, **r.manifest} for r in list_releases(self._folder) if not r.current]


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
