"""What stands below every group of figures on a page, in a panel elsewhere and in a file: why some are hidden, where
the same is shown, and that some are not public. One line, the same everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from typing import Any

import pytest
from signed_in import Person
from signing_office import SigningOffice
from site_addresses import text_of

from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES

LEVEL = "inhabitants{panel}?gebieden=GM9003&niveau=gemeente"
PAGE = f"cijfer/{LEVEL.format(panel='')}"
FLOWS = "stromen/workers{ending}?gebied=GM9001"
UP = "Drieland"
"""The region, whose figures everybody sees; those of GM9003 are internal, flows from GM9002 are for partners."""
GROUPS = {
    "trend": (PAGE, "trend"), "ranking": (PAGE, "ranglijst"), "map": (PAGE, "kaart"), "table": (PAGE, "getallen"),
    "profile in short": ("gebied/GM9003", "kort"), "profile by theme": ("gebied/GM9003", "cijfers"),
    "flows in a list": (FLOWS.format(ending=""), "lijst"), "flows in a matrix": (FLOWS.format(ending=""), "matrix"),
    **{f"{name} elsewhere": (f"ingesloten/{LEVEL.format(panel=f'/{panel}')}", place) for name, panel, place in (
        ("trend", "trend", "trend"), ("ranking", "ranglijst", "ranglijst"), ("map", "kaart", "kaart"),
        ("table", "tabel", "getallen"))},
}  # fmt: skip
"""Each group: a page, and the heading it stands under."""
COUNTED = ("ranglijst", "kaart")
LINE = re.compile(r'<p class="chart-note hidden-note">(.*?)</p>')
SIGHTED = re.compile(r'<p class="chart-note beyond-note">(.*?)</p>')


def group(person: Person, address: str, place: str) -> str:
    """The part of a page from a heading to the next that can be led to."""
    reply = person.get(address)
    assert reply.status == 200, address
    parts: list[str] = re.split(r'<h[123][^>]* id="([^"]+)"', reply.text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[place]


def program_address(href: str) -> str:
    """The address of a page as data."""
    path, _, query = href.partition("?")
    return f"{path}.json?{query}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GROUPS)
def test_every_group_says_why_and_where(name: str, language: str, signing_office: SigningOffice) -> None:
    """With a link to the region's figure, which is there; nothing for who sees all of it."""
    wording, (page, place) = Wording.of(language), GROUPS[name]
    why = wording.t("hidden.areas.one", count=1) if place in COUNTED else wording.t("hidden.why")
    line = LINE.search(group(signing_office.anybody(), f"/{language}/{page}", place))
    assert line, name
    assert line[1].startswith(f"{why} {wording.t('hidden.shown')}")
    href = re.search(rf'<a href="([^"]+{UP}[^"]*)">', line[1])
    assert href, line[1]
    shown = json.loads(signing_office.anybody().get(program_address(unescape(href[1]))).content)
    cells = [cell for cell in shown.get("cells", [shown]) if cell["area"] in (UP, {"id": UP})]
    assert cells[-1]["value"] is not None
    others = LINE.findall(group(signing_office.person("researcher"), f"/{language}/{page}", place))
    assert not any(href[1] in other for other in others)


@pytest.mark.parametrize("name", GROUPS)
def test_every_group_says_that_it_is_not_public(name: str, signing_office: SigningOffice) -> None:
    """To who sees more than everybody, where they do; in a panel elsewhere too, for who opens it by itself."""
    page, place = GROUPS[name]
    told = Wording.of("nl").t("hidden.beyond")
    line = SIGHTED.search(group(signing_office.person("researcher"), f"/nl/{page}", place))
    assert line, name
    assert line[1] == told
    for other in (signing_office.anybody(), signing_office.person("municipality", "GM9001")):
        assert told not in other.get(f"/nl/{page}").text


def test_only_the_groups_with_such_figures_say_it(signing_office: SigningOffice) -> None:
    """Of an area that nobody comes to from the one whose flows are not public: the matrix, not the list."""
    told, page = Wording.of("nl").t("hidden.beyond"), "/nl/stromen/workers?gebied=GM9003"
    partner = signing_office.person("inspector")
    assert told in group(partner, page, "matrix")
    assert told not in group(partner, page, "lijst")
    assert told in group(partner, page.replace("GM9003", "GM9002"), "lijst")


