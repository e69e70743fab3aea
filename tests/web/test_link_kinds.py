"""Three kinds of links: living ones follow the newest release, rolling ones its newest periods, frozen ones neither."""

from __future__ import annotations

import re
from typing import Any

import pytest
from office_home import OfficeHome

from noaber.web.app import create_app
from noaber.web.release_store import MOST_OPEN, ReleaseStore

INDICATOR = "/nl/cijfer/inhabitants?gebieden=GM9001"


@pytest.fixture(scope="session")
def ids(two_releases: OfficeHome) -> list[str]:
    """The releases, newest first."""
    return ReleaseStore(two_releases.releases).ids()


@pytest.fixture(scope="session")
def reader(two_releases: OfficeHome, visit: Any) -> Any:
    """A visitor of the site with two releases."""
    return visit(create_app(ReleaseStore(two_releases.releases)))


def table(page: str) -> str:
    """The table of figures of an indicator page, as text."""
    part = page.split('id="getallen"')[1].split("</table>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", part))


def test_a_frozen_page_stays_and_the_living_one_moves(reader: Any, ids: list[str]) -> None:
    """The newer release has another number for the same quarter, and a quarter more."""
    living, frozen = reader.get(INDICATOR).text, reader.get(f"{INDICATOR}&uitgave={ids[1]}").text
    assert ("234" in table(living), "231" in table(living), "2025" in table(living)) == (True, False, True)
    assert ("234" in table(frozen), "231" in table(frozen), "2025" in table(frozen)) == (False, True, False)


def test_a_frozen_page_says_so_and_leads_to_the_living_one(reader: Any, ids: list[str]) -> None:
    """In a banner, with the same choice; it is not offered to search engines."""
    page = reader.get(f"/de/cijfer/inhabitants?gebieden=GM9001&als=index&uitgave={ids[1]}").text
    assert f"Das ist Ausgabe {ids[1]}" in page
    assert 'data-living href="/de/cijfer/inhabitants?gebieden=GM9001&amp;als=index"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "data-living" not in reader.get(INDICATOR).text


def test_links_on_a_frozen_page_stay_frozen(reader: Any, ids: list[str]) -> None:
    """Walk over the site: every link, picture and form of every page says the release, and answers."""
    seen, to_see = set(), [f"/nl/?uitgave={ids[1]}", f"{INDICATOR}&uitgave={ids[1]}"]
    while to_see and len(seen) < 120:
        address = to_see.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = reader.get(address)
        assert answer.status_code in (200, 302), address
        if answer.status_code == 302:
            assert f"uitgave={ids[1]}" in answer.headers["location"]
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found = re.findall(r'(?<!data-living )\b(?:href|src|srcset)="(/(?:nl|de|en)/[^"]*)"', answer.text)
        others = {href for href in found if f"uitgave={ids[1]}" not in href}
        assert others <= {f"/nl/?uitgave={id}" for id in ids}, (address, others)
        forms = re.findall(r"<form\b[^>]*>(.{0,80})", answer.text)
        assert all(form.startswith(f'<input type="hidden" name="uitgave" value="{ids[1]}">') for form in forms)
        to_see += [href.replace("&amp;", "&").partition("#")[0] for href in found if href.startswith("/nl/")]
    assert len(seen) > 60


@pytest.mark.parametrize(
    "path",
    ["/gebied/GM9001", "/uitleg/inhabitants/GM9001/2024-Q4", "/cijfer/inhabitants.csv", "/cijfer/inhabitants.xlsx",
     "/cijfer/inhabitants/trend.svg", "/tabel?cijfers=inhabitants", "/tabel.csv?cijfers=inhabitants", "/uitgaven"],
)  # fmt: skip
def test_everything_can_be_frozen(reader: Any, ids: list[str], path: str) -> None:
    """Pages, pictures and downloads; what cannot change may be kept long."""
    address = f"/nl{path}{'&' if '?' in path else '?'}uitgave={ids[1]}"
    answer = reader.get(address)
    assert answer.status_code == 200
    assert int(answer.headers["cache-control"].split("max-age=")[1].split(",")[0]) >= 86400


def test_a_frozen_download_is_of_its_release(reader: Any, ids: list[str]) -> None:
    """And says its own address, with the release."""
    old = reader.get(f"/nl/cijfer/inhabitants.csv?gebieden=GM9001&uitgave={ids[1]}").text
    assert ids[1] in old
    assert f"uitgave={ids[1]}" in old
    assert ("231" in old, "234" in old) == (True, False)


