"""Spells for tests: as short texts, as Hypothesis makes them, and as plain rows for slow obvious versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st

SPELL = {"who": pl.String, "kind": pl.String, "start": pl.Date, "end": pl.Date}
ZERO = date(2023, 12, 1)
HORIZON = 130
"""Days that slow versions look at, from ZERO on: more than any strategy makes use of."""


@dataclass(frozen=True)
class Spell:
    """One spell as a plain value."""

    who: str
    kind: str
    start: date | None
    end: date | None

    def runs(self, day: date) -> bool:
        """Say whether it runs on a day, the obvious way."""
        return self.start is not None and self.start <= day and (self.end is None or day <= self.end)

    @property
    def sound(self) -> bool:
        """Whether it is on any day."""
        return self.start is not None and (self.end is None or self.start <= self.end)


def day(number: int) -> date:
    """The day with this number, counted from ZERO."""
    return ZERO + timedelta(days=number)


DAYS = [day(number) for number in range(HORIZON)]

EDGES = [30, 31, 61, 62, 71, 121]
"""First and last days of the periods that tests ask for: where a day too many or too few shows."""
edges = st.sampled_from(EDGES).map(day)

spell = st.builds(
    Spell,
    st.sampled_from("pqr"),
    st.sampled_from(["jeugd", "wmo", "wonen"]),
    st.one_of(st.integers(0, 90).map(day), edges, st.none()),
    st.one_of(st.integers(0, 100).map(day), edges, st.none()),
)
spells = st.lists(spell, max_size=9)


def frame_of(rows: Iterable[Spell]) -> pl.DataFrame:
    """Write spells as a frame."""
    cells = [(one.who, one.kind, one.start, one.end) for one in rows]
    return pl.DataFrame(cells, schema=SPELL, orient="row")


def spells_of(text: str) -> pl.DataFrame:
    """Make spells of lines `who kind start end`, a `-` for what is not there."""
    dates = [line.split() for line in text.strip().splitlines()]
    return frame_of(Spell(who, kind, _date(start), _date(end)) for who, kind, start, end in dates)


def _date(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)
