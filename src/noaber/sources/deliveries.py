"""Deliveries: found by the end of their path, kept for ever under the hash of their bytes, listed in a register.

A delivery is one file, or a folder or file with its companions (shapefile). What was kept is never changed; the
register only grows. The *slot* of a delivery is its source and file name: a newer delivery in the same slot
takes the place of the older one in the next build, and the older one stays for the releases made of it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any

import yaml

from noaber.content.source import SourceFile
from noaber.sources.crew import hire_crew
from noaber.sources.door import Admitted, Door
from noaber.sources.file_names import glob_of
from noaber.sources.line_files import append_lines, read_lines
from noaber.sources.locking import is_running
from noaber.sources.same_files import same_bytes
from noaber.sources.withdrawals import Receipt, read_withdrawals
from noaber.vocabulary.errors import DeliveryError, Problem

MARKER = "noaber-deliveries.yml"
UNKNOWN = "unknown_codes"
COMPANIONS = {".shp": (".dbf", ".shx", ".prj", ".cpg")}


@dataclass(frozen=True)
class Delivery:
    """One delivery as kept. `received_at` is when this office first kept these bytes (ISO, UTC).

    `sha256` is the hash of what the supplier sent; of personal data that is not what lies here."""

    source: str
    file: str
    sha256: str
    received_at: str
    dated: str
    size: int
    synthetic: bool = False
    kept: str = ""  # of personal data: the hash of what was kept of it
    door: str = ""  # and what the door did to it
    key: str = ""  # and the name of the key of its pseudonyms

    @property
    def slot(self) -> tuple[str, str]:
        """What a newer delivery of the same thing has in common with this one."""
        return self.source, self.file.removesuffix(".gz")

    @property
    def receipt(self) -> Receipt:
        """What was received when."""
        return self.source, self.file, self.sha256, self.received_at

    @property
    def content(self) -> str:
        """The hash of the bytes that lie here, by which they are found and steps know them."""
        return self.kept or self.sha256


@dataclass(frozen=True)
class Found:
    """What a search of a folder gave: files per source, and what is in the way."""

    paths: Mapping[str, list[Path]]
    synthetic: bool
    problems: list[Problem] = field(default_factory=list)
    personal: Mapping[str, SourceFile] = field(default_factory=dict)


def find_deliveries(folder: Path, sources: Mapping[str, SourceFile]) -> Found:
    """Find the deliveries of every source below a folder; two different files for one slot are a problem.

    What fits a source that joins another is not taken by that one as well."""
    if not folder.is_dir():
        raise DeliveryError(Problem(str(folder), "no such folder", "a folder with deliveries"))
    names = {path: path.relative_to(folder) for path in sorted(folder.rglob("*"))}
    seen = {path: name for path, name in names.items() if not any(part.startswith(".") for part in name.parts)}
    found: dict[str, list[Path]] = {}
    problems: list[Problem] = []
    for id, source in sources.items():
        others = [pattern for other in sources.values() if other.joins == id for pattern in other.deliveries]
        fits = {path for path, name in seen.items() if _matches(name, source.deliveries) and not _matches(name, others)}
        paths = [path for path in seen if path in fits and files_of(path)]
        found[id] = list(_one_per_slot(paths, id, problems))
    personal = {id: sources[id] for id, paths in found.items() if paths and sources[id].class_ == "personal"}
    return Found(found, _is_synthetic(folder, seen, problems), problems, personal)


def _matches(name: PurePath, patterns: Iterable[str]) -> bool:
    return any(name.match(glob_of(pattern)) for pattern in patterns)


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


def _is_synthetic(folder: Path, seen: Iterable[Path], problems: list[Problem]) -> bool:
    """Say whether a marker in or around the folder calls its deliveries invented; one further down is a problem."""
    here = folder.resolve()
    marker = next((place / MARKER for place in (here, *here.parents) if (place / MARKER).exists()), None)
    for path in seen if marker is None else ():
        if path.name == MARKER:
            found = "invented deliveries lie inside a folder of others"
            problems.append(Problem(str(path), found, "", f"Give {path.parent} by itself, or move it out."))
    return marker is not None and _says_synthetic(marker, problems)


def _says_synthetic(marker: Path, problems: list[Problem]) -> bool:
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
        """The file that lists the region's deliveries, one a line, oldest first."""
        return self.folder / f"{self.region}.jsonl"

    @property
    def withdrawn(self) -> Path:
        """The file that lists which of them were taken back."""
        return self.folder / f"{self.region}.withdrawn.jsonl"

    def path(self, delivery: Delivery) -> Path:
        """Where a kept delivery lies."""
        name = f"{delivery.file}.parquet" if delivery.kept else delivery.file
        return self.folder / delivery.content[:2] / delivery.content / name

    def kept(self) -> list[Delivery]:
        """Give every delivery in the register, oldest first."""
        return [Delivery(**line) for line in read_lines(self.register)]

    def current(self, sources: Iterable[str]) -> list[Delivery]:
        """Give the newest delivery of every slot of these sources that was not taken back, in a fixed order."""
        wanted, gone = set(sources), read_withdrawals(self.withdrawn)
        newest = {d.slot: d for d in self.kept() if d.source in wanted and d.receipt not in gone}
        return [newest[slot] for slot in sorted(newest)]

    def keep(
        self,
        found: Found,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        door: Door | None = None,
        processes: int = 1,
    ) -> list[Delivery]:
        """Keep what is new; give only that. The bytes stand on disk before the register names them.

        Of personal data only what the door lets through is kept; what it refuses is told when all others are kept."""
        self._sweep()
        now = clock()  # one moment for all: which of them counts as newer must not follow how fast they are copied
        newest = {d.slot: (d.sha256, d.synthetic, d.door) for d in self.kept()}
        coming: dict[tuple[str, str], tuple[Path, Delivery]] = {}
        for source, paths in found.paths.items():
            for path in paths:
                mark = _door(door).mark(found.personal[source]) if source in found.personal else ""
                delivery = replace(_describe(path, source, found.synthetic, now), door=mark)
                if newest.get(delivery.slot) != (delivery.sha256, delivery.synthetic, delivery.door):
                    coming[delivery.slot] = path, delivery
        standing = {slot: sha for slot, (sha, _, _) in newest.items()}
        standing |= {slot: delivery.sha256 for slot, (_, delivery) in coming.items()}
        twice = same_bytes(standing, [slot for slot in coming if slot[0] in found.personal])
        problems = list(twice.values())
        tasks = [
            (path, delivery, found.personal.get(delivery.source))
            for slot, (path, delivery) in coming.items() if slot not in twice
        ]  # fmt: skip
        size = sum(delivery.size for _, delivery, _ in tasks)
        door = _door(door).with_keys() if any(personal for *_, personal in tasks) else None
        new: list[Delivery] = []
        with hire_crew(size, _receiver, (self, door), processes) as receive:
            for kept, refused in receive(tasks):
                problems += refused
                if kept:
                    self.enter(kept)
                    new.append(kept)
        if problems:
            raise DeliveryError(problems)
        return new

    def lay_down(self, path: Path, delivery: Delivery, personal: SourceFile | None, door: Door | None) -> Delivery:
        """Lay a delivery in its place, of personal data what the door lets through; gives it as kept."""
        if personal:
            return self.store(delivery, _door(door).admit(path, personal))
        self._copy(path, delivery)
        return delivery

    def store(self, delivery: Delivery, admitted: Admitted) -> Delivery:
        """Lay down what was admitted of a delivery of personal data; gives the delivery with the hash of that."""
        data = io.BytesIO()
        admitted.table.write_parquet(data, compression_level=1)  # what is written once need not be smallest
        kept = replace(delivery, kept=hashlib.sha256(data.getvalue()).hexdigest(), key=admitted.key)
        place = self.path(kept)
        if not place.exists():
            part = self.folder / f".{kept.kept}.{os.getpid()}"
            part.mkdir(parents=True, exist_ok=True)
            notes = _door_notes(place)
            said = {**admitted.counts, UNKNOWN: admitted.unknown_codes}
            _write(part / notes.name, json.dumps(said, sort_keys=True).encode())
            _write(part / place.name, data.getvalue())
            place.parent.mkdir(parents=True, exist_ok=True)
            for name in (notes.name, place.name):  # what names the delivery comes last
                (part / name).rename(place.parent / name)
            part.rmdir()
        return kept

    def discard(self, kept: Path) -> None:
        """Remove what was kept of a delivery of personal data, and its folder with the last in it."""
        for path in (kept, _door_notes(kept)):
            path.unlink(missing_ok=True)
        if not any(kept.parent.iterdir()):
            kept.parent.rmdir()

    def door_notes(self, delivery: Delivery) -> dict[str, int]:
        """Give what happened to a delivery at the door, in counts; nothing where it came in by none."""
        return {name: count for name, count in self._noted(delivery).items() if name != UNKNOWN}

    def unknown_codes(self, delivery: Delivery) -> dict[str, dict[str, int]]:
        """Give by column which unknown codes stood in a delivery, and how often: those that can only be codes."""
        return dict(self._noted(delivery).get(UNKNOWN, {}))

    def _noted(self, delivery: Delivery) -> dict[str, Any]:
        return dict(json.loads(_door_notes(self.path(delivery)).read_text("utf-8"))) if delivery.kept else {}

    def _sweep(self) -> None:
        """Remove half copies of processes that are gone."""
        for part in self.folder.glob(".*.*"):
            pid = part.name.rpartition(".")[2]
            if pid.isdigit() and not is_running(int(pid)):
                shutil.rmtree(part, ignore_errors=True)

    def _copy(self, path: Path, delivery: Delivery) -> None:
        """Copy the files of a delivery to their place, the one that names it last."""
        place = self.path(delivery)
        if place.exists():
            return
        part = self.folder / f".{delivery.sha256}.{os.getpid()}"
        shutil.rmtree(part, ignore_errors=True)
        root = path.parent
        for file in files_of(path):
            target = part / file.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy_file(file, target)
        place.parent.mkdir(parents=True, exist_ok=True)
        for copied in sorted(part.iterdir(), key=lambda copied: copied.name == place.name):
            copied.rename(place.parent / copied.name)
        part.rmdir()

    def enter(self, delivery: Delivery) -> None:
        """Enter a delivery, whose bytes stand on disk, in the register."""
        append_lines(self.register, [asdict(delivery)])


