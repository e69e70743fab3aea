"""What one answer was made from: how many figures beyond the public ones were read, of what, and how many are hidden.

The web begins a reading before it asks; a release notes in it what it hands out. Without one nothing is noted.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar, Token
from dataclasses import dataclass, field


@dataclass
class Reading:
    """The notes of one answer: figures beyond the public ones by (indicator, area), of which release; hidden ones."""

    beyond: dict[tuple[str, str], int] = field(default_factory=dict)
    releases: set[str] = field(default_factory=set)
    hidden: int = 0

    def note_beyond(self, release: str, told: Iterable[tuple[str, str, int]]) -> None:
        """Note figures beyond the public ones: (indicator, area, how many)."""
        for indicator, area, count in told:
            self.beyond[indicator, area] = self.beyond.get((indicator, area), 0) + count
            self.releases.add(release)

    def take(self) -> Reading:
        """Give what was noted of figures beyond the public ones since the last time."""
        taken = Reading(self.beyond, self.releases)
        self.beyond, self.releases = {}, set()
        return taken


_reading: ContextVar[Reading | None] = ContextVar("noaber_reading", default=None)


def begin_reading() -> tuple[Reading, Token[Reading | None]]:
    """Begin to note what is read in this context and the threads that it starts."""
    reading = Reading()
    return reading, _reading.set(reading)


def end_reading(token: Token[Reading | None]) -> None:
    """Stop noting."""
    _reading.reset(token)


def current_reading() -> Reading | None:
    """Give the reading that is going on, if any."""
    return _reading.get()


def note_hidden(count: int) -> None:
    """Note that hidden figures were read."""
    reading = _reading.get()
    if reading is not None:
        reading.hidden += count
