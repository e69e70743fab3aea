"""Every example of the manual runs, and gives what the manual says."""

from __future__ import annotations

from pathlib import Path

import pytest
from manual_pages import ROOT, all_pages, read_blocks
from manual_running import run_here, run_in_shell, run_page

AS_A_READER = ("README.md",)
"""Pages whose commands run each in a shell of its own, as a reader runs them; others run in this process."""
RUNNABLE = [page for page in all_pages() if any(b.language in ("console", "python") for b in read_blocks(page))]


@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are written, commands and snippets run in order in an empty folder, and print what stands below them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOABER_HOME", raising=False)
    shell = run_in_shell if str(page.relative_to(ROOT)) in AS_A_READER else run_here
    assert run_page(page, tmp_path, shell)


def test_the_manual_has_examples() -> None:
    """The pages that promise examples are found."""
    names = {str(page.relative_to(ROOT)) for page in RUNNABLE}
    assert {"README.md", "docs/tutorial.md", "docs/how-to/add-an-indicator.md"} <= names