Received = tuple[Delivery | None, Sequence[Problem]]
"""A delivery as kept, or why it is not."""


def _receiver(keeper: Keeper, door: Door | None) -> Callable[[tuple[Path, Delivery, SourceFile | None]], Received]:
    """Give the function that receives one delivery, in whatever process."""

    def receive(task: tuple[Path, Delivery, SourceFile | None]) -> Received:
        try:
            return keeper.lay_down(*task, door), ()
        except DeliveryError as error:
            return None, error.problems

    return receive


def _door_notes(kept: Path) -> Path:
    return kept.with_suffix(".door.json")


def _door(door: Door | None) -> Door:
    """Give the door; without one nobody's data comes in."""
    if door is None:
        problem = Problem("door", "a delivery of personal data", "a key for pseudonyms", "See 'noaber key new'.")
        raise DeliveryError(problem)
    return door


def _copy_file(file: Path, target: Path) -> None:
    with file.open("rb") as source, target.open("wb") as copied:
        shutil.copyfileobj(source, copied)
        copied.flush()
        os.fsync(copied.fileno())


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _describe(path: Path, source: str, synthetic: bool, now: datetime) -> Delivery:
    files = files_of(path)
    dated = datetime.fromtimestamp(max(file.stat().st_mtime for file in files), UTC)
    size = sum(file.stat().st_size for file in files)
    stamp = now.isoformat(timespec="seconds")
    return Delivery(source, path.name, hash_delivery(path), stamp, dated.date().isoformat(), size, synthetic)
