"""Write docs/reference from the code; with --check only say which pages are no longer current."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reference.pages import PAGES

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"


def check_pages() -> Iterator[str]:
    """Give a line for every page that is not what the code says, and for every page that no code makes."""
    for name, render in PAGES.items():
        path = FOLDER / name
        if not path.exists() or path.read_text("utf-8") != render():
            yield f"docs/reference/{name}  not what the code says\n  Run 'make docs'."
    for path in sorted(FOLDER.glob("*.md")):
        if path.name not in PAGES and path.name != "README.md":
            yield f"docs/reference/{path.name}  no code makes this page\n  Remove it, or add it to PAGES."


def write_pages() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, render in PAGES.items():
        (FOLDER / name).write_text(render(), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--check"]:
        write_pages()
        print(f"Wrote {len(PAGES)} pages to docs/reference.")
    elif problems := list(check_pages()):
        sys.exit("\n".join(problems))
    else:
        print(f"All {len(PAGES)} generated pages are current.")
