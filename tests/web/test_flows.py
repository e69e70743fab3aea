"""The page of flows: what it says, what it refuses, what can be taken along; with shapes and without."""

from __future__ import annotations

import csv
import io
import json
import re
from zipfile import ZipFile

import pytest

from noaber.warehouse.query import Release

PAGE = "/nl/stromen/workers"
FIGURE = re.compile(r"<dt class=\"l\">([^<]+)</dt><dd class=\"v\">(.*?)</dd>", re.DOTALL)


def words(html: str) -> str:
    """The text of a piece of a page, what only a screen reader hears left out."""
    told = re.sub(r'<span class="vh">.*?</span>', "", html)
    return " ".join(re.sub(r"<[^>]+>", "", told).replace("\xa0", " ").split())


def figures(page: str) -> dict[str, str]:
    """The four figures."""
    return {name: words(value) for name, value in FIGURE.findall(page)}


def table(page: str, place: str) -> list[list[str]]:
    """The rows of the table below a heading, with their header."""
    part = page.split(f'id="{place}"')[1].split("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", part, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def test_the_finding_comes_first(site) -> None:  # type: ignore[no-untyped-def]
    """By rule, its numbers linked to their explanations."""
    page = site.get(f"{PAGE}?gebied=A-stad").text
    assert words(page.split("<h1")[1].split("</h1>")[0]).endswith("75,0 % van de werkenden uit A-stad blijft in A-stad")
    lead = page.split('<p class="lead">')[1].split("</p>")[0]
    assert words(lead) == (
        "Van de 80 werkenden uit A-stad in 2023 blijft 75,0 % in A-stad; van de anderen gaat de grootste groep naar "
        "B-dorp (12). Van elders komen 36 werkenden naar A-stad, de grootste groep uit B-dorp (25). "
        "Er komen er 16 meer dan er gaan."
    )
    assert "/nl/uitleg/workers/GM9001/2023?slice=destination=GM9002" in lead
    assert "/nl/uitleg/workers/GM9002/2023?slice=destination=GM9001" in lead
    for href in re.findall(r'href="(/[^"]+)"', lead):
        assert site.get(href.replace("&amp;", "&")).status_code == 200


def test_four_figures_of_an_area_and_of_a_group(site) -> None:  # type: ignore[no-untyped-def]
    """Of a group what moves between its members stays within: a ratio of sums."""
    assert figures(site.get(f"{PAGE}?gebied=GM9001").text) == {
        "Uitgaand": "20", "Inkomend": "36", "Saldo": "+16", "Blijft binnen": "75,0 %"
    }  # fmt: skip
    assert figures(site.get(PAGE).text) == {
        "Uitgaand": "0", "Inkomend": "0", "Saldo": "0", "Blijft binnen": "100,0 %"
    }  # fmt: skip


def test_the_list_is_ranked_by_the_direction(site) -> None:  # type: ignore[no-untyped-def]
    """Out, in and balance; small flows bear a mark; what stays and the total stand with them."""
    out = table(site.get(f"{PAGE}?gebied=GM9002").text, "lijst")
    assert out[0] == ["Gebied", "Uit", "In", "Saldo", "Aandeel"]
    assert out[1:] == [
        ["binnen B-dorp", "20", "20", "", "44,4 %"], ["A-stad", "25", "12", "−13", "55,6 %"],
        ["C-ham", "0", "2~", "+2", "0,0 %"], ["totaal", "45", "34", "−11", "100,0 %"],
    ]  # fmt: skip
    balance = table(site.get(f"{PAGE}?gebied=GM9001&richting=saldo").text, "lijst")
    assert [row[0] for row in balance[2:-1]] == ["B-dorp", "C-ham"]
    assert len(balance[0]) == 4


def test_the_matrix_adds_up(site, small_release: Release) -> None:  # type: ignore[no-untyped-def]
    """Its totals are the figures of the release; an absent flow is 0, for nobody went."""
    rows = table(site.get(PAGE).text, "matrix")
    assert rows[0] == ["Van ↓ naar →", "A-stad", "B-dorp", "C-ham", "elders", "totaal"]
    assert rows[1:4] == [
        ["A-stad", "60", "12", "8~", "0", "80"], ["B-dorp", "25", "20", "0", "0", "45"],
        ["C-ham", "11", "2~", "9~", "0", "22"],
    ]  # fmt: skip
    frame = small_release.observations("workers", level="gemeente", periods="2023")
    assert [row[-1] for row in rows[1:4]] == [f"{value:.0f}" for value in frame["value"]]
    assert rows[-1] == ["totaal", "96", "34", "17", "", ""]
    assert '<th scope="row"' in site.get(PAGE).text


def test_who_told_nothing_is_no_zero(site) -> None:  # type: ignore[no-untyped-def]
    """C-ham delivered nothing for 2022, and B-dorp hides a flow: no number is made of it."""
    page = site.get(f"{PAGE}?gebied=GM9001&periode=2022").text
    assert figures(page) == {"Uitgaand": "18", "Inkomend": "×", "Saldo": "×", "Blijft binnen": "76,3 %"}
    rows = table(page, "matrix")
    assert rows[1] == ["A-stad", "58", "11", "7~", "0", "76"]
    assert rows[2] == ["B-dorp", "×", "19", "·", "·", "×"]
    assert rows[3] == ["C-ham", "·", "·", "·", "·", "·"]
    assert rows[-1][1:4] == ["×", "·", "·"]
    assert figures(site.get(f"{PAGE}?periode=2022").text)["Blijft binnen"] == "×"
    none = site.get(f"{PAGE}?gebied=GM9003&periode=2022")
    assert none.status_code == 200
    assert "geen volledige cijfers" in words(none.text.split('<p class="lead">')[1].split("</p>")[0])


def test_a_category_of_another_dimension(site) -> None:  # type: ignore[no-untyped-def]
    """The same page for women only."""
    page = site.get(f"{PAGE}?gebied=GM9001&deel=sex=f").text
    assert figures(page)["Uitgaand"] == "8~"
    assert "/nl/uitleg/workers/GM9001/2023?slice=destination=GM9002;sex=f" in page


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/nl/stromen/workerss", 404, "Er is geen cijfer met de naam “workerss”"),
        ("/nl/stromen/inhabitants", 404, "inhabitants"),
        (f"{PAGE}?gebied=B-dorpp", 404, "B-dorp"),
        (f"{PAGE}?gebied=BU90010000", 400, "kan niet gekozen worden bij gebied"),
        (f"{PAGE}?richting=omhoog", 400, "“omhoog” kan niet gekozen worden bij richting"),
        (f"{PAGE}?periode=1999", 400, "1999"),
        (f"{PAGE}?deel=sex=x", 400, "sex=x"),
        (f"{PAGE}?top=7&niveau=wijk", 400, "niveau"),
        ("/nl/stromen/workers/kaart.png", 404, ""),
    ],
)
def test_what_cannot_be_is_refused(site, address: str, status: int, said: str) -> None:  # type: ignore[no-untyped-def]
    """With the right status, in the reader's language, with the nearest names."""
    answer = site.get(address)
    assert answer.status_code == status
    assert said in answer.text


