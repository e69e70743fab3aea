"""The profile of an area: what it says, whom it compares with, who lives there, what is told, and where it leads."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from noaber.vocabulary.languages import LANGUAGES
from noaber.warehouse.query import Release
from noaber.web.area_peers import peers_of

A = "/nl/gebied/GM9001"


def words(text: str) -> str:
    """The words of a page, one space between."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def part(text: str, id: str) -> str:
    """The section with an id."""
    return re.search(rf'<section[^>]* id="{id}".*?</section>', text, re.DOTALL)[0]  # type: ignore[index]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", ["GM9001", "Drieland", "BU90010000@2024", "BU90030000@2023"])
def test_every_profile_is_there(profiles: Any, language: str, area: str) -> None:
    """In every language, also of areas that lack most of it; no unfilled text, nothing inline."""
    answer = profiles.get(f"/{language}/gebied/{area}")
    assert answer.status_code == 200
    assert not re.search(r"\{\w+\}|\bNone\b|Undefined|\b[A-Z]\w+\(\w+=", words(answer.text))
    assert not re.search(r"<style|\sstyle=|\son\w+=", answer.text)


def test_the_first_sentence_ranks_by_size(profiles: Any) -> None:
    """It says how large, and the number leads to its explanation."""
    text = profiles.get("/nl/gebied/BU90010000@2024").text
    lead = re.search(r'<p class="lead">(.*?)</p>', text, re.DOTALL)[1]  # type: ignore[index]
    assert "Van de 3 buurten in A-stad is Kern met 105 inwoners het grootst" in words(lead)
    assert 'href="/nl/uitleg/inhabitants/BU90010000@2024/2024' in lead


def test_a_late_supplier_leaves_no_ranking(profiles: Any) -> None:
    """Of three municipalities one has no figure yet: two are no ranking, and the sentence does not claim one."""
    lead = re.search(r'<p class="lead">(.*?)</p>', profiles.get(A).text, re.DOTALL)[1]  # type: ignore[index]
    assert "telt 231 inwoners" in words(lead)
    assert " van 3 gemeenten" not in words(profiles.get(A).text)


def test_what_stands_with_a_key_figure_leads_to_its_explanation(profiles: Any) -> None:
    """The change since the first period and the figures of the references, each as a number that can be clicked."""
    text = profiles.get("/nl/gebied/BU90010000@2024").text
    glance = re.search(r'<div class="glance">.*?<section', text, re.DOTALL)[0]  # type: ignore[index]
    assert re.search(r' · <a href="/nl/uitleg/[^"]*als=verandering[^"]*">[+−]?\d[^<]* sinds ', unescape(glance))
    told = re.findall(r"<dd>(.*?)</dd>", glance)
    assert told
    assert all(re.match(r'(<a class="v" href="/nl/uitleg/[^"]*">)?[+−€\d]', text) for text in told)


def test_key_figures_stand_among_their_level(profiles: Any) -> None:
    """Rank of how many, part of the whole, and dots; the hidden and the missing are not among them."""
    text = profiles.get("/nl/gebied/BU90010000@2024").text
    assert "1e van 3 buurten in A-stad" in words(text)
    assert "Deel van A-stad" in words(text)
    assert "gedeeld 2e van 3 buurten" in words(profiles.get("/nl/gebied/BU90010001@2024").text)
    strips = re.findall(r'<svg class="strip".*?</svg>', text, re.DOTALL)
    assert strips
    assert all(strip.count('class="own"') == 1 for strip in strips)


def test_who_has_no_number_is_not_ranked(profiles: Any, profile_release: Release) -> None:
    """A neighbourhood whose value is hidden has no rank there, and no number."""
    cells = profile_release.cells(profile_release.select("house_value", areas="BU90030000"))
    assert [(cell.hidden, cell.value) for cell in cells if cell.area.vintage == 2023] == [(True, None)]
    text = profiles.get("/nl/gebied/BU90030000@2023").text
    value = re.search(r'Woningwaarde</a>.*?<td class="mine">(.*?)</td>', text, re.DOTALL)[1]  # type: ignore[index]
    assert "€" not in value


def test_the_map_names_the_neighbours(profiles: Any) -> None:
    """Beside is a border, a corner is none; every shape that has a page leads there, and the words say it too."""
    section = part(profiles.get(A).text, "ligging")
    assert "A-stad grenst aan B-dorp" in words(section)
    assert 'href="/nl/gebied/GM9002"' in section
    assert 'class="own"' in section


