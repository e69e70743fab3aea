"""How we ask: not too fast, again after a while, no further than the machine we were sent to."""

from __future__ import annotations

from pathlib import Path

import pytest
from protocol_faults import Fault
from protocol_server import ProtocolServer
from questions import v3
from waiting import FakeTime

from noaber.sources.fetch.addresses import compose_address, follow_link
from noaber.sources.fetch.http import Client, open_client
from noaber.sources.fetch.manners import Manners
from noaber.sources.fetch.run import fetch_source
from noaber.vocabulary.errors import FetchError


def test_so_many_requests_a_second(supplier: ProtocolServer, time_: FakeTime, tmp_path: Path) -> None:
    with open_client(Manners(per_second=2), time_.clock, proxies=False) as client:
        fetch_source("wonen", v3(supplier), tmp_path, client)
    assert len(time_.slept) == len(supplier.asked) - 1
    assert sum(time_.slept) == pytest.approx(0.5 * (len(supplier.asked) - 1))


def test_waits_double(supplier: ProtocolServer, time_: FakeTime, tmp_path: Path) -> None:
    supplier.faults = [Fault("status", times=3, status=500)]
    manners = Manners(per_second=1000, first_wait_s=2.0, attempts=4)
    with open_client(manners, time_.clock, proxies=False) as client:
        fetch_source("wonen", v3(supplier), tmp_path, client)
    assert time_.slept[:3] == [2.0, 4.0, 8.0]


@pytest.mark.parametrize(
    ("said", "waited"), [("30", 30.0), ("Tue, 24 Nov 2026 10:00:45 GMT", 45.0), ("soon", 1.0), ("0", 1.0)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_supplier_says_when(
    supplier: ProtocolServer, client: Client, time_: FakeTime, tmp_path: Path, status: int, said: str, waited: float
) -> None:
    supplier.faults = [Fault("status", status=status, headers={"Retry-After": said})]
    fetch_source("wonen", v3(supplier), tmp_path, client)
    assert time_.slept[0] == waited


def test_no_waiting_for_hours(supplier: ProtocolServer, client: Client, time_: FakeTime, tmp_path: Path) -> None:
    supplier.faults = [Fault("status", status=503, headers={"Retry-After": "7200"})]
    with pytest.raises(FetchError, match="wait 7200 seconds"):
        fetch_source("wonen", v3(supplier), tmp_path, client)
    assert time_.slept == []


def test_the_reason_is_told_on_one_line(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    supplier.faults = [Fault("status", times=99, status=503)]
    with pytest.raises(FetchError) as caught:
        fetch_source("wonen", v3(supplier), tmp_path, client)
    assert caught.value.problems[0].found == "the supplier answers 503: Service busy, try later (4 attempts)"


def test_we_say_who_we_are(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    fetch_source("wonen", v3(supplier), tmp_path, client)
    assert supplier.asked[0].headers["user-agent"].startswith("noaber")


def test_a_redirect_on_the_same_machine_is_followed(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    location = "/ODataApi/odata/99001NED/TableInfos?$format=json"
    supplier.faults = [Fault("status", "TableInfos", status=301, headers={"Location": location})]
    assert fetch_source("wonen", v3(supplier), tmp_path, client).rows == 12


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.2/x", "https://127.0.0.1/x", "//example.org/x", "http://user@127.0.0.1/x", "file:///etc/passwd"],
)
def test_a_redirect_to_another_machine_is_refused(
    supplier: ProtocolServer, client: Client, tmp_path: Path, location: str
) -> None:
    supplier.faults = [Fault("status", "TableInfos", status=302, headers={"Location": location})]
    with pytest.raises(FetchError, match="another machine"):
        fetch_source("wonen", v3(supplier), tmp_path, client)
    assert len(supplier.asked) == 1


def test_redirects_end(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    supplier.faults = [Fault("status", times=99, status=302, headers={"Location": "/again"})]
    with pytest.raises(FetchError, match="without end"):
        fetch_source("wonen", v3(supplier), tmp_path, client)


def test_a_next_link_to_another_machine_is_refused(supplier: ProtocolServer, client: Client, tmp_path: Path) -> None:
    supplier.base, real = "http://127.0.0.2:1", supplier.base
    spec = v3(supplier, base=real)
    with pytest.raises(FetchError, match="another machine"):
        fetch_source("wonen", spec, tmp_path, client)


@pytest.mark.parametrize(
    ("here", "link", "leads_to"),
    [
        ("https://a.nl/x?y", "?$skip=5", "https://a.nl/x?$skip=5"),
        ("https://a.nl/x", "http://a.nl/x?$skip=5", "https://a.nl/x?$skip=5"),
        ("https://a.nl/x", "https://a.nl:443/z", "https://a.nl:443/z"),
        ("https://a.nl/x", "HTTPS://A.NL/z", "https://A.NL/z"),
    ],
)
def test_links_that_stay(here: str, link: str, leads_to: str) -> None:
    assert follow_link(here, link) == leads_to


@pytest.mark.parametrize("link", ["https://b.nl/", "https://a.nl:8443/", "http://a.nl:8080/", "https://a.nl.evil.org/"])
def test_links_that_leave(link: str) -> None:
    with pytest.raises(FetchError):
        follow_link("https://a.nl/x", link)


@pytest.mark.parametrize("link", ["https://[x", "https://a.nl:port/"])
def test_links_that_are_none(link: str) -> None:
    with pytest.raises(FetchError, match="no address"):
        follow_link("https://a.nl/x", link)


def test_parts_of_an_address_cannot_climb() -> None:
    address = compose_address("https://a.nl/v1", "a/../../b?c#d", query={"$filter": "x eq '1&y=2#'"})
    assert address == "https://a.nl/v1/a%2F..%2F..%2Fb%3Fc%23d?$filter=x%20eq%20%271%26y%3D2%23%27"
