"""What a reader finds where figures are hidden: why, and where the same is shown; and what files that are not public
say of themselves."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from signing_office import SigningOffice
from site_addresses import text_of

from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES

BUURT = "BU90010000@2024"
ASKED = f"inhabitants{{ending}}?gebieden={BUURT}&niveau=buurt&van=2024&tot=2024"
COMPOSED = f"tabel{{ending}}?cijfers=inhabitants&gebieden={BUURT}&van=2024&tot=2024"
UP = "A-stad"
"""The municipality of the buurt, whose figure everybody sees."""
FILES = {
    "table as CSV": f"cijfer/{ASKED.format(ending='.csv')}",
    "table as workbook": f"cijfer/{ASKED.format(ending='.xlsx')}",
    "table for programs": f"cijfer/{ASKED.format(ending='.json')}",
    "figures for programs": f"cijfer/{ASKED.format(ending='.csv')}&vorm=data",
    "trend": f"cijfer/{ASKED.format(ending='/trend.svg')}&vorm=document",
    "composed as CSV": COMPOSED.format(ending=".csv"),
    "composed as workbook": COMPOSED.format(ending=".xlsx"),
    "composed for programs": COMPOSED.format(ending=".json"),
    "revisions as CSV": f"cijfer/inhabitants/herzieningen.csv?gebied={BUURT}",
    "revisions for programs": f"cijfer/inhabitants/herzieningen.json?gebied={BUURT}",
    "explanation": f"uitleg/inhabitants/{BUURT}/2024.json",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [f"cijfer/{ASKED.format(ending='')}", COMPOSED.format(ending="")])
def test_below_a_table_stands_why_and_where(page: str, language: str, signing_office: SigningOffice) -> None:
    """One line, with a link to the same of the municipality; nothing for who sees the figures."""
    wording = Wording.of(language)
    told = wording.t("hidden.why") + " " + wording.t("hidden.shown")
    text = signing_office.anybody().get(f"/{language}/{page}").text
    line = re.search(r'<p class="chart-note hidden-note">(.*?)</p>', text)
    assert line, page
    assert line[1].startswith(told)
    href = re.search(rf'<a href="([^"]+)">{UP}</a>', line[1])
    assert href
    shown = signing_office.anybody().get(href[1])
    assert shown.status == 200
    assert 'class="chart-note hidden-note"' not in shown.text
    assert told not in signing_office.person("researcher").get(f"/{language}/{page}").text


def test_files_say_where(signing_office: SigningOffice) -> None:
    """In notes for people, in a field or column for programs."""
    person, why = signing_office.anybody(), Wording.of("nl").t("hidden.why")
    for name in ("table as CSV", "table as workbook", "composed as workbook"):
        text = text_of(person.get(f"/nl/{FILES[name]}").content)
        assert why in text, name
        assert UP in text.partition(why)[2][:200], name
    cells = json.loads(person.get(f"/nl/{FILES['table for programs']}").content)["cells"]
    assert {cell["instead"]["area"] for cell in cells if cell["area"] == BUURT and cell["hidden"]} == {"GM9001"}
    cells = json.loads(person.get(f"/nl/{FILES['composed for programs']}").content)["cells"]
    assert [cell["instead"] for cell in cells if cell["hidden"]] == [{"area": "GM9001", "slice": ""}] * len(cells)
    rows = list(csv.DictReader(io.StringIO(person.get(f"/nl/{FILES['figures for programs']}").text)))
    assert {row["instead_area"] for row in rows if row["hidden"] == "yes" and row["area"] == "BU90010000"} == {"GM9001"}
    assert {row["instead_area"] for row in rows if row["hidden"] == "no"} == {""}
    text = person.get(f"/nl/{FILES['composed as CSV']}").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert {row["wel_te_zien_gebied"] for row in rows} == {"GM9001"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_not_public_says_so(file: str, language: str, signing_office: SigningOffice) -> None:
    """With the role it was made for; not in files of everybody, nor of who has signed in and sees the same."""
    wording = Wording.of(language)
    begin = wording.t("export.not_public.text").split(".")[0]
    role = signing_office.desk.rights.roles["municipality"].name.get(language)
    address = f"/{language}/{FILES[file]}"

    def said(content: bytes) -> str:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(content)))

    text = said(signing_office.person("municipality", "GM9001").get(address).content)
    assert begin in text
    assert role in text.partition(begin)[2]
    for other in (signing_office.anybody(), signing_office.person("municipality", "GM9003")):
        assert begin not in said(other.get(address).content)
