"""What people come for, from beginning to end, in a real browser over the invented Twente."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from office_home import make_office
from python_calamine import CalamineWorkbook

from conftest import send_next_quarter, served
from noaber.content.read import read_region
from noaber.products.typefaces import Typefaces
from noaber.synthetic.write import write_deliveries
from noaber.warehouse.build import build
from noaber.warehouse.query import Release, open_release
from noaber.warehouse.store import Store
from noaber.web.release_store import FixedRelease, ReleaseStore

pytestmark = pytest.mark.browser

TWENTE = Path(__file__).resolve().parents[2] / "regions" / "twente"
FIND = {
    "nl": ("bevolkingsomvang", "Inwoners"),
    "de": ("Einwohnerzahl", "Einwohner"),
    "en": ("residents", "Inhabitants"),
}
COMPARE = {"nl": ("Index", "Toon"), "de": ("Index", "Anzeigen"), "en": ("Index", "Show")}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def twente(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release that the demo shows."""
    home = tmp_path_factory.mktemp("twente")
    write_deliveries(home / "deliveries", 1)
    store = Store(home / "home")
    build(read_region(TWENTE), store, home / "deliveries")
    return open_release(store.releases("twente") / "current")


@pytest.fixture(scope="module")
def twente_address(twente: Release, typefaces: Typefaces) -> Iterator[str]:
    """Its website, running."""
    with served(FixedRelease(twente), typefaces) as base:
        yield base


