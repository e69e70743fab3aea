"""CBS through OData v3, v4 and bulk csv: what lands in the inbox, and when nothing does."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from protocol_faults import Fault
from protocol_server import SPECIMENS, ProtocolServer
from questions import csv4, v3, v4

from noaber.sources.fetch.http import Client
from noaber.sources.fetch.run import fetch_source
from noaber.vocabulary.errors import FetchError


def members(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_v3_gives_all_entity_sets_as_received(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    report = fetch_source("wonen", v3(supplier), tmp_path, client)
    assert (report.status, report.pages, report.rows) == ("new", 3, 12)
    assert report.file == tmp_path / "wonen" / "99001NED.zip"
    found = members(report.file)
    assert list(found) == [
        "DataProperties.json", "Perioden.json", "RegioS.json", "TableInfos.json", "TypedDataSet.json",
    ]  # fmt: skip
    specimen = (SPECIMENS / "odata3/99001NED/TypedDataSet.json").read_text("utf-8").splitlines()
    assert found["TypedDataSet.json"].splitlines()[1:-1] == specimen[1:-1], "not a character is retyped"
    assert json.loads(found["RegioS.json"])["value"][0]["Key"] == "GM0141    "
    assert sorted(path.name for path in report.file.parent.iterdir()) == [".lock", "99001NED.zip", "state.json"]


def test_the_file_is_dated_as_the_supplier_says(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    report = fetch_source("wonen", v3(supplier), tmp_path, client)
    assert report.file is not None
    dated = datetime.fromtimestamp(report.file.stat().st_mtime, UTC)
    assert dated == datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    assert report.version.startswith("2026-03-02T02:00:00")


def test_v3_filter_and_select_reach_the_supplier_quoted(
    supplier: ProtocolServer, client: Client, tmp_path: Path
) -> None:
    spec = v3(supplier, filter="RegioS eq 'GM0153    '", select=["RegioS", "Inwoners_1"])
    assert fetch_source("wonen", spec, tmp_path, client).rows == 4
    asked = next(asked for asked in supplier.asked if "TypedDataSet" in asked.path)
    assert asked.query["$filter"] == "RegioS eq 'GM0153    '"
    assert asked.query["$select"] == "RegioS,Inwoners_1"
    assert " " not in asked.raw
    assert "'" not in asked.raw


@pytest.mark.parametrize("size", [1, 4, 5, 7, 12, 50])
def test_pages_of_our_own_size_give_the_same_bytes(
    supplier: ProtocolServer, client: Client, tmp_path: Path, size: int
) -> None:
    """Also where the supplier's own pages (5 rows) are smaller than those asked for."""
    whole = fetch_source("whole", v3(supplier), tmp_path, client)
    cut = fetch_source("cut", v3(supplier, page_size=size), tmp_path, client)
    assert whole.file is not None
    assert cut.file is not None
    assert cut.rows == 12
    assert cut.file.read_bytes() == whole.file.read_bytes()


