"""The page of flows in a real browser: axe, narrow screens, keyboard, without JavaScript, panels that light up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = (
    "/nl/stromen/workers", "/nl/stromen/workers?gebied=GM9001", "/de/stromen/workers?gebied=GM9002&richting=saldo",
    "/en/stromen/workers?gebied=GM9001&periode=2022&richting=in",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(page: Any) -> list[str]:
    """What axe finds: rule and places."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:4]}" for rule in found]


@pytest.fixture
def open_page(browser: Any, profile_address: str) -> Iterator[Any]:
    """Open a page of the office with shapes."""
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
    """In both schemes, wide and narrow; nothing wider than the screen."""
    page = open_page(path, width, color_scheme=scheme)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_the_narrowest_phone(open_page: Any, path: str) -> None:
    """At 320 pixels nothing is cut off, and the words of the map are as large as others."""
    page = open_page(path, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if page.query_selector(".flow-map.narrow"):
        assert page.is_visible(".flow-map.narrow")
        assert not page.is_visible(".flow-map.wide")
        words = page.query_selector(".flow-map.narrow text").bounding_box()
        assert words["height"] >= 13


def test_without_javascript(open_page: Any) -> None:
    """The form, the map and the rows are plain links and fields."""
    page = open_page("/nl/stromen/workers", java_script_enabled=False)
    page.fill("#gebied", "B-dorp")
    page.click("label:has-text('inkomend')")
    page.click("button:has-text('Toon')")
    assert "richting=in" in page.url
    assert "B-dorp" in page.inner_text("h1")
    page.click("#lijst ~ .scroll tbody a:has-text('A-stad')")
    assert "gebied=GM9001" in page.url
    page.click(".flow-map.wide .ground[data-area=GM9003]", position={"x": 12, "y": 12})
    assert "gebied=GM9003" in page.url
    with page.expect_download() as got:
        page.click("#lijst ~ footer a:has-text('Excel')")
    assert got.value.suggested_filename.endswith(".xlsx")


def test_what_is_pointed_at_lights_up_everywhere(open_page: Any) -> None:
    """A row lights its area, ribbon and name; by keyboard too."""
    page = open_page("/nl/stromen/workers?gebied=GM9001")
    page.focus("#lijst ~ .scroll tbody a:has-text('B-dorp')")
    assert page.eval_on_selector_all(".flow-map.wide .lit", "all => all.length") == 3
    page.hover("#lijst ~ .scroll tbody tr:has-text('C-ham') td")
    assert page.evaluate("document.querySelector('.flow-map.wide .ribbon.lit').dataset.area") == "GM9003"


def test_the_matrix_scrolls_in_its_box(open_page: Any) -> None:
    """And can be reached by keyboard; every number has its row and column header."""
    page = open_page("/nl/stromen/workers", 390)
    assert page.get_attribute("#matrix ~ .scroll", "tabindex") == "0"
    assert page.eval_on_selector_all(".matrix thead th", "all => all.every(one => one.scope == 'col')")
    assert page.eval_on_selector_all(".matrix tbody th", "all => all.every(one => one.scope == 'row')")
