"""Deliveries: found by the end of their path, kept for ever under the hash of their bytes, listed in a register.

A delivery is one file, or a folder or file with its companions (shapefile). What was kept is never changed; the
register only grows. The *slot* of a delivery is its source and file name: a newer delivery in the same slot
takes the place of the older one in the next build, and the older one stays for the releases made of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

import yaml

from noaber.content.source import SourceFile
from noaber.vocabulary.errors import DeliveryError, Problem

MARKER = "noaber-deliveries.yml"
COMPANIONS = {".shp": (".dbf", ".shx", ".prj", ".cpg")}


@dataclass(frozen=True)
class Delivery:
    """One delivery as kept. `received_at` is when this office first kept these bytes (ISO, UTC)."""

    source: str
    file: str
    sha256: str
    received_at: str
    dated: str
    size: int
    synthetic: bool = False

    @property
    def slot(self) -> tuple[str, str]:
        """What a newer delivery of the same thing has in common with this one."""
        return self.source, self.file.removesuffix(".gz")


@dataclass(frozen=True)
class Found:
    """What a search of a folder gave: files per source, and what is in the way."""

    paths: Mapping[str, list[Path]]
    synthetic: bool
    problems: list[Problem] = field(default_factory=list)


def find_deliveries(folder: Path, sources: Mapping[str, SourceFile]) -> Found:
    """Find the deliveries of every source below a folder; two different files for one slot are a problem."""
    if not folder.is_dir():
        raise DeliveryError(Problem(str(folder), "no such folder", "a folder with deliveries"))
    names = {path: path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*"))}
    found: dict[str, list[Path]] = {}
    problems: list[Problem] = []
    for id, source in sources.items():
        paths = [path for path, name in names.items() if _matches(name, source.deliveries) and _is_whole(path)]
        found[id] = list(_one_per_slot(paths, id, problems))
    return Found(found, _is_synthetic(folder, problems), problems)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(name, pattern) or fnmatch(name, f"*/{pattern}") for pattern in patterns)


def _is_whole(path: Path) -> bool:
    return not path.name.startswith(".") and ".partial" not in path.parts


def _one_per_slot(paths: list[Path], source: str, problems: list[Problem]) -> Iterable[Path]:
    slots: dict[str, tuple[Path, str]] = {}
    for path in paths:
        sha = hash_delivery(path)
        slot = path.name.removesuffix(".gz")
        if slot in slots and slots[slot][1] != sha:
            other = slots[slot][0]
            found = f"two different deliveries of {source} have the name '{slot}'"
            problems.append(Problem(str(path), found, "", f"Remove one; the other is {other}."))
        slots.setdefault(slot, (path, sha))
    return (path for path, _ in slots.values())


def _is_synthetic(folder: Path, problems: list[Problem]) -> bool:
    marker = folder / MARKER
    if not marker.exists():
        return False
    try:
        return bool(yaml.safe_load(marker.read_text("utf-8")).get("synthetic"))
    except (yaml.YAMLError, AttributeError, UnicodeDecodeError):
        problems.append(Problem(str(marker), "cannot be read", "synthetic: true", "Write it again or remove it."))
        return True


def files_of(path: Path) -> list[Path]:
    """Give the files a delivery is made of: itself, its companions, or all files of a folder."""
    if path.is_dir():
        return sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
    companions = (path.with_suffix(suffix) for suffix in COMPANIONS.get(path.suffix.lower(), ()))
    return [path, *(p for p in companions if p.exists())]


def hash_delivery(path: Path) -> str:
    """Give the SHA-256 over names and bytes of a delivery's files; of a single file, over its bytes alone."""
    files = files_of(path)
    if len(files) == 1 and path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    whole = hashlib.sha256()
    for file_path in files:
        whole.update(f"{file_path.name}\0{file_path.stat().st_size}\0".encode())
        whole.update(file_path.read_bytes())
    return whole.hexdigest()


@dataclass(frozen=True)
class Keeper:
    """The folder in which deliveries are kept, and the register of one region in it."""

    folder: Path
    region: str

    @property
    def register(self) -> Path:
        return self.folder / f"{self.region}.jsonl"

    def path(self, delivery: Delivery) -> Path:
        """Where a kept delivery lies."""
        return self.folder / delivery.sha256[:2] / delivery.sha256 / delivery.file

    def kept(self) -> list[Delivery]:
        """Give every delivery in the register, oldest first; a line torn by a crash does not count."""
        if not self.register.exists():
            return []
        lines = self.register.read_text("utf-8").split("\n")
        return [Delivery(**json.loads(line)) for line in lines if line.endswith("}")]

    def current(self, sources: Iterable[str]) -> list[Delivery]:
        """Give the newest delivery of every slot of these sources, in a fixed order."""
        newest = {d.slot: d for d in self.kept() if d.source in set(sources)}
        return [newest[slot] for slot in sorted(newest)]

    def keep(self, found: Found, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> list[Delivery]:
        """Keep what is new; give only that. The bytes stand on disk before the register names them."""
        newest = {d.slot: d.sha256 for d in self.kept()}
        new = []
        for source, paths in found.paths.items():
            for path in paths:
                delivery = _describe(path, source, found.synthetic, clock())
                if newest.get(delivery.slot) != delivery.sha256:
                    self._copy(path, delivery)
                    self._list(delivery)
                    new.append(delivery)
        return new

    def _copy(self, path: Path, delivery: Delivery) -> None:
        place = self.path(delivery).parent
        if place.exists():
            return
        part = place.with_name(f".{place.name}.{os.getpid()}")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        root = path if path.is_dir() else path.parent
        for file in files_of(path):
            target = part / (path.name if path.is_dir() else "") / file.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        part.rename(place)

    def _list(self, delivery: Delivery) -> None:
        torn = self.register.exists() and not self.register.read_bytes().endswith(b"}\n")
        with self.register.open("a", encoding="utf-8") as file:
            file.write(("\n" if torn else "") + json.dumps(asdict(delivery), sort_keys=True) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _describe(path: Path, source: str, synthetic: bool, now: datetime) -> Delivery:
    files = files_of(path)
    dated = datetime.fromtimestamp(max(file.stat().st_mtime for file in files), UTC)
    size = sum(file.stat().st_size for file in files)
    stamp = now.isoformat(timespec="seconds")
    return Delivery(source, path.name, hash_delivery(path), stamp, dated.date().isoformat(), size, synthetic)
