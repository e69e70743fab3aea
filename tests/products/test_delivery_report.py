"""The report to a supplier as a document: complete in three languages, without anybody in it, one file by itself."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "warehouse"))

from people_deliveries import bsn
from spoilt_deliveries import LATE, OWN, SPOILT, bring_in, write_spoilt

from noaber.content.model import Region
from noaber.methods.usual_range import UsualRange
from noaber.products.delivery_report.document import Document, Table
from noaber.products.delivery_report.drawings import draw_course, draw_steps
from noaber.products.delivery_report.index import draw_index
from noaber.products.delivery_report.page import draw_report
from noaber.products.delivery_report.rendering import quote, render_document
from noaber.products.delivery_report.words import Words, verdict
from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES
from noaber.warehouse.delivery_report.holdings import Holdings
from noaber.warehouse.delivery_report.report import Round, minimum_of, report_of

TODAY = date(2025, 2, 3)
LETTERS = {"noaber-sans-400": b"letters"}


@pytest.fixture(scope="module")
def holdings(office: Region, tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    """What three suppliers delivered."""
    folder = tmp_path_factory.mktemp("in")
    write_spoilt(folder)
    return bring_in(office, folder, tmp_path_factory.mktemp("home"))


def document(holdings: Holdings, area: str, language: str = "nl") -> Document:
    """The report on the newest delivery of a supplier."""
    words = Words(Wording.of(language), holdings.region, holdings.source)
    return draw_report(report_of(Round(holdings, holdings.newest()), area), words, TODAY)


def text_of(page: str) -> str:
    """What a reader reads."""
    body = page.partition("<body>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body)).replace("\N{NO-BREAK SPACE}", " ")


def tables_of(view: Document) -> list[Table]:
    """All tables of a document."""
    return [table for chapter in view.chapters for part in chapter.parts for table in part.tables]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", [OWN, LATE, SPOILT])
def test_a_document_is_complete(holdings: Holdings, area: str, language: str) -> None:
    """No text wants anything filled, every row has all its cells, every table a name of its own."""
    view = document(holdings, area, language)
    page = render_document(view, LETTERS)
    assert f'<html lang="{language}">' in page
    assert not re.search(r"\{\w+\}|None|report\.", text_of(page))
    tables = tables_of(view)
    assert {len(row) for table in tables for row in table.rows if len(row) != len(table.heads)} == set()
    assert len({table.caption for table in tables}) == len(tables)
    assert [chapter.id for chapter in view.chapters if not chapter.answers] == ["werkwijze"]


def test_what_is_told_of_a_spoilt_delivery(holdings: Holdings) -> None:
    """What was set apart and why, what contradicts itself, what is missing, and what the supplier is asked to do."""
    said = text_of(render_document(document(holdings, SPOILT), LETTERS))
    for words in (
        "5 apart gezet",
        "Onbekende code in kolom product 1 2",
        "Ongeldig nummer in kolom bsn 1 3",
        "begint vóór de geboortedatum in het register 1 6",
        "Herstel de 5 regels die apart zijn gezet",
        "Lever alsnog de ontbrekende perioden: 3e kwartaal 2023.",
        "Vertrouwelijk, alleen voor de leverancier.",
        f"Aantallen onder de {minimum_of(holdings.region, 'care')} zijn daarom niet verborgen.",
        "Verzonnen cijfers.",
    ):
        assert words in said
    assert "Nichts: Diese Lieferung kann so verwendet werden." not in said


def test_what_is_told_of_a_late_supplier(holdings: Holdings) -> None:
    """Which share is known, how much is to come, and which figures are provisional."""
    said = text_of(render_document(document(holdings, LATE, "en"), LETTERS))
    assert re.search(r"Of what happened in the 4th quarter of 2024, (89|90|91)\.\d% is expected to be known now", said)
    assert re.search(r"about \d+ more are expected in later deliveries", said)
    assert "Provisional are the figures about: 4th quarter of 2024." in said


def test_nobody_is_in_it(holdings: Holdings) -> None:
    """No number, no pseudonym, no date of birth of anybody; and nobody else's report."""
    page = render_document(document(holdings, SPOILT), LETTERS)
    assert "k001-" not in page
    assert not any(bsn(who) in page for who in range(300))
    assert not re.search(r"\b19\d\d-\d\d-\d\d\b", page)
    assert "A-stad" not in page


