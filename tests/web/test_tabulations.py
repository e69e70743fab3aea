"""The composed table on the site: what the page shows and what the files hold is what the release says."""

from __future__ import annotations

import csv
import gzip
import io
import re
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from noaber.products.wording import Wording
from noaber.warehouse.query import Release
from noaber.warehouse.selection import choose
from noaber.web.indicator_words import name_slice
from noaber.web.pages import tabulations

QUERY = "cijfers=inhabitants,women_share&niveau=gemeente&binnen=-&delen=alle"


def observations(release: Release, **wanted: Any) -> dict[tuple[str, str, str, str], Any]:
    """What the release says, by indicator, area, period and slice."""
    quarters = [period for period in release.catalogue.periods if "Q" in period]
    chosen = choose(release.catalogue, ["inhabitants", "women_share"], slices="all", periods=quarters, **wanted)
    cells = release.cells(chosen)
    return {(cell.indicator, cell.area.id, str(cell.period), cell.slice): cell for cell in cells}


@pytest.mark.parametrize(("language", "separator", "comma"), [("nl", ";", ","), ("de", ";", ","), ("en", ",", ".")])
def test_the_csv_is_the_release(site: Any, small_release: Release, language: str, separator: str, comma: str) -> None:
    """Cell for cell, with the status of each, in the reader's notation."""
    answer = site.get(f"/{language}/tabel.csv?{QUERY}")
    text = answer.text
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=separator))
    assert "content-length" not in answer.headers
    expected = observations(small_release, level="gemeente")
    found = {}
    for row in rows[1:]:
        id, _, code, vintage, _, period, slice, _, value, status, hidden, broken = row[:12]
        area = f"{code}@{vintage}" if vintage else code
        found[id, area, period, slice] = (value.replace(comma, "."), status, hidden == "yes", broken == "yes")
    assert len(found) == len(rows) - 1
    assert found.keys() == expected.keys()
    for key, (value, status, hidden, broken) in found.items():
        cell = expected[key]
        shown = None if cell.hidden else cell.value
        assert (float(value) if value else None) == shown
        assert (hidden, broken) == (cell.hidden, cell.series_break)
        assert status == ("M" if shown is None and not hidden else cell.status)


def test_the_workbook_is_the_release(site: Any, small_release: Release) -> None:
    """A sheet per indicator after the notes; numbers are numbers, in the row of their area and the column of their
    period, and what is absent says why."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(site.get(f"/nl/tabel.xlsx?{QUERY}").content))
    assert book.sheet_names == ["Toelichting", "Inwoners", "Aandeel vrouwen"]
    said = Wording.of("nl")
    for id, sheet in zip(("inhabitants", "women_share"), book.sheet_names[1:], strict=True):
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        shown = {
            (row[1], row[2], period): value
            for row in rows[3:]
            for period, value in zip(rows[2][3:], row[3:], strict=True)
            if value != ""
        }
        expected = {
            (area, name_slice(small_release, slice, said), said.period(period)): value_or_words(cell)
            for (indicator, area, period, slice), cell in observations(small_release, level="gemeente").items()
            if indicator == id
        }
        assert shown == expected


def value_or_words(cell: Any) -> Any:
    """What stands in a workbook: the number itself, or why there is none."""
    if cell.hidden:
        return "afgeschermd"
    return "ontbreekt" if cell.value is None else cell.value


def test_the_page_shows_what_the_release_says(site: Any, small_release: Release) -> None:
    """Every shown figure leads to its explanation, and there are as many as there are observations."""
    text = site.get("/nl/tabel?cijfers=inhabitants&niveau=gemeente&binnen=-").text
    links = re.findall(r'href="/nl/uitleg/inhabitants/([^/"]+)/([^"/]+)" *[^>]*>([\d.]+)', text)
    found = {(area.replace("%40", "@"), period): float(value.replace(".", "")) for area, period, value in links}
    cells = small_release.cells(choose(small_release.catalogue, "inhabitants", level="gemeente"))
    expected = {(cell.area.id, str(cell.period)): cell.value for cell in cells if not cell.hidden and cell.value}
    assert found
    assert found.items() <= expected.items()
    assert len(found) == len({key for key in expected if key[1] in {period for _, period in found}})


def test_a_form_is_sent_on_to_a_short_address(site: Any) -> None:
    """Checkboxes repeat a name; the address that is kept says each thing once, and no defaults."""
    answer = site.get("/nl/tabel?cijfers=inhabitants&cijfers=women_share&niveau=gemeente&kolommen=cijfer")
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/nl/tabel?cijfers=inhabitants")
    assert site.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [("cijfers=inhabitantz", 404), ("cijfers=inhabitants&niveau=dorp", 400), ("cijfers=inhabitants&gebieden=Zzz", 404)],
)
@pytest.mark.parametrize("page", ["tabel", "tabel.csv", "tabel.xlsx"])
def test_what_cannot_be_is_a_page(site: Any, page: str, query: str, status: int) -> None:
    """Also for the files: nothing half-made is sent."""
    answer = site.get(f"/nl/{page}?{query}")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (status, "text/html")


def test_too_much_is_refused_before_it_is_read(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a page with a status of its own, never half a file."""
    monkeypatch.setattr(tabulations, "MOST_IN_FILE", 5)
    answer = site.get(f"/nl/tabel.csv?{QUERY}")
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")


