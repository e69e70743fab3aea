"""Flows that were counted from records, on the page of flows: with numbers, and where all of them are hidden."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from people_deliveries import KEYS

from noaber.content.read import read_region
from noaber.products.typefaces import Typefaces
from noaber.sources.deliveries import MARKER
from noaber.sources.door import Door
from noaber.vocabulary.languages import LANGUAGES
from noaber.warehouse.build import build
from noaber.warehouse.query import Release, open_release
from noaber.warehouse.store import Store
from noaber.web.app import create_app
from noaber.web.release_store import FixedRelease

TESTS = Path(__file__).resolve().parents[1]
FIRST, SECOND, THIRD = "BU90010000", "BU90020000", "GM9003"


def release_of(moves: Mapping[tuple[str, str], int], folder: Path) -> Release:
    """Build the office with shops of which so many moved from one place to another within a year."""
    deliveries = folder / "in"
    shutil.copytree(TESTS / "office_deliveries", deliveries)
    (deliveries / MARKER).write_text("synthetic: true\n", "utf-8")
    pairs = [pair for pair, number in moves.items() for _ in range(number)]
    for end, year in enumerate((2023, 2024)):
        lines = [f"{99_000_000 + at};{pair[end]};E;1" for at, pair in enumerate(pairs)]
        text = "\n".join(["nummer;buurt;branche;banen", *lines])
        (deliveries / f"shops_{year}.csv").write_text(text + "\n", "utf-8")
    region = read_region(TESTS / "office")
    built = build(region, Store(folder / "home"), deliveries, door=Door(region, lambda: KEYS))
    return open_release(built.release.folder)


STAY = {(FIRST, FIRST): 20, (SECOND, SECOND): 20, (THIRD, THIRD): 20}


def test_moves_are_on_the_page_without_any_declaration_more(
    visit: Callable[[Any], Any], typefaces: Typefaces, tmp_path: Path
) -> None:
    """Who went where, with the few hidden, and what would tell them; those who stayed in their place have not moved."""
    release = release_of({**STAY, (FIRST, SECOND): 8, (SECOND, THIRD): 3}, tmp_path)
    flows = release.flows("shop_moves", "2023").frame
    told = {(one, other): (value, hidden) for one, other, value, _, hidden in flows.iter_rows()}
    assert told["GM9001", "GM9002"] == told["GM9002", "GM9003"] == (None, True)
    answer = visit(create_app(FixedRelease(release), typefaces=typefaces)).get("/nl/stromen/shop_moves?gebied=A-stad")
    assert answer.status_code == 200
    assert 'slice=came_from=GM9001"' in answer.text


def test_a_page_of_hidden_flows_stands(visit: Callable[[Any], Any], typefaces: Typefaces, tmp_path: Path) -> None:
    """Where all flows are about too few: in every language, without a number."""
    release = release_of({**STAY, (FIRST, SECOND): 3}, tmp_path)
    assert release.flows("shop_moves", "2023").frame["value"].is_null().all()
    visitor = visit(create_app(FixedRelease(release), typefaces=typefaces))
    for language in LANGUAGES:
        assert visitor.get(f"/{language}/stromen/shop_moves?gebied=A-stad").status_code == 200
