"""Searching while typing, news and embedding in a real browser: by keyboard, by touch, framed by another site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
LIST = ".suggest:not([hidden]) [role=listbox]"
ACTIVE = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent ?? ''"
PAGES = (
    "/nl/nieuws", "/de/cijfers?per=bron", "/nl/insluiten/inhabitants/trend?gebieden=GM9001",
    "/nl/ingesloten/inhabitants/trend?gebieden=GM9001", "/en/ingesloten/inhabitants/ranglijst",
    "/nl/ingesloten/inhabitants/tabel?thema=donker", "/nl/ingesloten/nix/trend",
    "/nl/tabel?cijfers=inhabitants,women_share&gebieden=GM9001,GM9002&grafieken=ja",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(page: Any) -> list[str]:
    """What axe finds: rule and places."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:4]}" for rule in found]


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    """Open a page of the site at a width, with or without JavaScript."""
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


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Any, path: str, width: int) -> None:
    """Nor is anything wider than the screen."""
    page = open_page(path, width)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", [PAGES[0], PAGES[2], PAGES[3], PAGES[7]])
def test_in_the_dark(open_page: Any, path: str) -> None:
    """The dark scheme meets the same rules."""
    assert faults(open_page(path, color_scheme="dark")) == []


def typed(page: Any, field: str, text: str) -> None:
    page.focus(field)
    page.keyboard.type(text)
    page.wait_for_selector(LIST)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize(
    ("path", "field"),
    [("/nl/", "#zoek-groot"), ("/nl/over", "#zoek"), ("/nl/gebieden", "#zoek-gebied"),
     ("/nl/cijfer/inhabitants?gebieden=GM9001", "#erbij"), ("/nl/tabel?cijfers=inhabitants", "#gebieden")],
)  # fmt: skip
def test_axe_finds_nothing_in_the_open_list(open_page: Any, path: str, field: str, width: int, scheme: str) -> None:
    """With an entry pointed at; the list fits the screen."""
    page = open_page(path, width, color_scheme=scheme)
    typed(page, field, "b-")
    page.keyboard.press("ArrowDown")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_attribute(field, "aria-expanded") == "true"


def test_by_keyboard(open_page: Any) -> None:
    """Down, up, to the ends and around; what was typed stays; Escape closes; Enter goes to what is pointed at."""
    page = open_page("/nl/")
    typed(page, "#zoek-groot", "a-")
    entries = page.locator("[role=option]").all_inner_texts()
    assert len(entries) > 1
    assert page.evaluate(ACTIVE) == ""
    moves = [("ArrowDown", 0), ("ArrowDown", 1), ("Home", 0), ("End", -1), ("ArrowDown", None), ("ArrowUp", -1)]
    for key, at in [*moves, ("Home", 0), ("ArrowUp", None)]:
        page.keyboard.press(key)
        assert page.evaluate(ACTIVE).split() == ([] if at is None else entries[at].split())
    assert page.input_value("#zoek-groot") == "a-"
    page.keyboard.press("Escape")
    assert not page.is_visible(".suggest")
    assert page.input_value("#zoek-groot") == "a-"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(LIST)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nl/gebied/GM9001")


def test_enter_without_a_choice_searches(open_page: Any) -> None:
    """The ordinary form is sent with what was typed."""
    page = open_page("/nl/")
    typed(page, "#zoek-groot", "inwoners")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nl/zoek?q=inwoners")


def test_the_count_is_told_and_what_was_typed_is_marked(open_page: Any) -> None:
    """Politely, in a status; also that there is nothing."""
    page = open_page("/nl/")
    typed(page, "#zoek-groot", "a-s")
    assert page.text_content(".bigsearch [role=status]").endswith("suggesties.")
    assert page.text_content("[role=option] mark") == "A-s"
    page.fill("#zoek-groot", "xqzvwk")
    page.locator(".bigsearch [role=status]", has_text="Geen suggesties.").wait_for(state="attached")
    assert page.get_attribute("#zoek-groot", "aria-expanded") == "false"


