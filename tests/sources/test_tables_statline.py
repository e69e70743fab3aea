"""Exports of the StatLine site, in the layouts the site writes; specimens by hand."""

from __future__ import annotations

import pytest

from noaber.content.formats import TableFormat
from noaber.sources.tables import read_table
from noaber.vocabulary.errors import DeliveryError

ONE_HEADER_DIMENSION = """\ufeff"Inkomen van huishoudens; kenmerken: regio"
"Populatie: Particuliere huishoudens"
"Perioden: 2022*"
"";"Onderwerp"
"";"Inkomen|Gemiddeld";"Inkomen|Mediaan"
"Regio's";"1 000 euro";"1 000 euro"
"Aalten";"34,1";"."
"Almelo";"31,5";"29,9"
"Bron: CBS"
"""

LABELS_BESIDE_THEIR_DIMENSION = """"Woningvoorraad; woningtype, regio"
""
"";""
"";"Onderwerp";"Voorraad";"Voorraad";"Oppervlakte"
"";"Woningtype";"Totaal";"Vrijstaand";"Totaal"
"Regio's";"Perioden";"aantal";"aantal";"m2"
"Borne";"2023*";"10409";"2014";"121"
"Gemeenten; niet in te delen";"2023*";"0";"";"."
"Source: CBS"
"""

PERIODS_ABOVE = """"Bestaande koopwoningen; verkoopprijzen"
""
"";"";"";"Perioden"
"Regio's";"Onderwerp";"";"2022";"2023*"
"Almelo";"Verkoopprijs";"euro";"301000";"312000"
"Bron: Centraal Bureau voor de Statistiek, Kadaster"
"© CBS"
"""

ALL_IN_ROWS = """"Bevolking"
"Perioden";"Regio's";"Geslacht";"Bevolking (aantal)"
"2023";"Borne               ";"Mannen";"12300"
"""


def read(text: str, **options: str) -> list[dict[str, object]]:
    fmt = TableFormat.model_validate({"kind": "statline", **options})
    return read_table({"export.csv": text.replace("\n", "\r\n").encode()}, fmt).drop("ragged").rows(named=True)


def test_one_dimension_above_the_figures_and_filters_in_the_title() -> None:
    filters = {"Populatie": "Particuliere huishoudens", "Perioden": "2022*"}
    assert read(ONE_HEADER_DIMENSION, decimal=",") == [
        {"row": 7, "Regio's": "Aalten", "Inkomen|Gemiddeld": "34,1", "Inkomen|Mediaan": ".", **filters},
        {"row": 8, "Regio's": "Almelo", "Inkomen|Gemiddeld": "31,5", "Inkomen|Mediaan": "29,9", **filters},
    ]


def test_several_dimensions_above_the_figures() -> None:
    first, second = read(LABELS_BESIDE_THEIR_DIMENSION)
    assert first == {
        "row": 7,
        "Regio's": "Borne",
        "Perioden": "2023*",
        "Voorraad|Totaal": "10409",
        "Voorraad|Vrijstaand": "2014",
        "Oppervlakte|Totaal": "121",
    }
    assert second["Regio's"] == "Gemeenten; niet in te delen"
    assert second["Voorraad|Vrijstaand"] is None


def test_periods_above_the_figures_and_units_in_the_rows() -> None:
    assert read(PERIODS_ABOVE) == [
        {
            "row": 5,
            "Regio's": "Almelo",
            "Onderwerp": "Verkoopprijs",
            "unit": "euro",
            "2022": "301000",
            "2023*": "312000",
        }
    ]


def test_all_dimensions_in_the_rows() -> None:
    row = {"Perioden": "2023", "Regio's": "Borne", "Geslacht": "Mannen", "Bevolking (aantal)": "12300"}
    assert read(ALL_IN_ROWS) == [{"row": 3, **row}]


def test_a_line_of_another_width_is_kept() -> None:
    fmt = TableFormat(kind="statline")
    text = LABELS_BESIDE_THEIR_DIMENSION.replace('"Borne";"2023*"', '"Borne"')
    frame = read_table({"export.csv": text.encode()}, fmt)
    assert frame["ragged"].to_list() == ['"Borne";"10409";"2014";"121"', None]


def test_a_file_that_is_no_export() -> None:
    with pytest.raises(DeliveryError, match=r"export\.csv:1  has no header row as StatLine writes it"):
        read("Een tekst zonder tabel\nen nog een regel\n")


def test_a_filter_that_is_also_a_column() -> None:
    with pytest.raises(DeliveryError, match="column 'Perioden' occurs 2 times"):
        read('"Titel"\n"Perioden: 2022"\n"Regio\'s";"Perioden";"aantal"\n"Borne";"2022";"1"\n')
