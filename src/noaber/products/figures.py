"""Figures as a page needs them: looked up by area, period and slice, with why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from noaber.vocabulary.periods import parse_period

UNSURE: Mapping[str, str] = {"P": "provisional", "E": "estimated", "F": "forecast"}
"""Statuses of numbers that are not final, and their marks."""
Absence = Literal["", "hidden", "missing", "break", "base", "outside"]


class Figure(NamedTuple):
    """One observation: its value or why there is none, and what must be said with it; `beyond` where not everybody
    sees it."""

    value: float | None
    status: str = "A"
    hidden: bool = False
    series_break: bool = False
    reason: Absence = ""
    beyond: bool = False

    @property
    def absence(self) -> Absence:
        """Why there is no number: hidden, missing, a break in between, nothing to compare with, or outside the whole;
        empty where there is one."""
        if self.hidden:
            return "hidden"
        return (self.reason or "missing") if self.value is None else ""

    @property
    def marks(self) -> tuple[str, ...]:
        """What a reader must know, as keys of the catalogue: absence, or statuses of the number."""
        if self.absence:
            return (self.absence,)
        if self.status == "A" and not self.series_break:
            return ()
        status = UNSURE.get(self.status)
        broken = self.series_break or self.status == "B"
        return tuple(mark for mark in (status, "break_here" if broken else None) if mark)


ABSENT = Figure(None, "M")


def make_figure(value: float | None, status: str, hidden: bool, series_break: bool, beyond: bool = False) -> Figure:
    """Give an observation as pages show it: never the value of a hidden one; the status of a break begins a series.

    >>> make_figure(3.0, "A", True, False).value, make_figure(3.0, "B", False, False).series_break
    (None, True)
    """
    return Figure(None if hidden else value, status, hidden, series_break or status == "B", beyond=beyond)


@dataclass(frozen=True)
class Figures:
    """Figures of one indicator by (area id, period, slice); what is not there is missing."""

    cells: Mapping[tuple[str, str, str], Figure]
    names: Mapping[str, str] = field(default_factory=dict)

    def get(self, area: str, period: str, slice: str = "") -> Figure:
        """Give the figure, or one that says it is missing."""
        return self.cells.get((area, period, slice), ABSENT)

    @property
    def periods(self) -> list[str]:
        """All periods that occur, in order of time."""
        return sort_periods({period for _, period, _ in self.cells})

    @property
    def areas(self) -> list[str]:
        """All areas that occur, as they came."""
        return list(dict.fromkeys(area for area, _, _ in self.cells))

    @cached_property
    def breaks(self) -> Mapping[tuple[str, str], list[str]]:
        """The periods in which the series of an area and slice starts anew; without those that never do."""
        found: dict[tuple[str, str], list[str]] = {}
        for (area, period, slice), figure in self.cells.items():
            if figure.series_break:
                found.setdefault((area, slice), []).append(period)
        return found

    @property
    def slices(self) -> list[str]:
        """All slices that occur, as they came."""
        return list(dict.fromkeys(slice for _, _, slice in self.cells))


def sort_periods(periods: Iterable[str]) -> list[str]:
    """Order periods in time.

    >>> sort_periods(["2020-Q4", "2019-Q1"])
    ['2019-Q1', '2020-Q4']
    """
    return sorted(periods, key=parse_period)


def gather_figures(rows: Iterable[Mapping[str, object]]) -> Figures:
    """Index the rows of a query (area_id, area_name, period, slice, value, status, hidden, series_break)."""
    cells: dict[tuple[str, str, str], Figure] = {}
    names: dict[str, str] = {}
    for row in rows:
        area = str(row["area_id"])
        names[area] = str(row["area_name"])
        cells[area, str(row["period"]), str(row["slice"])] = _figure(row)
    return Figures(cells, names)


def _figure(row: Mapping[str, object]) -> Figure:
    value = row["value"]
    number = None if value is None else float(value)  # type: ignore[arg-type]
    return make_figure(number, str(row["status"]), bool(row["hidden"]), bool(row["series_break"]))
