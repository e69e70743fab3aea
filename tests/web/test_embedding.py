"""Panels on other sites: who may frame what, the snippet, the three kinds of links, oEmbed."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from office_home import OfficeHome

from noaber.products.embedding import PANELS
from noaber.vocabulary.languages import LANGUAGES
from noaber.web.app import create_app
from noaber.web.release_store import ReleaseStore

CHOICE = "gebieden=GM9001,GM9002"
THERE = [panel for panel in PANELS if panel not in ("kaart", "spreiding")]  # the office has no shapes, and few areas


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("panel", THERE)
def test_an_embedded_panel_says_what_it_is(site: Any, language: str, panel: str) -> None:
    """One panel with its title, its source and the way back to the same choice, in a window of its own."""
    text = site.get(f"/{language}/ingesloten/inhabitants/{panel}?{CHOICE}&hoogte=440").text
    assert text.count("<h1") == 1
    assert text.count('<section class="panel') == 1
    fragment = "getallen" if panel == "tabel" else panel
    back = f'href="/{language}/cijfer/inhabitants?gebieden=GM9001,GM9002#{fragment}" target="_blank" rel="noopener"'
    assert back in text
    assert '<base target="_blank">' in text
    assert "<nav" not in text.replace('<nav class="choices"', "").replace('<nav class="pager"', "")
    assert not re.search(r"\sstyle=|\son\w+=|<style", text)


@pytest.mark.parametrize("panel", THERE)
def test_only_embedded_pages_may_be_framed(site: Any, panel: str) -> None:
    """By any site; all other pages only by this one; neither sets a cookie."""
    framed = site.get(f"/nl/ingesloten/inhabitants/{panel}")
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert "script-src 'self'" in framed.headers["content-security-policy"]
    assert "set-cookie" not in framed.headers
    for other in ("/nl/", "/nl/cijfer/inhabitants", f"/nl/insluiten/inhabitants/{panel}", "/nl/zoek?q=/nl/ingesloten/"):
        assert "frame-ancestors 'self'" in site.get(other).headers["content-security-policy"], other


def test_what_cannot_be_shown_is_said_in_its_place(site: Any) -> None:
    """A small page in the frame, with the right status, not the whole site."""
    for path, status in (("x/trend", 404), ("inhabitants/kaart", 404), ("inhabitants/taart", 404),
                         ("inhabitants/trend?hoogte=9", 400), ("inhabitants/trend?thema=roze", 400)):  # fmt: skip
        answer = site.get(f"/nl/ingesloten/{path}")
        assert answer.status_code == status, path
        assert "Dit onderdeel is er niet" in answer.text
        assert "<form" not in answer.text


def test_the_chart_takes_the_height_there_is(site: Any) -> None:
    """A taller frame has a taller chart."""
    heights = [
        int(
            re.search(
                r'class="plot" width="100%" height="(\d+)"',
                site.get(f"/nl/ingesloten/inhabitants/trend?{CHOICE}&hoogte={height}").text,
            )[1]
        )  # type: ignore[index]
        for height in (360, 640)
    ]
    assert heights[0] < heights[1] < 640


def test_colours_can_be_fixed(site: Any) -> None:
    """By a style sheet that does not ask what the reader's system prefers."""
    for theme, scheme in (("licht", "light"), ("donker", "dark")):
        text = site.get(f"/nl/ingesloten/inhabitants/trend?thema={theme}").text
        href = re.search(r'href="(/statisch/[^"]*style-\w+\.css)"', text)
        assert href
        style = site.get(href[1]).text
        assert f"color-scheme:{scheme};" in style
        assert "prefers-color-scheme" not in style
        assert f'name="color-scheme" content="{scheme}"' in text


@pytest.fixture(scope="module")
def reader(two_releases: OfficeHome, visit: Any) -> Any:
    """A visitor of the site with two releases."""
    return visit(create_app(ReleaseStore(two_releases.releases)))