@pytest.mark.parametrize("id", ["2020-01-01-nergens", "..", "current", "%2e%2e%2foffice", "a/b"])
def test_an_unknown_release_gives_the_ones_there_are(reader: Any, ids: list[str], id: str) -> None:
    """Friendly, in words, with the same page in the releases that are there; never another folder."""
    answer = reader.get(f"{INDICATOR}&uitgave={id}")
    assert answer.status_code == 404
    assert "Er is geen uitgave met de naam" in answer.text
    for known in ids:
        assert f'href="/nl/cijfer/inhabitants?gebieden=GM9001&amp;uitgave={known}"' in answer.text
    assert 'href="/nl/cijfer/inhabitants?gebieden=GM9001"' in answer.text


def test_a_failure_on_a_frozen_page_stays_frozen(reader: Any, ids: list[str]) -> None:
    """The nearest names are those of that release."""
    page = reader.get(f"/nl/cijfer/inhabitantz?uitgave={ids[1]}").text
    assert f'href="/nl/cijfer/inhabitants?uitgave={ids[1]}"' in page


def test_a_rolling_link_moves_on(reader: Any, ids: list[str]) -> None:
    """Always the newest periods; with a release the newest of that one."""
    new = reader.get(f"{INDICATOR}&laatste=2").text
    old = reader.get(f"{INDICATOR}&laatste=2&uitgave={ids[1]}").text
    assert [("2025" in table(page), "2024" in table(page)) for page in (new, old)] == [(True, True), (False, True)]
    assert "2023" not in table(new)


def test_choosing_other_periods_ends_rolling(reader: Any) -> None:
    """The form sends both: the same periods stay rolling, others do not."""
    both = "&vergelijk=-&vergelijk=GM9002"
    same = reader.get(f"{INDICATOR}&laatste=2&van=2024-Q4&tot=2025-Q1{both}").headers["location"]
    other = reader.get(f"{INDICATOR}&laatste=2&van=2023-Q1&tot=2025-Q1{both}").headers["location"]
    assert ("laatste=2" in same, "van=" in same) == (True, False)
    assert "laatste" not in other


@pytest.mark.parametrize("text", ["0", "-1", "veel", "99999"])
def test_a_rolling_link_that_cannot_be(reader: Any, text: str) -> None:
    """Said in words."""
    assert reader.get(f"{INDICATOR}&laatste={text}").status_code == 400


def test_few_releases_are_open_at_once(two_releases: OfficeHome, tmp_path: Any) -> None:
    """The longest unused is let go; the same one is opened once."""
    old = ReleaseStore(two_releases.releases).ids()[-1]
    for number in range(MOST_OPEN + 2):
        copy = tmp_path / f"r{number}"
        copy.mkdir()
        for file in (two_releases.releases / old).iterdir():
            (copy / file.name).write_bytes(file.read_bytes())
    (tmp_path / "current").symlink_to("r0")
    store = ReleaseStore(tmp_path)
    opened = [store.find(f"r{number}") for number in range(1, MOST_OPEN + 2)]
    assert store.find(f"r{MOST_OPEN + 1}") is opened[-1]
    assert store.find("r1") is not opened[0]
    assert len(store._earlier) == MOST_OPEN


def test_a_release_published_meanwhile_can_be_frozen_at_once(two_releases: OfficeHome, ids: list[str]) -> None:
    """The list of releases is not remembered."""
    store = ReleaseStore(two_releases.releases)
    assert store.find(ids[0]) is store.current()
    assert store.find(ids[1]).id == ids[1]


def test_the_share_panel_gives_addresses_that_open_the_same(reader: Any, ids: list[str]) -> None:
    """Of a page as chosen: each of its three links shows the same table."""
    page = reader.get(f"{INDICATOR}&als=index&van=2024-Q1&uitgave={ids[0]}").text
    links = [href.replace("&amp;", "&") for href in re.findall(r'readonly value="http://localhost([^"]*)"', page)]
    assert [("uitgave" in link, "laatste" in link) for link in links] == [(0, 0), (0, 1), (1, 0)]
    assert {table(reader.get(link).text) for link in links} == {table(page)}


def test_an_address_of_another_host_is_not_told_to_others(reader: Any) -> None:
    """What one visitor says the site is called, no other reads."""
    assert "http://evil.example/nl/" in reader.get("/nl/over", headers={"host": "evil.example"}).text
    assert "evil" not in reader.get("/nl/over").text


def test_the_address_of_the_site_can_be_set(two_releases: OfficeHome, visit: Any) -> None:
    """Then it is that one whatever a visitor says."""
    client = visit(create_app(ReleaseStore(two_releases.releases), address="https://cijfers.example/"))
    assert 'value="https://cijfers.example/nl/over"' in client.get("/nl/over").text
