"""The website over the fixture office, without and with a real server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "warehouse"))
sys.path.insert(0, str(Path(__file__).parent.parent / "access"))
sys.path.insert(0, str(Path(__file__).parent))

from databases import new_url, postgres
from mapped_office import make_mapped_office
from office_home import OfficeHome, make_office
from profile_office import make_profile_office
from running_sites import send_next_quarter, served
from signing_office import SigningOffice, make_signing_office

from noaber.products.typefaces import Typefaces, keep_typefaces
from noaber.warehouse.query import Release
from noaber.web.app import create_app
from noaber.web.release_store import FixedRelease

__all__ = ["new_url", "postgres"]

CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


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


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> OfficeHome:
    """An office with two releases: the newer one has a quarter more and a mended number. To look at, not to change."""
    office = make_office(tmp_path_factory.mktemp("two") / "office")
    office.build()
    send_next_quarter(office)
    office.build()
    return office


@pytest.fixture(scope="session")
def mapped_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of an office whose buurten and municipalities have shapes."""
    office = make_mapped_office(tmp_path_factory.mktemp("mapped") / "office")
    office.build()
    return office.release()


@pytest.fixture(scope="session")
def mapped_site(mapped_release: Release, typefaces: Typefaces) -> Visitor:
    """A visitor of the website of the office with shapes."""
    return Visitor(create_app(FixedRelease(mapped_release), typefaces=typefaces))


@pytest.fixture(scope="module")
def address(small_release: Release, typefaces: Typefaces) -> Iterator[str]:
    """The address of a running website on this machine only."""
    with served(FixedRelease(small_release), typefaces) as base:
        yield base


@pytest.fixture(scope="module")
def mapped_address(mapped_release: Release, typefaces: Typefaces) -> Iterator[str]:
    """The address of a running website of the office with shapes."""
    with served(FixedRelease(mapped_release), typefaces) as base:
        yield base


@pytest.fixture(scope="module")
def signing_office(tmp_path_factory: pytest.TempPathFactory) -> SigningOffice:
    """The office with figures in tiers and people with accounts, of one test module alone."""
    return make_signing_office(tmp_path_factory.mktemp("signing") / "office")


@pytest.fixture(scope="session")
def profile_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The fixture office with borders, ages and stories; to look at, not to change."""
    office = make_profile_office(tmp_path_factory.mktemp("profile") / "office")
    office.build()
    return office.release()


@pytest.fixture(scope="session")
def profiles(profile_release: Release, typefaces: Typefaces) -> Visitor:
    """A visitor of the website of that office."""
    return Visitor(create_app(FixedRelease(profile_release), typefaces=typefaces))


@pytest.fixture(scope="module")
def profile_address(profile_release: Release, typefaces: Typefaces) -> Iterator[str]:
    """The address of its running website."""
    with served(FixedRelease(profile_release), typefaces) as base:
        yield base


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
