"""Whatever goes wrong on the way: a whole delivery or a clean refusal, never half a delivery."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from protocol_faults import Fault
from protocol_server import ProtocolServer
from questions import buurten, csv4, daily, files, v3, v4
from waiting import FakeTime

from noaber.content.fetching import FetchSpec
from noaber.sources.fetch.http import Client, open_client
from noaber.sources.fetch.manners import Manners
from noaber.sources.fetch.run import fetch_source, fetch_sources
from noaber.vocabulary.errors import FetchError

PASSING = (
    "reset", "half with right length", "half with own length", "half without length", "length too large", "status",
    "maintenance page", "not zipped",
)  # fmt: skip
MAKERS: dict[str, Callable[[ProtocolServer], FetchSpec]] = {
    "v3": v3, "v4": v4, "csv4": csv4, "features": buurten, "daily": daily, "files": lambda s: files(s, 278, 290),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(connection: httpx.Client, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Delivery of every api where nothing goes wrong."""
    inbox, polite = tmp_path_factory.mktemp("whole"), Client(connection, Manners(), FakeTime().clock)
    with ProtocolServer() as supplier:
        reports = [fetch_source(api, make(supplier), inbox, polite) for api, make in MAKERS.items()]
    return {report.source: report.file.read_bytes() for report in reports if report.file}


@pytest.mark.parametrize(
    ("kind", "zipped"),
    [*((kind, False) for kind in PASSING), ("half with own length", True), ("half without length", True)],
)
@pytest.mark.parametrize("api", MAKERS)
def test_what_passes_is_asked_again(
    supplier: ProtocolServer, client: Client, tmp_path: Path, whole: dict[str, bytes], kind: str, api: str, zipped: bool
) -> None:
    """Some answers are broken; the delivery is the same as without faults."""
    supplier.zipped = zipped
    supplier.faults = [Fault(kind, after=nth) for nth in (0, 1, 3)]
    report = fetch_source("source", MAKERS[api](supplier), tmp_path, client)
    assert report.file is not None
    assert report.file.read_bytes() == whole[api]
    assert supplier.faults[0].times == 0, "the fault did happen"


@pytest.mark.parametrize("kind", ["status", "half with right length", "half with own length"])
@pytest.mark.parametrize("api", MAKERS)
def test_what_does_not_pass_is_refused_and_leaves_the_old_delivery(
    supplier: ProtocolServer, client: Client, tmp_path: Path, kind: str, api: str
) -> None:
    supplier.etags = False
    spec = MAKERS[api](supplier)
    first = fetch_source("cbs", spec, tmp_path, client)
    assert first.file is not None
    old, state = first.file.read_bytes(), (first.file.parent / "state.json").read_bytes()
    supplier.faults = [Fault(kind, times=999)]
    with pytest.raises(FetchError) as caught:
        fetch_source("cbs", spec, tmp_path, client)
    assert len(caught.value.problems) == 1
    assert "attempts" in caught.value.problems[0].found
    assert first.file.read_bytes() == old
    assert (first.file.parent / "state.json").read_bytes() == state


@pytest.mark.parametrize("where", ["TableInfos", "DataProperties", "RegioS?", "TypedDataSet?$format=json&$skip=10"])
def test_no_half_delivery_wherever_it_breaks(
    supplier: ProtocolServer, client: Client, tmp_path: Path, where: str
) -> None:
    supplier.faults = [Fault("half with own length", where, times=99)]
    with pytest.raises(FetchError, match="no whole JSON"):
        fetch_source("wonen", v3(supplier), tmp_path, client)
    assert not [path for path in (tmp_path / "wonen").iterdir() if path.is_file() and path.name != ".lock"]


def test_a_body_that_ends_with_its_connection_is_accepted_when_whole(
    supplier: ProtocolServer, client: Client, tmp_path: Path
) -> None:
    supplier.faults = [Fault("without length", times=99)]
    assert fetch_source("wonen", v3(supplier), tmp_path, client).rows == 12
    assert fetch_source("weer", daily(supplier), tmp_path, client).rows == 6


def test_a_slow_drip_ends(supplier: ProtocolServer, tmp_path: Path) -> None:
    supplier.faults = [Fault("drip", times=99)]
    hasty = Manners(answer_s=0.1, attempts=2, first_wait_s=0.01, per_second=100)
    with open_client(hasty, proxies=False) as client, pytest.raises(FetchError, match=r"not whole after 0\.1 seconds"):
        fetch_source("wonen", v3(supplier), tmp_path, client)


