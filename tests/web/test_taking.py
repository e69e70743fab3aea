"""Taking figures along: pictures as documents, in the exact state of the page."""

from __future__ import annotations

import struct
from typing import Any
from xml.etree import ElementTree

import pytest

STATE = "gebieden=GM9001,GM9002&als=index&van=2023-Q4"


def texts(svg: str) -> str:
    """All texts of a picture."""
    return "\n".join(node.text or "" for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("}text"))


@pytest.mark.parametrize("picture", ["trend", "ranglijst"])
def test_a_picture_as_document(site: Any, picture: str) -> None:
    """SVG and PNG of the same: twice the pixels, a file name, never dark."""
    svg = site.get(f"/nl/cijfer/inhabitants/{picture}.svg?vorm=document&{STATE}")
    png = site.get(f"/nl/cijfer/inhabitants/{picture}.png?{STATE}")
    assert (svg.headers["content-type"], png.headers["content-type"]) == ("image/svg+xml", "image/png")
    width, height = struct.unpack(">II", png.content[16:24])
    root = ElementTree.fromstring(svg.text)
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))
    assert "prefers-color-scheme" not in svg.text
    for answer, kind in ((svg, "svg"), (png, "png")):
        name = answer.headers["content-disposition"]
        assert name.startswith('inline; filename="inhabitants-gm9001-')
        assert name.endswith(f'-{picture}.{kind}"')


def test_a_document_says_what_it_shows(site: Any, small_release: Any) -> None:
    """Title, areas, periods, statuses, source, release, and an address that opens the same for ever."""
    said = texts(site.get(f"/nl/cijfer/inhabitants/trend.svg?vorm=document&{STATE}").text)
    assert "Inwoners" in said
    assert "A-stad, B-dorp" in said
    assert "voorlopig: 2024 K3, 2024 K4" in said
    assert "Bron: " in said
    assert f"uitgave {small_release.id} van " in said
    address = f"http://localhost/nl/cijfer/inhabitants?gebieden=GM9001,GM9002&van=2023-Q4&als=index&uitgave={small_release.id}"
    assert address in said.replace("\n", "")
    assert site.get(address.removeprefix("http://localhost")).status_code == 200


def test_statuses_of_a_ranking_are_by_area(site: Any) -> None:
    """Who has no number, and why."""
    said = texts(site.get("/en/cijfer/inhabitants/ranglijst.svg?vorm=document&gebieden=GM9001").text)
    assert "provisional" in said


def test_a_picture_in_its_language(site: Any) -> None:
    """Words and numbers."""
    said = texts(site.get("/de/cijfer/women_share/trend.svg?vorm=document&gebieden=GM9001").text)
    assert "Frauenanteil" in said
    assert "Ausgabe" in said


@pytest.mark.parametrize("path", ["taart.png", "taart.svg?vorm=document", "kaart.png?gebieden=GM9999"])
def test_a_picture_that_is_not_there(site: Any, path: str) -> None:
    """A page that says so."""
    assert site.get(f"/nl/cijfer/inhabitants/{path}").status_code == 404
