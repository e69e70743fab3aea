"""The map of an indicator over a real release: levels, classes in the address, reasons apart, links, documents."""

from __future__ import annotations

import html
import re
import time
from typing import Any
from xml.etree import ElementTree

import pytest

from noaber.products.wording import Wording
from noaber.web.indicator_asking import ask_indicator
from noaber.web.map_asking import ask_ground

BUURTEN = "/nl/cijfer/house_value?gebieden=Drieland&niveau=buurt"
MUNICIPALITIES = "/nl/cijfer/inhabitants?gebieden=GM9001&niveau=gemeente&tot=2025"
SVG = "{http://www.w3.org/2000/svg}"


def panel(site: Any, path: str) -> str:
    """The map section of a page."""
    answer = site.get(path)
    assert answer.status_code == 200
    return re.search(r'<section class="panel c\d+ map-panel">.*?</section>', answer.text, re.DOTALL)[0]  # type: ignore[index]


def legend(site: Any, path: str) -> list[str]:
    """The entries of the legend, in words."""
    listed = re.search(r'<ul class="map-legend".*?</ul>', panel(site, path), re.DOTALL)[0]  # type: ignore[index]
    return [html.unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in re.findall("<li>.*?</li>", listed)]


def loose(site: Any, query: str) -> ElementTree.Element:
    """The map as it is put into a page."""
    answer = site.get(f"/nl/cijfer/house_value/kaart.svg?{query}&breedte=los")
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.text)


def test_few_areas_stand_in_the_page_with_links(mapped_site: Any) -> None:
    """Without a program a click on a municipality adds it, and a click on a chosen one takes it out."""
    drawn = panel(mapped_site, MUNICIPALITIES)
    links = dict(re.findall(r'<a data-area="(\w+)"[^>]*? href="([^"]+)"', drawn))
    assert links["GM9002"].endswith("gebieden=GM9001,GM9002#kaart")
    assert "GM9001" not in links  # the only one chosen cannot be taken out
    assert "data-from" not in drawn
    added = mapped_site.get(html.unescape(links["GM9002"]).partition("#")[0])
    assert added.status_code == 200
    chosen = panel(mapped_site, MUNICIPALITIES.replace("GM9001", "GM9001,GM9002"))
    assert re.search(r'<a data-area="GM9002"[^>]*class="r-p1" href="[^"]*gebieden=GM9001#kaart"', chosen)


def test_many_areas_come_as_a_picture_and_can_be_fetched(mapped_site: Any) -> None:
    """The page stays light; the drawing has all areas, with what there is to say of each."""
    drawn = panel(mapped_site, BUURTEN)
    assert "<img " in drawn
    assert "map-ground" not in drawn
    source = html.unescape(re.search(r'data-from="([^"]+)"', drawn)[1])  # type: ignore[index]
    found = ElementTree.fromstring(mapped_site.get(source).text)
    links = {link.get("data-area"): link for link in found.iter(f"{SVG}a")}
    assert len(links) == 70
    told = links["BU90010001@2025"].find(f"{SVG}title").text  # type: ignore[union-attr]
    assert told == "Vak 0-1: €\xa0101.000 · plaats 67 van 68 · reeksbreuk"
    assert (
        links["BU90010001@2025"].get("href", "").startswith("/nl/cijfer/house_value?gebieden=Drieland,BU90010001@2025")
    )


def test_hidden_and_missing_are_kept_apart_and_never_numbers(mapped_site: Any) -> None:
    """Each has its pattern, its entry with a count, and its words."""
    assert legend(mapped_site, BUURTEN)[-2:] == ["afgeschermd (1)", "geen cijfer (1)"]
    found = {
        link.get("data-area"): link for link in loose(mapped_site, "gebieden=Drieland&niveau=buurt").iter(f"{SVG}a")
    }
    for area, reason, words in (("BU90010202@2025", "hidden", "Vak 2-2: afgeschermd"),
                                ("BU90010303@2025", "missing", "Vak 3-3: geen cijfer")):  # fmt: skip
        assert found[area].find(f"{SVG}title").text == words  # type: ignore[union-attr]
        assert found[area].find(f"{SVG}path").get("fill") == f"url(#map-{reason})"  # type: ignore[union-attr]
        assert "data-rank" not in found[area].attrib


def test_statuses_are_said(mapped_site: Any) -> None:
    """Once where all numbers bear it."""
    assert "geraamd: alle getallen" in panel(mapped_site, "/nl/cijfer/house_value?gebieden=Drieland&niveau=gemeente")