def test_a_page_needs_nothing_else(holdings: Holdings) -> None:
    """No script, no address, nothing loaded; the style is the one that the page itself allows."""
    page = render_document(document(holdings, OWN), LETTERS)
    assert "<script" not in page
    assert not re.search(r"https?://|\son\w+=|style=\"", page)
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page
    assert base64.b64encode(b"letters").decode() in style
    assert all(word in style for word in ("size:A4", "counter(pages)", "table-header-group"))


def test_the_colours_are_those_of_the_site() -> None:
    """Every token has the value that it has in the style sheet of the site."""
    own = (resources.files("noaber.products.delivery_report") / "report.css").read_text("utf-8")
    site = (resources.files("noaber.web") / "static" / "style.css").read_text("utf-8")
    pattern = re.compile(r"(--noaber-[\w-]+):([^;]+);")
    ours, theirs = dict(pattern.findall(own.partition("@media print")[0])), {}
    for name, value in pattern.findall(site):
        theirs.setdefault(name, value)
    assert ours
    assert {name: value for name, value in ours.items() if theirs.get(name) != value} == {}
    used = set(re.findall(r"var\((--noaber-[\w-]+)\)", own))
    assert used <= set(ours)


def test_an_index_leads_to_every_report(holdings: Holdings) -> None:
    """A line per supplier, and who delivered nothing."""
    round = Round(holdings, holdings.newest())
    words = Words(Wording.of("nl"), holdings.region, holdings.source)
    reports = [(report_of(round, area), f"{area}.html") for area in round.delivered]
    lacking = [holdings.register.areas["GM9003"].names]
    page = render_document(draw_index(reports, lacking, str(round.period), words, TODAY), LETTERS)
    assert all(f'<a href="{area}.html">' in page for area in (OWN, LATE, SPOILT))
    assert "Leverden eerder wel, maar nu nog niet: C-ham." in text_of(page)


@given(st.text())
def test_no_text_ends_the_style(text: str) -> None:
    """Whatever the name of a supplier: it stays within its quotes, and within the style."""
    quoted = quote(text)
    assert quoted.startswith('"')
    assert quoted.endswith('"')
    assert not set(quoted[1:-1]) & set('"<&\n\r\f')


def test_a_course_has_gaps_where_nothing_is_known() -> None:
    """A line is broken there, a single value is a dot, and the band is as high as what is usual."""
    course = draw_course([1.0, None, 2.0, 3.0, 4.0], UsualRange(2.0, 0.0, 4.0, 4))
    assert course is not None
    assert (len(course.lines), len(course.dots), course.last is not None) == (1, 3, True)
    assert course.band == (4.0, 20.0)
    assert draw_course([None, 1.0], None) is None


def test_steps_stay_within_the_bar() -> None:
    """Shares above one, of what was taken back later, are cut; one that falls adds nothing."""
    assert draw_steps([1.1, 1.0]).bars == ((0.0, 120.0), (120.0, 0.0))


def test_what_is_usual_of_whole_numbers_holds_them(holdings: Holdings) -> None:
    """A count that is called higher is never within the numbers that are written beside it."""
    words = Words(Wording.of("en"), holdings.region, holdings.source)
    usual = UsualRange(3.0, 0.4, 6.9, 8)
    assert words.usual(usual, whole=True) == "1 to 6"
    assert words.usual(usual) == "0 to 7"


@pytest.mark.parametrize(("value", "said"), [(1.0, "lower"), (4.0, "usual"), (9.0, "higher"), (None, "unknown")])
def test_verdicts_are_words(value: float | None, said: str) -> None:
    """Each has its words in the catalogue."""
    found = verdict(value, UsualRange(5.0, 4.0, 6.0, 8))
    assert found == said
    assert all(Wording.of(language).t(f"report.verdict.{found}") for language in LANGUAGES)