def test_fast_typing_asks_once(open_page: Any) -> None:
    """Letters that follow each other quickly are one question; the same one is not asked twice."""
    page = open_page("/nl/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "zoek.json" in request.url else None)
    page.focus("#zoek-groot")
    page.evaluate(
        """for (const text of ["in", "inw", "inwo", "inwoners"]) {
          const field = document.activeElement
          field.value = text
          field.dispatchEvent(new Event("input"))
        }"""
    )
    page.wait_for_selector(LIST)
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(LIST)
    assert len(asked) == 1
    assert asked[0].endswith("/nl/zoek.json?q=inwoners")


def test_an_answer_that_comes_late_is_not_shown(open_page: Any) -> None:
    """What was typed last is what the list is about."""
    page = open_page("/nl/")

    def slowly(route: Any) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/zoek.json?q=in", slowly)
    page.focus("#zoek-groot")
    page.keyboard.type("in")
    page.wait_for_timeout(250)
    page.keyboard.type("woners")
    page.wait_for_selector(LIST)
    page.wait_for_timeout(700)
    assert page.text_content("[role=option] mark") == "Inwoners"


def test_when_the_answer_fails_the_form_still_works(open_page: Any) -> None:
    """Nothing is shown, nothing is lost."""
    page = open_page("/nl/")
    page.route("**/zoek.json*", lambda route: route.abort())
    page.focus("#zoek-groot")
    page.keyboard.type("inwoners")
    page.wait_for_timeout(400)
    assert not page.is_visible(".suggest")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nl/zoek?q=inwoners")


def test_an_area_is_added_at_once(open_page: Any) -> None:
    """On an indicator page and in a table: chosen by touch, the page is that of the new choice."""
    page = open_page("/nl/cijfer/inhabitants?gebieden=GM9001", 390, has_touch=True)
    typed(page, "#erbij", "b-dorp")
    page.locator("[role=option]").first.tap()
    page.wait_for_url("**gebieden=GM9001,GM9002**")
    table = open_page("/nl/tabel?cijfers=inhabitants&gebieden=GM9001")
    typed(table, "#gebieden", "b-dorp")
    table.keyboard.press("ArrowDown")
    table.keyboard.press("Enter")
    table.wait_for_url("**gebieden=GM9001,GM9002**")


HOST = """<!doctype html><title>Krant</title><h1>Krant</h1>
<iframe src="{address}" title="grafiek" width="100%" height="520" style="border:0"></iframe>"""


@pytest.fixture
def framed(browser: Any, address: str) -> Iterator[Any]:
    """Open a page of another site (localhost instead of 127.0.0.1) that frames a page of ours."""
    body = ""

    class Newspaper(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Newspaper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": 700, "height": 700})

    def go(path: str) -> Any:
        nonlocal body
        body = HOST.format(address=address + path)
        page = context.new_page()
        page.goto(f"http://localhost:{server.server_port}/krant", wait_until="load")
        page.wait_for_timeout(1000)
        return page

    yield go
    context.close()
    server.shutdown()
    server.server_close()


def test_another_site_may_frame_a_panel(framed: Any) -> None:
    """It is there, fills the width, and its link opens the page in a window of its own; no cookie is left."""
    page = framed("/nl/ingesloten/inhabitants/trend?gebieden=GM9001&hoogte=520")
    frame = page.frames[1]
    assert frame.inner_text("h1").startswith("Inwoners")
    assert frame.evaluate("document.documentElement.scrollHeight") <= 520
    assert frame.evaluate("document.querySelector('.plot').getBoundingClientRect().width") > 400
    with page.context.expect_page() as opened:
        frame.click("footer a[target=_blank]")
    opened.value.wait_for_url("**/nl/cijfer/inhabitants?gebieden=GM9001#trend")
    assert opened.value.evaluate("window.opener === null")
    assert page.context.cookies() == []


@pytest.mark.parametrize("path", ["/nl/", "/nl/cijfer/inhabitants", "/nl/insluiten/inhabitants/trend"])
def test_another_site_may_frame_nothing_else(framed: Any, path: str) -> None:
    """The browser refuses."""
    assert framed(path).frames[1].url.startswith("chrome-error:")


def test_the_snippet_is_copied(open_page: Any) -> None:
    """By a button; without JavaScript it stands there to select, and the form still chooses."""
    path = "/nl/insluiten/inhabitants/trend?gebieden=GM9001"
    page = open_page(path, permissions=["clipboard-read", "clipboard-write"])
    page.click("[data-copies=fragment]")
    page.locator(".share-said", has_text="Gekopieerd.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe src=")
    assert page.frames[1].inner_text("h1").startswith("Inwoners")
    plain = open_page(path, java_script_enabled=False)
    plain.select_option("#hoogte", "640")
    plain.select_option("#taal", "de")
    plain.click("form.bar button")
    assert 'height="640"' in plain.input_value("#fragment")
    assert "/de/ingesloten/" in plain.input_value("#fragment")
    assert not plain.is_visible("[data-copies]")


def test_colours_of_a_frame_do_not_follow_the_system(open_page: Any) -> None:
    """Where they are fixed; else they do."""
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    path = "/nl/ingesloten/inhabitants/trend?gebieden=GM9001"
    seen = {
        (theme, scheme): open_page(f"{path}&thema={theme}", color_scheme=scheme).evaluate(ground)
        for theme in ("", "licht", "donker")
        for scheme in ("light", "dark")
    }
    assert seen["licht", "dark"] == seen["licht", "light"] == seen["", "light"]
    assert seen["donker", "dark"] == seen["donker", "light"] == seen["", "dark"]
    assert seen["", "light"] != seen["", "dark"]
