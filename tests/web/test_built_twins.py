"""Two whole builds from records of people, with only two hidden amounts exchanged: the sites of both say the same.

Unlike in the attacks on planted figures the release itself is another one here: its protection, search, manifest and
certificate were made from other values. What a release is called and when it was made differs, and the hashes of the
deliveries, which are told so that a supplier knows its file; these are left out of the comparison.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date

import pytest
from people_deliveries import Spell, Town, invent
from people_home import make_people
from signed_in import Person, Reply
from signing_office import SigningOffice, open_signing_site

from noaber.web.app import PAGES

AMOUNTS = (7.0, 9.0)
PARTS = {
    "language": ("nl",),
    "indicator": ("care_cost", "clients"),
    "theme": ("care",),
    "area": ("GM9001",),
    "source": ("care",),
    "picture": ("trend", "ranglijst"),
    "panel": ("trend", "tabel"),
    "period": ("2024", "2024-Q4"),
}
QUERIES = {
    "cijfer": ("", "?gebieden=GM9001,GM9002&deel=product=day_care&niveau=gemeente", "?uitsplitsing=product&als=index"),
    "tabel": ("?cijfers=care_cost,clients&niveau=gemeente&delen=product&grafieken=ja",),
    "uitleg": ("", "?slice=product=day_care", "?slice=product=youth&vorm=kaart"),
    "zoek": ("?q=kosten",),
}
SAID_ANEW = re.compile(
    rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d-[0-9a-f]{8}|(?<![0-9a-f])[0-9a-f]{8}(?![0-9a-f])"
    rb"|[0-9a-f]{12,64}|clip\d+|T\d\d:\d\d:\d\d[+Z:0-9]*|[A-Za-z0-9+/]{86}=="
)
"""Names of releases, their short forms and numbers, hashes, parts of a drawing, times of day, signatures."""
UNEQUAL = ("content-length", "etag", "set-cookie", "content-disposition")


def town_with(day_care: float, youth: float) -> Town:
    """Invent a town in which so few have day care or youth care that nothing of these is shown in any place."""
    town = invent(3, people=120, spells=160)
    town.spells = [replace(spell, product="HB"[spell.number % 2]) for spell in town.spells]
    for who, product, cost in ((1, "D", day_care), (5, "D", 20.0), (9, "J", youth), (13, "J", 20.0)):
        town.spells.append(Spell(10_000 + who, who, "GM9001", product, date(2023, 1, 1), None, cost))
    return town


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[SigningOffice, SigningOffice]:
    """The sites of both; the sum of the two amounts is the same."""
    made = []
    for amounts in (AMOUNTS, AMOUNTS[::-1]):
        home = make_people(tmp_path_factory.mktemp("built"), town_with(*amounts))
        home.build()
        made.append(open_signing_site(home.office))
    return made[0], made[1]


def addresses(path: str) -> list[str]:
    """Give the addresses of a route."""
    names = re.findall(r"\{(\w+)\}", path)
    queries = QUERIES.get(path.split("/")[2].partition(".")[0], ("",))
    places = [path.format(**dict(zip(names, values, strict=True)))
              for values in itertools.product(*(PARTS[name] for name in names))]  # fmt: skip
    return [place + query for place in places for query in queries]


def as_said(reply: Reply) -> tuple[int, list[tuple[str, str]], bytes]:
    """Give an answer without what is made anew by every build."""
    headers = sorted(pair for pair in reply.headers if pair[0] not in UNEQUAL)
    return reply.status, headers, SAID_ANEW.sub(b"", reply.content)


def people(site: SigningOffice) -> list[Person]:
    """Somebody without account, and somebody of another municipality."""
    return [site.anybody(), site.person("municipality", "GM9002")]


@pytest.mark.parametrize("path", [path for path, _ in PAGES if not path.endswith((".png", ".xlsx"))])
def test_a_build_from_other_hidden_amounts_says_the_same(path: str, built: tuple[SigningOffice, SigningOffice]) -> None:
    """On every page and in every file that is text."""
    ones, others = (people(site) for site in built)
    for one, other in zip(ones, others, strict=True):
        for address in addresses(path):
            said, also = (as_said(person.get(address)) for person in (one, other))
            assert said[0] < 500, address
            assert re.sub(rb"Persoon \d+", b"", said[2]) == re.sub(rb"Persoon \d+", b"", also[2]), address
            assert said[:2] == also[:2], address


def test_who_may_see_them_sees_that_they_differ(built: tuple[SigningOffice, SigningOffice]) -> None:
    """The two amounts, on the one site and on the other."""
    address = "/nl/tabel.json?cijfers=care_cost&niveau=gemeente&delen=product"
    said = [as_said(site.person("researcher").get(address)) for site in built]
    assert said[0][0] == said[1][0] == 200
    assert said[0][2] != said[1][2]
