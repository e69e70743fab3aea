"""Visitors who come at a given rate whether or not the site keeps up; what they wait counts from when they came."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.measuring import Timing
from benchmarks.servers import HOST, PATIENCE

MOST_AT_ONCE = 128
_own = threading.local()


@dataclass(frozen=True)
class Visits:
    """What a stream of visitors met: milliseconds until each had the whole answer, and how many were not served."""

    rate: int
    waited: Timing
    failed: int


def send_visitors(port: int, addresses: Sequence[str], rate: int, seconds: int, seed: int = 1) -> Visits:
    """Let `rate` visitors a second come for some seconds, at random moments; popular addresses are asked more often.

    The popularity of addresses falls with their place in the list (Zipf's law with exponent 1).
    """
    chance = random.Random(seed)
    asked = chance.choices(addresses, [1 / (at + 1) for at in range(len(addresses))], k=rate * seconds)
    start = time.perf_counter() + 0.2
    moments = sorted(start + chance.random() * seconds for _ in asked)
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        visits = []
        for address, moment in zip(asked, moments, strict=True):
            time.sleep(max(0.0, moment - time.perf_counter()))
            visits.append(pool.submit(_visit, port, address, moment))
        waited = [visit.result() for visit in visits]
    served = tuple(wait for wait in waited if wait is not None)
    return Visits(rate, Timing(served or (PATIENCE * 1000,)), len(waited) - len(served))


def _visit(port: int, address: str, moment: float) -> float | None:
    """Ask for an address; None where the answer is not 200 or does not come."""
    if getattr(_own, "port", None) != port:
        _own.port, _own.connection = port, http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        _own.connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = _own.connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        _own.connection.close()
        return None
    return 1000 * (time.perf_counter() - moment) if answer.status == 200 else None
