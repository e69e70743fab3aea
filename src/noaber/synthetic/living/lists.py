"""The assumptions of the living region: data files of this package, read once."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from noaber.synthetic.lists import Lists, parse_lists


def read_assumptions(content: Path | None = None) -> Lists:
    """Read rates, products, forms and published levels; a file of the same name in folder `content` comes first."""
    texts = {entry.name: entry.read_text("utf-8") for entry in (files(__package__) / "data").iterdir()}
    if content is not None:
        texts |= {name: path.read_text("utf-8") for name in texts if (path := content / name).is_file()}
    return parse_lists(texts)