def test_roads_to_the_page(site) -> None:  # type: ignore[no-untyped-def]
    """From the indicator and from its theme; not from an indicator without flows."""
    assert 'href="/nl/stromen/workers?gebied=GM9001&amp;deel=sex%3Df"' in site.get(
        "/nl/cijfer/workers?gebieden=GM9001&deel=sex=f"
    ).text.replace("deel=sex=f", "deel=sex%3Df")
    assert "/nl/stromen/workers" in site.get("/nl/cijfers/housing").text
    assert "/stromen/" not in site.get("/nl/cijfer/inhabitants?gebieden=GM9001").text


def test_links_to_pass_on(site) -> None:  # type: ignore[no-untyped-def]
    """Living keeps the period, rolling leaves it out, frozen names the release; frozen pages stay frozen."""
    page = site.get(f"{PAGE}?gebied=A-stad&richting=in").text
    links = dict(re.findall(r'id="deel-(\w+)" type="text" readonly value="([^"]+)"', page))
    assert links["living"].endswith("/nl/stromen/workers?gebied=GM9001&amp;periode=2023&amp;richting=in")
    assert links["rolling"].endswith("?gebied=GM9001&amp;richting=in&amp;laatste=1")
    frozen = site.get(links["frozen"].replace("http://localhost", "").replace("&amp;", "&"))
    assert frozen.status_code == 200
    inner = re.findall(r'<a(?! data-living)[^>]*href="(/nl/[^"]*)"', frozen.text.split("<main")[1].split("</main>")[0])
    assert len(inner) > 20
    assert all("uitgave=" in href for href in inner)
    assert site.get(f"{PAGE}?gebied=GM9001&laatste=1").status_code == 200


