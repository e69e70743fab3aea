"""OGC API Features: pages become one GeoJSON file; validators of pages make the second fetch cheap."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from protocol_faults import Fault
from protocol_server import ProtocolServer
from questions import buurten
from waiting import FakeTime

from noaber.sources.fetch.http import Client
from noaber.sources.fetch.run import fetch_source
from noaber.vocabulary.errors import FetchError

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


def test_pages_become_one_collection(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    report = fetch_source("buurten", buurten(supplier), tmp_path, client)
    assert (report.status, report.pages, report.rows) == ("new", 3, 5)
    assert report.file is not None
    assert report.file.name == "buurten.geojson"
    text = report.file.read_text("utf-8")
    assert [feature["id"] for feature in json.loads(text)["features"]] == ["f0", "f1", "f2", "f3", "f4"]
    assert "[6.8900,52.2200]" in text, "coordinates as received"
    assert "timeStamp" not in text


def test_page_size_leaves_no_trace(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    two = fetch_source("two", buurten(supplier), tmp_path, client)
    all_ = fetch_source("all", buurten(supplier, limit=1000), tmp_path, client)
    assert two.file is not None
    assert all_.file is not None
    assert two.file.read_bytes() == all_.file.read_bytes()


def test_second_fetch_asks_only_whether_pages_changed(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    fetch_source("buurten", buurten(supplier), tmp_path, client)
    supplier.forget()
    assert fetch_source("buurten", buurten(supplier), tmp_path, client).status == "unchanged"
    assert len(supplier.asked) == 3
    assert all("if-none-match" in asked.headers for asked in supplier.asked)


def test_a_change_on_the_last_page_is_seen(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    fetch_source("buurten", buurten(supplier), tmp_path, client)
    supplier.features[4] = supplier.features[4].replace('"aantal_inwoners":95', '"aantal_inwoners":105')
    report = fetch_source("buurten", buurten(supplier), tmp_path, client)
    assert report.status == "new"
    assert report.file is not None
    assert '"aantal_inwoners":105' in report.file.read_text("utf-8")


def test_without_validators_the_bytes_decide(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    supplier.etags = False
    first = fetch_source("buurten", buurten(supplier), tmp_path, client)
    assert first.file is not None
    before = first.file.stat().st_mtime_ns
    assert fetch_source("buurten", buurten(supplier), tmp_path, client).status == "unchanged"
    assert first.file.stat().st_mtime_ns == before


def test_a_collection_that_grows_meanwhile_is_read_anew(
    supplier: ProtocolServer, client: Client, tmp_path: Path
) -> None:
    def grow(_: object) -> None:
        if len(supplier.asked) == 2:
            supplier.features.append(supplier.features[0].replace('"f0"', '"f5"'))

    supplier.before = grow
    report = fetch_source("buurten", buurten(supplier), tmp_path, client)
    assert report.rows == 6


def test_parameters_and_names_are_quoted(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    spec = buurten(supplier, collection="wijken & buurten/2024", params={"gemeentecode": "GM0164"})
    report = fetch_source("buurten", spec, tmp_path, client)
    assert report.rows == 2
    assert report.file is not None
    assert report.file.name == "wijken_buurten_2024.geojson"
    assert supplier.asked[0].path == "/ogc/v1/collections/wijken%20%26%20buurten%2F2024/items"


def test_coordinates_are_asked_for_and_named(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    spec = buurten(supplier, crs="EPSG:28992", bbox=(6.3, 52.1, 7.1, 52.6))
    report = fetch_source("buurten", spec, tmp_path, client)
    assert supplier.asked[0].query["crs"] == RD
    assert supplier.asked[0].query["bbox"] == "6.3,52.1,7.1,52.6"
    assert report.file is not None
    named = json.loads(report.file.read_text("utf-8"))["crs"]["properties"]["name"]
    assert named == "urn:ogc:def:crs:EPSG::28992"


def test_nothing_found_is_no_delivery(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="no features"):
        fetch_source("buurten", buurten(supplier, params={"gemeentecode": "GM9999"}), tmp_path, client)
    assert not list((tmp_path / "buurten").glob("*.geojson"))


def test_partial_pages_without_version_do_not_grow_old(
    supplier: ProtocolServer, client: Client, tmp_path: Path, time_: FakeTime
) -> None:
    """The service names no version of the whole: pages of yesterday are not mixed with those of today."""
    supplier.faults.append(Fault("status", "cursor=4", times=1, status=404))
    for hours, expected in ((1, 1), (13, 3)):
        with pytest.raises(FetchError):
            fetch_source("buurten", buurten(supplier), tmp_path, client)
        time_.wall += timedelta(hours=hours)
        supplier.forget()
        supplier.etags = False
        assert fetch_source("buurten", buurten(supplier), tmp_path, client).rows == 5
        assert len(supplier.asked) == expected
        (tmp_path / "buurten" / "state.json").unlink()
        supplier.faults.append(Fault("status", "cursor=4", times=1, status=404))
