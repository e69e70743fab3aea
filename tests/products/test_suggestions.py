"""Suggestions while typing: few, by kind, each once, with what was typed marked in them."""

from __future__ import annotations

from noaber.products.search_page import Found, draw_search_page
from noaber.products.suggestions import MOST, MOST_OF_A_KIND, draw_suggestions, mark_words
from noaber.products.wording import Wording

NL = Wording.of("nl")


def figures(count: int) -> list[Found]:
    return [Found("indicator", f"i{at}", f"Woningen {at}", "Wonen") for at in range(count)]


def test_the_kind_of_the_best_stands_first() -> None:
    """Then the others in a fixed order, each with its own title."""
    found = [Found("area", "GM1", "Borne", "Gemeente in Twente"), *figures(1), Found("postcode", "7622", "7622", "")]
    told = draw_suggestions("borne", found, "", NL)
    assert [group.title for group in told.groups] == ["Gebieden", "Cijfers", "Postcodes"]
    assert told.said == "3 suggesties."


def test_one_kind_leaves_room_for_others() -> None:
    """And takes that room where there are no others."""
    mixed = draw_suggestions("woningen", [*figures(12), Found("source", "s", "Woningen naar type", "CBS")], "", NL)
    alone = draw_suggestions("woningen", figures(12), "", NL)
    assert [len(group.hits) for group in mixed.groups] == [MOST - 1, 1]
    assert [len(group.hits) for group in alone.groups] == [MOST]
    many = [Found("area", f"a{at}", f"Wonen {at}", "") for at in range(9)]
    assert [len(g.hits) for g in draw_suggestions("w", [*figures(9), *many], "", NL).groups] == [MOST_OF_A_KIND, 4]


def test_the_same_thing_is_offered_once() -> None:
    """For the area it is asked for as well as without one: those are two."""
    twice = [*figures(1), *figures(1), Found("indicator", "i0", "Woningen 0", "", area="GM1", where="in Borne")]
    (group,) = draw_suggestions("woningen", twice, "", NL).groups
    assert [hit.href for hit in group.hits] == ["/nl/cijfer/i0", "/nl/cijfer/i0?gebieden=GM1"]


def test_nothing_is_said_to_be_nothing() -> None:
    """In words, for who hears the list."""
    assert draw_suggestions("xyzzy", [], "", NL).said == "Geen suggesties."


def test_what_was_typed_is_marked() -> None:
    """Whole beginnings first; two words both; a letter inside a word not; what was meant where it was misspelt."""
    assert mark_words("Woningen in Almelo", ["woning", "alm"]) == (
        ("Woning", True), ("en in ", False), ("Alm", True), ("elo", False),
    )  # fmt: skip
    assert mark_words("Straße", ["strasse"]) == (("Straße", True),)
    assert mark_words("Inwoners", ["n"]) == (("Inwoners", False),)
    assert "".join(text for text, _ in mark_words("Beneden-Leeuwen", ["leeu"])) == "Beneden-Leeuwen"
    told = draw_suggestions("inwonrs", [Found("indicator", "i", "Inwoners", "Bevolking")], "Inwoners", NL)
    assert told.groups[0].hits[0].text == (("Inwoners", True),)
    assert told.meant == "Bedoelde u “Inwoners”?"


def test_the_page_names_the_area_that_is_asked_for() -> None:
    """A figure of an area leads to that area; the other name it was found by is told, unless it is the same."""
    hit = Found("indicator", "i", "WOZ-waarde", "Wonen", "woningwaarde", "GM1", "in Borne")
    same = Found("indicator", "j", "Inwoners", "Bevolking", "inwoners")
    (group,) = draw_search_page("woningwaarde borne", [hit, same], [], NL).groups
    assert (group.hits[0].title, group.hits[0].href) == ("WOZ-waarde in Borne", "/nl/cijfer/i?gebieden=GM1")
    assert [shown.subtitle for shown in group.hits] == ["Wonen · ook “woningwaarde”", "Bevolking"]
