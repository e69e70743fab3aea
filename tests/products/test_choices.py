"""The address is the state: what is read is what was written, and what cannot be is said all at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.addresses import site_href, switch_language
from noaber.products.choices import BadAddress, Choice, Offer, parse_choice, print_choice
from noaber.products.periods_shown import between, first_window, latest_window
from noaber.products.ways import EXPRESSIONS
from noaber.vocabulary.errors import NotFound, Problem

PERIODS = ["2019", "2020", "2021", "2022"]
AREAS = {"GM0153": "GM0153", "Enschede": "GM0153", "GM0164": "GM0164", "Twente": "Twente", "NL": "NL"}


def resolve(text: str) -> str:
    """Find an area of the small world of these tests."""
    if text not in AREAS:
        raise NotFound(Problem("area", f"unknown area '{text}'"))
    return AREAS[text]


DEFAULT = Choice(gebieden=("GM0153",), vergelijk=("Twente", "NL"), niveau="gemeente", van="2019", tot="2022")
OFFER = Offer(["gemeente", "buurt"], PERIODS, ["sex=f"], ["sex"], DEFAULT, resolve)


def test_nothing_said_is_the_default() -> None:
    """An empty address shows the default."""
    assert parse_choice({}, OFFER) == DEFAULT


def test_a_form_repeats_and_adds() -> None:
    """Checkboxes repeat a name; `erbij` adds an area by name; doubles count once; `-` is none."""
    query = {"gebieden": ["GM0164", "GM0153"], "erbij": ["Enschede"], "vergelijk": ["-", "NL"]}
    choice = parse_choice(query, OFFER)
    assert choice.gebieden == ("GM0164", "GM0153")
    assert choice.vergelijk == ("NL",)
    assert parse_choice({"vergelijk": ["-"]}, OFFER).vergelijk == ()


def test_all_that_is_wrong_is_said_at_once() -> None:
    """Each wrong parameter is a problem of its own, with what comes nearest."""
    with pytest.raises(BadAddress) as error:
        parse_choice({"niveau": ["gemente"], "als": ["indx"], "blad": ["0"]}, OFFER)
    assert [problem.place for problem in error.value.problems] == ["niveau", "als", "blad"]
    assert "gemeente" in error.value.problems[0].next_step
    assert error.value.http_status == 400


def test_an_unknown_area_is_not_found() -> None:
    """It has a page of its own with the nearest names."""
    with pytest.raises(NotFound):
        parse_choice({"gebieden": ["Nergens"]}, OFFER)


def test_periods_backwards_are_turned() -> None:
    """From later to earlier means the same stretch."""
    choice = parse_choice({"van": ["2022"], "tot": ["2020"]}, OFFER)
    assert (choice.van, choice.tot) == ("2020", "2022")


@given(
    st.builds(
        Choice,
        gebieden=st.lists(st.sampled_from(["GM0153", "GM0164"]), min_size=1, max_size=2, unique=True).map(tuple),
        vergelijk=st.lists(st.sampled_from(["Twente", "NL"]), max_size=2, unique=True).map(tuple),
        niveau=st.sampled_from(OFFER.levels),
        van=st.sampled_from(PERIODS[:2]),
        tot=st.sampled_from(PERIODS[2:]),
        als=st.sampled_from(EXPRESSIONS),
        deel=st.sampled_from(["", "sex=f"]),
        uitsplitsing=st.sampled_from(["", "sex"]),
        blad=st.integers(1, 1000),
        kolommen=st.integers(1, 1000),
    )
)
def test_parse_is_the_inverse_of_print(choice: Choice) -> None:
    """Every choice survives its own address."""
    written = {name: [value] for name, value in print_choice(choice, DEFAULT).items()}
    assert parse_choice(written, OFFER) == choice


def test_windows_and_bounds() -> None:
    """Pages of lists never fall outside."""
    assert latest_window(PERIODS, 9, 3).items == ["2019"]
    assert first_window([1, 2, 3], 9, 2).page == 2
    assert between(PERIODS, "2020", "2021") == ["2020", "2021"]


def test_addresses_are_escaped() -> None:
    """Whatever stands in a name cannot leave its place in the address."""
    assert site_href("nl", "gebied", 'a"b/<c>') == "/nl/gebied/a%22b%2F%3Cc%3E"
    assert switch_language("/nl/", "", "en") == "/en/"
