"""How sources were linked, on the site: the page, and the ways to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from linked_office import build_linked, make_alarm_office

from noaber.products.typefaces import Typefaces
from noaber.vocabulary.languages import LANGUAGES
from noaber.web.app import create_app
from noaber.web.release_store import FixedRelease


@pytest.fixture(scope="module")
def linked_site(
    visit: Callable[[Any], Any], typefaces: Typefaces, tmp_path_factory: pytest.TempPathFactory
) -> Any:  # fmt: skip
    """A visitor of the site of an office with a linked source."""
    office = make_alarm_office(tmp_path_factory.mktemp("alarms") / "office")
    build_linked(office)
    return visit(create_app(FixedRelease(office.release()), typefaces=typefaces))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_of_every_link(language: str, linked_site: Any) -> None:
    """By source, with the number of links and the shares by municipality."""
    answer = linked_site.get(f"/{language}/koppelingen")
    assert answer.status_code == 200
    assert 'id="alarms"' in answer.text
    assert "150" in answer.text
    assert "B-dorp" in answer.text


def test_source_and_list_lead_there(linked_site: Any) -> None:
    """Only from what was linked."""
    assert 'href="/nl/koppelingen#alarms"' in linked_site.get("/nl/bron/alarms").text
    assert "/nl/koppelingen" in linked_site.get("/nl/bronnen").text
    assert "koppelingen#" not in linked_site.get("/nl/bron/persons").text


def test_a_figure_has_a_note(linked_site: Any) -> None:
    """On its page, and where it comes from."""
    page = linked_site.get("/nl/cijfer/alarm_households").text
    assert "Van de records van Meldingen is 91 procent gekoppeld" in page
    origin = linked_site.get("/nl/uitleg/alarm_households/GM9001/2024").text
    assert "van de records van Meldingen is 91 procent gekoppeld" in origin


def test_without_links_the_page_says_so(site: Any) -> None:
    """And nothing leads there."""
    assert "In deze uitgave is geen bron op kenmerken gekoppeld." in site.get("/nl/koppelingen").text
    assert "koppelingen" not in site.get("/nl/bronnen").text
