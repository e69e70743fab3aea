"""A fetch that is killed goes on where it was; what arrived is not asked for again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from protocol_faults import Fault
from protocol_server import ProtocolServer
from questions import buurten, v3, v4
from waiting import wait_until

from noaber.sources.fetch.errand import FetchStep
from noaber.sources.fetch.http import Client
from noaber.sources.fetch.run import fetch_source
from noaber.vocabulary.errors import FetchError

FETCH = """
import json, sys
from pathlib import Path
from noaber.content.fetching import CbsOdata3Fetch
from noaber.sources.fetch.http import open_client
from noaber.sources.fetch.run import fetch_source
with open_client(proxies=False) as client:
    fetch_source("wonen", CbsOdata3Fetch.model_validate_json(sys.argv[1]), Path(sys.argv[2]), client)
"""


def stop_after(part: str, pages: int) -> object:
    def stop(step: FetchStep) -> None:
        if (step.part, step.pages) == (part, pages):
            raise KeyboardInterrupt

    return stop


@pytest.mark.parametrize("pages", [1, 2])
def test_pages_that_arrived_are_not_asked_again(
    supplier: ProtocolServer, client: Client, tmp_path: Path, pages: int
) -> None:
    whole = fetch_source("whole", v3(supplier), tmp_path, client)
    with pytest.raises(KeyboardInterrupt):
        fetch_source("wonen", v3(supplier), tmp_path, client, stop_after("TypedDataSet", pages))  # type: ignore[arg-type]
    supplier.forget()
    resumed = fetch_source("wonen", v3(supplier), tmp_path, client)
    assert supplier.count("TypedDataSet") == 3 - pages
    assert supplier.count("DataProperties") == supplier.count("RegioS") == 0
    assert resumed.rows == 12
    assert resumed.file is not None
    assert whole.file is not None
    assert resumed.file.read_bytes() == whole.file.read_bytes()
    assert not (tmp_path / "wonen" / ".partial").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_process_that_is_killed_goes_on(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    supplier.faults = [Fault("silence", "$skip=10")]
    arguments = [sys.executable, "-c", FETCH, v3(supplier).model_dump_json(), str(tmp_path)]
    with subprocess.Popen(arguments) as process:
        wait_until(lambda: supplier.count("$skip=10") == 1, 15)
        os.kill(process.pid, signal.SIGKILL)
    assert not (tmp_path / "wonen" / "99001NED.zip").exists()
    supplier.forget()
    assert fetch_source("wonen", v3(supplier), tmp_path, client).rows == 12
    assert supplier.count("TypedDataSet") == 1


def test_a_failed_fetch_goes_on_too(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    supplier.faults = [Fault("reset", "Observations?$skip=5", times=4)]
    with pytest.raises(FetchError, match="already arrived is kept"):
        fetch_source("arbeid", v4(supplier), tmp_path, client)
    supplier.forget()
    assert fetch_source("arbeid", v4(supplier), tmp_path, client).rows == 8
    assert supplier.count("Observations") == 1


def test_features_go_on(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        fetch_source("buurten", buurten(supplier), tmp_path, client, stop_after("features", 2))  # type: ignore[arg-type]
    supplier.forget()
    assert fetch_source("buurten", buurten(supplier), tmp_path, client).rows == 5
    assert len(supplier.asked) == 1


def test_pages_of_an_older_version_are_thrown_away(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        fetch_source("wonen", v3(supplier), tmp_path, client, stop_after("TypedDataSet", 2))  # type: ignore[arg-type]
    supplier.publish_again()
    supplier.forget()
    fetch_source("wonen", v3(supplier), tmp_path, client)
    assert supplier.count("TypedDataSet") == 3


def test_pages_of_another_question_are_thrown_away(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        fetch_source("wonen", v3(supplier), tmp_path, client, stop_after("TypedDataSet", 2))  # type: ignore[arg-type]
    filtered = v3(supplier, filter="RegioS eq 'GM0153    '")
    assert fetch_source("wonen", filtered, tmp_path, client).rows == 4


@pytest.mark.parametrize("damage", ["page shorter", "page changed", "note torn", "note gone", "plan torn"])
def test_what_was_damaged_on_disk_is_asked_again(
    supplier: ProtocolServer, client: Client, tmp_path: Path, damage: str
) -> None:
    with pytest.raises(KeyboardInterrupt):
        fetch_source("wonen", v3(supplier), tmp_path, client, stop_after("TypedDataSet", 2))  # type: ignore[arg-type]
    folder = tmp_path / "wonen" / ".partial"
    page, note = folder / "TypedDataSet" / "00002.page", folder / "TypedDataSet" / "00002.json"
    assert json.loads(note.read_text())["rows"] == 5
    if damage == "page shorter":
        page.write_bytes(page.read_bytes()[:-1])
    elif damage == "page changed":
        page.write_bytes(page.read_bytes().replace(b"160380", b"999999"))
    elif damage == "note torn":
        note.write_text(note.read_text()[:20])
    elif damage == "note gone":
        note.unlink()
    else:
        (folder / "plan.json").write_text("{")
    supplier.forget()
    report = fetch_source("wonen", v3(supplier), tmp_path, client)
    assert supplier.count("TypedDataSet") == (3 if damage == "plan torn" else 2)
    whole = fetch_source("whole", v3(supplier), tmp_path, client)
    assert report.file is not None
    assert whole.file is not None
    assert report.file.read_bytes() == whole.file.read_bytes()
