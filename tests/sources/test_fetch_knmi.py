"""KNMI's daily weather: the selection as text, the station files as one zip."""

from __future__ import annotations

from pathlib import Path

import pytest
from protocol_faults import Fault
from protocol_server import SPECIMENS, ProtocolServer
from questions import daily, files

from noaber.content.formats import TableFormat
from noaber.sources.fetch.http import Client
from noaber.sources.fetch.run import fetch_source
from noaber.sources.tables import read_table
from noaber.vocabulary.errors import FetchError


def test_selection_is_kept_as_received(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    report = fetch_source("weer", daily(supplier, variables=["TG", "RH"]), tmp_path, client)
    assert (report.status, report.rows) == ("new", 6)
    assert report.file is not None
    assert report.file.read_bytes() == (SPECIMENS / "knmi" / "daggegevens.txt").read_bytes()
    form = {"start": "19010101", "end": "20261123", "stns": "278:290", "vars": "TG:RH"}
    assert supplier.asked[0].form == form, "until yesterday"


def test_the_same_days_again_are_no_delivery(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    fetch_source("weer", daily(supplier), tmp_path, client)
    assert fetch_source("weer", daily(supplier), tmp_path, client).status == "unchanged"


def test_a_new_day_is(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    fetch_source("weer", daily(supplier), tmp_path, client)
    supplier.daily += b"  290,20260104,   50,    0\n"
    report = fetch_source("weer", daily(supplier), tmp_path, client)
    assert (report.status, report.rows) == ("new", 7)


@pytest.mark.parametrize(
    ("daily_text", "found"),
    [
        (b"# <html>storing</html>\n", "no header"),
        (b"# STN,YYYYMMDD,   TG,   RH\n", "no days"),
        (b"# STN,YYYYMMDD,   TG,   RH\n  290,20260101,   29\n", "3 columns instead of 4"),
    ],
)
def test_what_is_no_daily_weather_is_refused(
    supplier: ProtocolServer, client: Client, tmp_path: Path, daily_text: bytes, found: str
) -> None:
    supplier.daily = daily_text
    with pytest.raises(FetchError, match=found):
        fetch_source("weer", daily(supplier), tmp_path, client)
    assert not list((tmp_path / "weer").glob("*.txt"))


def test_text_whose_end_nobody_vouches_for_is_half(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    supplier.faults.append(Fault("half without length", "klimatologie", times=9))
    with pytest.raises(FetchError, match=r"inside a line|columns|header"):
        fetch_source("weer", daily(supplier), tmp_path, client)


def test_station_files_become_one_text(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    report = fetch_source("weer", files(supplier, 290, 278), tmp_path, client)
    assert (report.status, report.pages, report.rows) == ("new", 2, 6)
    assert report.file is not None
    first, second = ((SPECIMENS / "knmi" / f"etmgeg_{station}.txt").read_bytes() for station in (278, 290))
    assert report.file.read_bytes() == first + second[second.index(b"  290,") :]
    table = read_table({"weer.txt": report.file.read_bytes()}, TableFormat.model_validate({"kind": "knmi"}))
    assert table["STN"].to_list() == ["278"] * 3 + ["290"] * 3


def test_one_station_is_kept_as_received(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    report = fetch_source("weer", files(supplier, 290), tmp_path, client)
    assert report.file is not None
    assert report.file.read_bytes() == (SPECIMENS / "knmi" / "etmgeg_290.txt").read_bytes()


def test_station_files_that_were_not_renewed(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    fetch_source("weer", files(supplier, 278, 290), tmp_path, client)
    supplier.forget()
    assert fetch_source("weer", files(supplier, 278, 290), tmp_path, client).status == "unchanged"
    assert len(supplier.asked) == 2
    assert all("if-modified-since" in asked.headers for asked in supplier.asked)


def test_station_files_packed_anew_with_the_same_text(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    supplier.etags = False
    fetch_source("weer", files(supplier, 278), tmp_path, client)
    assert fetch_source("weer", files(supplier, 278), tmp_path, client).status == "unchanged"


def test_an_unknown_station_is_named(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="etmgeg_999"):
        fetch_source("weer", files(supplier, 278, 999), tmp_path, client)
