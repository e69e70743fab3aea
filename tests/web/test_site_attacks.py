"""Attacks through the site: of a figure that somebody may not see no answer tells anything, by no route, in no format,
by no order, shape, class, length, tag or number of questions. Two sites whose hidden values differ answer the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from asked_statements import Statements, listening
from signed_in import Person
from site_addresses import PARTS
from twin_sites import OWN, ROUTES, Twins, as_said, every_address, make_open_twins, make_twins

VISITORS = {"anybody": (), "municipality": ("municipality", OWN), "areas of nobody": ("municipality",)}
PERSONAL = ("inloggen", "account", "beheer", "logboek", "wachtwoord")
"""Pages that say moments, keys and codes made for one visit, and no figures."""
CHANNELS = {
    "page": "/nl/cijfer/inhabitants?gebieden=GM9003&niveau=gemeente&volgorde=waarde",
    "table as CSV": "/nl/cijfer/inhabitants.csv?gebieden=GM9003",
    "table as workbook": "/nl/cijfer/inhabitants.xlsx?gebieden=GM9003",
    "table for programs": "/nl/cijfer/inhabitants.json?gebieden=GM9003",
    "trend": "/nl/cijfer/inhabitants/trend.svg?gebieden=GM9003",
    "ranking": "/nl/cijfer/inhabitants/ranglijst.svg?niveau=gemeente&gebieden=GM9003",
    "map and its classes": "/nl/cijfer/inhabitants/kaart.svg?indeling=natuurlijk",
    "picture": "/nl/cijfer/inhabitants/trend.png?gebieden=GM9003,GM9001",
    "revisions": "/nl/cijfer/inhabitants/herzieningen?gebied=GM9003",
    "revisions as CSV": "/nl/cijfer/inhabitants/herzieningen.csv?gebied=GM9003",
    "panel elsewhere": "/nl/ingesloten/inhabitants/tabel?gebieden=GM9003",
    "spread elsewhere": "/nl/ingesloten/inhabitants/spreiding?niveau=buurt&gebieden=BU90030900@2025",
    "composed table": "/nl/tabel?cijfers=inhabitants&niveau=gemeente&grafieken=ja",
    "composed as CSV": "/nl/tabel.csv?cijfers=inhabitants&niveau=buurt",
    "composed as workbook": "/nl/tabel.xlsx?cijfers=inhabitants&niveau=buurt",
    "composed for programs": "/nl/tabel.json?cijfers=inhabitants&niveau=buurt",
    "profile": "/nl/gebied/GM9003",
    "explanation": "/nl/uitleg/inhabitants/GM9003/2025-Q1",
    "explanation for programs": "/nl/uitleg/inhabitants/GM9003/2025-Q1.json",
}
"""One address of each way in which a figure comes out; the tests above say that it does not, this that it would."""


@pytest.fixture(scope="module")
def statements() -> Iterator[Statements]:
    """What is asked of the files of releases while these tests run."""
    with listening() as told:
        yield told


@pytest.fixture(scope="module")
def twins(statements: Statements, tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The two sites."""
    return make_twins(tmp_path_factory.mktemp("twins"))


@pytest.fixture(scope="module")
def pairs(twins: Twins, statements: Statements) -> dict[str, tuple[Person, Person]]:
    """Each visitor before both sites."""
    made = {name: twins.pair(*who) for name, who in VISITORS.items()}
    statements.take()
    return made


@pytest.mark.parametrize("path", ROUTES)
def test_no_answer_depends_on_what_is_hidden(path: str, pairs: Any, statements: Statements) -> None:
    """Status, headers, body, length and tag, and what was asked of the release to make it.

    The last stands for the time that an answer takes, an empty one too: a clock would be another in every run, but
    where the same statements are asked in the same order, and the same is made of what they give, no time can tell.
    """
    for address in every_address(path):
        for name, both in pairs.items():
            said, asked = zip(*[(one.get(address), statements.take()) for one in both], strict=True)
            told = f"{address} to {name}: {said[0].status}"
            assert said[0].status < 500, told
            assert asked[0] == asked[1], told
            if path.split("/")[2:3] and path.split("/")[2].partition(".")[0] in PERSONAL:
                assert said[0].status == said[1].status, told
                continue
            one, other = map(as_said, said)
            assert one == other, told


@pytest.mark.parametrize("channel", CHANNELS)
def test_who_may_see_them_gets_other_answers(channel: str, twins: Twins) -> None:
    """The sites do differ, in every way in which a figure comes out."""
    one, other = (as_said(person.get(CHANNELS[channel])) for person in twins.pair("researcher"))
    assert one[0] == other[0] == 200
    assert one[2] != other[2]


@pytest.fixture(scope="module")
def opened(twins: Twins, tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The same sites without protection."""
    return make_open_twins(twins, tmp_path_factory.mktemp("opened"))


@pytest.mark.parametrize("channel", CHANNELS)
def test_without_protection_the_attack_succeeds(channel: str, opened: Twins) -> None:
    """On releases whose public file says all, everybody's answers differ; so the attack can find what is there."""
    one, other = (as_said(person.get(CHANNELS[channel])) for person in opened.pair())
    assert one[0] == other[0] == 200
    assert one[2] != other[2]


def test_a_figure_that_is_not_for_me_is_asked_as_one_that_is_not_there(twins: Twins, statements: Statements) -> None:
    """An indicator of a higher tier is answered as one that nobody knows: the same words, after the same questions.

    That the questions are the same is tested in the place of time: an empty answer takes as long for either.
    """
    names = ("women_share", "wonen_share")
    for person in (twins.pair()[0], twins.pair("municipality", OWN)[0]):
        person.get("/nl/")  # opens the release
        for path in (path for path in ROUTES if "{indicator}" in path and not path.endswith(".png")):
            answers, asked = [], []
            for id in names:
                address = path.format(**{name: values[0] for name, values in PARTS.items()} | {"indicator": id})
                statements.take()
                reply = person.get(address)
                asked.append(statements.take())
                answers.append((reply.status, re.sub(rf"{id}|[0-9a-f]{{64}}", "", reply.text)))
            assert answers[0] == answers[1], path
            assert answers[0][0] == 404, path
            assert asked[0] == asked[1], path
