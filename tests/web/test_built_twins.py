"""Two whole builds from records of people, with only hidden amounts exchanged: the sites of both say the same.

Unlike in the attacks on planted figures the release itself is another one here: its protection, search, manifest and
certificate were made from other values. What a release is called and when it was made differs, and the hashes of the
deliveries, which are told so that a supplier knows its file; these are left out of the comparison.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest
from people_deliveries import Spell, Town, invent
from people_home import make_people
from signed_in import Person, Reply
from signing_office import SigningOffice, open_signing_site
from site_addresses import text_of

from noaber.web.app import PAGES
from noaber.web.pages import flows, indicators

AMOUNTS = {
    ("GM9001", "D"): (7.0, 31.0),
    ("GM9001", "J"): (9.0, 20.0),
    ("GM9003", "D"): (9.0, 20.0),
    ("GM9003", "J"): (7.0, 31.0),
}
"""What the two who have day care or youth care in a municipality cost. The other build has those of the one product
with the other: what all products cost in a municipality is as it was, and what one of them costs in the region."""
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
IN_PICTURES = re.compile(SAID_ANEW.pattern.decode().replace(r"|clip\d+", ""))
UNEQUAL = ("content-length", "etag", "set-cookie", "content-disposition")


def town_with(amounts: Mapping[tuple[str, str], tuple[float, float]]) -> Town:
    """Invent a town in which so few have day care or youth care that nothing of these is shown in any place."""
    town = invent(3, people=120, spells=160)
    town.spells = [replace(spell, product="HB"[spell.number % 2]) for spell in town.spells]
    for at, ((place, product), costs) in enumerate(amounts.items()):
        for who, cost in zip((1 + 8 * at, 5 + 8 * at), costs, strict=True):
            town.spells.append(Spell(10_000 + who, who, place, product, date(2023, 1, 1), None, cost))
    return town


def exchanged() -> dict[tuple[str, str], tuple[float, float]]:
    """Give the amounts of the one product with the other."""
    return {(place, product): AMOUNTS[place, "DJ"[product == "D"]] for place, product in AMOUNTS}


@pytest.fixture(scope="module", autouse=True)
def pictures_said_alike() -> Iterator[None]:
    """Before a picture is painted, put noughts in the place of what is made anew by every build."""
    with pytest.MonkeyPatch.context() as patch:
        for pages in (flows, indicators):
            patch.setattr(pages, "render_png", _said_alike(pages.render_png))
        yield


def _said_alike(render: Callable[..., bytes]) -> Callable[..., bytes]:
    return lambda svg, *more: render(IN_PICTURES.sub(lambda found: "0" * len(found[0]), svg), *more)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[SigningOffice, SigningOffice]:
    """The sites of both."""
    made = []
    for amounts in (AMOUNTS, exchanged()):
        home = make_people(tmp_path_factory.mktemp("built"), town_with(amounts))
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
    """Give an answer without what is made anew by every build; of a workbook what is in its cells."""
    headers = sorted(pair for pair in reply.headers if pair[0] not in UNEQUAL)
    if reply.header("content-type") == "image/png":
        return reply.status, headers, reply.content
    said = text_of(reply.content).encode() if reply.content[:2] == b"PK" else reply.content
    return reply.status, headers, SAID_ANEW.sub(b"", said)


def people(site: SigningOffice) -> list[Person]:
    """Somebody without account, and somebody of another municipality."""
    return [site.anybody(), site.person("municipality", "GM9002")]


@pytest.mark.parametrize("path", [path for path, _ in PAGES])
def test_a_build_from_other_hidden_amounts_says_the_same(path: str, built: tuple[SigningOffice, SigningOffice]) -> None:
    """On every page and in every file: text, cells of workbooks, bytes of pictures."""
    ones, others = (people(site) for site in built)
    for one, other in zip(ones, others, strict=True):
        for address in addresses(path):
            said, also = (as_said(person.get(address)) for person in (one, other))
            assert said[0] < 500, address
            assert re.sub(rb"Persoon \d+", b"", said[2]) == re.sub(rb"Persoon \d+", b"", also[2]), address
            assert said[:2] == also[:2], address


TELLING = (
    "/nl/tabel.json?cijfers=care_cost&niveau=gemeente&delen=product",
    "/nl/tabel.xlsx?cijfers=care_cost&niveau=gemeente&delen=product",
    "/nl/cijfer/care_cost.xlsx?gebieden=GM9001&deel=product=day_care",
    "/nl/cijfer/care_cost/trend.png?gebieden=GM9001&deel=product=day_care",
    "/nl/cijfer/care_cost/ranglijst.png?gebieden=GM9001&deel=product=day_care&niveau=gemeente",
    "/nl/uitleg/care_cost/GM9001/2024?slice=product=day_care",
)


@pytest.mark.parametrize("address", TELLING)
def test_who_may_see_them_sees_that_they_differ(address: str, built: tuple[SigningOffice, SigningOffice]) -> None:
    """The amounts, on the one site and on the other."""
    said = [as_said(site.person("researcher").get(address)) for site in built]
    assert said[0][0] == said[1][0] == 200
    assert said[0][2] != said[1][2]
