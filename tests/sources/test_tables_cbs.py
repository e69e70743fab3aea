"""CBS open data as kept: version 3 and 4, CSV and JSON, one page and many."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from noaber.content.formats import TableFormat
from noaber.sources.tables import read_table
from noaber.vocabulary.errors import DeliveryError

OBSERVATIONS = (
    "Id;Measure;RegioS;Perioden;Value;StringValue;ValueAttribute\n"
    "0;M1_1;GM0153;2023JJ00;481,8;;None\n1;M1_1;GM0147;2023JJ00;;;Impossible\n"
)
ROWS = [
    {"Id": 0, "Measure": "M1_1", "RegioS": "GM0153    ", "Value": 481.8, "ValueAttribute": "None"},
    {"Id": 1, "Measure": "M1_1", "RegioS": "GM0147", "Value": None, "ValueAttribute": "Impossible"},
]
AS_TEXT = [(1, "0", "M1_1", "GM0153", "481.8", "None"), (2, "1", "M1_1", "GM0147", None, "Impossible")]


def read(kind: str, parts: dict[str, str], **options: Any) -> pl.DataFrame:
    raw = {name: text.encode() for name, text in parts.items()}
    return read_table(raw, TableFormat.model_validate({"kind": kind, **options})).drop("ragged")


def test_version_3_as_csv() -> None:
    data = (
        '"ID","RegioS","Perioden","Inwoners_1"\n0,"GM0153    ","2022JJ00","     161738"\n1,"PV23","2022JJ00","   ."\n'
    )
    info = '"ID","Title"\n0,"Gebieden\nin Nederland"\n'
    frame = read("cbs_odata3", {"data.csv": data, "TableInfos.csv": info, "RegioS.csv": info})
    assert frame.rows() == [(2, "0", "GM0153", "2022JJ00", "161738"), (3, "1", "PV23", "2022JJ00", ".")]


def test_version_3_as_json_prefers_typed_figures() -> None:
    typed = json.dumps({"odata.metadata": "m", "value": [{"ID": 0, "RegioS": "GM0153  ", "Inwoners_1": 161738}]})
    parts = {"TypedDataSet.json": typed, "UntypedDataSet.json": "{}", "DataProperties.json": '{"value": []}'}
    assert read("cbs_odata3", parts).rows() == [(1, "0", "GM0153", "161738")]


def test_version_4_as_csv_keeps_the_decimal_comma() -> None:
    frame = read(
        "cbs_odata4", {"Observations.csv": OBSERVATIONS, "MeasureCodes.csv": "Identifier;Title\n"}, decimal=","
    )
    assert frame["Value"].to_list() == ["481,8", None]
    assert frame["ValueAttribute"].to_list() == ["None", "Impossible"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"value": ROWS}),
        json.dumps([{"@odata.context": "c", "value": ROWS[:1]}, {"value": ROWS[1:]}]),
        json.dumps([ROWS[:1], ROWS[1:]]),
        json.dumps(ROWS),
        '{"value": [\n' + ",\n".join(map(json.dumps, ROWS)) + "\n]}\n",
    ],
    ids=["one answer", "list of answers", "list of lists", "list of rows", "one row a line"],
)
def test_version_4_as_json_in_any_way_of_keeping(text: str) -> None:
    assert read("cbs_odata4", {"Observations.json": text, "MeasureCodes.json": "[]"}).rows() == AS_TEXT


def test_pages_in_files_follow_in_natural_order() -> None:
    pages = {
        f"Observations_{number}.json": json.dumps({"value": [{"Id": number}], "@odata.nextLink": "n" * (number < 12)})
        for number in range(1, 13)
    }
    assert read("cbs_odata4", pages)["Id"].to_list() == [str(number) for number in range(1, 13)]


def test_pages_in_csv_are_numbered_through() -> None:
    frame = read("cbs_odata4", {"Observations.1.csv": OBSERVATIONS, "Observations.2.csv": OBSERVATIONS})
    assert frame["row"].to_list() == [1, 2, 3, 4]


def test_a_page_that_was_never_fetched_is_missed() -> None:
    page = json.dumps({"value": ROWS, "@odata.nextLink": "https://example.org/next"})
    with pytest.raises(DeliveryError, match="says that another page follows, which is not here"):
        read("cbs_odata4", {"Observations.json": page})


def test_another_entity_by_name() -> None:
    codes = '"Key","Title","Description"\n"GM0153    ","Enschede","Gemeente\nin Twente"\n'
    frame = read("cbs_odata3", {"RegioS.csv": codes, "TableInfos.csv": codes}, member="RegioS.csv")
    assert frame.rows() == [(2, "GM0153", "Enschede", "Gemeente\nin Twente")]


def test_figures_that_are_not_there() -> None:
    with pytest.raises(DeliveryError, match=r"has no figures; it holds MeasureCodes\.csv, Properties\.csv"):
        read("cbs_odata4", {"MeasureCodes.csv": "a", "Properties.csv": "b"})


def test_rows_on_lines_with_other_fields_are_not_lost() -> None:
    lines = '{"value": [\n{"Id": 0, "Value": 1.5},\n{"Id": 1, "Extra": "x"}\n]}\n'
    assert read("cbs_odata4", {"Observations.json": lines}).rows() == [(1, "0", "1.5", None), (2, "1", None, "x")]


def test_broken_rows_on_lines_name_the_line() -> None:
    lines = '{"value": [\n{"Id": 0, "Value": 1.5},\n{"Id": 1, "Value": }\n]}\n'
    with pytest.raises(DeliveryError, match=r"Observations\.json:3  is no JSON"):
        read("cbs_odata4", {"Observations.json": lines})
