"""The map in a real browser: by keyboard, by pointer and touch, without JavaScript, in light and dark, for axe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

FEW = "/nl/cijfer/inhabitants?gebieden=GM9001&niveau=gemeente&tot=2025"
MANY = "/nl/cijfer/house_value?niveau=buurt&gebieden=Drieland"
STATES = (
    FEW, MANY, f"{MANY}&grenzen=110000;150000", f"{MANY}&als=verschil&referentie=GM9002&indeling=gelijk&klassen=7",
    f"{MANY},BU90010000@2025,BU90010505@2025", f"{MANY}&tot=2024", FEW.replace("/nl/", "/de/"),
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CURSOR = "document.querySelector('.map-said [role=status]').textContent"


@pytest.fixture
def open_map(browser: Any, mapped_address: str) -> Iterator[Any]:
    """Open a page of the office with shapes and wait until its map is alive."""
    contexts = []

    def go(path: str, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(mapped_address + path, wait_until="load")
        if options.get("java_script_enabled", True) and page.query_selector("[data-map]"):
            page.locator("#kaart").scroll_into_view_if_needed()
            page.wait_for_selector("[data-map].alive")
        return page

    yield go
    for context in contexts:
        context.close()


def faults(page: Any) -> list[str]:
    """What axe finds: rule and places."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:4]}" for rule in found]


def wait_until(page: Any, told: str) -> None:
    """Wait until an expression is true; the policy of the page lets no program ask it there."""
    for _ in range(100):
        if page.evaluate(told):
            return
        page.wait_for_timeout(50)
    raise AssertionError(told)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", STATES)
def test_axe_finds_nothing_in_any_state(open_map: Any, path: str, scheme: str, width: int) -> None:
    """Classes, bounds, two colours, chosen areas, no shapes; nothing wider than the screen, nothing refused."""
    page = open_map(path, width, color_scheme=scheme)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.said == []


def test_axe_finds_nothing_in_a_map_in_use(open_map: Any) -> None:
    """Focused, zoomed in, with the cursor on an area and the bounds opened."""
    page = open_map(MANY)
    page.click(".map-choices summary")
    page.focus(".map-stage")
    page.keyboard.press("+")
    assert faults(page) == []


def test_pick_a_buurt_by_keyboard(open_map: Any) -> None:
    """One stop; arrows go to the buurt beside, it is told; Enter chooses it, and the map has the focus again."""
    page = open_map(MANY)
    page.focus("[data-zoom=in]")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.className") == "map-stage"
    assert page.evaluate(CURSOR).startswith("Vak 9-6: €")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(CURSOR).startswith("Vak 8-6: €")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(CURSOR).startswith("Vak 8-5: €")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # there is nothing further to the east
    assert page.evaluate(CURSOR).startswith("Vak 9-6: €")
    page.keyboard.press("PageDown")
    assert "plaats 2 van 68" in page.evaluate(CURSOR)
    page.keyboard.press("Enter")
    page.wait_for_url("**gebieden=Drieland,BU90030905@2025**")
    page.wait_for_selector("[data-map].alive")
    page.wait_for_selector(".map-stage:focus")
    assert page.evaluate(CURSOR).startswith("Vak 9-5: €")
    assert page.text_content(".map-pick") == "Uit de keuze halen"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "BU9003" not in url)


def test_the_keyboard_reaches_all_and_leaves(open_map: Any) -> None:
    """By rank every area, also hidden ones; Home the own one; Escape to the heading; Tab is never caught."""
    page = open_map(MANY.replace("Drieland", "BU90010404@2025"))
    page.focus(".map-stage")
    assert page.evaluate(CURSOR).startswith("Vak 4-4: ")
    told = {page.evaluate(CURSOR)}
    for _ in range(45):
        page.keyboard.press("PageUp")
    told.add(page.evaluate(CURSOR))
    for _ in range(45):
        page.keyboard.press("PageDown")
        told.add(page.evaluate(CURSOR))
    assert {"Vak 2-2: afgeschermd", "Vak 3-3: geen cijfer"} <= told
    assert len(told) == 42
    page.keyboard.press("Home")
    assert page.evaluate(CURSOR).startswith("Vak 4-4: ")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "kaart"
    page.focus(".map-stage")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.zoom") == "in"


