"""Each element of an answer by itself, as a channel: in the sites without protection it tells the hidden figures apart,
in the protected ones it is the same. So no attack fails merely because nobody looked in the right place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from signed_in import Person, Reply
from site_addresses import text_of
from twin_sites import OWN, Twins, make_open_twins, make_twins

PAGE = "/nl/cijfer/inhabitants?gebieden=GM9003&niveau=gemeente&volgorde=waarde"
TABLE = "/nl/cijfer/inhabitants{}?gebieden=GM9003"
MAP = "/nl/cijfer/house_value/kaart.svg?indeling=natuurlijk"
BUURT = "niveau=buurt&gebieden=BU90030900@2025"
SPREAD = f"/nl/ingesloten/inhabitants/spreiding?{BUURT}"
EXPLAINED = "/nl/uitleg/inhabitants/GM9003/2025-Q1"
PROFILE = "/nl/gebied/GM9003"
COMPOSED = "/nl/tabel{}?cijfers=inhabitants&niveau=gemeente"


@dataclass(frozen=True)
class Element:
    """Where it is found: an address, and how it is read from the answer to it."""

    address: str
    read: Callable[[Reply], Any]


def seen(pattern: str, within: str = "") -> Callable[[Reply], list[str]]:
    """Find a pattern in an answer, or in the parts of it that another finds."""

    def read(reply: Reply) -> list[str]:
        text = text_of(reply.content)
        parts = re.findall(within, text, re.DOTALL) if within else [text]
        return [found for part in parts for found in re.findall(pattern, part, re.DOTALL)]

    return read


def status(reply: Reply) -> int:
    """Say whether there is an answer at all."""
    return reply.status


def header(name: str) -> Callable[[Reply], str]:
    """Read a header."""
    return lambda reply: reply.header(name)


def numbers_in(value: Any) -> list[float]:
    """Give the numbers at any depth of what a program is told."""
    if isinstance(value, dict | list):
        return [one for part in (value.values() if isinstance(value, dict) else value) for one in numbers_in(part)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


def told_numbers(reply: Reply) -> list[float]:
    """Read the numbers of JSON."""
    return numbers_in(json.loads(reply.content))


RANKED = r'<table class="rank">.*?</table>'
SPARK = r'<svg class="spark".*?</svg>'
FIGURE = r"<figure.*?</figure>"
ELEMENTS = {
    "headline": Element(PAGE, seen(r"<h1[^>]*>(.*?)</h1>")),
    "lead": Element(PAGE, seen(r'<p class="lead">(.*?)</p>')),
    "description for search engines": Element(PAGE, seen(r'<meta name="description" content="([^"]*)"')),
    "title of a page": Element(EXPLAINED, seen(r"<title>(.*?)</title>")),
    "title of a picture": Element(MAP, seen(r"<title>(.*?)</title>")),
    "tooltip of a line": Element(PAGE, seen(r"<title>(.*?)</title>", r'<a class="line.*?</a>')),
    "tooltip of a dot": Element(PAGE, seen(r"<title>(.*?)</title>", r"<circle[^/]*?>.*?</circle>")),
    "tooltip of the spread": Element(SPREAD, seen(r"<title>(.*?)</title>", FIGURE)),
    "alt text of a chart": Element(PAGE, seen(r'<figcaption class="vh">(.*?)</figcaption>')),
    "alt text of a sparkline": Element(PROFILE, seen(r'aria-label="(.*?)"', SPARK)),
    "alt text of the spread": Element(SPREAD, seen(r"<figcaption[^>]*>(.*?)</figcaption>")),
    "order of a ranking": Element(PAGE, seen(r'<tr class="r-[^"]*" data-area="(\w+)"', RANKED)),
    "place in a ranking": Element(PAGE, seen(r'<td class="pos">(.*?)</td><th[^>]*><a[^>]*>(.*?)<', RANKED)),
    "bar of a ranking": Element(PAGE, seen(r'<rect class="bar-other" x="(.*?)%" y="8" width="(.*?)%"', RANKED)),
    "order of the picture of a ranking": Element(
        "/nl/cijfer/house_value/ranglijst.svg?niveau=gemeente", seen(r">(\d\. [ABC]-[a-z]+)<")
    ),
    "shape of a sparkline": Element(PROFILE, seen(r'points="(.*?)"', SPARK)),
    "shape of a trend": Element(PAGE, seen(r'<polyline points="(.*?)"', FIGURE)),
    "axis of a trend": Element(PAGE, seen(r'<text class="tick halo"[^>]*>(.*?)</text>', FIGURE)),
    "path of the picture of a trend": Element(TABLE.format("/trend.svg"), seen(r' d="(.*?)"')),
    "strip of a profile": Element(PROFILE, seen(r'cx="(.*?)%"', r'<svg class="strip".*?</svg>')),
    "dots of the spread": Element(SPREAD, seen(r'cx="([\d.]+)', FIGURE)),
    "axis of the spread": Element(SPREAD, seen(r'<text class="tick"[^>]*>(.*?)</text>')),
    "class in a map": Element(MAP, seen(r'<path class="([ab]\d+)" d="[^"]{20,}')),
    "key of a map": Element(PAGE, seen(r"<li>(.*?)</li>", r'<ul class="map-legend".*?</ul>')),
    "rank in a map": Element(PAGE, seen(r'data-area="(\w+)" data-rank="(\d+)"')),
    "explanation card": Element(f"{EXPLAINED}?vorm=kaart", seen(r"<h2[^>]*>(.*?)</h2>")),
    "citation": Element(f"{EXPLAINED}?vorm=kaart", seen(r"<textarea[^>]*>(.*?)</textarea>")),
    "table of an explanation": Element(EXPLAINED, seen(r"<td[^>]*>(.*?)</td>")),
    "number of an explanation for programs": Element(f"{EXPLAINED}.json", told_numbers),
    "cell of a table": Element(PAGE, seen(r'<a class="n" href="[^"]*">(.*?)</a>')),
    "number in CSV": Element(TABLE.format(".csv"), seen(r'(?<=[;,"])-?\d[\d.,]*')),
    "number in JSON": Element(TABLE.format(".json"), told_numbers),
    "cell of a workbook": Element(TABLE.format(".xlsx"), seen(r"<v>([^<]*)</v>", r"<sheetData>.*?</sheetData>")),
    "number in composed CSV": Element(COMPOSED.format(".csv"), seen(r'(?<=[;,"])-?\d[\d.,]*')),
    "number in composed JSON": Element(COMPOSED.format(".json"), told_numbers),
    "cell of a composed workbook": Element(COMPOSED.format(".xlsx"), seen(r"<v>([^<]*)</v>")),
    "shape in a composed table": Element(
        COMPOSED.format("") + "&gebieden=GM9003,GM9002&grafieken=ja", seen(r'<polyline points="(.*?)"', FIGURE)
    ),
    "status of a way of looking": Element(f"/nl/cijfer/inhabitants?{BUURT}&als=aandeel", status),
    "ways of looking on a page": Element(PAGE, seen(r'name="als" value="(\w+)"')),
    "ways of looking in an error": Element(TABLE.format(".json") + "&als=niets", seen(r'"allowed": (\[.*?\])')),
    "length": Element(PAGE, header("content-length")),
    "tag of an answer": Element(PAGE, header("etag")),
}
"""All of them are looked at in both pairs of sites."""
FAILING = (
    "/nl/cijfer/inhabitants?gebieden=GM9003&als=niets&tot=1850&klassen=99",
    "/nl/cijfer/inhabitants?gebieden=GM9003&als=index&basis=7",
    "/nl/cijfer/inhabitants?gebieden=GM9003&niveau=buurt&grenzen=x",
    "/nl/cijfer/inhabitants?gebieden=C-haam",
    "/nl/cijfer/inhabitants.json?gebieden=C-haam",
    "/nl/cijfer/inhabitants/plaatje.svg?gebieden=GM9003",
    "/nl/tabel?cijfers=inhabitants,atlantis&niveau=gemeente",
    "/nl/uitleg/inhabitants/GM9003/1850",
    "/nl/uitleg/inhabitants/GM9003/1850.json",
    "/nl/ingesloten/inhabitants/niets?gebieden=GM9003",
)
"""What cannot be, asked of a figure that is hidden."""


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The two protected sites."""
    return make_twins(tmp_path_factory.mktemp("twins"))


