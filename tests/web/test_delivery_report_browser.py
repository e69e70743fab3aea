"""The report to a supplier in a real browser: axe finds nothing, a phone holds it, and it prints as a document."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

from spoilt_deliveries import SPOILT, bring_in, write_spoilt

from noaber.content.model import Region
from noaber.products.delivery_report.index import draw_index
from noaber.products.delivery_report.page import draw_report
from noaber.products.delivery_report.rendering import render_document
from noaber.products.delivery_report.words import Words
from noaber.products.typefaces import Typefaces
from noaber.products.wording import Wording
from noaber.warehouse.delivery_report.report import Round, report_of

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
TODAY = date(2025, 2, 3)


@pytest.fixture(scope="module")
def pages(office: Region, tmp_path_factory: pytest.TempPathFactory, typefaces: Typefaces) -> dict[str, str]:
    """The addresses of a report and of the index, as files."""
    folder, target = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("out")
    write_spoilt(folder)
    holdings = bring_in(office, folder, tmp_path_factory.mktemp("home"))
    round = Round(holdings, holdings.newest())
    words = Words(Wording.of("nl"), office, holdings.source)
    report = report_of(round, SPOILT)
    views = {
        "report": draw_report(report, words, TODAY),
        "index": draw_index([(report, "report.html")], [], str(round.period), words, TODAY),
    }
    for name, view in views.items():
        (target / f"{name}.html").write_text(render_document(view, typefaces.woff2), "utf-8")
    return {name: (target / f"{name}.html").as_uri() for name in views}


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("name", ["report", "index"])
def test_axe_finds_nothing(browser: Any, pages: dict[str, str], name: str, width: int) -> None:
    """WCAG 2.2 AA and best practice; nothing wider than the screen; its own style and letters are let through."""
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name])
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:3]}" for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_its_own_policy_lets_its_style_and_letters_through(browser: Any, pages: dict[str, str]) -> None:
    """And nobody complains."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(pages["report"])
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(face => face.status)") == ["loaded"] * 3
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert said == []
    page.close()


def test_it_prints_on_a4(browser: Any, pages: dict[str, str]) -> None:
    """More than one page of 210 by 297 millimetres."""
    page = browser.new_page()
    page.goto(pages["report"])
    printed = page.pdf(prefer_css_page_size=True)
    boxes = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed))
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}
    assert len(re.findall(rb"/Type /Page\b", printed)) > 2
    page.close()
