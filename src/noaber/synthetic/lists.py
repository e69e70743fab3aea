"""The word lists, places and column layouts this package works from: data files, read once."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

Row = Mapping[str, str]


@dataclass(frozen=True)
class Lists:
    """What the data files say: tables (CSV), trees (YAML) and plain texts, by file name without ending."""

    tables: Mapping[str, tuple[Row, ...]]
    trees: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]


def read_lists(content: Path | None = None) -> Lists:
    """Read the data files of this package; a file of the same name in folder `content` comes first."""
    texts = {entry.name: entry.read_text("utf-8") for entry in (files(__package__) / "data").iterdir()}
    if content is not None:
        texts |= {name: path.read_text("utf-8") for name in texts if (path := content / name).is_file()}
    return parse_lists(texts)


def parse_lists(texts: Mapping[str, str]) -> Lists:
    """Turn the text of each data file, by file name, into tables, trees and plain texts."""

    def ending(end: str) -> dict[str, str]:
        return {name.removesuffix(end): text for name, text in texts.items() if name.endswith(end)}

    return Lists(
        {name: tuple(csv.DictReader(io.StringIO(text))) for name, text in ending(".csv").items()},
        {name: yaml.safe_load(text) for name, text in ending(".yml").items()},
        {name: text.strip() for name, text in ending(".txt").items()},
    )
