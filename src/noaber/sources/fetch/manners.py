"""How we behave towards a supplier's machine, and the clock by which we do so."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MEGABYTE = 1024 * 1024


def _now_utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """Time and chance from outside, so that tests need neither."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    wall: Callable[[], datetime] = _now_utc


@dataclass(frozen=True)
class Manners:
    """Limits on what we ask and take; seconds and bytes.

    Values suit CBS as seen in 2026: pages of 17 MB that take 20 s, connections that break, 503 under load.
    """

    user_agent: str = "noaber-fetch (regional statistics)"
    per_second: float = 4.0
    attempts: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    connect_s: float = 15.0
    silence_s: float = 90.0
    answer_s: float = 900.0
    file_s: float = 7200.0
    most_page_bytes: int = 256 * MEGABYTE
    most_file_bytes: int = 4096 * MEGABYTE
    most_extract_bytes: int = 16384 * MEGABYTE

    def wait_s(self, attempt: int, chance: float) -> float:
        """Seconds to wait after the given failed attempt: doubling, with jitter from half to whole.

        >>> [Manners().wait_s(attempt, chance=1.0) for attempt in (1, 2, 3, 20)]
        [1.0, 2.0, 4.0, 120.0]
        """
        longest: float = min(self.longest_wait_s, self.first_wait_s * 2 ** (attempt - 1))
        return longest * (0.5 + 0.5 * chance)


def parse_retry_after(text: str, now: datetime) -> float | None:
    """Seconds the supplier asks us to stay away (a number or a date); None where it says nothing usable.

    >>> parse_retry_after("Tue, 24 Nov 2026 10:00:30 GMT", datetime(2026, 11, 24, 10, tzinfo=UTC))
    30.0
    """
    if text.isascii() and text.strip().isdecimal():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (then - now).total_seconds()) if then.tzinfo else None
