"""Pages with hidden figures in a real browser: axe, wide and narrow, light and dark; what is offered can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from running_sites import served_app
from signing_office import SigningOffice

from noaber.products.typefaces import Typefaces
from noaber.web.app import create_app
from noaber.web.release_store import ReleaseStore

pytestmark = pytest.mark.browser

LEVEL = "gebieden=GM9003&niveau=gemeente"
PAGES = (
    f"/nl/cijfer/inhabitants?{LEVEL}", "/de/gebied/GM9003", "/en/stromen/workers?gebied=GM9001",
    f"/nl/ingesloten/inhabitants/kaart?{LEVEL}", f"/de/ingesloten/inhabitants/ranglijst?{LEVEL}",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def public_address(signing_office: SigningOffice, typefaces: Typefaces) -> Iterator[str]:
    """The address of the site of the office in tiers, without accounts: what everybody sees."""
    with served_app(create_app(ReleaseStore(signing_office.office.releases), typefaces=typefaces)) as base:
        yield base


@pytest.fixture
def open_page(browser: Any, public_address: str) -> Iterator[Any]:
    """Open a page at a width."""
    contexts = []

    def go(path: str, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(public_address + path, wait_until="load")
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Any, path: str, width: int, scheme: str) -> None:
    """With the notes there and seen; nothing wider than the screen."""
    page = open_page(path, width, color_scheme=scheme)
    notes = page.query_selector_all(".hidden-note")
    assert notes
    assert all(note.is_visible() for note in notes)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("place", ["#trend", "#ranglijst", "#getallen", "#kaart"])
def test_what_is_offered_is_reached(open_page: Any, place: str) -> None:
    """By a click, without JavaScript."""
    page = open_page(PAGES[0], java_script_enabled=False)
    page.click(f"section:has({place}) .hidden-note a")
    page.wait_for_url("**gebieden=Drieland")
    assert "Drieland" in page.inner_text("h1")


def test_a_flow_is_explained_in_its_place(open_page: Any) -> None:
    """What is offered for a flow opens over the page, with its number."""
    page = open_page(PAGES[2])
    page.click("#lijst ~ .hidden-note a")
    page.wait_for_selector("dialog[open] h2")
    assert "96" in page.inner_text("dialog[open]")


def test_from_a_panel_elsewhere_it_opens_by_itself(open_page: Any) -> None:
    """In a window of its own."""
    page = open_page(PAGES[4])
    with page.expect_popup() as opened:
        page.click(".hidden-note a")
    opened.value.wait_for_load_state()
    assert "gebieden=Drieland" in opened.value.url
