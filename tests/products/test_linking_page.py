"""The page on how sources were linked: in three languages, with what is not told, and as Markdown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from noaber.products.linking_page import draw_links_page, render_markdown, say_links
from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES
from noaber.warehouse.cards import FindingCard, LinkCard, LinkGroupCard
from noaber.warehouse.query import Release

GROUPS = (
    LinkGroupCard("dimension", "sex", "f", 300, 20, 1.5, 0.15),
    LinkGroupCard("dimension", "sex", "m", 200, 40, -1.5, -0.15),
    LinkGroupCard("dimension", "sex", "", None, None, None, None),
    LinkGroupCard("area", "gemeente", "GM9001", 500, 60, 0.2, 0.3),
    LinkGroupCard("period", "", "2024", 500, 60, 0.0, 0.9),
)
LIKELY = LinkCard(
    "register", "client", "buurten_2024", (("type", "date"), ("dimension", "sex"), ("unit", "postcode")), 0.95,
    570, 500, 20, 15, 35, 0.004, 0.05, GROUPS,
)  # fmt: skip
EXACT = LinkCard(
    "commuting", "home", "buurten_2024", (("unit", "house"),), None, 30, None, None, None, None, None, None
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("gekoppeld aan", "geboortedatum, geslacht en postcode", "0,40", "A-stad", "niet getoond", "+0,30")),
        ("de", ("verknüpft mit", "Geburtsdatum, Geschlecht und Postleitzahl", "0,40", "A-stad", "nicht gezeigt")),
        ("en", ("linked to", "date of birth, sex and postcode", "0.40", "A-stad", "not shown", "+0.30")),
    ],
)  # fmt: skip
def test_links_are_told_in_words(language: str, words: tuple[str, ...], small_release: Release) -> None:
    """How, how many, what is expected to be wrong, and where the linked differ most."""
    known = replace(small_release.catalogue, links=(LIKELY, EXACT))
    text = render_markdown(draw_links_page(known, Wording.of(language)))
    assert not [word for word in words if word not in text], text
    assert text.count("\n## ") == 2
    assert text.count("\n|---|") == 3


def test_small_differences_are_called_none(small_release: Release) -> None:
    """And where nothing can be compared that is said; a period is never the farthest."""
    wording = Wording.of("en")
    even = replace(LIKELY, groups=tuple(replace(group, difference=0.01) for group in GROUPS[:2]))
    known = replace(small_release.catalogue, links=(even, EXACT))
    views = {link.id: link for link in draw_links_page(known, wording).links}
    assert "nowhere by more than 0.1" in views["register"].farthest
    assert "cannot be said" in views["commuting"].farthest
    assert LIKELY.farthest == GROUPS[3]
    facts = [text for _, text in views["commuting"].facts]
    assert facts == ["30", "not shown", "not shown"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_links_that_is_said(language: str, small_release: Release) -> None:
    """In every language."""
    view = draw_links_page(small_release.catalogue, Wording.of(language))
    assert view.none
    assert render_markdown(view).endswith(f"{view.none}\n")


def test_a_figure_says_what_it_rests_on() -> None:
    """In a sentence of the reader's language."""
    said = {"kind": "linked", "share": "93", "names": {"nl": "Passen", "de": "Pässe", "en": "Passes"}}
    finding = FindingCard(None, None, "holders", "records_linked", "info", 560, {"said": [said]})
    other = replace(finding, check="sources_differ")
    assert say_links([finding, other], Wording.of("nl")) == [
        "Van de records van Passen is 93 procent gekoppeld; wie niet gekoppeld is, telt niet mee."
    ]
