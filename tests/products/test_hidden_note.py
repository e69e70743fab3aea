"""What is said of hidden figures, and of those that are not public."""

from __future__ import annotations

from collections import Counter

import pytest

from noaber.products.figures import Figure
from noaber.products.hidden_note import (
    MOST_OFFERED,
    HiddenNote,
    Instead,
    Told,
    draw_hidden_note,
    join_told,
    print_hidden_note,
    tell_figures,
)
from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES

HIDDEN, SHOWN, SIGHTED = Figure(None, hidden=True), Figure(1.0), Figure(1.0, beyond=True)


def offer(area: str, slice: str = "", indicator: str = "jobs") -> Instead:
    """An offer whose names are its ids in capitals."""
    return Instead(indicator, indicator.upper(), area, area.upper(), slice, slice.upper())


def drawn(*offers: Instead | None, by_area: bool = False) -> HiddenNote:
    """The note on hidden figures with these offers."""
    note = draw_hidden_note(Told(len(offers), Counter(offers), by_area=by_area), Wording.of("nl"))
    assert note is not None
    return note


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_hidden_nothing_said(language: str) -> None:
    """And where nothing above is shown, that is said; where nobody knows, neither."""
    wording = Wording.of(language)
    assert draw_hidden_note(Told(), wording) is None
    assert print_hidden_note(None) == ""
    note = draw_hidden_note(Told(2, Counter([None, None])), wording)
    assert note is not None
    assert wording.t("hidden.nowhere") in note.text
    assert note.links == ()
    assert print_hidden_note(note) == note.text
    unknown = draw_hidden_note(Told(2), wording)
    assert unknown is not None
    assert unknown.text == wording.t("hidden.why")


def test_offers_of_most_figures_come_first_and_each_once() -> None:
    """At most so many, named with their category, and with the indicator where there are several."""
    note = drawn(offer("a"), offer("b", "sex=f"), offer("b", "sex=f"), None)
    assert [link.text for link in note.links] == ["B (SEX=F)", "A"]
    assert note.links[1].href == "/nl/cijfer/jobs?gebieden=a"
    assert print_hidden_note(note).endswith("B (SEX=F); A.")
    several = drawn(offer("a"), offer("a", indicator="homes"))
    assert {link.text for link in several.links} == {"JOBS, A", "HOMES, A"}
    assert len(drawn(*(offer(f"a{number}") for number in range(20))).links) == MOST_OFFERED


def test_many_categories_of_an_area_are_one_offer() -> None:
    """As of the ages of a pyramid; a few are named each."""
    ages = [offer("a", f"age={number}") for number in range(MOST_OFFERED + 1)]
    assert [(link.text, link.href) for link in drawn(*ages).links] == [("A", "/nl/cijfer/jobs?gebieden=a")]
    assert len(drawn(*ages[:-1]).links) == MOST_OFFERED


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_level_the_areas_are_counted(language: str) -> None:
    """One or several."""
    wording = Wording.of(language)
    for count, key in ((1, "hidden.areas.one"), (3, "hidden.areas.other")):
        note = draw_hidden_note(Told(count, Counter({offer("a"): count}), by_area=True), wording)
        assert note is not None
        assert note.text == f"{wording.t(key, count=count)} {wording.t('hidden.shown')}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_public_is_said_with_and_without_hidden_figures(language: str) -> None:
    """In a sentence of its own; a figure that is hidden all the same is not shown to anybody."""
    wording = Wording.of(language)
    told = tell_figures({"a": SIGHTED, "b": SHOWN}, {})
    note = draw_hidden_note(told, wording)
    assert note == HiddenNote(not_public=wording.t("hidden.beyond"))
    both = draw_hidden_note(join_told([told, tell_figures({"c": HIDDEN}, {"c": offer("a")})]), wording)
    assert both is not None
    assert both.not_public == wording.t("hidden.beyond")
    assert both.links[0].text == "A"
    assert not tell_figures({"a": HIDDEN._replace(beyond=True)}, {}).beyond


def test_figures_hidden_by_what_they_are_set_against_count() -> None:
    """They have no figure one level up of their own: nothing is offered for them, and nothing denied."""
    told = tell_figures({"a": Figure(None, reason="hidden"), "b": HIDDEN, "c": SHOWN}, {"b": None})
    assert told == Told(2, Counter({None: 1}))


def test_what_a_page_cannot_show_is_shown_by_its_explanation() -> None:
    """Of several periods the newest; counted as one offer."""
    flows = [offer("a", "to=b")._replace(period=period) for period in ("2022", "2024", "2023")]
    (link,) = drawn(*flows).links
    assert (link.text, link.href) == ("A (TO=B)", "/nl/uitleg/jobs/a/2024?slice=to=b")
