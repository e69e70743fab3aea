"""What docs/how-to/take-figures-into-a-program.md says, tried on a site on this machine; its fields are all of them."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from manual_pages import ROOT, parse_commands, read_blocks
from manual_running import agree, run_here, run_in_shell, run_snippet, serving

PAGE = ROOT / "docs" / "how-to" / "take-figures-into-a-program.md"
WRITTEN = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the hamlet's site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("programs"))
        patch.delenv("NOABER_HOME", raising=False)
        run_here("noaber new hamlet")
        run_here("noaber build hamlet --deliveries hamlet/example-deliveries")
        with serving("noaber serve hamlet") as address:
            yield address.removesuffix("/en/")


def test_examples_run(site: str) -> None:
    """Commands of the shell and of Python, in order."""
    names: dict[str, object] = {}
    ran = 0
    for block in read_blocks(PAGE):
        here = replace(block, text=block.text.replace(WRITTEN, site))
        if block.language == "py":
            run_snippet(here, names)
            ran += 1
        for command in parse_commands(here.text) if block.language == "bash" else ():
            code, output = run_in_shell(command.line)
            assert (code, agree(command.expected, output)) == (0, True), output
            ran += 1
    assert ran == 3


def _told(title: str) -> set[str]:
    """The fields of a table of the page."""
    rows = PAGE.read_text("utf-8").split(f"\n{title}")[1].split("\n\n")[1].splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("An indicator", "cijfer/inhabitants.json"),
        ("A table", "tabel.json?cijfers=inhabitants"),
        ("An explanation", "uitleg/share_women/Driedorp/2024.json"),
    ],
)
def test_every_field_is_told(site: str, title: str, path: str) -> None:
    """No more and no fewer than there are; the cells have what the page says."""
    with urllib.request.urlopen(f"{site}/nl/{path}", timeout=20) as answer:
        data = json.load(answer)
    assert data.keys() == _told(title)
    if "cells" in data:
        assert {"area", "period", "value", "status", "hidden", "series_break", "absence", "note"} <= data["cells"][
            0
        ].keys()


def test_the_command_gives_what_the_site_gives(site: str) -> None:
    """Field by field; only the address of the site is known to one of them."""
    with urllib.request.urlopen(f"{site}/en/uitleg/share_women/Driedorp/2024.json", timeout=20) as answer:
        there = json.load(answer)
    code, output = run_here("noaber explain share_women Driedorp 2024 --region hamlet --language en --json")
    here = json.loads(output)
    assert code == 0
    assert here.pop("citation") == there.pop("citation").replace(site, "")
    assert here == there


def test_the_page_is_found() -> None:
    """From the manual."""
    assert Path(PAGE).name in (ROOT / "docs" / "README.md").read_text("utf-8")
