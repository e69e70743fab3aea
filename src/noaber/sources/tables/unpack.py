"""From what lies on disk to named parts: plain files, gzip, zip, shapefiles with their companions, folders."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from noaber.vocabulary.errors import DeliveryError, Problem

MAX_BYTES = 2 * 1024**3
"""Bytes of all parts of one delivery together after unpacking; more is refused as a mistake or an attack."""
MAX_MEMBERS = 10_000
CHUNK = 1024 * 1024
COMPANIONS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
UNPLEASANT = re.compile(r"^[/\\]|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|\0")


def unpack_parts(path: Path, limit: int = MAX_BYTES) -> dict[str, bytes]:
    """Read a delivery from disk as its parts: name to bytes, unpacked, in order of name.

    A `.gz` loses that suffix; a `.zip` and a folder give their members under relative names; a `.shp` brings the
    companions beside it. Raises DeliveryError for what is damaged, larger than `limit` bytes after unpacking, or
    named so that it would land outside its own folder.
    """
    budget = _Budget(limit)
    try:
        if path.is_dir():
            pairs: Iterable[tuple[str, bytes]] = _read_folder(path, budget)
        elif path.suffix.lower() == ".shp":
            pairs = _read_companions(path, budget)
        else:
            pairs = _expand(path.name, _read_file(path, budget), budget)
        return _collect(path, pairs)
    except OSError as error:
        raise _refusal(path.name, f"cannot be read: {error.strerror or error}", "a readable file") from error


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Budget:
    """The bytes a delivery may still unpack to."""

    def __init__(self, limit: int) -> None:
        self.limit = self.left = limit

    def spend(self, name: str, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _refusal(
                name,
                f"unpacks to more than {self.limit:,} bytes",
                f"at most {self.limit:,} bytes for a delivery",
                "Split the delivery, or check whether the archive is what the supplier meant to send.",
            )


def _refusal(name: str, found: str, expected: str = "", next_step: str = "") -> DeliveryError:
    return DeliveryError(Problem(name, found, expected, next_step or "Ask the supplier for the file again."))


def _collect(path: Path, pairs: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    for name, data in pairs:
        if name in parts:
            raise _refusal(f"{path.name}/{name}", "occurs twice", "every part once", "Remove one of the two.")
        parts[name] = data
    if not parts:
        raise _refusal(path.name, "holds no files", "at least one file")
    return dict(sorted(parts.items()))


def _read_file(path: Path, budget: _Budget) -> bytes:
    with path.open("rb") as stream:
        return _read_bounded(path.name, stream, budget)


def _read_bounded(name: str, stream: _Readable, budget: _Budget) -> bytes:
    held = io.BytesIO()
    while chunk := stream.read(CHUNK):
        budget.spend(name, len(chunk))
        held.write(chunk)
    return held.getvalue()


def _read_companions(path: Path, budget: _Budget) -> Iterator[tuple[str, bytes]]:
    for other in sorted(path.parent.iterdir()):
        if other.stem == path.stem and other.suffix.lower() in COMPANIONS:
            yield other.name, _read_file(other, budget)


def _read_folder(path: Path, budget: _Budget) -> Iterator[tuple[str, bytes]]:
    files = [file for file in sorted(path.rglob("*")) if file.is_file()]
    for file in files:
        name = file.relative_to(path).as_posix()
        if _is_rubbish(name):
            continue
        if not file.resolve().is_relative_to(path.resolve()):
            raise _refusal(f"{path.name}/{name}", "links to a file outside the folder", "files of the folder itself")
        yield from _expand(name, _read_file(file, budget), budget)


def _is_rubbish(name: str) -> bool:
    """Say whether a name is what file managers leave behind, such as `.DS_Store` and `__MACOSX/`."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _expand(name: str, data: bytes, budget: _Budget) -> Iterable[tuple[str, bytes]]:
    lower = name.lower()
    if lower.endswith(".gz"):
        return [(name[:-3], _gunzip(name, data, budget))]
    if lower.endswith(".zip"):
        return _unzip(name, data, budget)
    return [(name, data)]


def _gunzip(name: str, data: bytes, budget: _Budget) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return _read_bounded(name, stream, budget)
    except EOFError as error:
        raise _refusal(name, "is cut off: the gzip stops before its end", "a complete gzip file") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise _refusal(name, f"is damaged gzip: {error}", "a complete gzip file") from error


def _unzip(name: str, data: bytes, budget: _Budget) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check_members(name, members)
            for info in members:
                if not _is_rubbish(info.filename):
                    yield from _read_member(name, archive, info, budget)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _refusal(name, f"is a damaged zip: {error}", "a complete zip file") from error


def _check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise _refusal(name, f"holds {len(members):,} files", f"at most {MAX_MEMBERS:,}")
    problems = [
        Problem(
            f"{name}/{info.filename}",
            "has a name that points outside the archive",
            "relative names without ..",
            "Ask the supplier how this archive was made; do not unpack it by hand.",
        )
        for info in members
        if UNPLEASANT.search(info.orig_filename)
    ] + [
        Problem(
            f"{name}/{info.filename}",
            "is encrypted",
            "files without a password",
            "Ask for it without password.",
        )
        for info in members
        if info.flag_bits & 0x1
    ]
    if problems:
        raise DeliveryError(problems)


def _read_member(
    name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget
) -> Iterator[tuple[str, bytes]]:
    with archive.open(info) as stream:
        data = _read_bounded(f"{name}/{info.filename}", stream, budget)
    if info.filename.lower().endswith(".gz"):
        yield info.filename[:-3], _gunzip(f"{name}/{info.filename}", data, budget)
    else:
        yield info.filename, data
