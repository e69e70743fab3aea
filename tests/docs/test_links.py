"""Links inside the manual lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from manual_pages import ROOT, all_pages, anchors_of, links_of


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Files and headings that a page links to are there."""
    for link in links_of(page):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page}: {link}"
        assert not anchor or anchor in anchors_of(target), f"{page}: no heading for {link}"


def test_every_page_of_the_manual_can_be_found() -> None:
    """Each page below docs is linked from docs/README.md, or from the list of its own folder."""
    lists = [ROOT / "docs" / "README.md", ROOT / "docs" / "decisions" / "README.md"]
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in lists for link in links_of(page)}
    pages = set((ROOT / "docs").rglob("*.md")) - set(lists)
    assert pages <= linked, sorted(str(page) for page in pages - linked)