@pytest.mark.parametrize(
    ("classes", "entries"),
    [
        ("", ["€\xa0100.000 tot €\xa0120.000 (14)", "€\xa0180.000 tot en met €\xa0196.000 (14)"]),
        ("&indeling=gelijk&klassen=2", ["€\xa0100.000 tot €\xa0148.000 (33)", "tot en met €\xa0196.000 (35)"]),
        ("&indeling=natuurlijk&klassen=2", ["(", ")"]),
        ("&grenzen=110000;150.000", ["minder dan €\xa0110.000 (7)", "€\xa0150.000 of meer (35)"]),
        ("&grenzen=1", ["minder dan €\xa01 (0)", "€\xa01 of meer (68)"]),
    ],
)  # fmt: skip
def test_classes_in_the_address(mapped_site: Any, classes: str, entries: list[str]) -> None:
    """Equal numbers, equal widths, natural groups or bounds of one's own; counts add up to all areas with a number."""
    found = legend(mapped_site, BUURTEN + classes)[:-2]
    counts = [int(re.search(r"\((\d+)\)$", entry)[1]) for entry in found]  # type: ignore[index]
    assert sum(counts) == 68
    assert entries[0] in found[0]
    assert entries[1] in found[-1]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("indeling=wortel", "“wortel”"), ("klassen=9", "twee tot zeven"), ("grenzen=laag", "10; 20; 30"),
        ("grenzen=1;2;3;4;5;6;7", "hooguit zes"),
    ],
)  # fmt: skip
def test_wrong_classes_get_a_friendly_page(mapped_site: Any, query: str, words: str) -> None:
    """What is wrong and what can be, with status 400, of the page and of its picture."""
    answer = mapped_site.get(f"{BUURTEN}&{query}")
    assert answer.status_code == 400
    assert words in html.unescape(answer.text)
    assert mapped_site.get(f"/nl/cijfer/house_value/kaart.svg?niveau=buurt&{query}").status_code == 400


def test_two_colours_around_the_middle(mapped_site: Any) -> None:
    """A difference parts at zero, and the page says so; a value does not."""
    differs = f"{BUURTEN}&als=verschil&referentie=GM9002"
    assert "Twee kleuren: bruin is lager dan 0, groen is 0 of hoger." in panel(mapped_site, differs)
    assert 'class="b13"' in panel(mapped_site, differs)
    assert [entry for entry in legend(mapped_site, differs) if re.search(r"−.* tot €\xa00 \(", entry)]
    assert "Twee kleuren" not in panel(mapped_site, BUURTEN)
    assert 'class="b13"' not in panel(mapped_site, BUURTEN)


def test_own_bounds_form_keeps_the_rest(mapped_site: Any) -> None:
    """The form starts with the bounds in force and keeps areas and level; the large form keeps the classes."""
    page = mapped_site.get(f"{BUURTEN}&grenzen=110000;150000").text
    form = re.search(r'<form class="map-bounds".*?</form>', page, re.DOTALL)[0]  # type: ignore[index]
    assert 'value="110000; 150000"' in form
    assert '<input type="hidden" name="gebieden" value="Drieland">' in form
    bar = re.search(r'<form class="bar".*?</form>', page, re.DOTALL)[0]  # type: ignore[index]
    assert '<input type="hidden" name="grenzen" value="110000,150000">' in bar


def test_levels_as_links(mapped_site: Any) -> None:
    """In words with the part of the region they lie in; of a part also the whole."""
    drawn = panel(mapped_site, "/nl/cijfer/house_value?gebieden=GM9001&niveau=buurt")
    assert ">gemeenten in Drieland</a>" in drawn
    assert '<span aria-current="true">buurten in A-stad</span>' in drawn
    whole = re.search(r'<a href="([^"]+)">alle buurten in Drieland</a>', drawn)
    assert whole is not None
    assert "Op de kaart: buurten in Drieland" in panel(mapped_site, html.unescape(whole[1]).partition("#")[0])


def test_without_shapes_the_map_says_so(mapped_site: Any, site: Any) -> None:
    """Buurten of 2024 have none, and a link leads to those of 2025; an office without any shows no panel."""
    drawn = panel(mapped_site, f"{BUURTEN}&tot=2024")
    assert "geen grenzen" in drawn
    assert "<svg" not in drawn
    assert 'id="kaart"' not in site.get(BUURTEN).text


def test_a_frozen_map_leads_to_the_same_release(mapped_site: Any, mapped_release: Any) -> None:
    """The links in the page, the address of the drawing and the links in the drawing."""
    frozen = f"&uitgave={mapped_release.id}"
    drawn = panel(mapped_site, BUURTEN + frozen)
    source = html.unescape(re.search(r'data-from="([^"]+)"', drawn)[1])  # type: ignore[index]
    assert frozen in source
    svg = mapped_site.get(source).text
    assert svg.count("uitgave=") == 70
    assert ElementTree.fromstring(svg) is not None


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_the_map_as_document(mapped_site: Any, language: str) -> None:
    """The same drawing with title, legend with counts, statuses and address; SVG and PNG."""
    path = f"/{language}/cijfer/house_value/kaart"
    svg = mapped_site.get(f"{path}.svg?vorm=document&gebieden=Drieland&niveau=buurt")
    png = mapped_site.get(f"{path}.png?gebieden=Drieland&niveau=buurt")
    assert (svg.status_code, png.content[:4]) == (200, b"\x89PNG")
    root = ElementTree.fromstring(svg.text)
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert sum(int(found[1]) for text in texts if (found := re.search(r"\((\d+)\)$", text))) == 70
    assert "Vak 2-2" in " ".join(texts)  # named as hidden below the map


def test_hundreds_of_areas_are_drawn_fast(mapped_release: Any) -> None:
    """The ground is projected once for a release; what is drawn over it takes milliseconds."""
    query = {"gebieden": ["Drieland"], "niveau": ["buurt"]}
    asked = ask_indicator(mapped_release, "house_value", query, Wording.of("nl"))
    first = ask_ground(mapped_release, asked)
    started = time.perf_counter()
    assert ask_ground(mapped_release, asked) is first
    assert time.perf_counter() - started < 0.05