def test_files_are_sent_packed_while_they_are_made(site: Any) -> None:
    """Packed for who can unpack; the same rows either way; HEAD has no body."""
    packed = site.get(f"/nl/tabel.csv?{QUERY}", {"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.content) == site.get(f"/nl/tabel.csv?{QUERY}").content
    assert site.head(f"/nl/tabel.csv?{QUERY}").content == b""


def test_older_divisions_say_so(site: Any) -> None:
    """Two neighbourhoods of one name in two divisions can be told apart."""
    text = site.get("/nl/tabel?cijfers=inhabitants&niveau=buurt&binnen=-").text
    assert "(indeling 2023)" in text
    assert "(indeling 2024)" not in text


def test_charts_stand_above_the_table_when_asked(site: Any) -> None:
    """One of each indicator; the link to them is there, and the one back; files stay as they are."""
    plain = site.get("/nl/tabel?cijfers=inhabitants,women_share&gebieden=GM9001,GM9002").text
    href = re.search(r'href="(/nl/tabel\?[^"]*grafieken=ja)#grafieken"', plain)
    assert href
    text = site.get(href[1].replace("&amp;", "&")).text
    assert text.count('<figure class="chart">') == 2
    assert text.index('id="grafieken"') < text.index('id="tabel"')
    assert 'type="hidden" name="grafieken" value="ja"' in text
    assert "Zonder grafieken" in text
    assert "grafieken" not in "".join(re.findall(r'href="(/nl/tabel\.[^"]*)"', text))
    assert "#grafieken" not in site.get("/nl/tabel?cijfers=inhabitants&van=2024-Q4&tot=2024-Q4").text


def test_from_an_indicator_to_others_beside_it(site: Any) -> None:
    """The same areas and periods are filled in, and the list to choose another from is open."""
    page = site.get("/nl/cijfer/inhabitants?gebieden=GM9001,GM9002&van=2024-Q1").text
    href = re.search(r'href="(/nl/tabel\?[^"]*)"[^>]*>Vergelijk met een ander cijfer', page)
    assert href
    address = href[1].replace("&amp;", "&")
    assert "gebieden=GM9001,GM9002" in address
    assert "van=2024-Q1" in address
    table = site.get(address).text
    assert 'id="grafieken"' in table
    assert re.search(r'<fieldset class="picks">.*?<details open>', table, re.DOTALL)
    more = site.get(f"{address}&cijfers=women_share")
    assert site.get(more.headers["location"]).text.count('<figure class="chart">') == 2


def test_periods_that_other_indicators_have_are_moved(site: Any) -> None:
    """A table that gets an indicator with other periods does not fail: the nearest periods are shown."""
    assert site.get("/nl/tabel?cijfers=inhabitants&van=2001&tot=2024-Q2").status_code == 200
    assert site.get("/nl/tabel?cijfers=inhabitants&van=gisteren").status_code in (400, 404)


def test_an_area_heads_its_rows_once(site: Any) -> None:
    """Rows of one area that follow each other share a header that spans them; each row still has its own last one."""
    text = site.get("/nl/tabel?cijfers=inhabitants,women_share&niveau=gemeente&binnen=-").text
    bodies = re.findall(r"<tbody>(.*?)</tbody>", text, re.DOTALL)
    assert bodies
    for body in bodies:
        rows = body.count("<tr>")
        assert re.findall(r'scope="rowgroup" rowspan="(\d+)"', body) == ([str(rows)] if rows > 1 else [])
        assert body.count('scope="row"') == (rows if rows > 1 else 2)


def test_only_the_header_of_an_area_stays_while_figures_scroll(site: Any) -> None:
    """Under a spanning header the first header of a row is another column; it may not lie over the area."""
    page = site.get("/nl/tabel").text
    style = site.get(re.search(r'href="(/statisch/[^"]*style[^"]*\.css)"', page)[1]).text  # type: ignore[index]
    sticky = re.findall(r"([^{}\n]+)\{position:sticky;left:0", style)
    assert ".tabulation tbody tr:first-child>th:first-child" in sticky
    assert ".tabulation tbody th:first-child" not in sticky