def test_v4_gives_all_entity_sets(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    report = fetch_source("arbeid", v4(supplier), tmp_path, client)
    assert (report.status, report.pages, report.rows) == ("new", 2, 8)
    assert report.file is not None
    found = members(report.file)
    assert list(found) == [
        "Dimensions.json", "MeasureCodes.json", "Observations.json", "PeriodenCodes.json", "Properties.json",
        "RegioSCodes.json", "RegioSGroups.json",
    ]  # fmt: skip
    assert json.loads(found["Properties.json"])["value"][0]["Identifier"] == "99002NED"
    assert '"Value":79.0' in found["Observations.json"]


def test_v4_filter(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    spec = v4(supplier, filter="Measure eq 'M000200'")
    assert fetch_source("arbeid", spec, tmp_path, client).rows == 4


def test_v4_fewer_observations_than_announced_is_no_delivery(
    supplier: ProtocolServer, client: Client, tmp_path: Path
) -> None:
    supplier.table("odata4/99002NED/Observations").pop()
    with pytest.raises(FetchError, match="counts 8 observations and gave 7"):
        fetch_source("arbeid", v4(supplier), tmp_path, client)
    assert not (tmp_path / "arbeid" / "99002NED.zip").exists()


def test_bulk_csv_is_repacked_to_the_same_bytes(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    """The supplier packs anew every time, in another order and with other dates."""
    first = fetch_source("one", csv4(supplier), tmp_path, client)
    again = fetch_source("two", csv4(supplier), tmp_path, client)
    assert first.rows == 4
    assert first.file is not None
    assert again.file is not None
    assert first.file.read_bytes() == again.file.read_bytes()
    specimen = (SPECIMENS / "csv4/99002NED/Observations.csv").read_text("utf-8")
    assert members(first.file)["Observations.csv"] == specimen


@pytest.mark.parametrize("make", [v3, v4, csv4])
def test_second_fetch_asks_one_small_thing(
    supplier: ProtocolServer, client: Client, tmp_path: Path, make: object
) -> None:
    assert callable(make)
    first = fetch_source("cbs", make(supplier), tmp_path, client)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.name != ".lock"}
    supplier.forget()
    second = fetch_source("cbs", make(supplier), tmp_path, client)
    assert (second.status, second.file, second.rows) == ("unchanged", first.file, first.rows)
    assert len(supplier.asked) == 1
    assert supplier.asked[0].path.endswith(("TableInfos", "Properties"))
    files = {path: stamp for path, stamp in before.items() if path.is_file()}
    assert files == {path: path.stat().st_mtime_ns for path in files}, "nothing is written"
    assert not (tmp_path / "cbs" / ".partial").exists()


def test_a_new_version_takes_the_place_of_the_old(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    first = fetch_source("wonen", v3(supplier), tmp_path, client)
    assert first.file is not None
    old = first.file.read_bytes()
    supplier.publish_again()
    second = fetch_source("wonen", v3(supplier), tmp_path, client)
    assert (second.status, second.file) == ("new", first.file)
    assert first.file.read_bytes() != old
    assert '"Inwoners_1":73111' in members(first.file)["TypedDataSet.json"]


def test_another_question_is_another_fetch(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    fetch_source("wonen", v3(supplier), tmp_path, client)
    asked = v3(supplier, filter="RegioS eq 'GM0153    '")
    assert fetch_source("wonen", asked, tmp_path, client).status == "new"


@pytest.mark.parametrize("damage", ["gone", "shorter", "state"])
def test_what_is_lost_is_fetched_again(supplier: ProtocolServer, client: Client, tmp_path: Path, damage: str) -> None:
    first = fetch_source("wonen", v3(supplier), tmp_path, client)
    assert first.file is not None
    whole = first.file.read_bytes()
    if damage == "gone":
        first.file.unlink()
    elif damage == "shorter":
        first.file.write_bytes(whole[:-5])
    else:
        (first.file.parent / "state.json").write_text("{")
    fetch_source("wonen", v3(supplier), tmp_path, client)
    assert first.file.read_bytes() == whole


def test_data_that_changes_meanwhile_is_read_anew(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    def publish_at_second_page(asked: object) -> None:
        if supplier.count("TypedDataSet") == 2:
            supplier.publish_again()

    supplier.before = publish_at_second_page
    report = fetch_source("wonen", v3(supplier), tmp_path, client)
    assert report.file is not None
    found = members(report.file)
    assert '"Inwoners_1":73111' in found["TypedDataSet.json"]
    assert '"Modified":"2026-05-05T02:00:00"' in found["TableInfos.json"]
    assert supplier.count("TypedDataSet") == 6


def test_data_that_never_stops_changing_is_no_delivery(
    supplier: ProtocolServer, client: Client, tmp_path: Path
) -> None:
    def publish_at_every_page(_: object) -> None:
        supplier.properties["Modified"] = f"2026-06-01T00:00:{len(supplier.asked):02d}+02:00"

    supplier.before = publish_at_every_page
    with pytest.raises(FetchError, match="does not belong together"):
        fetch_source("arbeid", v4(supplier), tmp_path, client)
    assert [path.name for path in (tmp_path / "arbeid").iterdir() if path.is_file()] == [".lock"]


def test_a_wrong_filter_says_what_the_supplier_said(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        fetch_source("wonen", v3(supplier, filter="Regio is GM0153"), tmp_path, client)
    problem = caught.value.problems[0]
    assert problem.place.startswith("wonen: http://127.0.0.1")
    assert "Syntax error in $filter" in problem.found
    assert "`filter`" in problem.next_step
    assert supplier.count("filter") == 1, "a mistake of ours is not asked again"


def test_withdrawn_observations_point_to_version_three(
    supplier: ProtocolServer, client: Client, tmp_path: Path
) -> None:
    supplier.faults.append(Fault("status", "Observations", times=9, status=404))
    with pytest.raises(FetchError, match="try v3"):
        fetch_source("arbeid", v4(supplier), tmp_path, client)
