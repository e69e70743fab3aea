"""The website in a real browser: axe over every kind of page, wide and narrow, by keyboard, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = (
    "/nl/", "/de/cijfers", "/en/cijfers/population", "/nl/cijfer/inhabitants?gebieden=GM9001",
    "/nl/cijfer/inhabitants?gebieden=GM9001,GM9002&als=index&uitsplitsing=sex",
    "/en/cijfer/inhabitants?gebieden=GM9001,GM9002&vorm=klein&draai=ja&volgorde=naam",
    "/nl/cijfer/women_share?gebieden=GM9001&als=verschil&niveau=buurt", "/de/cijfer/house_value?tot=2023",
    "/nl/gebieden", "/nl/gebied/GM9001", "/nl/bronnen", "/nl/bron/register", "/nl/uitgaven",
    "/nl/uitleg/growth/Drieland/2024-Q2", "/de/uitleg/inhabitants/GM9001/2024-Q4?als=index&basis=2023-Q1",
    "/en/uitleg/inhabitants/GM9002/2023-Q4?slice=sex=m", "/nl/zoek?q=inwoners", "/nl/over",
    "/en/toegankelijkheid", "/nl/nergens",
    "/nl/tabel", "/de/tabel?cijfers=inhabitants,women_share&delen=sex&kolommen=cijfer",
    "/nl/cijfer/inhabitants/herzieningen?gebied=GM9001",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    """Open a page of the site at a width, in a light or dark scheme, with or without JavaScript."""
    contexts = []

    def go(path: str, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path, wait_until="load")
        return page

    yield go
    for context in contexts:
        context.close()


def faults(page: Any) -> list[str]:
    """What axe finds: rule and places."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:4]}" for rule in found]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Any, path: str, width: int) -> None:
    """WCAG 2.2 AA and best practice, as far as a program can tell; nothing wider than the screen."""
    page = open_page(path, width)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES[:4] + PAGES[7:8])
def test_dark_colours_have_contrast_too(open_page: Any, path: str) -> None:
    """The dark scheme meets the same rules."""
    assert faults(open_page(path, color_scheme="dark")) == []


@pytest.mark.parametrize("path", PAGES)
def test_the_narrowest_phone(open_page: Any, path: str) -> None:
    """At 320 pixels, which is also 400 % zoom, nothing is cut off and no text is too small."""
    page = open_page(path, 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')].filter(e => e.childNodes.length && e.offsetParent"
        " && !e.classList.contains('st')).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 13


def test_by_keyboard(open_page: Any) -> None:
    """The first key is the skip link; every stop is visible; the form is sent by Enter."""
    page = open_page("/nl/cijfer/inhabitants?gebieden=GM9001")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        box = page.evaluate("(e => [e.offsetWidth, e.offsetHeight])(document.activeElement)")
        assert min(box) > 0
        if name == "erbij":
            break
    page.keyboard.type("B-dorp")
    page.keyboard.press("Enter")
    page.wait_for_url("**gebieden=GM9001,GM9002**")
    assert "B-dorp" in page.inner_text("form.bar")


def test_without_javascript(open_page: Any) -> None:
    """Search, language, form and downloads are plain links and forms."""
    page = open_page("/nl/", java_script_enabled=False)
    page.fill("#zoek-groot", "inwoners")
    page.press("#zoek-groot", "Enter")
    page.click("main a:has-text('Inwoners')")
    page.click("label:has-text('Index')")
    page.click("button:has-text('Toon')")
    assert "als=index" in page.url
    page.click("a[hreflang=de]")
    assert "/de/" in page.url
    assert "als=index" in page.url
    with page.expect_download() as got:
        page.click("a:has-text('Excel')")
    assert got.value.suggested_filename.endswith(".xlsx")


def test_nothing_is_refused_and_nothing_fetched_elsewhere(open_page: Any, address: str) -> None:
    """The policy blocks nothing of ours, and no request leaves the site."""
    said: list[str] = []
    asked: list[str] = []
    page = open_page("/nl/over")
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/nl/cijfer/inhabitants?gebieden=GM9001", wait_until="networkidle")
    assert said == []
    assert all(url.startswith((address, "data:")) for url in asked)
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0 || i.loading == 'lazy')")


def test_charts_keep_the_size_of_their_words(open_page: Any) -> None:
    """On a phone the names of lines stand below the chart instead of beside it, and no word is drawn smaller."""
    for width, beside in ((1280, True), (390, False)):
        page = open_page("/nl/cijfer/inhabitants?gebieden=GM9001", width)
        assert page.is_visible("#trend ~ figure .ends") is beside
        assert page.is_visible("#trend ~ figure .chart-key") is not beside
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.chart text')).fontSize)") >= 13


