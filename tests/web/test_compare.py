"""Comparing on an indicator page: ways of looking, each offered where it means something."""

from __future__ import annotations

import re
from typing import Any

import pytest

from noaber.warehouse.query import Release
from noaber.web.indicator_nature import denominator_of, ways_of


def offered(page: str) -> list[str]:
    """The ways of looking that a page offers."""
    return re.findall(r'name="als" value="(\w+)"', page)


def test_ways_are_offered_by_kind(site: Any) -> None:
    """A count has an index and a share, a percentage is set against another area, a growth below zero has no index."""
    assert offered(site.get("/nl/cijfer/inhabitants").text) == ["waarde", "aandeel", "index", "verandering", "toename"]
    assert offered(site.get("/nl/cijfer/women_share?gebieden=GM9001").text) == ["waarde", "verandering", "verschil"]
    assert "index" not in offered(site.get("/nl/cijfer/growth").text)


def test_a_population_is_no_rate_of_itself(small_release: Release) -> None:
    """What others are divided by is not divided by itself."""
    assert denominator_of(small_release, "inhabitants") is None
    assert "per1000" not in ways_of(small_release, "inhabitants")


def test_a_way_without_meaning_is_refused(site: Any) -> None:
    """The right status, in words; not a page of nonsense."""
    assert site.get("/nl/cijfer/women_share?als=index").status_code == 400
    assert site.get("/nl/cijfer/women_share?als=grafiek").status_code == 400


def test_an_index_has_the_base_that_was_asked(site: Any) -> None:
    """Of the own base, in title and in figures; the link is kept in the switch of language."""
    text = site.get("/en/cijfer/inhabitants?gebieden=GM9001,GM9002&als=index&basis=2023-Q2").text
    assert "index 2nd quarter of 2023 = 100" in text
    assert "basis=2023-Q2" in re.findall(r'href="(/de/[^"]*)"', text)[0]


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_a_share_is_of_the_whole_it_names(site: Any, small_release: Release, language: str) -> None:
    """The parts of the region are set against the region; the first of them checked against the release."""
    totals = small_release.observations("inhabitants", areas=["GM9001", "Drieland"], periods=["2024-Q3"])
    value = dict(totals.select("area_id", "value").iter_rows())
    share = f"{100 * value['GM9001'] / value['Drieland']:.1f}"
    text = site.get(f"/{language}/cijfer/inhabitants?gebieden=GM9001&als=aandeel").text
    assert (share if language == "en" else share.replace(".", ",")) in text


def test_a_difference_names_its_reference(site: Any) -> None:
    """In percentage points, with the area it differs from in the title."""
    text = site.get("/nl/cijfer/women_share?gebieden=GM9001&als=verschil&referentie=GM9002").text
    assert "verschil met B-dorp" in text
    assert "procentpunt" in text


def hrefs(page: str, part: str) -> list[str]:
    """Addresses in a page that hold a part."""
    return [h.replace("&amp;", "&") for h in re.findall(r'href="([^"]*)"', page) if part in h.replace("&amp;", "&")]


def test_an_area_is_chosen_by_an_ordinary_link(site: Any) -> None:
    """From the ranking into the choice and out again, without a script."""
    page = site.get("/nl/cijfer/inhabitants?gebieden=GM9001").text
    into = next(href for href in hrefs(page, "gebieden=GM9001,GM9002") if "GM9003" not in href)
    chosen = site.get(into).text
    assert 'data-area="GM9002"' in chosen
    assert hrefs(chosen, "gebieden=GM9001&") or "/nl/cijfer/inhabitants?gebieden=GM9001" in hrefs(chosen, "GM9001")


def test_the_table_turns_and_sorts(site: Any) -> None:
    """Rows become columns; by name, by value and by change; all in the address."""
    asked = "/en/cijfer/inhabitants?gebieden=GM9002,GM9001&vergelijk=-"
    names = [re.findall(r'data-area="[^"]*"><th scope="row"><a[^>]*>([^<]*)', site.get(asked + more).text)
             for more in ("", "&volgorde=naam", "&volgorde=waarde", "&volgorde=verandering")]  # fmt: skip
    assert names[0] == ["B-dorp", "A-stad"]
    assert names[1] == names[2] == ["A-stad", "B-dorp"]
    turned = site.get(asked + "&draai=ja").text
    assert '<th scope="col">B-dorp</th>' in turned
    assert site.get(asked + "&volgorde=kleur").status_code == 400


def test_small_charts_replace_the_large_one(site: Any) -> None:
    """One of each area, and a link back."""
    page = site.get("/de/cijfer/inhabitants?gebieden=GM9001,GM9002&vorm=klein").text
    assert page.count('<li data-area="GM9002"><p>') == 1
    assert "Ein Diagramm" in page


def test_the_first_view_is_sensible_for_every_indicator(site: Any, small_release: Release) -> None:
    """Each indicator in each of its ways: there, with a headline, and a course or the reason why there is none."""
    for card in small_release.catalogue.indicators.values():
        for way in ways_of(small_release, card.id) if card.visible else ():
            answer = site.get(f"/nl/cijfer/{card.id}?als={way}")
            assert answer.status_code == 200
            assert re.search(r"<h1[^>]*>[^<]{5,}</h1>", answer.text)
            assert "<polyline" in answer.text or "Er is nog geen verloop te tekenen" in answer.text


def test_where_the_whole_has_no_figure_the_parts_speak(site: Any) -> None:
    """A figure that cannot be added up is told from its lowest to its highest part instead of not at all."""
    text = site.get("/nl/cijfer/house_value_unweighted?gebieden=Drieland&niveau=buurt").text
    heading = re.findall(r"<h1[^>]*>(.*?)</h1>", text)[0]
    assert "per gebied verschillend" in heading
    assert "als geheel is er geen cijfer" in text
