"""Files that only grow by whole lines of JSON: a line torn by a crash does not count, and spoils no later one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Give what each whole line says, oldest first; nothing where there is no file."""
    text = path.read_text("utf-8", errors="replace") if path.exists() else ""
    for line in text.split("\n"):
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue


def append_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Add a line per entry; they stand on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        torn = file.read() not in (b"", b"\n")
        text = "".join(json.dumps(line, sort_keys=True) + "\n" for line in lines)
        file.write((b"\n" if torn else b"") + text.encode())
        file.flush()
        os.fsync(file.fileno())