def test_the_map(profiles) -> None:  # type: ignore[no-untyped-def]
    """Areas and ribbons are links that light up with their rows; the drawing for phones is another."""
    page = profiles.get(f"{PAGE}?gebied=GM9001").text
    wide = page.split('class="flow-map wide"')[1].split("</svg>")[0]
    assert wide.count('class="ground') == 3
    assert re.findall(r"<title>(A-stad → [^<]+)</title>", wide) == ["A-stad → C-ham: 8 ~", "A-stad → B-dorp: 12"]
    assert 'href="/nl/stromen/workers?gebied=GM9002&amp;periode=2023"' in wide
    assert page.count('data-area="GM9002"') > 4
    back = profiles.get(f"{PAGE}?gebied=GM9001&richting=in").text
    assert "<title>B-dorp → A-stad: 25</title>" in back
    balance = profiles.get(f"{PAGE}?gebied=GM9001&richting=saldo").text
    assert "<title>B-dorp → A-stad: 13</title>" in balance
    group = profiles.get(PAGE).text
    assert "<title>B-dorp → A-stad: 25</title>" in group
    assert 'id="kaart"' in group


def test_map_and_list_tell_the_same_flows(profiles) -> None:  # type: ignore[no-untyped-def]
    """The partners that are listed, and no others by themselves."""
    page = profiles.get(f"{PAGE}?gebied=GM9001&top=5").text
    wide = page.split('class="flow-map wide"')[1].split("</svg>")[0]
    drawn = {
        title.partition(" → ")[2].partition(":")[0] for title in re.findall(r"<title>([^<]+ → [^<]+)</title>", wide)
    }
    listed = {row[0] for row in table(page, "lijst")[2:-1] if row[1] not in ("", "0")}
    assert drawn == listed


def test_the_map_as_a_document(profiles) -> None:  # type: ignore[no-untyped-def]
    """With title, how to read it, notes, source, release and a frozen address."""
    svg = profiles.get("/de/stromen/workers/kaart.svg?gebied=GM9001")
    assert svg.headers["content-type"] == "image/svg+xml"
    told = words(svg.text)
    for part in ("Beschäftigte nach Arbeitsgemeinde, A-stad, 2023", "Größte Ströme aus A-stad", "Pfeilspitze",
                 "klein und daher unsicher", "Arbeit im Ausland", "uitgave="):  # fmt: skip
        assert part in told
    png = profiles.get("/nl/stromen/workers/kaart.png?gebied=GM9001")
    assert png.content.startswith(b"\x89PNG")


def test_csv_of_list_and_matrix(site) -> None:  # type: ignore[no-untyped-def]
    """As the reader's spreadsheet wants it, with marks, notes and sources."""
    text = site.get("/nl/stromen/workers.csv?gebied=GM9001").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Werkenden naar werkgemeente, A-stad, 2023"]
    assert ["C-ham", "GM9003", "8", "~", "11", "3", "10,0", "11,5"] in rows
    assert ["Let op", "Werk over de grens telt niet mee."] in rows
    matrix = site.get("/en/stromen/workers.csv?vorm=matrix").content.decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(matrix)))
    assert cells[2][0] == "From ↓ to →"
    assert any(row[:4] == ["A-stad", "GM9001", "60", "12"] for row in cells)


def test_the_workbook_holds_list_and_matrix(site) -> None:  # type: ignore[no-untyped-def]
    """Two tables, notes and sources."""
    with ZipFile(io.BytesIO(site.get("/nl/stromen/workers.xlsx?gebied=GM9001").content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert names == ["Stromen", "Matrix", "Toelichting", "Bronnen"]
        assert "<v>60</v>" in book.read("xl/worksheets/sheet2.xml").decode()


def test_json_for_programs(site) -> None:  # type: ignore[no-untyped-def]
    """Hidden and missing are null with their status."""
    told = json.loads(site.get("/nl/stromen/workers.json?gebied=GM9001&periode=2022").text)
    assert told["figures"]["out"] == {"value": 18.0, "status": "A", "hidden": False, "instead": None}
    assert told["figures"]["in"] == {"value": None, "status": "M", "hidden": True, "instead": None}
    (late,) = [row for row in told["matrix"] if (row["origin"], row["destination"]) == ("GM9003", "GM9001")]
    assert late.pop("instead") is None
    assert late == {"origin": "GM9003", "destination": "GM9001", "value": None, "status": "M", "hidden": False}


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_every_language(profiles, language: str) -> None:  # type: ignore[no-untyped-def]
    """No key of a text is left on the page, and no place to fill in."""
    for query in ("", "?gebied=GM9001&richting=saldo", "?gebied=GM9003&periode=2022"):
        page = profiles.get(f"/{language}/stromen/workers{query}").text
        assert not re.search(r"flows\.[a-z]", page)
        assert "{" not in words(page.split("<main")[1].split("</main>")[0])
