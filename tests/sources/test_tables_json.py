"""JSON documents: where rows are, how objects flatten, what children inherit."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from noaber.content.formats import TableFormat
from noaber.sources.tables import read_table
from noaber.vocabulary.errors import DeliveryError

GEMEENTE = """{
  "code": "GM0147", "peil": 2024, "veiligheid": {"per1000": 27.70, "trend": {"2021": 604, "2022": null}},
  "wijken": [
    {"code": "WK014700", "veiligheid": {"per1000": 1e2}, "tags": ["a", "b"]},
    {"code": "WK014701", "stedelijk": false}
  ],
  "buurten": [{"code": "BU01470002", "naam": "'t Wensink"}]
}"""


def read(*documents: str, **options: Any) -> pl.DataFrame:
    parts = {f"{number}.json": text.encode() for number, text in enumerate(documents, 1)}
    return read_table(parts, TableFormat.model_validate({"kind": "json", **options})).drop("ragged")


def refused(text: str, **options: Any) -> str:
    with pytest.raises(DeliveryError) as caught:
        read(text, **options)
    return str(caught.value)


def test_the_top_object_is_a_row_with_dotted_names_and_its_own_numerals() -> None:
    assert read(GEMEENTE).rows(named=True) == [
        {
            "row": 1,
            "code": "GM0147",
            "peil": "2024",
            "veiligheid.per1000": "27.70",
            "veiligheid.trend.2021": "604",
            "veiligheid.trend.2022": None,
        }
    ]


def test_rows_from_several_places_with_what_they_inherit() -> None:
    frame = read(GEMEENTE, rows=[".", "wijken", "buurten"], inherit={"gemeente": "code", "jaar": "peil"})
    assert frame["row"].to_list() == [1, 2, 3, 4]
    assert frame["code"].to_list() == ["GM0147", "WK014700", "WK014701", "BU01470002"]
    assert frame["gemeente"].to_list() == [None, "GM0147", "GM0147", "GM0147"]
    assert frame["jaar"].to_list() == [None, "2024", "2024", "2024"]
    assert frame["veiligheid.per1000"].to_list() == ["27.70", "1e2", None, None]
    assert frame["stedelijk"].to_list() == [None, None, "false", None]
    assert "tags" not in frame.columns


@pytest.mark.parametrize("path", ["gemeenten", "gemeenten[*]"])
def test_a_list_of_lists_gives_its_objects(path: str) -> None:
    text = json.dumps({"gemeenten": [[{"code": "GM0141"}], [{"code": "GM0147"}, {"code": "GM0153"}], []]})
    assert read(text, rows=path)["code"].to_list() == ["GM0141", "GM0147", "GM0153"]


def test_deeper_paths_inherit_from_the_nearest_object() -> None:
    text = json.dumps({"code": "PV23", "gemeenten": [{"code": "GM0147", "wijken": [{"naam": "Centrum"}]}]})
    frame = read(text, rows="gemeenten[*].wijken", inherit={"gemeente": "code"})
    assert frame.rows() == [(1, "Centrum", "GM0147")]


def test_members_by_key() -> None:
    text = json.dumps({"Gemeente": {"GM0147": {"Naam": "Borne"}, "GM0153": {"Naam": "Enschede"}}})
    assert read(text, rows="Gemeente.*").rows() == [(1, "GM0147", "Borne"), (2, "GM0153", "Enschede")]


def test_a_list_at_the_top() -> None:
    assert read('[{"a": 1}, {"b": 2}]').rows() == [(1, "1", None), (2, None, "2")]


def test_several_documents_follow_each_other() -> None:
    documents = [json.dumps({"code": f"GM{number}"}) for number in range(1, 12)]
    assert read(*documents)["code"].to_list() == [f"GM{number}" for number in range(1, 12)]


def test_a_path_that_leads_nowhere_names_its_neighbour() -> None:
    said = refused(GEMEENTE, rows="wijk")
    assert "1.json  has no 'wijk' on the way to rows 'wijk'" in said
    assert "Did you mean 'wijken'?" in said


def test_an_empty_list_is_no_mistake_of_the_path() -> None:
    assert "1.json  has no rows" in refused('{"wijken": []}', rows="wijken")
    assert read('{"code": "GM0147", "wijken": []}', rows=[".", "wijken"]).height == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1.json  is empty"),
        ('{"a": 1,\n "b": ', "1.json:2  is no JSON: Expecting value at column 7"),
        ("<html><title>Log in</title>", "1.json:1  is a web page or XML message, titled 'Log in'"),
        ("[" * 100_000, "1.json  is JSON nested too deep"),
        ("17", "1.json  has no rows"),
    ],
)
def test_what_is_no_document_is_refused(text: str, said: str) -> None:
    assert said in refused(text)
