"""Figures as a page needs them: looked up by area, period and slice, and re-expressed as index or change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from noaber.vocabulary.periods import parse_period

Expression = Literal["waarde", "index", "verandering"]
EXPRESSIONS: tuple[Expression, ...] = ("waarde", "index", "verandering")
Absence = Literal["", "hidden", "missing", "break", "base"]


class Figure(NamedTuple):
    """One observation: its value or why there is none, and what must be said with it."""

    value: float | None
    status: str = "A"
    hidden: bool = False
    series_break: bool = False
    reason: Absence = ""

    @property
    def absence(self) -> Absence:
        """Why there is no number: hidden, missing, a break in between, or no base; empty where there is one."""
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
        status = {"P": "provisional", "E": "estimated", "F": "forecast"}.get(self.status)
        broken = self.series_break or self.status == "B"
        return tuple(mark for mark in (status, "break_here" if broken else None) if mark)


ABSENT = Figure(None, "M")


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
    hidden, value = bool(row["hidden"]), row["value"]
    number = None if hidden or value is None else float(value)  # type: ignore[arg-type]
    return Figure(number, str(row["status"]), hidden, bool(row["series_break"]))


def express(figures: Figures, how: Expression, base: str, points: bool = False) -> Figures:
    """Re-express figures: as they are, as index of `base` (= 100), or as change since a year earlier.

    Change is in percent, or in percentage `points` for figures that are percentages themselves. Nothing is compared
    across a break in the series or with a base of zero; the cell says so instead.
    """
    if how == "waarde":
        return figures
    breaks = _breaks(figures)
    cells = {
        key: _compared(figures, key, base if how == "index" else year_before(key[1]), how, points, breaks)
        for key in figures.cells
    }
    return Figures(cells, figures.names)


def _breaks(figures: Figures) -> dict[tuple[str, str], list[str]]:
    """Periods in which the series of an area and slice starts anew."""
    found: dict[tuple[str, str], list[str]] = {}
    for (area, period, slice), figure in figures.cells.items():
        if figure.series_break:
            found.setdefault((area, slice), []).append(period)
    return found


def _compared(
    figures: Figures,
    key: tuple[str, str, str],
    base: str,
    how: Expression,
    points: bool,
    breaks: Mapping[tuple[str, str], list[str]],
) -> Figure:
    now, then = figures.cells[key], figures.get(key[0], base, key[2])
    if now.absence:
        return now
    if then.absence:
        return Figure(None, reason=then.absence if then.absence == "hidden" else "base")
    if broken_between(breaks.get((key[0], key[2]), []), base, key[1]):
        return Figure(None, reason="break")
    value = compare(now.value or 0.0, then.value or 0.0, how, points)
    status = now.status if now.status != "A" else then.status
    return now._replace(value=value, status=status, series_break=False, reason="" if value is not None else "base")


def broken_between(breaks: Sequence[str], one: str, other: str) -> bool:
    """Say whether a series starts anew after the earlier and up to the later of two periods."""
    first, last = sorted((parse_period(one), parse_period(other)))
    return any(first < parse_period(period) <= last for period in breaks)


def compare(now: float, then: float, how: Expression, points: bool = False) -> float | None:
    """Give index or change; None where a percentage would mislead: from zero, and to or from a negative number.

    >>> compare(110, 100, "index"), compare(12, 10, "verandering", points=True), compare(-22, -14, "verandering")
    (110.0, 2, None)
    """
    if how == "verandering" and points:
        return now - then
    if then <= 0 or now < 0:
        return None
    return 100 * now / then - (100 if how == "verandering" else 0)


def change_between(figures: Figures, area: str, first: str, last: str, points: bool, slice: str = "") -> Figure:
    """Give the change of an area between two periods, in percent or points, or why it cannot be said."""
    only = {key: figure for key, figure in figures.cells.items() if key[0] == area and key[2] == slice}
    breaks = _breaks(Figures(only)).get((area, slice), [])
    now, then = only.get((area, last, slice), ABSENT), only.get((area, first, slice), ABSENT)
    if now.absence or then.absence:
        return Figure(None, reason="hidden" if "hidden" in (now.absence, then.absence) else "missing")
    if broken_between(breaks, first, last):
        return Figure(None, reason="break")
    value = compare(now.value or 0.0, then.value or 0.0, "verandering", points)
    return Figure(value, reason="" if value is not None else "base")


def year_before(period: str) -> str:
    """Give the same period one year earlier.

    >>> year_before("2020-Q3"), year_before("2020")
    ('2019-Q3', '2019')
    """
    now = parse_period(period)
    steps = {"year": 1, "half": 2, "quarter": 4, "month": 12, "week": 52, "day": 365, "hour": 8760}
    return str(now.next(-steps[now.frequency]))
