"""What is said of hidden figures."""

from __future__ import annotations

import pytest

from noaber.products.hidden_note import MOST_OFFERED, Instead, draw_hidden_note, print_hidden_note
from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES


def offer(area: str, slice: str = "", indicator: str = "jobs") -> Instead:
    """An offer whose names are its ids in capitals."""
    return Instead(indicator, indicator.upper(), area, area.upper(), slice, slice.upper())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_hidden_nothing_said(language: str) -> None:
    """And where nothing above is shown, that is said."""
    wording = Wording.of(language)
    assert draw_hidden_note([], wording) is None
    note = draw_hidden_note([None, None], wording)
    assert note is not None
    assert wording.t("hidden.nowhere") in note.text
    assert note.links == ()
    assert print_hidden_note(note) == note.text


def test_offers_of_most_figures_come_first_and_each_once() -> None:
    """At most so many, named with their category, and with the indicator where there are several."""
    wording = Wording.of("nl")
    note = draw_hidden_note([offer("a"), offer("b", "sex=f"), offer("b", "sex=f"), None], wording)
    assert note is not None
    assert [link.text for link in note.links] == ["B (SEX=F)", "A"]
    assert note.links[1].href == "/nl/cijfer/jobs?gebieden=a"
    assert print_hidden_note(note).endswith("B (SEX=F); A.")
    several = draw_hidden_note([offer("a"), offer("a", indicator="homes")], wording)
    assert several is not None
    assert {link.text for link in several.links} == {"JOBS, A", "HOMES, A"}
    many = draw_hidden_note([offer(f"a{number}") for number in range(20)], wording)
    assert many is not None
    assert len(many.links) == MOST_OFFERED
