"""Where everything this house keeps lies on disk, under one folder, and the content-addressed steps in it.

A step is a function of the keys of its inputs, its own parameters and the code; its key is the hash of these. Its
output is a folder that appears whole or not at all, so a crash leaves either the result or nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

import noaber
from noaber.sources.deliveries import Keeper
from noaber.sources.locking import is_running

ROOMS = ("vocabulary", "content", "methods", "privacy", "sources", "warehouse")


@cache
def code_version() -> str:
    """Give the hash of the code that makes figures; another code is another function."""
    root = Path(noaber.__file__).parent
    whole = hashlib.sha256()
    for room in ROOMS:
        for path in sorted(path for path in (root / room).rglob("*") if path.suffix in (".py", ".sql")):
            whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def step_key(name: str, parameters: Any, inputs: Iterable[str] = ()) -> str:
    """Give the key of a step: equal keys, equal bytes out."""
    said = json.dumps([name, code_version(), parameters, list(inputs)], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Step:
    """One step of a plan: what it makes, under which key, how, and of which other steps. `make` writes its output into
    a folder."""

    kind: str
    label: str
    key: str
    make: Callable[[Path], None] = field(compare=False, repr=False)
    needs: tuple[Step, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Store:
    """The one folder with all state: deliveries, cache, quarantine, releases, inbox."""

    home: Path

    def keeper(self, region: str) -> Keeper:
        """Where deliveries are kept."""
        return Keeper(self.home / "deliveries", region)

    def inbox(self) -> Path:
        """Where `fetch` puts what it brings."""
        return self.home / "inbox"

    def quarantine(self, region: str) -> Path:
        """Where bad rows lie with their reasons."""
        return self.home / "quarantine" / region

    def forgotten(self, region: str) -> Path:
        """The list of the pseudonyms of those who are to be forgotten."""
        return self.home / "forgotten" / f"{region}.txt"

    def releases(self, region: str) -> Path:
        """Where the releases of a region lie."""
        return self.home / "releases" / region

    def output(self, step: Step) -> Path:
        """Where the output of a step lies, made or not."""
        return self.home / "cache" / step.kind / step.key[:2] / step.key

    def has(self, step: Step) -> bool:
        """Say whether a step has been made."""
        return self.output(step).is_dir()

    def make(self, step: Step) -> bool:
        """Make a step unless it is there; says whether it was made now."""
        if self.has(step):
            return False
        with self.workplace() as part:
            step.make(part)
            place_whole(part, self.output(step))
        return True

    def make_all(self, steps: Iterable[Step]) -> int:
        """Make steps, and before them all that they need; says how many were made now."""
        made = 0
        for step in steps:
            if not self.has(step):
                made += self.make_all(step.needs) + self.make(step)
        return made

    def frame(self, step: Step, name: str) -> pl.DataFrame:
        """Read a frame of a step's output."""
        return pl.read_parquet(self.output(step) / f"{name}.parquet")

    def notes(self, step: Step) -> Any:
        """Read the notes of a step's output."""
        return json.loads((self.output(step) / "notes.json").read_text("utf-8"))

    def write_whole(self, path: Path, text: str) -> None:
        """Write a file whole or not at all; one that says the same stays as it is."""
        if path.exists() and path.read_bytes() == text.encode():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.workplace() as part:
            (part / path.name).write_bytes(text.encode())
            (part / path.name).replace(path)

    def workplace(self) -> _Workplace:
        """A folder for unfinished work on the same disk, gone afterwards."""
        return _Workplace(self.home / "work")


class _Workplace:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = Path(tempfile.mkdtemp(dir=folder, prefix=f"{os.getpid()}-"))

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def place_whole(part: Path, target: Path) -> None:
    """Move a finished folder to its place at once; an equal one that got there first stays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in part.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    try:
        part.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def write_notes(folder: Path, notes: Any) -> None:
    """Write notes of a step."""
    (folder / "notes.json").write_text(json.dumps(notes, ensure_ascii=False, sort_keys=True), "utf-8")


def sweep_work(home: Path) -> None:
    """Remove what killed processes left half-done; work of living ones stays."""
    for path in (home / "work").glob("*-*"):
        pid = path.name.partition("-")[0]
        if pid.isdigit() and not is_running(int(pid)):
            shutil.rmtree(path, ignore_errors=True)
    for pointer in (home / "releases").glob("*/.current-*"):
        pid = pointer.name.rpartition("-")[2]
        if pid.isdigit() and not is_running(int(pid)):
            pointer.unlink(missing_ok=True)
