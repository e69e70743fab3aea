"""Breaking content on purpose, and hearing what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from noaber.content.read import read_region
from noaber.vocabulary.errors import ContentError, Problem


def replace_once(folder: Path, file: str, old: str, new: str) -> None:
    """Put `new` in the place of the one `old` in a file; of an empty `old`, in the place of everything."""
    path = folder / file
    text = path.read_text("utf-8") if path.exists() else ""
    assert not old or text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new) if old else new, "utf-8")


def problems_in(folder: Path) -> tuple[Problem, ...]:
    """What reading the content says."""
    with pytest.raises(ContentError) as caught:
        read_region(folder)
    return caught.value.problems