@pytest.fixture
def go(browser: Any) -> Iterator[Any]:
    """Open an address as a new visitor."""
    contexts = []

    def visit(address: str, width: int = 1280, **options: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.goto(address, wait_until="load")
        return page

    yield visit
    for context in contexts:
        context.close()


def figures(page: Any) -> list[list[str]]:
    """The table of an indicator page as it is read: header and rows."""
    rows = page.locator("section:has(#getallen) table tr")
    return [[cell.strip() for cell in row.split("\t")] for row in rows.evaluate_all("all => all.map(r => r.innerText)")]


def asked(page: Any) -> dict[str, str]:
    """What the address says."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize("language", FIND)
def test_find_an_indicator_by_another_word(go: Any, twente_address: str, language: str) -> None:
    """Typed into the front door, chosen from the list by keyboard; the page is in the same language."""
    word, name = FIND[language]
    page = go(f"{twente_address}/{language}/")
    page.click("#zoek-groot")
    page.keyboard.type(word)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("option", selected=True).inner_text().startswith(name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/cijfer/inhabitants**")
    assert page.get_attribute("html", "lang") == language
    assert name in page.inner_text("h1")


@pytest.mark.parametrize("language", COMPARE)
def test_compare_enschede_with_hengelo_and_twente(go: Any, twente_address: str, language: str) -> None:
    """As an index of 2015: every area begins at 100 there; the first is where the page was, Twente stands beside it."""
    index, show = COMPARE[language]
    page = go(f"{twente_address}/{language}/cijfer/inhabitants?gebieden=GM0153&van=2015")
    page.fill("#erbij", "Hengelo")
    page.get_by_role("option").filter(has_text="Hengelo").first.click()
    page.wait_for_url("**gebieden=GM0153,GM0164**")
    page.locator(".seg label", has_text=index).click()
    page.click(f"form.bar button:has-text('{show}')")
    page.wait_for_url("**als=index**")
    page.select_option("#basis", "2015")
    page.click(f"form.bar button:has-text('{show}')")
    page.wait_for_url("**basis=2015**")
    header, *rows = figures(page)
    hundred = "100.0" if language == "en" else "100,0"
    column = next(at for at, text in enumerate(header) if "2015" in text)  # the base stands there whatever else does
    told = {row[0]: row[column] for row in rows}
    assert {"Enschede", "Hengelo"} <= set(told)
    assert any(name.startswith("Twente") for name in told)
    assert set(told.values()) == {hundred}


def test_pick_a_buurt_on_the_map_by_keyboard(go: Any, twente_address: str) -> None:
    """Tab to the map, arrows from area to area, told as they come; Enter adds the area to the comparison."""
    page = go(f"{twente_address}/nl/cijfer/share_65plus?gebieden=GM0153&niveau=buurt&tot=2021")
    page.locator("#kaart").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map].alive")
    page.locator(".map-stage").focus()
    said = page.locator(".map-said [role=status]")
    first = said.inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert said.inner_text() != first
    name = said.inner_text().split(":")[0].split(",")[0]
    page.keyboard.press("Enter")
    page.wait_for_url("**BU0153**")
    assert re.search(r"BU0153\d{4}@2021", asked(page)["gebieden"])
    assert name in page.inner_text("form.bar")
    assert [rule["id"] for rule in Axe().run(page, options=RULES).response["violations"]] == []


def test_take_the_workbook_and_read_it_back(go: Any, twente_address: str, twente: Release, tmp_path: Path) -> None:
    """Cell for cell what the release says, with the title, the notes and the sources on sheets of their own."""
    page = go(f"{twente_address}/nl/cijfer/inhabitants?gebieden=GM0153,GM0164&van=2015&tot=2021")
    with page.expect_download() as got:
        page.locator("section:has(#getallen) footer a", has_text="Excel").click()
    got.value.save_as(tmp_path / "taken.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "taken.xlsx"))
    rows = book.get_sheet_by_name(book.sheet_names[0]).to_python(skip_empty_area=False)
    at = next(n for n, row in enumerate(rows) if "2021" in str(row) and "2015" in str(row) and n > 0)
    years = [re.search(r"\d{4}", str(text)) for text in rows[at]]
    taken = {
        (str(row[1]), year[0]): value
        for row in rows[at + 1 :]
        for year, value in zip(years, row, strict=True)
        if year and isinstance(value, float | int)
    }
    frame = twente.observations("inhabitants", periods="2015..2021")
    known = {(code, period): value for code, period, value in frame.select("area", "period", "value").iter_rows()}
    assert len(taken) > 7 * 14
    assert {key: known[key] for key in taken} == taken
    assert len(book.sheet_names) == 3


def test_a_link_that_is_shared_opens_the_same(go: Any, twente_address: str) -> None:
    """In another browser, with the same choice, words and numbers."""
    page = go(f"{twente_address}/nl/cijfer/crime_rate?gebieden=GM0153,GM0164&als=verschil&referentie=Twente")
    page.click("details.share summary")
    link = page.input_value("input[id^=deel-]")
    other = go(link)
    assert asked(other)["als"] == "verschil"
    assert other.inner_text("h1") == page.inner_text("h1")
    assert figures(other) == figures(page)
    page.go_back()
    page.go_forward()
    assert figures(page) == figures(other)


def test_a_frozen_link_survives_a_new_release(go: Any, typefaces: Typefaces, tmp_path: Path) -> None:
    """The living one moves on while it is open; the frozen one says for ever what it said."""
    office = make_office(tmp_path / "office")
    office.build()
    with served(ReleaseStore(office.releases), typefaces) as base:
        page = go(f"{base}/nl/cijfer/inhabitants?gebieden=GM9001")
        page.click("details.share summary")
        links = page.locator("input[id^=deel-]").evaluate_all("all => all.map(i => i.value)")
        frozen = next(link for link in links if "uitgave=" in link)
        before = figures(page)
        send_next_quarter(office)
        office.build()
        for _ in range(60):
            page.reload()
            if figures(page) != before:
                break
            page.wait_for_timeout(200)
        assert figures(page) != before
        kept = go(frozen)
        assert figures(kept) == before
        assert "uitgave=" in kept.locator("section:has(#getallen) footer a").first.get_attribute("href")


def test_search_compare_and_download_by_keyboard_alone(go: Any, twente_address: str) -> None:
    """No pointer from the front door to the file; where the focus is can always be seen."""
    page = go(f"{twente_address}/nl/")

    def walk(until: str, most: int = 120) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            box = page.evaluate("(e => { const b = e.getBoundingClientRect(); return [b.width, b.height] })"
                                "(document.activeElement)")  # fmt: skip
            assert min(box) > 0
            if page.evaluate(f"document.activeElement.matches({until!r})"):
                return
        raise AssertionError(f"no way to {until}")

    walk("#zoek-groot")
    page.keyboard.type("misdrijven per 1.000")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoek?**")
    walk("main ul.rows a[href*='/cijfer/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cijfer/crime_rate**")
    walk("#erbij")
    page.keyboard.type("Hengelo")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**GM0164**")
    walk("a[href*='crime_rate.csv']", 200)
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    assert got.value.suggested_filename.endswith(".csv")
