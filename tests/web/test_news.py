"""News on the site: two releases, their difference, the feed, what comes, and the front door."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from office_home import OfficeHome

from noaber.vocabulary.languages import LANGUAGES
from noaber.web.app import create_app
from noaber.web.release_store import ReleaseStore


@pytest.fixture(scope="module")
def reader(two_releases: OfficeHome, visit: Any) -> Any:
    """A visitor of the site with two releases."""
    return visit(create_app(ReleaseStore(two_releases.releases)))


def test_what_a_release_brought(reader: Any, two_releases: OfficeHome) -> None:
    """The newer one names what changed and by how much; the first has nothing to compare with."""
    text = reader.get("/nl/nieuws").text
    assert 'href="/nl/cijfer/inhabitants">Inwoners</a>' in text
    assert "nieuwe getallen" in text
    assert "nieuwe of herziene levering" in text
    assert text.count("Uitgave van") == 2
    assert "Er is geen eerdere uitgave" in text


def test_a_frozen_page_of_news_knows_nothing_later(reader: Any, two_releases: OfficeHome) -> None:
    """Nor does its feed; but the link to subscribe leads to the living one."""
    old = ReleaseStore(two_releases.releases).ids()[-1]
    text = reader.get(f"/nl/nieuws?uitgave={old}").text
    assert text.count("Uitgave van") == 1
    assert 'data-living href="/nl/nieuws.atom"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed(reader: Any, language: str) -> None:
    """Well-formed, of the right type, an entry for each release, full addresses that lead somewhere."""
    answer = reader.get(f"/{language}/nieuws.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    root = ElementTree.fromstring(answer.content)
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 2
    for link in root.iter("{http://www.w3.org/2005/Atom}link"):
        assert reader.get(link.attrib["href"].removeprefix("http://localhost")).status_code == 200
    assert f'href="/{language}/nieuws.atom"' in reader.get(f"/{language}/").text


def test_what_is_late_is_said(two_releases: OfficeHome, visit: Any) -> None:
    """A quarterly source of which the newest quarter ended long ago; on a frozen page as it was then."""
    store = ReleaseStore(two_releases.releases)
    soon = visit(create_app(store, today=lambda: date(2025, 5, 1)))
    late = visit(create_app(store, today=lambda: date(2029, 5, 1)))
    newer = "bij de bron kan al iets nieuwers staan"
    register = [re.search(r"bron/register.*?</tr>", visitor.get("/nl/nieuws").text) for visitor in (soon, late)]
    assert [newer in found[0] for found in register if found] == [False, True]
    frozen = f"/nl/nieuws?uitgave={store.ids()[0]}"
    told = [reader.get(frozen).text.partition('<details class="share"')[0] for reader in (soon, late)]
    assert told[0] == told[1]


def test_below_figures_stands_what_comes(reader: Any) -> None:
    """With a link to all that is expected."""
    text = reader.get("/nl/cijfer/inhabitants?gebieden=GM9001").text
    assert '<a href="/nl/nieuws#verwacht">verschijnt elk kwartaal' in text


def test_the_front_door(site: Any) -> None:
    """Search, figures with their statuses, themes with how many figures, areas, a map that hides nothing, news."""
    text = site.get("/nl/").text
    assert 'class="themes"' in text
    assert "cijfers</span>" in text
    assert '<section class="c6">' in text
    assert text.index("zoek-groot") < text.index('class="key"') < text.index('class="themes"')


def test_figures_by_source(site: Any) -> None:
    """Each source with its figures, and the way back to themes."""
    text = site.get("/nl/cijfers?per=bron").text
    assert '<h2><a href="/nl/bron/register">' in text
    assert 'href="/nl/cijfer/inhabitants"' in text
    assert '<a href="/nl/cijfers">thema</a>' in text


def test_the_home_page_tells_what_the_page_of_news_begins_with(reader: Any) -> None:
    """One source for both, in the same order and words."""
    home = reader.get("/nl/").text.split('class="section">Wat is nieuw')[1].split("</section>")[0]
    told = re.findall(r'<a href="/nl/cijfer/([^"]+)"', home)
    news = re.findall(r'<a href="/nl/cijfer/([^"]+)"', reader.get("/nl/nieuws").text)
    assert told
    assert told == list(dict.fromkeys(news))[: len(told)]
    assert "Uitgave van" in home
