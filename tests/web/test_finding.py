"""Suggestions over the site: small, in the reader's language, restricted to areas, frozen with their page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from office_home import OfficeHome

from noaber.vocabulary.languages import LANGUAGES
from noaber.warehouse.query import Release
from noaber.web.app import create_app
from noaber.web.release_store import ReleaseStore
from noaber.web.search_asking import area_value


def told(site: Any, question: str, language: str = "nl") -> Any:
    return json.loads(site.get(f"/{language}/zoek.json?q={question}").content)


def hits(answer: Any) -> list[Any]:
    return [hit for group in answer["groups"] for hit in group["hits"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggestions_lead_to_pages(site: Any, language: str) -> None:
    """Every one of them is there; the title in pieces is the whole title."""
    for question in ("in", "a-d", "reg", "9001"):
        for hit in hits(told(site, question, language)):
            assert site.get(hit["href"]).status_code in (200, 302), hit
            assert "".join(text for text, _ in hit["text"])


def test_it_answers_from_two_letters(site: Any) -> None:
    """One is too little to say anything."""
    assert hits(told(site, "i")) == []
    assert hits(told(site, "in"))


def test_an_answer_is_small_and_may_be_kept(site: Any) -> None:
    """A few kilobytes at most, kept by a browser for a minute, not offered to search engines."""
    answer = site.get("/nl/zoek.json?q=inwoners", {"accept-encoding": "gzip"})
    assert answer.headers["content-type"] == "application/json"
    assert int(answer.headers["content-length"]) < 2000
    assert "max-age=60" in answer.headers["cache-control"]
    assert answer.headers["x-robots-tag"] == "noindex"


def test_misspelt_and_of_an_area(site: Any) -> None:
    """What was meant is told; a figure of an area leads to that area."""
    assert told(site, "inwonrs")["meant"] == "Bedoelde u “Inwoners”?"
    hrefs = [hit["href"] for hit in hits(told(site, "inwoners drieland"))]
    assert hrefs[0] == "/nl/cijfer/inhabitants?gebieden=Drieland"


def test_only_areas(site: Any) -> None:
    """With the place they lie in, and a value that a form can send."""
    answer = hits(told(site, "a-dorp&soort=gebied"))
    assert all(hit["href"].startswith("/nl/gebied/") for hit in answer)
    assert any(re.match("Buurt in ", hit["note"]) for hit in answer)
    for hit in answer:
        sent = site.get(f"/nl/cijfer/inhabitants?gebieden=GM9002&erbij={hit['value']}")
        assert sent.status_code == 302
    page = site.get("/nl/zoek?q=inwoners&soort=gebied").text
    assert "/nl/cijfer/inhabitants" not in page
    assert 'name="soort" value="gebied"' in page


def test_a_value_means_one_area(small_release: Release) -> None:
    """A name where that is enough, else the id: what is sent comes back as the same area."""
    from noaber.products.wording import Wording

    known = small_release.catalogue
    for area in known.areas.values():
        value = area_value(known, area, Wording.of("nl"))
        assert known.area(value).id == area.id


def test_suggestions_of_a_frozen_page_stay_frozen(two_releases: OfficeHome, visit: Any) -> None:
    """The field asks in its release, and what is chosen lies in it."""
    store = ReleaseStore(two_releases.releases)
    old, reader = store.ids()[-1], visit(create_app(store))
    page = reader.get(f"/nl/?uitgave={old}").text
    assert f'data-suggest="/nl/zoek.json?uitgave={old}"' in page
    assert (
        f'data-suggest="/nl/zoek.json?soort=gebied&amp;uitgave={old}"' in reader.get(f"/nl/gebieden?uitgave={old}").text
    )
    answer = hits(json.loads(reader.get(f"/nl/zoek.json?uitgave={old}&q=inwoners").content))
    assert answer
    assert all(f"uitgave={old}" in hit["href"] for hit in answer)


def test_chosen_areas_of_a_table_come_back_as_they_are(site: Any) -> None:
    """Each as a box of its own with its id, so that a name two places share cannot become another."""
    page = site.get("/nl/tabel?cijfers=inhabitants&gebieden=GM9001,GM9002").text
    assert page.count('name="gebieden" value="GM900') == 2
    sent = site.get("/nl/tabel?cijfers=inhabitants&gebieden=GM9001&gebieden=B-dorp").headers["location"]
    assert "gebieden=GM9001,GM9002" in sent