@pytest.fixture(scope="module")
def opened(twins: Twins, tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The same without protection."""
    return make_open_twins(twins, tmp_path_factory.mktemp("opened"))


def read_both(name: str, pair: tuple[Person, Person]) -> tuple[Any, Any]:
    """Read an element from both sites."""
    element = ELEMENTS[name]
    one, other = (person.get(element.address) for person in pair)
    return element.read(one), element.read(other)


@pytest.mark.parametrize("name", ELEMENTS)
def test_an_element_alone_would_tell(name: str, opened: Twins) -> None:
    """Where nothing is protected."""
    one, other = read_both(name, opened.pair())
    assert one
    assert other
    assert one != other


@pytest.mark.parametrize("name", ELEMENTS)
def test_an_element_alone_tells_nothing(name: str, twins: Twins) -> None:
    """Where the same is protected: neither anybody nor another municipality."""
    for pair in (twins.pair(), twins.pair("municipality", OWN)):
        one, other = read_both(name, pair)
        assert one == other


@pytest.mark.parametrize("address", FAILING)
def test_what_cannot_be_is_refused_without_figures(address: str, twins: Twins, opened: Twins) -> None:
    """An error tells nothing even where all is open."""
    for pair in (twins.pair(), opened.pair()):
        one, other = (person.get(address) for person in pair)
        assert one.status == other.status
        assert one.status in (400, 404)
        assert one.content == other.content
