"""A website of releases running on this machine, and an office whose suppliers go on delivering."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from office_home import OfficeHome

from noaber.products.typefaces import Typefaces
from noaber.web.app import create_app
from noaber.web.release_store import ReleaseSource


@contextmanager
def served(source: ReleaseSource, typefaces: Typefaces) -> Iterator[str]:
    """Serve releases on this machine only."""
    with served_app(create_app(source, typefaces=typefaces)) as base:
        yield base


@contextmanager
def served_app(app: Any) -> Iterator[str]:
    """Serve an application on this machine only."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(app, "127.0.0.1", port, interface=Interfaces.ASGI)
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
