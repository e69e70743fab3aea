"""The website over the fixture office, without and with a real server."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

sys.path.insert(0, str(Path(__file__).parent.parent / "warehouse"))

from office_home import OfficeHome, make_office

from noaber.products.typefaces import Typefaces, keep_typefaces
from noaber.warehouse.query import Release
from noaber.web.app import create_app
from noaber.web.release_store import FixedRelease


@dataclass(frozen=True)
class Answer:
    """What came back, as it was sent: nothing unpacked, no redirect followed."""

    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8")


@dataclass(frozen=True)
class Visitor:
    """Asks an application directly, without a network."""

    app: Any

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path, headers)

    def head(self, path: str) -> Answer:
        """Ask for the headers of a page."""
        return self.ask("HEAD", path)

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask with any method."""
        url = httpx.URL(f"http://localhost{path}")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": url.path, "raw_path": url.raw_path, "query_string": url.query, "root_path": "",
            "headers": [(k.encode(), v.encode()) for k, v in {"host": "localhost", **(headers or {})}.items()],
            "client": ("127.0.0.1", 1), "server": ("localhost", 80),
        }  # fmt: skip
        return asyncio.run(_exchange(self.app, scope))


async def _exchange(app: Any, scope: dict[str, Any]) -> Answer:
    sent: list[dict[str, Any]] = []

    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in asked:
            return message
        return await asyncio.Future()  # a visitor who stays until the answer is there

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]))


@pytest.fixture(scope="session")
def visit() -> Callable[[Any], Visitor]:
    """Make a visitor of an application."""
    return Visitor


@pytest.fixture(scope="session")
def typefaces(tmp_path_factory: pytest.TempPathFactory) -> Typefaces:
    """The typefaces as a server keeps them."""
    return keep_typefaces(tmp_path_factory.mktemp("typefaces"))


@pytest.fixture(scope="session")
def site(small_release: Release, typefaces: Typefaces) -> Visitor:
    """A visitor of the website of the fixture office."""
    return Visitor(create_app(FixedRelease(small_release), typefaces=typefaces))


def send_next_quarter(office: OfficeHome) -> None:
    """Let the three municipalities deliver one quarter more, and one of them mend an older number."""
    for name in "abc":
        sent = office.deliveries / f"register_{name}.csv"
        lines = sent.read_text("utf-8").splitlines()
        first = lines[-1].split(";")[0]
        more = [f"{first};2025 1e kwartaal;{sex};{count}" for sex, count in (("M", 110), ("V", 130), ("T", 240))]
        sent.write_text("\n".join([*lines, *more]) + "\n", "utf-8")
    mended = office.deliveries / "register_a.csv"
    text = mended.read_text("utf-8")
    assert text.count("2024 4e kwartaal*;T;231") == 1
    mended.write_text(text.replace("2024 4e kwartaal*;T;231", "2024 4e kwartaal;T;234"), "utf-8")


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> OfficeHome:
    """An office with two releases: the newer one has a quarter more and a mended number. To look at, not to change."""
    office = make_office(tmp_path_factory.mktemp("two") / "office")
    office.build()
    send_next_quarter(office)
    office.build()
    return office


OUTLINES = """source: outlines
name: {nl: Omtrekken, de: Umrisse, en: Outlines}
supplier: Bureau
deliveries: outlines.csv
format: {kind: csv}
columns:
  area: {from: code, area: gemeente}
areas:
  - {type: gemeente, code: code, name: name, shape: shape}
"""


def add_outlines(office: OfficeHome) -> None:
    """Let the three municipalities have a shape: squares in a row."""
    lines = ["code;name;shape"]
    for at, (code, name) in enumerate((("GM9001", "A-stad"), ("GM9002", "B-dorp"), ("GM9003", "C-ham"))):
        west, east = round(6.5 + 0.1 * at, 1), round(6.6 + 0.1 * at, 1)
        ring = [[west, 52.2], [east, 52.2], [east, 52.3], [west, 52.3], [west, 52.2]]
        lines.append(f"{code};{name};{{'type':'Polygon','coordinates':[{ring}]}}".replace("'", '"'))
    (office.content / "sources" / "outlines.yml").write_text(OUTLINES, "utf-8")
    (office.deliveries / "outlines.csv").write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture(scope="session")
def mapped_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of an office whose municipalities have shapes."""
    office = make_office(tmp_path_factory.mktemp("mapped") / "office")
    add_outlines(office)
    office.build()
    return office.release()


@pytest.fixture(scope="session")
def mapped_site(mapped_release: Release, typefaces: Typefaces) -> Visitor:
    """A visitor of its website."""
    return Visitor(create_app(FixedRelease(mapped_release), typefaces=typefaces))


@pytest.fixture(scope="module")
def address(small_release: Release, typefaces: Typefaces) -> Iterator[str]:
    """The address of a running website on this machine only."""
    yield from _serve(small_release, typefaces)


@pytest.fixture(scope="module")
def mapped_address(mapped_release: Release, typefaces: Typefaces) -> Iterator[str]:
    """The address of the website of the office with shapes."""
    yield from _serve(mapped_release, typefaces)


def _serve(release: Release, typefaces: Typefaces) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(
        create_app(FixedRelease(release), typefaces=typefaces), "127.0.0.1", port, interface=Interfaces.ASGI
    )
    loop = asyncio.new_event_loop()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(server.serve())
        loop.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{port}"
    _wait_for(base)
    yield base
    loop.call_soon_threadsafe(server.stop)
    thread.join(10)


def _wait_for(base: str) -> None:
    for _ in range(100):
        try:
            httpx.get(f"{base}/robots.txt")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the website did not start")


CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium of the system; tests that want one are marked `browser`."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as play:
        try:
            started = play.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        except Error as error:
            pytest.skip(f"no Chromium on this machine: {str(error).splitlines()[0]}")
        yield started
        started.close()
