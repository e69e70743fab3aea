"""Parquet: typed columns back to the text a reader would have typed."""

from __future__ import annotations

import io
from datetime import date, datetime

import polars as pl
import pytest

from noaber.content.formats import TableFormat
from noaber.sources.tables import read_table
from noaber.vocabulary.errors import DeliveryError


def read(frame: pl.DataFrame) -> pl.DataFrame:
    held = io.BytesIO()
    frame.write_parquet(held)
    return read_table({"a.parquet": held.getvalue()}, TableFormat(kind="parquet")).drop("ragged")


def test_every_type_becomes_text() -> None:
    frame = pl.DataFrame(
        {
            "code": ["GM0141  ", None],
            "geheel": [141, None],
            "half": [153.0, 5.7],
            "ja": [True, None],
            "dag": [date(2024, 2, 29), None],
            "tijd": [datetime(2024, 2, 29, 13, 30), None],
            "van": [{"jaar": 2024, "bron": {"naam": "CBS"}}, None],
            "lijst": [[1, 2], [3]],
        }
    )
    texts = ("GM0141", "141", "153", "true", "2024-02-29", "2024-02-29T13:30:00.000000", "2024", "CBS")
    table = read(frame)
    assert table.columns == ["row", "code", "geheel", "half", "ja", "dag", "tijd", "van.jaar", "van.bron.naam"]
    assert table.rows() == [(1, *texts), (2, None, None, "5.7", *[None] * 5)]


def test_numbers_that_are_none() -> None:
    table = read(pl.DataFrame({"a": ["x"] * 4, "b": [float("nan"), -99999999.0, 1e-7, 0.1 + 0.2]}))
    assert table["b"].to_list() == [None, "-99999999", "1e-7", "0.30000000000000004"]


def test_categories_become_their_names() -> None:
    assert read(pl.DataFrame({"a": pl.Series(["m", "v"], dtype=pl.Categorical)}))["a"].to_list() == ["m", "v"]


@pytest.mark.parametrize(
    ("data", "said"), [(b"a;b\n", "is no Parquet file"), (b"PAR1 cut off", "is a damaged Parquet file"), (b"", "is no")]
)
def test_what_is_no_parquet(data: bytes, said: str) -> None:
    with pytest.raises(DeliveryError, match=f"a.parquet  {said}"):
        read_table({"a.parquet": data}, TableFormat(kind="parquet"))