def test_the_pyramid_adds_up(profiles: Any) -> None:
    """Men and women of every age, old above young, together the total; the reference is an outline."""
    section = part(profiles.get(A).text, "bevolking")
    rows = re.findall(r"<tr>(.*?)</tr>", section, re.DOTALL)[1:]
    told = [words(row).split() for row in rows]
    assert told == [["20", "oud", "31"], ["60", "midden", "70"], ["30", "jong", "20"]]
    assert sum(int(row[0]) + int(row[2]) for row in told) == 231
    assert section.count('class="people"') == 7
    assert 'class="outline"' in section
    assert "De grootste groep is midden: 56,3 % van alle inwoners op 1 januari 2024." in words(section)


def test_no_ages_no_pyramid(profiles: Any) -> None:
    """Where there is nothing to draw there is no panel and no link to it."""
    text = profiles.get("/nl/gebied/BU90010000@2024").text
    assert 'id="bevolking"' not in text
    assert 'href="#bevolking"' not in text


def test_stories_stand_beside_figures(profiles: Any) -> None:
    """With speaker and date; an invented one stays out of a release of real figures."""
    text = profiles.get(A).text
    assert "De oude weg" in text
    assert "Jan · wandelaar · maart 2024" in words(text)
    assert "Dit is niet gezegd" not in text


def test_a_story_names_its_language(profiles: Any) -> None:
    """German readers get the Dutch words, marked as Dutch; English readers their own."""
    german, english = (profiles.get(f"/{language}/gebied/GM9001").text for language in ("de", "en"))
    assert '<blockquote lang="nl"><p>Ik loop hier elke dag.</p><p>Nog steeds.</p>' in german
    assert "Sprache: Niederländisch" in words(german)
    assert "<blockquote><p>I walk here every day.</p>" in english


def test_stories_of_parts_stand_under_their_theme(profiles: Any) -> None:
    """On the page of the whole, in the panel of the theme."""
    section = part(profiles.get("/nl/gebied/Drieland").text, "thema-population")
    assert "De oude weg" in section
    assert 'href="/nl/gebied/GM9001"' in section


def test_long_themes_fold_and_open_by_address(profiles: Any) -> None:
    """`toon=alles` opens every theme."""
    folded, opened = profiles.get(A).text, profiles.get(f"{A}?toon=alles").text
    assert "<details open" not in folded
    assert f'href="{A}?toon=alles#cijfers"' in folded
    assert opened.count("<tr>") == folded.count("<tr>")


def test_tabs_lead_to_what_is_there(profiles: Any) -> None:
    """Every tab has its place on the page."""
    for area in ("GM9001", "Drieland", "BU90010000@2024"):
        text = profiles.get(f"/nl/gebied/{area}").text
        nav = re.search(r'<nav class="tabs".*?</nav>', text, re.DOTALL)[0]  # type: ignore[index]
        assert all(f'id="{id}"' in text for id in re.findall(r'href="#([^"]+)"', nav))


def test_peers_open_the_explorer(profiles: Any) -> None:
    """Every link of the panel leads to an indicator page with the area first; so do those of the control bar."""
    for page, section in ((A, "zoals"), ("/nl/cijfer/inhabitants?gebieden=GM9001", "")):
        text = profiles.get(page).text
        found = part(text, section) if section else re.search(r'<p class="like-line">.*?</p>', text, re.DOTALL)[0]  # type: ignore[index]
        links = [href.replace("&amp;", "&") for href in re.findall(r'href="(/nl/cijfer/[^"]*)"', found)]
        assert len(links) >= 2
        for href in links:
            answer = profiles.get(href.partition("#")[0])
            assert answer.status_code == 200
            assert re.search(r"gebieden=GM9001", href)


def test_frozen_profiles_lead_to_frozen_pages(profiles: Any, profile_release: Release) -> None:
    """Also the links of the map, which stand in a drawing."""
    section = part(profiles.get(f"{A}?uitgave={profile_release.id}").text, "ligging")
    links = re.findall(r'href="(/[^"]*)"', section)
    assert links
    assert all(f"uitgave={profile_release.id}" in href for href in links)


def test_peers_are_of_one_kind(profile_release: Release) -> None:
    """Neighbours and areas of similar size are of the same type and vintage, never the area itself."""
    known = profile_release.catalogue.areas
    for area in known.values():
        for peers in peers_of(profile_release, area):
            if peers.kind in ("neighbours", "similar"):
                assert area.id not in peers.areas
                assert {(known[id].type, known[id].vintage) for id in peers.areas} == {(area.type, area.vintage)}
