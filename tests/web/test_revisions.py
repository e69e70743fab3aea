"""The page of revisions: a triangle with marks, changes and measures in three languages; the same as CSV; links."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from office_home import OfficeHome

from noaber.web.app import create_app
from noaber.web.release_store import ReleaseStore

PAGE = "cijfer/inhabitants/herzieningen?gebied=GM9001"


@pytest.fixture(scope="module")
def twice(two_releases: OfficeHome, visit: Callable[[Any], Any]) -> Any:
    """A visitor of an office with two releases."""
    return visit(create_app(ReleaseStore(two_releases.releases)))


def cells(page: str, period: str) -> list[str]:
    """The text of the cells of a period."""
    row = re.search(rf'<tr><th scope="row">{period}</th>(.*?)</tr>', page)
    assert row is not None
    found = re.findall(r"<td>(.*?)</td>", row[1])
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in found]


def test_the_triangle_has_a_column_per_release(twice: Any) -> None:
    """What was mended has its change, what came has the word for that; each number leads to that release's card."""
    page = twice.get(f"/nl/{PAGE}").text
    assert cells(page, "1 oktober 2024") == ["231 v (voorlopig)", "234 +3"]
    assert cells(page, "1 april 2024") == ["225", "225"]
    assert cells(page, "1 januari 2025") == ["", "240 nieuw"]
    assert "2 uitgaven, van " in page
    assert page.count("nieuwe of herziene levering") == 1
    links = re.findall(r'href="(/nl/uitleg/inhabitants/GM9001/2024-Q4\?[^"]*)"', page)
    assert len(links) == 2
    said = [twice.get(html.unescape(link)).text for link in links]
    assert ["231" in text and "234" not in text.split("Herzien")[0] for text in said] == [True, False]


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "Gemiddelde absolute herziening"), ("de", "Mittlere absolute Revision"), ("en", "Mean absolute revision")],
)
def test_measures_stand_below_with_their_source(language: str, words: str, twice: Any) -> None:
    """In each language, with the formula."""
    page = twice.get(f"/{language}/{PAGE}").text
    assert words in page
    assert "Σ|L − P| / n" in page
    assert "Guidelines on Revisions Policy and Analysis" in page
    row = re.search(r'<tr><th scope="row">1</th>(.*?)</tr>', page.partition('id="per-quarter-samen"')[2])
    assert row is not None
    assert re.findall(r"<td>(.*?)</td>", row[1])[:2] == ["2", "+1.5" if language == "en" else "+1,5"]


def test_the_same_as_csv(twice: Any) -> None:
    """A row per period and release."""
    answer = twice.get(f"/nl/{PAGE.replace('herzieningen', 'herzieningen.csv')}")
    assert answer.headers["content-disposition"].startswith('attachment; filename="inhabitants-gm9001-revisions-')
    rows = [row for row in csv.DictReader(io.StringIO(answer.text)) if row["period"] == "2024-Q4"]
    assert [(row["value"], row["change"], row["status"]) for row in rows] == [("231.0", "", "P"), ("234.0", "3.0", "A")]


def test_the_same_as_json(twice: Any) -> None:
    """Every release, what it says of every period, and the measures as they stand on the page."""
    data = json.loads(twice.get(f"/en/{PAGE.replace('herzieningen', 'herzieningen.json')}").text)
    (told,) = (row["told"] for row in data["periods"] if row["period"] == "2024-Q4")
    assert [(one["value"], one["status"], one["change"]) for one in told] == [(231.0, "P", None), (234.0, "A", 3.0)]
    (new,) = (row["told"] for row in data["periods"] if row["period"] == "2025-Q1")
    assert (new[0], new[1]["value"]) == (None, 240.0)
    assert len(data["releases"]) == 2
    assert data["measures"]["quarter"][0] | {"relative": 0} == {
        "lag": 1, "periods": 2, "mean": 1.5, "mean_absolute": 1.5, "relative": 0,
    }  # fmt: skip


def test_a_hidden_figure_is_in_no_release_and_in_no_file(twice: Any) -> None:
    """It has its mark; the file says that it is hidden and no more."""
    path = "cijfer/inhabitants/herzieningen?gebied=GM9002&deel=sex=m"
    assert (
        cells(twice.get(f"/nl/{path}").text, "1 oktober 2023") == ["× afgeschermd, te weinig personen of adressen"] * 2
    )
    rows = csv.DictReader(io.StringIO(twice.get(f"/nl/{path.replace('herzieningen', 'herzieningen.csv')}").text))
    assert {(row["value"], row["change"], row["hidden"]) for row in rows if row["period"] == "2023-Q4"} == {
        ("", "", "yes")
    }


def test_pages_lead_to_it_and_it_leads_on(twice: Any, site: Any, two_releases: OfficeHome) -> None:
    """From the indicator; with one release it says that there is no other; a frozen one has no later release."""
    page = twice.get("/nl/cijfer/inhabitants?gebieden=GM9001").text
    assert "/nl/cijfer/inhabitants/herzieningen?gebied=GM9001" in page
    assert "nog maar één uitgave" in site.get(f"/nl/{PAGE}").text
    old = ReleaseStore(two_releases.releases).ids()[-1]
    frozen = twice.get(f"/nl/{PAGE}&uitgave={old}").text
    assert cells(frozen, "1 oktober 2024") == ["231 v (voorlopig)"]
    for language in ("nl", "de", "en"):
        assert twice.get(f"/{language}/cijfer/women_share/herzieningen?gebied=GM9001").status_code == 200
    assert twice.get("/nl/cijfer/inhabitants/herzieningen").status_code == 200


@pytest.mark.parametrize("path", ["onbekend/herzieningen", "inhabitants/herzieningen?gebied=Nergens"])
def test_what_is_not_there_is_said(path: str, twice: Any) -> None:
    """As on other pages."""
    assert twice.get(f"/nl/cijfer/{path}").status_code == 404