def snippet(reader: Any, more: str) -> dict[str, str]:
    """The attributes of the frame that the page gives to copy."""
    text = reader.get(f"/nl/insluiten/inhabitants/tabel?gebieden=GM9001&van=2024-Q1{more}").text
    found = re.search(r'<textarea id="fragment"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    assert found
    code = html.unescape(found[1])
    return {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', code)}


def test_the_snippet_shows_what_was_chosen(reader: Any, two_releases: OfficeHome) -> None:
    """Living, rolling and frozen; each of the old page, of its height, lazily loaded, with a title."""
    old = ReleaseStore(two_releases.releases).ids()[-1]
    living, rolling = snippet(reader, "&hoogte=440"), snippet(reader, "&soort=meelopend")
    frozen = snippet(reader, f"&soort=bevroren&uitgave={old}")
    assert (living["height"], living["loading"], living["width"]) == ("440", "lazy", "100%")
    assert living["title"].startswith("Inwoners, A-stad")
    assert "laatste=" in rolling["src"]
    assert f"uitgave={old}" in frozen["src"]
    tables = [reader.get(each["src"].removeprefix("http://localhost")).text for each in (living, rolling, frozen)]
    assert ["2025" in table.partition("<tbody>")[0] for table in tables] == [True, True, False]
    assert f"uitgave {old}" in tables[2]
    assert f"/nl/cijfer/inhabitants?gebieden=GM9001&amp;van=2024-Q1&amp;uitgave={old}#getallen" in tables[2]


def test_a_snippet_in_another_language(reader: Any) -> None:
    """The page it is copied from stays as it is."""
    assert "/de/ingesloten/inhabitants/tabel?" in snippet(reader, "&taal=de")["src"]
    assert snippet(reader, "&taal=de")["title"].startswith("Einwohner")


def test_every_panel_offers_to_be_taken_along(site: Any) -> None:
    """With the choice of the page."""
    text = site.get(f"/nl/cijfer/inhabitants?{CHOICE}").text
    for panel in THERE:
        assert f'href="/nl/insluiten/inhabitants/{panel}?gebieden=GM9001,GM9002"' in text


def oembed(site: Any, address: str, more: str = "") -> Any:
    return site.get(f"/oembed?url={quote(address, safe='')}{more}")


def test_a_pasted_address_becomes_a_frame(site: Any) -> None:
    """Its page leads to the answer; the answer holds all that oEmbed asks of kind `rich`."""
    page = site.get(f"/nl/cijfer/inhabitants?{CHOICE}").text
    href = re.search(r'type="application/json\+oembed"[^>]* href="http://localhost([^"]*)"', page)
    assert href
    answer = site.get(html.unescape(href[1]))
    told = json.loads(answer.content)
    assert {"version", "type", "html", "width", "height", "title", "provider_name"} <= told.keys()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    src = re.search(r'src="http://localhost([^"]*)"', told["html"])
    assert src
    assert site.get(html.unescape(src[1])).status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"


def test_sizes_and_panels(site: Any) -> None:
    """No larger than asked; the panel that the address points at."""
    told = json.loads(
        oembed(site, "http://localhost/nl/cijfer/inhabitants#getallen", "&maxwidth=400&maxheight=300").content
    )
    assert (told["width"], told["height"]) == (400, 300)
    assert "/nl/ingesloten/inhabitants/tabel?" in told["html"]
    assert 'height="300"' in told["html"]
    again = json.loads(oembed(site, "http://localhost/de/ingesloten/inhabitants/spreiding?gebieden=GM9001").content)
    assert "/de/ingesloten/inhabitants/spreiding?" in again["html"]


@pytest.mark.parametrize(
    ("address", "more", "status"),
    [
        ("http://elders.example/nl/cijfer/inhabitants", "", 404),
        ("http://localhost.elders.example/nl/cijfer/inhabitants", "", 404),
        ("javascript://localhost/nl/cijfer/inhabitants", "", 404),
        ("http://localhost/nl/gebied/GM9001", "", 404),
        ("http://localhost/nl/cijfer/nix", "", 404),
        ("http://localhost/nl/cijfer/inhabitants?niveau=dorp", "", 404),
        ("http://localhost/nl/cijfer/inhabitants?uitgave=nix", "", 404),
        ("", "", 404),
        ("http://localhost/nl/cijfer/inhabitants", "&format=xml", 501),
        ("http://localhost/nl/cijfer/inhabitants", "&maxwidth=veel", 200),
    ],
)
def test_other_addresses_are_refused(site: Any, address: str, more: str, status: int) -> None:
    """With a status, as JSON, without a trace of what went wrong inside."""
    answer = oembed(site, address, more)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
