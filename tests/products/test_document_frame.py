"""A chart as a document: everything a reader needs is in it, and nothing of the screen it was taken from."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from noaber.products.charts.document_frame import MARGIN, Framing, frame_chart, wrap_text
from noaber.products.charts.scales import text_width

CHART = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50"><rect/></svg>'
FRAMING = Framing(
    title="Aandeel <65+> & meer",
    subtitle="Almelo · 2020 – 2024",
    statuses=[("open", "voorlopig: 2024"), ("gap", "afgeschermd: 2021"), ("×", "afgeschermd: Borne")],
    source="Bron: CBS",
    origin=("Bureau, uitgave r1", "https://cijfers.example/nl/cijfer/x?uitgave=r1"),
    warning="LET OP: verzonnen",
    alt="Lijngrafiek.",
)


def texts(svg: str) -> list[str]:
    """The texts of a picture, from top to bottom."""
    found = [node for node in ElementTree.fromstring(svg).iter() if node.tag.endswith("}text")]
    places = [float(node.attrib["y"]) for node in found]
    assert places == sorted(places)
    return [node.text or "" for node in found]


def test_everything_is_said() -> None:
    """Warning, title, subtitle, statuses, source, release and address; special characters are text."""
    assert texts(frame_chart(CHART, FRAMING, 400)) == [
        "LET OP: verzonnen", "Aandeel <65+> & meer", "Almelo · 2020 – 2024", "voorlopig: 2024", "afgeschermd: 2021",
        "×", "afgeschermd: Borne", "Bron: CBS", "Bureau, uitgave r1", "https://cijfers.example/nl/cijfer/x?uitgave=r1",
    ]  # fmt: skip
    whole = ElementTree.fromstring(frame_chart(CHART, FRAMING, 400))
    assert whole[0].text == "Aandeel <65+> & meer. Lijngrafiek."


def test_a_document_is_light() -> None:
    """White paper, whatever the reader's screen is."""
    svg = frame_chart(CHART, FRAMING, 400)
    assert "prefers-color-scheme" not in svg
    assert 'fill="#ffffff"/>' in svg


def test_the_chart_stands_between_the_words() -> None:
    """Below the subtitle and above the line, whole."""
    svg = frame_chart(CHART, FRAMING, 400)
    top = float(re.search(r'<svg x="28" y="([\d.]+)"', svg)[1])  # type: ignore[index]
    line = float(re.search(r'<line x1="28" x2="372" y1="([\d.]+)"', svg)[1])  # type: ignore[index]
    assert top + 50 < line
    assert MARGIN == 28


@pytest.mark.parametrize("size", [13, 27])
def test_long_texts_are_broken(size: int) -> None:
    """At spaces; an address anywhere. Nothing is lost and no line is wider than there is room."""
    text = "Een zin met veel woorden die niet op een regel past https://cijfers.example/nl/cijfer/" + "x" * 200
    lines = list(wrap_text(text, 300, size))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(text_width(line, size) for line in lines) <= 305
