"""What we remember of a source between two fetches: state.json in its folder of the inbox."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

STATE = "state.json"


@dataclass(frozen=True)
class Validator:
    """What the supplier called the version of one answer (ETag, Last-Modified)."""

    url: str
    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """The question 'only if it changed'; empty where the supplier named no usable version."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value and value.isascii()}


@dataclass(frozen=True)
class Kept:
    """The last delivery that was fetched; `spec` tells how it was asked for, `fetched` when (UTC)."""

    spec: str
    version: str
    file: str
    sha256: str
    size: int
    pages: int
    rows: int
    fetched: str
    validators: tuple[Validator, ...] = ()


def read_kept(folder: Path) -> Kept | None:
    """The last delivery; None where there is none any more, or the state cannot be read: then all is fetched."""
    try:
        found = json.loads((folder / STATE).read_text("utf-8"))
        validators = tuple(Validator(**validator) for validator in found.pop("validators"))
        kept = Kept(**found, validators=validators)
        return kept if (folder / kept.file).stat().st_size == kept.size else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_kept(folder: Path, kept: Kept) -> None:
    """Remember a delivery."""
    write_json(folder / STATE, asdict(kept))


def write_json(file: Path, content: Mapping[str, Any]) -> None:
    """Write a small JSON file, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    arriving = file.with_name(file.name + ".arriving")
    arriving.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    os.replace(arriving, file)