def test_print_shows_content_only(open_page: Any) -> None:
    """On paper there is no menu, form or download."""
    page = open_page("/nl/cijfer/inhabitants?gebieden=GM9001")
    page.emulate_media(media="print")
    for hidden in (".search", "form.bar", ".downloads", ".crumb"):
        assert not page.is_visible(hidden)
    assert page.is_visible("h1")


def test_the_share_panel_copies(open_page: Any) -> None:
    """By keyboard: open, copy the frozen link, hear that it is done; nothing for axe to find."""
    page = open_page("/nl/cijfer/inhabitants?gebieden=GM9001", permissions=["clipboard-read", "clipboard-write"])
    page.focus("#delen summary")
    page.keyboard.press("Enter")
    page.focus("[data-copies=deel-frozen]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".share-said:text-is('Gekopieerd.')")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#deel-frozen")
    assert page.evaluate("document.activeElement.dataset.copies") == "deel-frozen"
    assert faults(page) == []


def test_sharing_without_javascript(open_page: Any) -> None:
    """The addresses are there to select; no button that does nothing."""
    page = open_page("/nl/gebied/GM9001", java_script_enabled=False)
    page.click("#delen summary")
    assert page.input_value("#deel-living").endswith("/nl/gebied/GM9001")
    assert not page.is_visible("#delen button")


def test_a_png_is_set_in_our_typefaces(open_page: Any, address: str) -> None:
    """There is ink where title and address stand: a typeface that is not found would leave them white."""
    page = open_page("/nl/over")
    ink = page.evaluate(
        """async (href) => {
          const image = await createImageBitmap(await (await fetch(href)).blob());
          const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
          pen.drawImage(image, 0, 0);
          const dark = (top, height) => pen.getImageData(0, top, image.width, height).data
            .filter((value, at) => at % 4 == 1 && value < 128).length;
          return [dark(50, 80), dark(image.height - 110, 60)];
        }""",
        f"{address}/nl/cijfer/inhabitants/trend.png?gebieden=GM9001",
    )
    assert min(ink) > 1000


VALUE = "#getallen ~ .scroll tr.own td a.v >> nth=0"


def test_a_number_opens_its_card(open_page: Any) -> None:
    """By keyboard: the focus goes in and comes back, Escape closes, nothing for axe to find, light and dark."""
    for scheme, width in (("light", 1280), ("dark", 390)):
        page = open_page("/nl/cijfer/inhabitants?gebieden=GM9001&als=index", width, color_scheme=scheme)
        page.focus(VALUE)
        href = page.evaluate("document.activeElement.href")
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog[open] #kaart-titel")
        assert page.evaluate("document.activeElement.id") == "kaart-titel"
        assert page.inner_text("#kaart-titel").startswith("Waar komt")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("Escape")
        assert not page.is_visible("dialog")
        assert page.evaluate("document.activeElement.href") == href


def test_a_card_leads_on_and_back(open_page: Any) -> None:
    """A number in a card opens in the same card; back is a button; the page is a link away."""
    page = open_page("/nl/cijfer/women_share?gebieden=GM9001")
    page.click(VALUE)
    first = page.inner_text("dialog[open] #kaart-titel")
    page.click("dialog .formula a.n >> nth=0")
    page.wait_for_selector(f"#kaart-titel:not(:text-is('{first}'))")
    page.click("dialog .back")
    page.wait_for_selector(f"#kaart-titel:text-is('{first}')")
    assert not page.is_visible("dialog .back")
    page.click("dialog footer a")
    page.wait_for_url("**/uitleg/women_share/**")
    assert page.inner_text("h1") == first


def test_a_card_can_be_cited(open_page: Any) -> None:
    """The words are copied from the card."""
    page = open_page("/nl/gebied/GM9001", permissions=["clipboard-read", "clipboard-write"])
    page.click("p.v a.n >> nth=0")
    page.click("dialog [data-copies=kaart-bron]")
    page.wait_for_selector("dialog .share-said:text-is('Gekopieerd.')")
    assert "uitgave=" in page.evaluate("navigator.clipboard.readText()")


def test_an_explanation_without_javascript(open_page: Any) -> None:
    """The same link opens the page."""
    page = open_page("/nl/cijfer/inhabitants?gebieden=GM9001", java_script_enabled=False)
    page.click(VALUE)
    assert "/nl/uitleg/inhabitants/GM9001/" in page.url
    assert page.inner_text("h1").startswith("Waar komt")
    assert not page.is_visible("[data-copies]")


def test_another_tab_stays_another_tab(open_page: Any) -> None:
    """A click that asks for a new tab gets one."""
    page = open_page("/nl/cijfer/inhabitants?gebieden=GM9001")
    with page.context.expect_page() as opened:
        page.click(VALUE, modifiers=["Control"])
    assert "/uitleg/" in opened.value.url
    assert not page.is_visible("dialog")