def test_silence_ends(supplier: ProtocolServer, tmp_path: Path) -> None:
    supplier.faults = [Fault("silence", times=99)]
    hasty = Manners(silence_s=0.1, attempts=2, first_wait_s=0.01, per_second=100)
    with open_client(hasty, proxies=False) as client, pytest.raises(FetchError, match="timed out"):
        fetch_source("wonen", v3(supplier), tmp_path, client)


def test_nobody_there(tmp_path: Path, client: Client, supplier: ProtocolServer) -> None:
    spec = v3(supplier).model_copy(update={"base": "http://127.0.0.1:9"})
    with pytest.raises(FetchError, match="connection failed"):
        fetch_source("wonen", spec, tmp_path, client)


@pytest.mark.parametrize("kind", ["endless", "huge"])
def test_what_is_too_large_is_refused_at_once(
    supplier: ProtocolServer, time_: FakeTime, tmp_path: Path, kind: str
) -> None:
    supplier.faults = [Fault(kind, times=99)]
    small = Manners(most_page_bytes=100_000)
    with open_client(small, time_.clock, proxies=False) as client, pytest.raises(FetchError, match="larger than"):
        fetch_source("wonen", v3(supplier), tmp_path, client)
    assert len(supplier.asked) == 1


def test_pages_that_are_together_too_large_are_refused(
    supplier: ProtocolServer, time_: FakeTime, tmp_path: Path
) -> None:
    with (
        open_client(Manners(most_extract_bytes=900), time_.clock, proxies=False) as client,
        pytest.raises(FetchError, match="900 bytes"),
    ):
        fetch_source("wonen", v3(supplier), tmp_path, client)


def test_a_zip_that_unpacks_too_large_is_refused(supplier: ProtocolServer, time_: FakeTime, tmp_path: Path) -> None:
    with (
        open_client(Manners(most_extract_bytes=100), time_.clock, proxies=False) as client,
        pytest.raises(FetchError, match="unpacks to more than 100 bytes"),
    ):
        fetch_source("arbeid", csv4(supplier), tmp_path, client)


@pytest.mark.parametrize(
    ("size", "found"), [(None, "leads back to a page that was already read"), (5, "the same page as the one before")]
)
def test_pages_in_a_circle_end(
    supplier: ProtocolServer, client: Client, tmp_path: Path, size: int | None, found: str
) -> None:
    """A service that gives a page or a link again would go on for ever."""
    location = "/ODataFeed/odata/99001NED/TypedDataSet?$format=json" + ("&$top=5&$skip=0" if size else "")
    supplier.faults = [Fault("status", "$skip=5", times=99, status=302, headers={"Location": location})]
    with pytest.raises(FetchError, match=found):
        fetch_source("wonen", v3(supplier, page_size=size), tmp_path, client)


def test_one_failure_does_not_stop_the_others(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    supplier.faults = [Fault("status", "TableInfos", times=1, status=403)]
    specs: dict[str, FetchSpec] = {"wonen": v3(supplier), "arbeid": v4(supplier)}
    reports = fetch_sources(specs, tmp_path, client)
    assert [report.status for report in reports] == ["failed", "new"]
    assert reports[0].file is None
    assert "403" in reports[0].problems[0].found


def test_two_fetches_of_one_source_do_not_meet(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    failures: list[str] = []

    def meddle(_: object) -> None:
        if not failures:
            failures.append("")
            with pytest.raises(FetchError, match="another fetch") as caught:
                fetch_source("wonen", v3(supplier), tmp_path, client)
            failures.append(str(caught.value))

    fetch_source("wonen", v3(supplier), tmp_path, client, meddle)
    assert len(failures) == 2


@pytest.mark.parametrize("link", ["?$skip=\x01", "?$skip=5#" + "x" * 70_000])
def test_a_link_nobody_can_follow_is_a_clean_refusal(
    supplier: ProtocolServer, client: Client, tmp_path: Path, link: str
) -> None:
    supplier.link = link
    with pytest.raises(FetchError, match="no address"):
        fetch_source("wonen", v3(supplier), tmp_path, client)


@pytest.mark.parametrize("name", ["../wonen", "", "a/b", "."])
def test_a_source_id_is_no_path(supplier: ProtocolServer, client: Client, tmp_path: Path, name: str) -> None:
    with pytest.raises(FetchError, match="no id of a source"):
        fetch_source(name, v3(supplier), tmp_path, client)


def test_a_full_disk_is_a_clean_refusal(
    supplier: ProtocolServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("noaber.sources.fetch.run.place_file", fail)
    with pytest.raises(FetchError, match="No space left"):
        fetch_source("wonen", v3(supplier), tmp_path, client)
