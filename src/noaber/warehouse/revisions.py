"""One series through the releases: what each of them says of every period, how that changed, and by how much on the
whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import duckdb
import polars as pl

from noaber.methods.revisions import VINTAGES, revisions_by_lag
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.history import State, why_changed
from noaber.warehouse.query import Release
from noaber.warehouse.selection import Selection

UNSURE = ("P", "E", "F")
KEYS = """
SELECT (SELECT indicator_key FROM indicator WHERE id = $indicator), (SELECT slice_key FROM slice WHERE text = $slice),
  (SELECT list(area_key) FROM area WHERE list_contains($areas, id))
"""
SERIES = """
SELECT a.id, p.text, CASE WHEN NOT o.hidden THEN o.value END, o.status, o.hidden, o.series_break
FROM observation o JOIN area a USING (area_key) JOIN period p USING (period_key)
WHERE o.indicator_key = ? AND o.slice_key = ? AND o.area_key IN (SELECT unnest(?::INTEGER[]))
"""


class Series(NamedTuple):
    """A series that is asked for: an indicator in a slice for one place; of several areas (vintages of the place) the
    first that has a period counts."""

    indicator: str
    areas: tuple[str, ...]
    slice: str = ""


States = Mapping[str, State]
"""What a release says of a series, by period."""


@dataclass(frozen=True)
class Vintage:
    """A release with what it says. `why` it differs from the one before (as in `Changed`) is empty where the releases
    do not tell, or where nothing differs."""

    release: str
    built_at: str
    states: States
    why: str = ""


@dataclass(frozen=True)
class RevisionTable:
    """A revision triangle: periods by releases, from old to new. `whole` says that no release came before the first."""

    vintages: tuple[Vintage, ...]
    whole: bool = True

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """All periods that any release has, in order of time."""
        told = {period for vintage in self.vintages for period in vintage.states}
        return tuple(sorted(told, key=parse_period))

    def state(self, period: str, at: int) -> State | None:
        """Give what a release, by its place from old to new, says of a period; None where it has none."""
        return self.vintages[at].states.get(period) if at >= 0 else None

    def change(self, period: str, at: int) -> float | None:
        """Give by how much a release differs from the one before; None where either has no number to show."""
        now, before = self.state(period, at), self.state(period, at - 1)
        if now is None or before is None or now.value is None or before.value is None:
            return None
        return now.value - before.value

    def first(self, period: str) -> int:
        """Give the place of the first release that has a number of a period; -1 where none has."""
        shown = (self.state(period, at) for at in range(len(self.vintages)))
        return next((at for at, state in enumerate(shown) if state is not None and state.value is not None), -1)

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """The periods of which a release says otherwise than one before that had them too, or no longer anything."""
        return tuple(period for period in self.periods if self._has_changed(period))

    def _has_changed(self, period: str) -> bool:
        states = [self.state(period, at) for at in range(len(self.vintages))]
        return any(before is not None and before != after for before, after in pairwise(states))


def fetch_series(database: duckdb.DuckDBPyConnection, series: Series) -> States:
    """Look up what a release file says of a series; nothing where it has none or was written in another way."""
    named = {"indicator": series.indicator, "slice": series.slice, "areas": list(series.areas)}
    try:
        keys = database.cursor().execute(KEYS, named).fetchone() or (None,)
        rows = [] if None in keys else database.cursor().execute(SERIES, keys).fetchall()
    except duckdb.CatalogException:
        return {}
    return _by_period(((area, period, State(*state)) for area, period, *state in rows), series.areas)


def read_series(release: Release, series: Series) -> States:
    """Give what an opened release says of a series; nothing where it does not know it."""
    known = release.catalogue
    card, areas = known.indicators.get(series.indicator), [known.areas[id] for id in series.areas if id in known.areas]
    if card is None or series.slice not in known.slices or not areas:
        return {}
    keys = tuple(area.key for area in areas)
    cells = release.cells(Selection((card.key,), areas=keys, slices=(known.slices[series.slice],)))
    told = (
        (c.area.id, str(c.period), State(None if c.hidden else c.value, c.status, c.hidden, c.series_break))
        for c in cells
    )
    return _by_period(told, series.areas)


def _by_period(told: Iterable[tuple[str, str, State]], areas: Sequence[str]) -> States:
    best: dict[str, tuple[int, State]] = {}
    for area, period, state in told:
        rank = areas.index(area)
        if period not in best or rank < best[period][0]:
            best[period] = rank, state
    return {period: state for period, (_, state) in best.items()}


def table_of(
    found: Iterable[tuple[str, Mapping[str, Any], States]], indicator: str, whole: bool = True
) -> RevisionTable:
    """Put together what releases say, oldest first: (id, manifest, states)."""
    told = list(found)
    vintages = []
    for at, (release, manifest, states) in enumerate(told):
        before = told[at - 1] if at else None
        compared = before is not None and manifest.get("before") == before[0] and before[2] != states
        why = why_changed(manifest, indicator) if compared else ""
        vintages.append(Vintage(release, str(manifest["built_at"]), states, why))
    return RevisionTable(tuple(vintages), whole)


def split_frequencies(table: RevisionTable) -> dict[str, RevisionTable]:
    """Give a table per length of period, longest first: figures of years and of quarters are not of one size."""
    lengths = {period: parse_period(period).frequency for period in table.periods}
    order = sorted(set(lengths.values()), key=lambda kind: _length(kind, lengths), reverse=True)
    return {kind: _only(table, {p for p, length in lengths.items() if length == kind}) for kind in order}


def _length(kind: str, lengths: Mapping[str, str]) -> float:
    period = parse_period(next(text for text, length in lengths.items() if length == kind))
    return (period.end - period.start).total_seconds()


def _only(table: RevisionTable, periods: set[str]) -> RevisionTable:
    kept = [{period: state for period, state in one.states.items() if period in periods} for one in table.vintages]
    vintages = [
        replace(one, states=states, why=one.why if at and states != kept[at - 1] else "")
        for at, (one, states) in enumerate(zip(table.vintages, kept, strict=True))
    ]
    return replace(table, vintages=tuple(vintages))


def measure_revisions(table: RevisionTable) -> pl.DataFrame:
    """Give the revisions by how many releases later, as `noaber.methods.revisions.revisions_by_lag`.

    Only periods whose first figure is seen take part: the release before has none, or it is the first of all and calls
    it provisional, an estimate or a forecast. Others were published before by somebody, and would seem never revised.
    """
    rows = [
        (period, at, state.value)
        for period in table.periods
        if _is_seen(table, period)
        for at in range(len(table.vintages))
        if (state := table.state(period, at)) is not None
    ]
    return revisions_by_lag(pl.DataFrame(rows, schema=VINTAGES, orient="row"))


def _is_seen(table: RevisionTable, period: str) -> bool:
    first = table.first(period)
    if first != 0:
        return first > 0
    state = table.state(period, 0)
    return table.whole and state is not None and state.status in UNSURE
