"""Page texts stand in texts/*.md; what the code says comes in the place of marks such as <!-- settings -->."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
MARK = re.compile(r"<!-- (\w+) -->")


def render_page(name: str, **parts: str) -> str:
    """Give a page with every mark replaced by its part; KeyError where a mark has none."""
    return fill_marks((FOLDER / f"{name}.md").read_text("utf-8"), parts)


def fill_marks(text: str, parts: dict[str, str]) -> str:
    """Put parts in the place of their marks.

    >>> fill_marks("# A <!-- b -->", {"b": "c"})
    '# A c'
    """
    return MARK.sub(lambda mark: parts[mark[1]], text)
