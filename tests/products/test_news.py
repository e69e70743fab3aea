"""News: what a release brought, what can be expected and when that is late; the feed is what its standard asks."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from noaber.products.coming import draw_coming, expect, in_order, say_coming, say_next
from noaber.products.news_feed import ATOM, draw_feed
from noaber.products.news_page import MOST_NAMED, draw_news_page
from noaber.products.sharing import Outlook
from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES, Text
from noaber.warehouse.cards import ReleaseCard, SourceCard

NL = Wording.of("nl")
TODAY = date(2026, 11, 28)


def source(id: str = "s", cadence: str = "yearly", next_update: str = "") -> SourceCard:
    return SourceCard(id, Text({"nl": f"Bron {id}"}), "CBS", "", "", cadence, "public", next_update, Text({}), ("x",))


@pytest.mark.parametrize(
    ("cadence", "next_update", "newest", "words"),
    [
        ("yearly", "2027-03", "2024", "verwacht in maart 2027"),
        ("yearly", "2026-11", "2024", "verwacht in november 2026"),
        ("yearly", "2026-12-15", "2024", "verwacht op 15 december 2026"),
        ("yearly", "2026-10", "2024", "werden verwacht in oktober 2026, maar zijn er nog niet"),
        ("yearly", "2026-11-27", "2024", "werden verwacht op 27 november 2026, maar zijn er nog niet"),
        ("monthly", "", "2026-09", "verschijnt elke maand"),
        ("monthly", "", "2025-04", "verschijnt elke maand; bij de bron kan al iets nieuwers staan"),
        ("yearly", "", "2024", "verschijnt elk jaar"),
        ("yearly", "", "2022", "verschijnt elk jaar; bij de bron kan al iets nieuwers staan"),
        ("yearly", "", "", "verschijnt elk jaar"),
        ("once", "", "2016", "eenmalig"),
        ("monthly", "ergens in het voorjaar", "2026-10", "verschijnt elke maand"),
    ],
)
def test_no_more_is_promised_than_is_known(cadence: str, next_update: str, newest: str, words: str) -> None:
    """A declared period as it is; late once it has ended; else how often, and what may be missing."""
    assert say_coming(expect(source("s", cadence, next_update), newest, TODAY), NL) == words


def test_late_first_then_by_date_then_without_one() -> None:
    """And what comes only once not at all."""
    sources = [source("a", "daily"), source("b", next_update="2027-05"), source("c", next_update="2026-01"),
               source("d", "once"), source("e", next_update="2027-Q1")]  # fmt: skip
    assert [item.source.id for item in in_order(expect(s, "2026-11-27", TODAY) for s in sources)] == [
        "c",
        "e",
        "b",
        "a",
    ]


def test_only_a_passed_date_is_marked_late() -> None:
    """That a supplier may have something newer is a guess, and said as one."""
    sources = [source("a", "monthly"), source("b", next_update="2026-01")]
    rows = {row.href: row.late for row in draw_coming([expect(s, "2020-01", TODAY) for s in sources], NL)}
    assert rows == {"/nl/bron/a": False, "/nl/bron/b": True}


def test_below_figures_stands_the_first_date_of_their_sources() -> None:
    """Where there is none, how often they come; of what comes once nothing."""
    dated = [expect(source("a", next_update=text), "2024", TODAY) for text in ("2027-06", "2027-03")]
    assert say_next(dated, NL) == "volgende actualisatie maart 2027"
    assert say_next([expect(source(cadence="monthly"), "2026-10", TODAY)], NL) == "verschijnt elke maand"
    assert say_next([expect(source(cadence="once"), "2016", TODAY)], NL) == ""


def manifest(id: str, changes: list[dict[str, Any]], before: str | None = "r0") -> dict[str, Any]:
    return {"id": id, "built_at": f"{id}T10:00:00+00:00", "before": before, "difference": {"indicators": changes}}


def change(id: str, why: str, added: int = 1, changed: int = 0) -> dict[str, Any]:
    return {"indicator": id, "why": why, "added": added, "changed": changed, "withdrawn": 0}


def test_changes_by_reason() -> None:
    """New figures first; most are counted, not named; one that cannot be opened is no link."""
    changes = [change("gone", "gone", 0), change("b", "deliveries", 4, 2), *[change(f"n{i}", "new") for i in range(14)]]
    names = {"b": "Banen", **{f"n{i}": f"Nieuw {i}" for i in range(14)}}
    (news,) = draw_news_page([manifest("2026-05-03", changes)], names, [], NL).releases
    assert [group.title for group in news.groups] == ["nieuw cijfer", "nieuwe of herziene levering", "cijfer vervallen"]
    assert (len(news.groups[0].figures), news.groups[0].more) == (MOST_NAMED, "en nog 4 cijfers")
    assert news.groups[1].figures[0].note == "4 nieuwe getallen, 2 gewijzigd"
    assert news.groups[2].figures[0].href == ""
    assert news.title == "Uitgave van 3 mei 2026"
    assert news.text == "16 cijfers zijn anders dan in de uitgave ervoor."


def test_two_releases_of_one_day_have_their_own_headings() -> None:
    """The code says which; a release alone on its day needs none."""
    told = [manifest("2026-05-03", []) | {"id": f"2026-05-03-{code}"} for code in ("b2", "a1")]
    news = draw_news_page([*told, manifest("2026-05-02", [])], {}, [], NL).releases
    assert [release.title for release in news] == [
        "Uitgave van 3 mei 2026 (b2)",
        "Uitgave van 3 mei 2026 (a1)",
        "Uitgave van 2 mei 2026",
    ]


def test_the_first_release_and_one_without_changes() -> None:
    """Both said in words."""
    told = draw_news_page([manifest("2026-05-03", []), manifest("2026-05-02", [], None)], {}, [], NL).releases
    assert told[0].text.startswith("Geen cijfer is anders")
    assert told[1].text.startswith("Er is geen eerdere uitgave")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_has_all_that_atom_asks(language: str) -> None:
    """RFC 4287: id, title and updated of feed and entries, an author, one alternate and self; names are only text."""
    wording = Wording.of(language)
    card = ReleaseCard("r2", "twente", Text({"nl": "Twente"}), Text({"nl": "Kantoor & Co <x>"}), Text({}), ("nl",), "T",
                       (), (), (), "", False, "2026-05-03T10:00:00+00:00", "")  # fmt: skip
    changes = [change("a", "new")]
    view = draw_news_page([manifest("2026-05-03", changes), manifest("2026-05-02", [])], {"a": "A & <b>"}, [], wording)
    outlook = Outlook("https://cijfers.example", card, TODAY)
    text = draw_feed(view.releases, "/nl/nieuws", "/nl/nieuws.atom", outlook, wording)
    root = ElementTree.fromstring(text)
    names = {"a": ATOM}
    entries = root.findall("a:entry", names)
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"a:{name}", names)
            assert found.text
    assert root.findtext("a:author/a:name", "", names) == "Kantoor & Co <x>"
    assert {link.get("rel"): link.get("href") for link in root.findall("a:link", names)} == {
        "self": "https://cijfers.example/nl/nieuws.atom", "alternate": "https://cijfers.example/nl/nieuws",
    }  # fmt: skip
    ids = [element.findtext("a:id", "", names) for element in (root, *entries)]
    assert len(set(ids)) == len(ids) == 3
    assert all(id.startswith("urn:uuid:") for id in ids)
    link = entries[0].find(".//{http://www.w3.org/1999/xhtml}a")
    assert link is not None
    assert (link.text, link.get("href")) == ("A & <b>", f"https://cijfers.example/{language}/cijfer/a")
