"""Searching: names and synonyms in three languages, typing errors forgiven, the right thing first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.warehouse.query import Release
from noaber.warehouse.search_words import Words


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("inwoners", "inhabitants"),
        ("Einwohner", "inhabitants"),
        ("inhabitants", "inhabitants"),
        ("INHABITANTS ", "inhabitants"),
        ("bevolking", "inhabitants"),
        ("Bevölkerung", "inhabitants"),
        ("bevolkerung", "inhabitants"),
        ("population", "inhabitants"),
        ("inwonres", "inhabitants"),
        ("inhabitnts", "inhabitants"),
        ("aandeel vrouwen", "women_share"),
        ("vrouwen", "women_share"),
        ("Frauenanteil", "women_share"),
        ("groei", "growth"),
        ("woningwaarde", "house_value"),
        ("Wohnungswert", "house_value"),
        ("house value", "house_value"),
        ("wonen", "housing"),
        ("A-stad", "GM9001"),
        ("astad", "GM9001"),
        ("GM9001", "GM9001"),
        ("gm9001", "GM9001"),
        ("Dreiland", "Drieland"),
        ("Three Lands", "Drieland"),
        ("three lnads", "Drieland"),
        ("Nieuw Veld", "BU90010002@2024"),
    ],
)
def test_the_first_answer(small_release: Release, text: str, first: str) -> None:
    """Of names, synonyms and codes, whatever the case and accents, with a letter wrong."""
    hits = small_release.search(text)
    assert hits, text
    assert hits[0].id == first, hits


def test_a_theme_is_found_beside_an_indicator_of_that_name(small_release: Release) -> None:
    """Second, as a synonym says just as much."""
    for text in ("bevolking", "Bevölkerung", "population"):
        assert [(hit.kind, hit.id) for hit in small_release.search(text)[:2]] == [
            ("indicator", "inhabitants"), ("theme", "population"),
        ]  # fmt: skip


def test_answers_speak_the_language_asked_in(small_release: Release) -> None:
    """Title and subtitle; whatever the language of the question."""
    hit = small_release.search("inwoners", "de")[0]
    assert (hit.title, hit.subtitle) == ("Einwohner", "Bevölkerung")
    area = small_release.search("Kern", "en")[0]
    assert (area.title, area.subtitle) == ("Kern", "neighbourhood, A-stad")


def test_of_vintages_only_the_newest_is_found(small_release: Release) -> None:
    """One answer for one place."""
    hits = [hit.id for hit in small_release.search("Kern") if hit.kind == "area"]
    assert hits[0] == "BU90010000@2024"
    assert "BU90010000@2023" not in hits


@pytest.mark.parametrize("text", ["", "   ", "¸", "qqqqqqqq", "%_'\";--", "x" * 10_000])
def test_nonsense_finds_nothing_and_breaks_nothing(small_release: Release, text: str) -> None:
    """Also very long."""
    assert small_release.search(text) == []


def test_no_more_than_asked_for(small_release: Release) -> None:
    """The best ones."""
    assert [hit.id for hit in small_release.search("e", limit=3)] == [hit.id for hit in small_release.search("e")[:3]]


@given(st.text(max_size=30))
def test_any_text_can_be_asked(small_release: Release, text: str) -> None:
    """Answers are there, each once, best first."""
    hits = small_release.search(text)
    assert len({(hit.kind, hit.id) for hit in hits}) == len(hits) <= 20
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_typing_errors_are_corrected_to_names_only() -> None:
    """The words of definitions are too many: one of them is always near."""
    words = Words(["betaalden", "inwoners"], ["betaalden", "inwoners"], named=["inwoners"])
    assert words.match("bejaarden") == {}
    assert set(words.match("inwonres")) == {"inwoners"}
    assert set(words.match("betaalden")) == {"betaalden"}
