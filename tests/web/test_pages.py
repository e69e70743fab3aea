"""Every kind of page in every language: there, in its language, without what the browser need not have."""

from __future__ import annotations

import re
from typing import Any

import pytest

from noaber.vocabulary.languages import LANGUAGES

PAGES = (
    "/", "/cijfers", "/cijfers/population", "/cijfer/inhabitants", "/cijfer/women_share?gebieden=GM9001",
    "/cijfer/inhabitants?gebieden=GM9001&als=index", "/cijfer/inhabitants?gebieden=GM9001&als=verandering",
    "/cijfer/inhabitants?gebieden=GM9001&uitsplitsing=sex", "/cijfer/inhabitants?gebieden=GM9001&deel=sex%3Df",
    "/cijfer/inhabitants?gebieden=BU90010000@2024", "/cijfer/house_value", "/cijfer/house_value_unweighted",
    "/cijfer/inhabitants/herzieningen", "/cijfer/inhabitants/herzieningen?gebied=BU90010000@2024&deel=sex=f",
    "/gebieden", "/gebied/GM9001", "/gebied/Drieland", "/gebied/BU90010000@2024", "/bronnen", "/bron/register",
    "/uitgaven", "/uitleg/growth/Drieland/2024-Q2", "/uitleg/inhabitants/GM9001/2024-Q2?slice=sex=f",
    "/zoek", "/zoek?q=inwoners", "/zoek?q=xyzzy", "/over", "/toegankelijkheid",
)  # fmt: skip
MODULE = r' type="module" src="/statisch/[0-9a-f]{12}/\w+\.js"></script>'


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there(site: Any, language: str, page: str) -> None:
    """Status, language, one heading, no script and no style written in the page, no unfilled placeholder."""
    answer = site.get(f"/{language}{page}")
    assert answer.status_code == 200, answer.headers.get("location")
    assert answer.headers["content-type"].startswith("text/html")
    assert f'<html lang="{language}">' in answer.text
    assert answer.text.count("<h1") == 1
    assert not re.search(rf"<script(?!{MODULE})|<style|\sstyle=|\son\w+=|javascript:", answer.text)
    assert not re.search(r"\{\w+\}|\bNone\b|Undefined|\b[A-Z]\w+\(\w+=", re.sub(r"<[^>]*>", "", answer.text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_somewhere(site: Any, language: str) -> None:
    """Every link and picture of the main pages leads to an answer."""
    seen: set[str] = set()
    for page in ("/", "/cijfer/inhabitants?gebieden=GM9001", "/gebied/GM9001", "/bron/register"):
        text = site.get(f"/{language}{page}").text
        seen |= set(re.findall(r'(?:href|src|srcset)="(/[^"#]*)', text))
    for href in sorted(seen):
        answer = site.get(href.replace("&amp;", "&"))
        assert answer.status_code in (200, 302), href


def test_the_root_knows_languages(site: Any) -> None:
    """A visitor without an address gets his own language, or Dutch."""
    assert site.get("/", headers={"accept-language": "de-DE,de;q=0.9"}).headers["location"] == "/de/"
    assert site.get("/", headers={"accept-language": "fr"}).headers["location"] == "/nl/"


def test_switching_language_keeps_the_page(site: Any) -> None:
    """The links of the switch hold path and choice."""
    text = site.get("/nl/cijfer/inhabitants?gebieden=GM9001&als=index").text
    assert 'href="/en/cijfer/inhabitants?gebieden=GM9001&amp;als=index"' in text


def test_the_finding_stands_first(site: Any) -> None:
    """Headline and lead from the figures, each number a link to its explanation."""
    text = site.get("/nl/cijfer/inhabitants?gebieden=GM9001").text
    assert "<h1" in text
    assert re.search(r'<p class="lead">.*href="/nl/uitleg/inhabitants/GM9001/', text)


def test_a_hidden_figure_is_a_mark(site: Any) -> None:
    """The hidden cell of the office shows its mark, is not ranked, and the reason is told; in no form its value."""
    address = "/cijfer/house_value?gebieden=GM9001,GM9003&tot=2023"
    text = site.get(f"/nl{address}").text
    assert "Niet in de volgorde, afgeschermd" in text
    assert re.search(r'aria-hidden="true" title="afgeschermd[^>]*>×</span><span class="vh">afgeschermd', text)
    assert "afgeschermd" in site.get("/nl/cijfer/house_value.csv?gebieden=GM9003&tot=2023").text


def test_forms_are_sent_on_to_a_short_address(site: Any) -> None:
    """What a form sends becomes an address to share; adding an area by name resolves it."""
    sent = (
        "/nl/cijfer/inhabitants?gebieden=GM9001&erbij=B-dorp&vergelijk=-&vergelijk=Drieland&niveau=gemeente&als=waarde"
    )
    answer = site.get(sent)
    assert answer.status_code == 302
    assert answer.headers["location"] == "/nl/cijfer/inhabitants?gebieden=GM9001,GM9002"
    assert site.get(answer.headers["location"]).status_code == 200


def test_a_code_without_vintage_is_sent_on(site: Any) -> None:
    """To its newest vintage."""
    assert site.get("/nl/gebied/BU90010000").headers["location"] == "/nl/gebied/BU90010000@2024"


def test_explanations_reach_the_delivery(site: Any) -> None:
    """A formula shows its operands with values and the hash of the delivery below."""
    text = site.get("/nl/uitleg/growth/Drieland/2024-Q2").text
    assert "395" in text
    assert "359" in text
    assert re.search(r"<code>[0-9a-f]{64}</code>", text)


@pytest.mark.parametrize("picture", ["trend", "ranglijst"])
@pytest.mark.parametrize("width", ["groot", "breed", "half", "smal"])
def test_pictures(site: Any, picture: str, width: str) -> None:
    """Charts are SVG in the widths of the pages."""
    answer = site.get(f"/nl/cijfer/inhabitants/{picture}.svg?gebieden=GM9001&breedte={width}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")


def test_downloads_name_themselves(site: Any) -> None:
    """A file name of letters, digits and hyphens."""
    for tail in (".csv?gebieden=GM9001", ".xlsx?gebieden=GM9001", ".csv?gebieden=GM9001&vorm=data"):
        said = site.get(f"/nl/cijfer/inhabitants{tail}").headers["content-disposition"]
        assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.(csv|xlsx)"', said)


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_links_below_panels_are_told_apart(site: Any, language: str) -> None:
    """Two links of one page with the same words lead to the same place."""
    text = site.get(f"/{language}/cijfer/inhabitants").text
    found: dict[str, set[str]] = {}
    for href, words in re.findall(r'<a href="([^"]*(?:[.]png|[.]svg|insluiten)[^"]*)"[^>]*>(.*?)</a>', text):
        found.setdefault(re.sub("<[^>]*>", "", words), set()).add(href)
    assert len(found) >= 5
    assert all(len(hrefs) == 1 for hrefs in found.values())
