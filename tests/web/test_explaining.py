"""Where a number comes from: page, card and JSON say the same; absences, ways of looking and revisions too."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from office_home import OfficeHome

from noaber.warehouse.query import Release
from noaber.web.app import create_app
from noaber.web.release_store import ReleaseStore

PAGES = (
    "/nl/", "/nl/cijfers/population", "/nl/gebied/GM9001", "/nl/cijfer/inhabitants?gebieden=GM9001",
    "/nl/cijfer/inhabitants?gebieden=GM9001&als=index", "/nl/cijfer/inhabitants?gebieden=GM9001&als=verandering",
    "/nl/cijfer/inhabitants?gebieden=GM9001&als=aandeel", "/nl/cijfer/women_share?gebieden=GM9001&als=verschil",
    "/nl/cijfer/house_value?gebieden=GM9001", "/nl/tabel?cijfers=inhabitants,women_share&delen=sex",
)  # fmt: skip
LINK = re.compile(r'href="(/nl/uitleg/[^"]+)"[^>]*>(?:<strong>)?([^<]*)')


def links(page: str) -> list[tuple[str, str]]:
    """Every link to an explanation with its text."""
    return [(html.unescape(href), html.unescape(text)) for href, text in LINK.findall(page)]


@pytest.mark.parametrize("path", PAGES)
def test_every_value_leads_to_a_card_that_says_it(site: Any, path: str) -> None:
    """Whatever is clicked, there is an answer, and where it was a number the card asks where that comes from."""
    found = dict.fromkeys(links(site.get(path).text))
    assert found
    for href, text in found:
        card = site.get(f"{href}{'&' if '?' in href else '?'}vorm=kaart")
        assert card.status_code == 200, href
        number = re.match(r"^[+\u2212]?[\d.,]+( %| procentpunt)?$", text)
        if number and "sinds" not in text:
            assert html.escape(text.lstrip("+\u2212")) in html.unescape(card.text), (href, text)


@pytest.mark.parametrize("path", PAGES)
def test_no_value_in_a_table_is_without_a_link(site: Any, path: str) -> None:
    """Numbers, and what stands where there is none; but for ranks, periods and the like."""
    text = site.get(path).text
    cells = re.findall(r"<td>(.*?)</td>", text)
    shown = [cell for cell in cells if re.search(r"\d|absent", re.sub(r"<svg.*?</svg>", "", cell))]
    without = [
        cell
        for cell in shown
        if "/uitleg/" not in cell and not re.search(r"^(\d{4}|\d+ \w+ \d{4}|.*kwartaal.*)$", cell)
    ]
    assert without == []


@pytest.mark.parametrize(
    ("tail", "words"),
    [
        ("inhabitants/GM9001/2024-Q4?als=index&basis=2023-Q1", ["110,0", "231", "210", "100 wordt gesteld"]),
        ("inhabitants/GM9001/2024-Q4?als=verandering&vorige=2023-Q4", ["Hoeveel procent", "231"]),
        ("inhabitants/GM9001/2024-Q4?als=toename&vorige=2023-Q1", ["+21"]),
        ("inhabitants/GM9001/2023-Q1?als=aandeel&geheel=Drieland", ["60,0", "350"]),
        ("women_share/GM9001/2023-Q1?als=verschil&referentie=Drieland", ["procentpunt", "51,4"]),
        ("women_share/GM9001/2023-Q2?als=verandering&vorige=2023-Q1", ["Hoeveel procentpunten"]),
    ],
)
def test_a_way_of_looking_is_a_sum_with_both_numbers(site: Any, tail: str, words: list[str]) -> None:
    """In words and in numbers, each number linked to its own explanation."""
    text = html.unescape(site.get(f"/nl/uitleg/{tail}&vorm=kaart").text)
    assert [word for word in words if word not in text] == []
    assert 'class="formula"' in text


@pytest.mark.parametrize(
    ("tail", "words"),
    [
        ("inhabitants/Drieland/2023-Q4?slice=sex=m", "Een van de onderdelen is afgeschermd"),
        ("inhabitants/GM9002/2023-Q4?slice=sex=m", "De leverancier heeft dit getal afgeschermd"),
        ("house_value_unweighted/A-stad/2024", "niet op te tellen"),
        ("house_value/GM9001/2023-Q1", "geen cijfer"),
        ("inhabitants/GM9001/2023-Q1?als=index&basis=1999-Q1", "geen getal om mee te vergelijken"),
        ("inhabitants/GM9002/2023-Q4?slice=sex=m&als=index&basis=2023-Q1", "afgeschermd"),
    ],
)
def test_an_absence_is_explained(site: Any, tail: str, words: str) -> None:
    """Why there is no number, instead of a page that is not there."""
    answer = site.get(f"/nl/uitleg/{tail}")
    assert answer.status_code == 200
    assert words in answer.text
    assert "Waarom staat hier geen getal?" in answer.text


def test_the_json_says_what_the_page_says(site: Any) -> None:
    """The same number, formula, deliveries, statuses and citation, with numbers as numbers."""
    path = "/nl/uitleg/women_share/Drieland/2023-Q1"
    page, answer = html.unescape(site.get(path).text), site.get(f"{path}.json")
    data = json.loads(answer.text)
    assert answer.headers["content-type"] == "application/json"
    assert data["value"] == pytest.approx(51.42857)
    assert "Waar komt 51,4\N{NO-BREAK SPACE}% vandaan?" in page
    assert data["definition"] in page
    assert data["citation"].split(" Uitgave")[0] in page
    assert all(delivery["sha256"] in page for delivery in data["deliveries"])
    assert [part["value"] for part in data["parts"]] == [180.0, 350.0]
    assert {"role", "indicator", "area", "period", "slice", "value", "status", "hidden"} <= data["parts"][0].keys()
    assert f'href="{path}.json"' in page


def test_what_is_hidden_is_in_no_answer(site: Any, small_release: Release) -> None:
    """Null with a status in every JSON; no card tells it; nor does a way of looking."""
    tail = "inhabitants/GM9002/2023-Q4"
    for way in ("", "&als=index&basis=2023-Q1", "&als=toename&vorige=2023-Q3", "&als=aandeel&geheel=Drieland"):
        data = json.loads(site.get(f"/nl/uitleg/{tail}.json?slice=sex=m{way}").text)
        assert (data["value"], data["hidden"], data["marks"]) == (None, True, data["marks"])
        assert data["expressed"] is None or (data["expressed"]["value"], data["expressed"]["absence"]) == (
            None,
            "hidden",
        )
        assert data["revisions"][0]["value"] is None
    cells = json.loads(site.get("/nl/cijfer/inhabitants.json?gebieden=GM9002&deel=sex=m").text)["cells"]
    table = json.loads(site.get("/nl/tabel.json?cijfers=inhabitants&delen=sex").text)["cells"]
    hidden = [cell for cell in (*cells, *table) if cell["hidden"]]
    assert hidden
    assert {(cell["value"], cell["absence"]) for cell in hidden} == {(None, "hidden")}


PUBLIC = (
    "cijfer/inhabitants.json?gebieden=GM9001", "tabel.json?cijfers=inhabitants", "uitleg/inhabitants/GM9001/2023.json",
    "cijfer/inhabitants.csv", "tabel.csv?cijfers=inhabitants", "nergens.json",
)  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_programs_of_others_may_read_it(site: Any, path: str) -> None:
    """Data is public; pages do not say so, for nobody reads those from elsewhere."""
    assert site.get(f"/nl/{path}").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in site.get("/nl/").headers


@pytest.mark.parametrize(
    ("path", "status", "code", "field", "given", "allowed"),
    [
        ("cijfer/inhabitantz.json", 404, "not-found", "indicator", "inhabitantz", "inhabitants"),
        ("cijfer/inhabitants.json?niveau=dorp", 400, "address", "niveau", "dorp", "gemeente"),
        ("uitleg/inhabitants/GM9001/1999.json", 404, "not-found", "period", "1999", "2024-Q4"),
        ("uitleg/inhabitants/GM9001/2023-Q1.json?als=raar", 400, "address", "als", "raar", "index"),
        ("uitleg/inhabitants/A-stat/2023-Q1.json", 404, "not-found", "area", "A-stat", "GM9001"),
        ("tabel.json?cijfers=inhabitantz", 404, "not-found", "indicator", "inhabitantz", "inhabitants"),
    ],
)
def test_an_error_is_data_too(
    site: Any, path: str, status: int, code: str, field: str, given: str, allowed: str
) -> None:
    """A code that stays, words, the field, what was given, and what could be instead."""
    answer = site.get(f"/nl/{path}")
    data = json.loads(answer.text)
    assert (answer.status_code, data["code"], data["field"], data["given"]) == (status, code, field, given)
    assert allowed in data["allowed"]
    assert data.keys() == {"code", "message", "field", "given", "allowed"}
    assert json.loads(site.get("/nl/nergens.json").text)["code"] == "not-found"


def test_the_json_of_a_page_is_its_csv(site: Any) -> None:
    """The same cells in the same order, in the way of looking that was chosen."""
    query = "gebieden=GM9001&als=index&van=2023-Q1&tot=2023-Q4"
    data = json.loads(site.get(f"/nl/cijfer/inhabitants.json?{query}").text)
    rows = [
        line.split(",") for line in site.get(f"/nl/cijfer/inhabitants.csv?{query}&vorm=data").text.split("\n")[1:-1]
    ]
    assert [(c["area"], c["period"], c["status"]) for c in data["cells"]] == [(r[2], r[5], r[8]) for r in rows]
    assert [c["value"] for c in data["cells"]] == [float(r[7]) if r[7] else None for r in rows]
    assert data["expression"]["id"] == "index"
    assert data["indicator"]["id"] == "inhabitants"
    assert data["statuses"]["P"] == "voorlopig"


def test_the_json_of_a_table_is_the_release(site: Any, small_release: Release) -> None:
    """Whole, whether packed or not."""
    data = json.loads(site.get("/nl/tabel.json?cijfers=inhabitants&niveau=gemeente&binnen=-").text)
    cells = small_release.cells(small_release.select("inhabitants", level="gemeente"))
    expected = {(c.area.id, str(c.period)): None if c.hidden else c.value for c in cells if "Q" in str(c.period)}
    assert {(c["area"], c["period"]): c["value"] for c in data["cells"]} == expected
    assert data["indicators"][0]["id"] == "inhabitants"
    assert json.loads(site.get("/nl/tabel.json").text)["cells"] == []


# -- revisions -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader(two_releases: OfficeHome, visit: Any) -> Any:
    """A visitor of the site with two releases."""
    return visit(create_app(ReleaseStore(two_releases.releases)))


def test_a_revision_is_told_with_its_reason(reader: Any, two_releases: OfficeHome) -> None:
    """The municipality mended a number: both values with their statuses, and why."""
    ids = ReleaseStore(two_releases.releases).ids()
    data = json.loads(reader.get("/nl/uitleg/inhabitants/GM9001/2024-Q4.json").text)
    told = [(r["release"], r["value"], r["status"], r["changed"], r["why"]) for r in data["revisions"]]
    assert told == [(ids[0], 234.0, "A", True, "deliveries"), (ids[1], 231.0, "P", False, "")]
    page = reader.get("/nl/uitleg/inhabitants/GM9001/2024-Q4").text
    assert f"in uitgave {ids[0]}. Reden: nieuwe of herziene levering." in page
    assert re.search(r"<td>231 <span class=\"tag\">voorlopig", page)


def test_what_did_not_change_says_so(reader: Any, two_releases: OfficeHome) -> None:
    """And a number that is new says since when; a frozen page knows nothing of later releases."""
    ids = ReleaseStore(two_releases.releases).ids()
    assert "niet gewijzigd in de laatste 2 uitgaven" in reader.get("/nl/uitleg/inhabitants/GM9001/2023-Q1").text
    assert "voor het eerst op" in reader.get("/nl/uitleg/inhabitants/GM9001/2025-Q1").text
    old = json.loads(reader.get(f"/nl/uitleg/inhabitants/GM9001/2024-Q4.json?uitgave={ids[1]}").text)
    assert [(r["release"], r["value"]) for r in old["revisions"]] == [(ids[1], 231.0)]


def test_a_frozen_card_stays_frozen(reader: Any, two_releases: OfficeHome) -> None:
    """Every link of it."""
    old = ReleaseStore(two_releases.releases).ids()[1]
    card = reader.get(f"/nl/uitleg/women_share/Drieland/2024-Q4?vorm=kaart&uitgave={old}").text
    found = re.findall(r'href="(/nl/[^"]*)"', card)
    assert found
    assert [href for href in found if f"uitgave={old}" not in href] == []


def test_a_release_that_cannot_be_opened_is_left_out(two_releases: OfficeHome, tmp_path: Any, visit: Any) -> None:
    """The others are still told."""
    for id in ReleaseStore(two_releases.releases).ids():
        (tmp_path / id).mkdir()
        for file in (two_releases.releases / id).iterdir():
            (tmp_path / id / file.name).write_bytes(file.read_bytes())
    new, old = ReleaseStore(tmp_path).ids()
    (tmp_path / "current").symlink_to(new)
    (tmp_path / old / "public.duckdb").write_bytes(b"nothing")
    data = json.loads(visit(create_app(ReleaseStore(tmp_path))).get("/nl/uitleg/inhabitants/GM9001/2024-Q4.json").text)
    assert [revision["release"] for revision in data["revisions"]] == [new]


@pytest.mark.parametrize("slice", ["destination=GM9001", "destination=GM9001;sex=f", "sex=f", ""])
def test_the_page_it_leads_to_is_there(site, slice: str) -> None:  # type: ignore[no-untyped-def]
    """Also of a category that cannot be chosen there, as of a flow: then of all."""
    page = site.get(f"/nl/uitleg/workers/GM9001/2023?slice={slice}")
    assert page.status_code == 200
    hrefs = {html.unescape(href) for href in re.findall(r'href="(/nl/cijfer/workers[?][^"]+)"', page.text)}
    assert hrefs
    assert {site.get(href).status_code for href in hrefs} == {200}
    assert any("deel=sex=f" in href for href in hrefs) is (slice == "sex=f")
