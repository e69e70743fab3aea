"""Fixtures of the room sources: a supplier on this machine, a clock without waiting, a polite client."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from protocol_server import ProtocolServer
from waiting import FakeTime

from noaber.sources.fetch.http import Client
from noaber.sources.fetch.manners import Manners


@pytest.fixture
def supplier() -> Iterator[ProtocolServer]:
    """CBS, PDOK and KNMI in one, on this machine, from handwritten specimens."""
    with ProtocolServer() as server:
        yield server


@pytest.fixture
def time_() -> FakeTime:
    """A clock that moves only when somebody sleeps."""
    return FakeTime()


@pytest.fixture(scope="session")
def connection() -> Iterator[httpx.Client]:
    """One connection pool for all tests: making one takes longer than most tests."""
    with httpx.Client(timeout=2.0, trust_env=False, limits=httpx.Limits(max_keepalive_connections=1)) as pool:
        yield pool


@pytest.fixture
def client(connection: httpx.Client, time_: FakeTime) -> Client:
    """A polite client that waits on the clock without waiting."""
    return Client(connection, Manners(attempts=4), time_.clock)
