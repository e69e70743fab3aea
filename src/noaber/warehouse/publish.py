"""Publishing: releases lie side by side, `current` points at one, and moving the pointer is a single atomic act."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from noaber.content.disclosure import Tier
from noaber.vocabulary.errors import NotFound, Problem, did_you_mean
from noaber.warehouse.store import place_whole

FILE = "public.duckdb"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Released:
    """A release on disk with its manifest."""

    id: str
    folder: Path
    manifest: dict[str, Any]
    current: bool = False

    @property
    def file(self) -> Path:
        """The release itself, to be opened read-only."""
        return self.folder / FILE

    def tier_file(self, tier: Tier) -> Path:
        """The file of a tier: the public one where a tier shows nothing else."""
        return file_of(self.folder, tier)


def file_of(folder: Path, tier: Tier) -> Path:
    """Give the file of a tier in the folder of a release: the public one where a tier shows nothing else."""
    own = folder / f"{tier}.duckdb"
    return own if own.is_file() else folder / FILE


def list_releases(releases: Path) -> list[Released]:
    """Give all complete releases of a region, newest first."""
    pointed = _pointed(releases)
    found = []
    for folder in releases.glob("*") if releases.is_dir() else ():
        manifest = folder / MANIFEST
        if manifest.is_file() and not folder.is_symlink():
            data = _read_manifest(manifest, manifest.stat().st_mtime_ns)
            found.append(Released(folder.name, folder, data, folder.name == pointed))
    return sorted(found, key=_age, reverse=True)


@lru_cache(maxsize=64)
def _read_manifest(path: Path, written: int) -> dict[str, Any]:
    """Read a manifest; kept, because it is not changed after it is `written`. To look at, not to change."""
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def _age(release: Released) -> tuple[str, int, str]:
    """When it was built; of two in one second, when it was written."""
    return release.manifest["built_at"], (release.folder / MANIFEST).stat().st_mtime_ns, release.id


def current_release(releases: Path) -> Released | None:
    """Give the release that readers see now."""
    return next((release for release in list_releases(releases) if release.current), None)


def find_release(releases: Path, id: str) -> Released:
    """Give a release by id or its beginning; NotFound with the known ones."""
    known = list_releases(releases)
    found = [release for release in known if release.id == id] or [r for r in known if r.id.startswith(id)]
    if len(found) != 1:
        what = f"no release '{id}'" if not found else f"'{id}' begins {len(found)} releases"
        raise NotFound(Problem(str(releases), what, "", did_you_mean(id, [r.id for r in known], "Releases")))
    return found[0]


def known_before(releases: Path, after: Released | None) -> list[Released]:
    """Give the releases that outsiders know of when one is shown `after` another: that one, the one which it was shown
    after itself, and so on, as far as they are kept."""
    kept = {release.id: release for release in list_releases(releases)}
    found: list[Released] = []
    while after is not None and after not in found:
        found.append(after)
        after = kept.get(after.manifest.get("protected_after") or "")
    return found


def write_manifest(part: Path, manifest: dict[str, Any]) -> None:
    """Write what a release is made of; before its certificate, which covers this file too."""
    (part / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True), "utf-8")


def publish(part: Path, releases: Path, id: str) -> Released:
    """Place a finished release, its manifest and certificate in it, beside the others and point `current` at it."""
    manifest: dict[str, Any] = json.loads((part / MANIFEST).read_text("utf-8"))
    place_whole(part, releases / id)
    point_current(releases, id)
    return Released(id, releases / id, manifest, True)


def point_current(releases: Path, id: str) -> None:
    """Make `id` the current release; readers see the old one or the new one, never nothing."""
    part = releases / f".current-{os.getpid()}"
    part.unlink(missing_ok=True)
    part.symlink_to(id)
    os.replace(part, releases / "current")
    _sync_folder(releases)


def _pointed(releases: Path) -> str | None:
    try:
        return os.readlink(releases / "current")
    except OSError:
        return None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