def test_areas_of_a_level_are_counted(mapped_site: Any) -> None:
    """As many as are hidden, below ranking, map and spread; where nothing is shown above, that is said."""
    address = "/nl/cijfer/house_value{ending}?gebieden=GM9001&niveau=buurt"
    cells = json.loads(mapped_site.get(address.format(ending=".json")).text)["cells"]
    last = max(cell["period"] for cell in cells if cell["value"] is not None)
    hidden = sum(cell["hidden"] and cell["area"].startswith("BU") for cell in cells if cell["period"] == last)
    assert hidden
    wording, text = Wording.of("nl"), mapped_site.get(address.format(ending="")).text
    told = f"{wording.t.plural('hidden.areas', hidden)} {wording.t('hidden.nowhere')}"
    assert LINE.findall(text).count(told) == 3
    for panel in ("ranglijst", "kaart", "spreiding"):
        embedded = address.format(ending=f"/{panel}").replace("cijfer", "ingesloten")
        assert LINE.findall(mapped_site.get(embedded).text) == [told]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", ["trend", "ranglijst", "kaart"])
def test_a_picture_that_is_taken_along_says_it(picture: str, language: str, signing_office: SigningOffice) -> None:
    """Among the words below it."""
    wording = Wording.of(language)
    svg = signing_office.anybody().get(f"/{language}/cijfer/{LEVEL.format(panel=f'/{picture}.svg')}&vorm=document").text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", svg))
    why = wording.t("hidden.why") if picture == "trend" else wording.t("hidden.areas.one", count=1)
    region = json.loads(signing_office.anybody().get(f"/{language}/cijfer/inhabitants.json?gebieden={UP}").content)
    name = next(area["name"] for area in region["areas"] if area["id"] == UP)
    assert f"{why} {wording.t('hidden.shown')} {name}." in unescape(text)


def test_flows_for_programs_say_where(signing_office: SigningOffice) -> None:
    """In the same fields and columns as tables, for every hidden flow; in words in the files for people."""
    person, wording = signing_office.anybody(), Wording.of("nl")
    told = json.loads(person.get(f"/nl/{FLOWS.format(ending='.json')}").content)
    figures = [*told["figures"].values(), *told["matrix"]]
    figures += [figure for partner in told["partners"] for figure in partner.values() if isinstance(figure, dict)]
    assert {figure["instead"] for figure in figures if not figure["hidden"]} == {None}
    flow = {"area": UP, "slice": "destination=GM9001"}
    (partner,) = [one for one in told["partners"] if one["id"] == "GM9002"]
    assert [partner[kind]["instead"] for kind in ("in", "net", "in_share")] == [flow] * 3
    (pair,) = [one for one in told["matrix"] if (one["origin"], one["destination"]) == ("GM9002", "GM9001")]
    assert (pair["hidden"], pair["instead"]) == (True, flow)
    rows = list(csv.DictReader(io.StringIO(person.get(f"/nl/{FLOWS.format(ending='.csv')}&vorm=data").text)))
    hidden = [row for row in rows if row["hidden"] == "yes"]
    assert [(row["origin"], row["destination"], row["value"]) for row in hidden] == [("GM9002", "GM9001", "")]
    assert [(row["instead_area"], row["instead_slice"]) for row in hidden] == [(UP, "destination=GM9001")]
    assert {row["instead_area"] for row in rows if row["hidden"] == "no"} == {""}
    for ending in (".csv", ".xlsx", "/kaart.svg"):
        content = person.get(f"/nl/{FLOWS.format(ending=ending)}&richting=in").content
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(content)))
        assert UP in text.partition(wording.t("hidden.why"))[2][:100], ending


def test_flows_for_programs_that_are_not_public_say_so(signing_office: SigningOffice) -> None:
    """In a column more."""
    address = f"/nl/{FLOWS.format(ending='.csv')}&vorm=data"
    begin = Wording.of("nl").t("export.not_public.text").split(".")[0]
    rows = list(csv.DictReader(io.StringIO(signing_office.person("inspector").get(address).text)))
    assert all(row["not_public"].startswith(begin) for row in rows)
    assert "not_public" not in signing_office.anybody().get(address).text.partition("\n")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_of_a_page_of_flows_says_that_signing_in_shows_more(
    language: str, signing_office: SigningOffice
) -> None:
    """As that of other pages with hidden figures; each time, though flows are kept."""
    wording = Wording.of(language)
    for _ in range(2):
        for extra in ("", "&top=5"):
            text = signing_office.anybody().get(f"/{language}/{FLOWS.format(ending='')}{extra}").text
            assert wording.t("standing.hidden") in text


def test_a_theme_and_a_composed_table_say_it_too(signing_office: SigningOffice) -> None:
    """Of a figure of the region that is hidden nothing is shown above; a table of one's own says what is not public."""
    wording = Wording.of("nl")
    lines = LINE.findall(signing_office.anybody().get("/nl/cijfers/housing").text)
    assert lines == [f"{wording.t('hidden.why')} {wording.t('hidden.nowhere')}"]
    table = "/nl/tabel?cijfers=inhabitants&gebieden=GM9003"
    assert SIGHTED.findall(signing_office.person("researcher").get(table).text) == [wording.t("hidden.beyond")]
    assert not SIGHTED.search(signing_office.anybody().get(table).text)
