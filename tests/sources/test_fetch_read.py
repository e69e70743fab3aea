"""What was fetched can be read: the whole way from a supplier's service to a table of text."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from protocol_server import ProtocolServer
from questions import buurten, csv4, daily, v3, v4

from noaber.content.fetching import FetchSpec
from noaber.content.formats import TableFormat
from noaber.sources.fetch.http import Client
from noaber.sources.fetch.run import fetch_source
from noaber.sources.tables import read_table, unpack_parts


def read(spec: FetchSpec, client: Client, inbox: Path, kind: str) -> pl.DataFrame:
    report = fetch_source("source", spec, inbox, client)
    assert report.file is not None
    return read_table(unpack_parts(report.file), TableFormat.model_validate({"kind": kind}))


def test_version_three(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    table = read(v3(supplier), client, tmp_path, "cbs_odata3")
    assert table.height == 12
    assert table["RegioS"].unique(maintain_order=True).to_list() == ["GM0141", "GM0153", "GM0164"]
    assert table["Inwoners_1"][0] == "73110"


@pytest.mark.parametrize(("ask", "rows"), [(v4, 8), (csv4, 4)])
def test_version_four(supplier: ProtocolServer, client: Client, tmp_path: Path, ask: object, rows: int) -> None:
    assert callable(ask)
    table = read(ask(supplier), client, tmp_path, "cbs_odata4")
    assert table.height == rows
    assert {"Measure", "RegioS", "Perioden", "Value", "ValueAttribute"} <= set(table.columns)


def test_features(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    table = read(buurten(supplier), client, tmp_path, "geojson")
    assert table["buurtcode"].to_list()[-1] == "BU01640001"


def test_weather(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    table = read(daily(supplier), client, tmp_path, "knmi")
    assert table["YYYYMMDD"].to_list()[:2] == ["20260101", "20260102"]
