"""Answers on disk, shared by all processes that serve a site: what one has made, the others need not make again.

One file per answer, named by the hash of its key, written whole or not at all. The shelf is emptied when the site
starts: an answer is never older than the program that made it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Headers = tuple[tuple[bytes, bytes], ...]
HEAD = 8  # bytes that say how long the description is
RECOUNT = 64  # answers after which is looked again how full the shelf is


@dataclass(frozen=True)
class Kept:
    """An answer as it is sent again."""

    headers: Headers
    body: bytes
    packed: bytes | None
    etag: bytes

    @property
    def size(self) -> int:
        """What it takes of the room set apart."""
        return len(self.body) + len(self.packed or b"") + 1000


def write_answer(kept: Kept) -> bytes:
    """Give an answer as the bytes of a file."""
    said = {
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in kept.headers],
        "etag": kept.etag.decode("ascii"),
        "packed": None if kept.packed is None else len(kept.packed),
    }
    head = json.dumps(said).encode("ascii")
    return len(head).to_bytes(HEAD, "big") + head + (kept.packed or b"") + kept.body


def read_answer(data: bytes) -> Kept:
    """Give the answer in the bytes of a file.

    >>> kept = Kept(((b"content-type", b"text/html"),), b"<p>", b"packed", b'"1"')
    >>> read_answer(write_answer(kept)) == kept
    True
    """
    start = HEAD + int.from_bytes(data[:HEAD], "big")
    said = json.loads(data[HEAD:start])
    headers = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in said["headers"])
    end = start + (said["packed"] or 0)
    return Kept(headers, data[end:], None if said["packed"] is None else data[start:end], said["etag"].encode("ascii"))


class AnswerShelf:
    """A folder with answers, of at most so many bytes; a full shelf takes nothing more."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most
        self._until_recount = 0
        self._full = False

    def empty(self) -> None:
        """Take everything off the shelf."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def find(self, key: str) -> Kept | None:
        """Give the answer under a key; None where there is none, or none that can be read."""
        try:
            return read_answer(self._path(key).read_bytes())
        except (OSError, ValueError, KeyError):
            return None

    def keep(self, key: str, kept: Kept) -> None:
        """Lay an answer on the shelf, if there is room; without a disk that can be written the site goes on as well."""
        if not self._has_room():
            return
        path = self._path(key)
        part = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(write_answer(kept))
            part.rename(path)

    def _path(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()

    def _has_room(self) -> bool:
        if not self._until_recount:
            self._until_recount = RECOUNT
            with suppress(OSError):
                self._full = sum(entry.stat().st_size for entry in os.scandir(self._folder)) > self._most
        self._until_recount -= 1
        return not self._full