def test_zooming(open_map: Any) -> None:
    """By key, button and wheel with Ctrl; names appear where there is room; all of it can be undone."""
    page = open_map(f"{MANY},BU90010000@2025")
    seen = "document.querySelector('.map-ground').getAttribute('viewBox')"
    shown = "[...document.querySelectorAll('.map-names text')].filter(e => e.getBoundingClientRect().width).length"
    whole, names = page.evaluate(seen), page.evaluate(shown)
    page.focus(".map-stage")
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert page.evaluate(seen) != whole
    assert page.evaluate(shown) > 0
    page.keyboard.press("0")
    assert (page.evaluate(seen), page.evaluate(shown)) == (whole, names)
    page.click("[data-zoom=own]")
    near = [float(part) for part in page.evaluate(seen).split()]
    assert near[2] < 1000
    page.click("[data-zoom=whole]")
    page.hover(".map-stage")
    page.mouse.wheel(0, -200)
    assert page.evaluate(seen) == whole
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    wait_until(page, f"{seen} != '{whole}'")
    page.keyboard.up("Control")


def test_pointing_lights_and_tells(open_map: Any) -> None:
    """What is pointed at in the map lights up in the ranking; a drag of a zoomed map chooses nothing."""
    page = open_map(FEW)
    page.hover(".map-ground a[data-area=GM9002]")
    page.wait_for_selector("tr.lit[data-area=GM9002]")
    assert page.evaluate(CURSOR).startswith("B-dorp: ")
    page.click("[data-zoom=in]")
    box = page.locator(".map-stage").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 120, steps=4)
    page.mouse.up()
    assert page.url.endswith("tot=2025")
    page.click("[data-zoom=whole]")
    page.click(".map-ground a[data-area=GM9002]")
    page.wait_for_url("**gebieden=GM9001,GM9002**")


def test_touch_reads_first_and_then_chooses(open_map: Any) -> None:
    """A finger covers what it points at."""
    page = open_map(FEW, 390, has_touch=True)
    page.tap(".map-ground a[data-area=GM9002]")
    wait_until(page, f"{CURSOR}.startsWith('B-dorp: ')")
    assert page.url.endswith("tot=2025")
    page.tap(".map-ground a[data-area=GM9002]")
    page.wait_for_url("**gebieden=GM9001,GM9002**")


def test_choosing_on_the_map_without_javascript(open_map: Any) -> None:
    """Few areas are links; of many there is a picture that loads, and nothing that does not work is shown."""
    page = open_map(FEW, java_script_enabled=False)
    page.click(".map-ground a[data-area=GM9002]")
    assert "gebieden=GM9001,GM9002" in page.url
    assert not page.is_visible(".map-tools")
    page = open_map(MANY, java_script_enabled=False)
    page.locator(".map-stage img").scroll_into_view_if_needed()
    wait_until(page, "document.querySelector('.map-stage img').naturalWidth > 0")
    page.click("text=natuurlijke groepen")
    assert "indeling=natuurlijk" in page.url
    page.click(".map-choices summary")
    page.fill("#grenzen", "110.000; 150.000")
    page.press("#grenzen", "Enter")
    assert "minder dan" in page.inner_text(".map-legend")


def test_the_first_page_stays_light(open_map: Any, mapped_address: str) -> None:
    """The drawing of many areas is fetched only when its place comes near."""
    asked: list[str] = []
    page = open_map("/nl/over")
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(mapped_address + MANY, wait_until="networkidle")
    assert not [url for url in asked if "breedte=los" in url]
    page.locator("#kaart").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map].alive")
    assert len([url for url in asked if "breedte=los" in url]) == 1
