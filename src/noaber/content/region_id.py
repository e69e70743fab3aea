"""Which region a folder is, without reading the rest of it."""

from __future__ import annotations

from pathlib import Path

from noaber.content.located import parse_yaml


def read_region_id(folder: Path) -> str:
    """Give the id that a folder's region.yml states; the folder's own name where there is no such file to read."""
    file = folder / "region.yml"
    data = parse_yaml(file.read_text("utf-8", errors="replace"), str(file)).data if file.is_file() else None
    stated = data.get("region") if isinstance(data, dict) else None
    return stated if isinstance(stated, str) else folder.name
