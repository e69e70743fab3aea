"""The profile in a real browser: axe wide, narrow, dark and unfolded; on a phone; on paper; by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = (
    "/nl/gebied/GM9001", "/de/gebied/Drieland?toon=alles", "/en/gebied/BU90010000@2024",
    "/nl/cijfer/inhabitants?gebieden=GM9001",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def open_page(browser: Any, profile_address: str) -> Iterator[Any]:
    """Open a page of the site at a width, in a light or dark scheme, with or without JavaScript."""
    contexts = []

    def go(path: str, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(profile_address + path, wait_until="load")
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Any, path: str, width: int, scheme: str) -> None:
    """WCAG 2.2 AA and best practice, in both schemes; nothing wider than the screen."""
    page = open_page(path, width, color_scheme=scheme)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_the_narrowest_phone(open_page: Any, path: str) -> None:
    """At 320 pixels nothing is cut off, no text is too small, and the map has no names that would be."""
    page = open_page(path, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (
        page.evaluate(
            "Math.min(...[...document.querySelectorAll('main *')].filter(e => e.childNodes.length && e.offsetParent"
            " && !e.classList.contains('st')).map(e => parseFloat(getComputedStyle(e).fontSize)))"
        )
        >= 13
    )
    assert not any(label.is_visible() for label in page.query_selector_all(".locator text"))


def test_without_javascript_and_by_keyboard(open_page: Any) -> None:
    """A tab leads to its place; the map is no stop on the way, its names in the sentence are."""
    page = open_page("/nl/gebied/GM9001", java_script_enabled=False)
    page.click("nav.tabs a[href='#bevolking']")
    assert page.url.endswith("#bevolking")
    assert not page.query_selector_all(".locator a:not([tabindex='-1'])")
    page.click("#ligging p.sub a:has-text('B-dorp')")
    assert page.inner_text("h1") == "B-dorp"


def test_print_is_a_document(open_page: Any) -> None:
    """On paper: the figures, the map, the pyramid and the story; no tabs, no lists of links; two or three sheets."""
    page = open_page("/nl/gebied/GM9001")
    page.emulate_media(media="print")
    for shown in ("h1", ".glance", ".locator", ".pyramid", ".story", ".print-only"):
        assert page.is_visible(shown), shown
    for hidden in ("nav.tabs", "#zoals", "#delen-van", ".share"):
        assert not page.is_visible(hidden), hidden
    assert 1 <= page.pdf(format="A4").count(b"/Type /Page\n") <= 4
