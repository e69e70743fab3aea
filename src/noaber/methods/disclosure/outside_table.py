"""Tables from outside: printed cells with marks, what adds up in them, and what an outsider works out of both."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from noaber.methods.disclosure.equations import Equations, Floats, Limits
from noaber.methods.disclosure.intervals import intervals
from noaber.methods.disclosure.outside_marks import read_printed
from noaber.methods.disclosure.outside_sums import Sum, find_sums, rows_of

Place = tuple[str, ...]


class UnreadableTable(ValueError):
    """A table from outside that cannot be taken for one; says where and what."""


@dataclass(frozen=True)
class OutsideTable:
    """Cells by their place (a label in each dimension): what is printed there, and the limits that this means.

    Places that no cell was printed for stand in no row here; a sum that needs one treats it as hidden.
    """

    dimensions: tuple[str, ...]
    places: tuple[Place, ...]
    printed: tuple[str, ...]
    limits: Limits
    hidden: tuple[bool, ...]

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are printed, so that what is hidden is one too."""
        shown = self.limits.lower[~np.array(self.hidden, dtype=bool)]
        return bool((shown == np.round(shown)).all())


@dataclass(frozen=True)
class Finding:
    """What an outsider knows of a hidden cell."""

    place: Place
    printed: str
    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether it is told exactly."""
        return self.high - self.low < 1e-6


@dataclass(frozen=True)
class Attack:
    """What came of an attack: the hidden cells, exact ones first and then the narrowest, and the sums used and not."""

    findings: tuple[Finding, ...]
    used: tuple[Sum, ...]
    unused: tuple[Sum, ...]


@dataclass(frozen=True)
class Habits:
    """How a table is to be read.

    `labels` are the columns that say what a row is about (empty: found out), `marks` hide numbers besides the usual
    ones, `totals` are words for a total besides the usual ones, `sums` say of a label which others it is the sum of,
    `least` is the smallest number that is hidden (1 where noughts are shown). `rounded` is the base of rounding (0:
    none), and `either_way` says that a number may have been rounded to either neighbour, not only to the nearest.
    """

    labels: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    sums: Mapping[str, tuple[str, ...]] | None = None
    least: float = 0.0
    rounded: float = 0.0
    either_way: bool = False


def read_outside_table(frame: pl.DataFrame, habits: Habits) -> OutsideTable:
    """Take a table of text for cells with places.

    Columns of numbers are categories of one dimension more, unless there is one column of numbers only. UnreadableTable
    where there are no numbers, a cell is neither number nor mark, or two rows are about the same.
    """
    labels = habits.labels or _label_columns(frame, habits)
    amounts = [name for name in frame.columns if name not in labels]
    if unknown := [name for name in labels if name not in frame.columns]:
        raise UnreadableTable(f"there is no column '{unknown[0]}'")
    if not amounts:
        raise UnreadableTable("no column holds numbers")
    if not labels:
        raise UnreadableTable("no column says what a row is about")
    wide = len(amounts) > 1
    places: list[Place] = []
    printed: list[str] = []
    limits: list[tuple[float, float, bool]] = []
    for number, row in enumerate(frame.rows(named=True), start=1):
        for name in amounts:
            place = (*(str(row[label] or "").strip() for label in labels), *([name.strip()] if wide else []))
            places.append(place)
            printed.append((row[name] or "").strip())
            limits.append(_limits_of(row[name], habits, f"row {number}, '{name}'"))
    if len(set(places)) < len(places):
        twice = next(place for at, place in enumerate(places) if place in places[:at])
        raise UnreadableTable(f"two rows are about {' / '.join(twice)}")
    low, high, hidden = (list(side) for side in zip(*limits, strict=True)) if limits else ([], [], [])
    dimensions = (*labels, "column") if wide else tuple(labels)
    return OutsideTable(
        dimensions, tuple(places), tuple(printed), Limits(np.array(low), np.array(high)), tuple(bool(one) for one in
        hidden)
    )


def _label_columns(frame: pl.DataFrame, habits: Habits) -> tuple[str, ...]:
    """Find the columns that say what a row is about: those before the first that holds numbers or marks alone."""
    found = []
    for name in frame.columns:
        said = [read_printed(text, habits.marks) for text in frame[name].to_list()]
        if all(said) and any(not one.hidden for one in said if one) and name.casefold() not in PERIODS:
            break
        found.append(name)
    return tuple(found)


PERIODS = frozenset({"jaar", "year", "jahr", "periode", "period", "zeitraum", "perioden", "kwartaal", "maand"})
"""Columns that say what a row is about although they look like numbers."""


def _limits_of(text: str | None, habits: Habits, place: str) -> tuple[float, float, bool]:
    said = read_printed(text, habits.marks)
    if said is None:
        raise UnreadableTable(f"{place}: '{text}' is neither a number nor a mark that hides one")
    if said.hidden:
        return max(said.low, habits.least), said.high, True
    if not habits.rounded:
        return said.low, said.high, False
    off = habits.rounded - 1 if habits.either_way else habits.rounded / 2
    return (max(said.low - off, 0.0) if said.low >= 0 else said.low - off), said.high + off, False


def attack_table(table: OutsideTable, habits: Habits) -> Attack:
    """Work out what an outsider can know of every hidden cell.

    A sum that printed numbers contradict is not used, since it is no sum then (people are counted in two parts, or not
    all parts are printed); one that was told in `habits.sums` must hold: UnreadableTable where it does not.
    """
    sums = find_sums(table.dimensions, table.places, habits.totals, habits.sums or {})
    used, unused = [], []
    for one in sums:
        holds = _holds(table, one)
        if not holds and one.told:
            raise UnreadableTable(f"{one.total} is not the sum of {', '.join(one.parts)}: printed numbers contradict
            it")
        (used if holds else unused).append(one)
    places, equations = _equations(table, used)
    low, high = _limits_with_absent(table, len(places))
    low, high = intervals(equations, low, high)
    findings = [_finding(table, at, (low[at], high[at])) for at, gone in enumerate(table.hidden) if gone]
    findings.sort(key=lambda one: (one.high - one.low, one.place))
    return Attack(tuple(findings), tuple(used), tuple(unused))


def _finding(table: OutsideTable, at: int, found: tuple[float, float]) -> Finding:
    low, high = found
    if table.whole:
        low = math.ceil(low - 1e-6)
        high = math.floor(high + 1e-6) if math.isfinite(high) else high
    return Finding(table.places[at], table.printed[at], low + 0.0, high + 0.0)


def _holds(table: OutsideTable, one: Sum) -> bool:
    """Say whether the limits of printed cells allow every row of a sum."""
    number = {place: at for at, place in enumerate(table.places)}
    for total, parts in rows_of(one, table.places):
        if total not in number:
            continue
        known = [number[part] for part in parts if part in number]
        least = sum(table.limits.lower[at] for at in known)
        most = sum(table.limits.upper[at] for at in known) if len(known) == len(parts) else math.inf
        low, high = table.limits.lower[number[total]], table.limits.upper[number[total]]
        if least > high + 1e-6 or most < low - 1e-6:
            return False
    return True


def _equations(table: OutsideTable, sums: Sequence[Sum]) -> tuple[list[Place], Equations]:
    """Write sums as equations; what is not printed becomes a cell at the end."""
    number = {place: at for at, place in enumerate(table.places)}
    row: list[int] = []
    cell: list[int] = []
    sign: list[float] = []
    rows = 0
    for one in sums:
        for total, parts in rows_of(one, table.places):
            for place, weight in ((total, 1.0), *((part, -1.0) for part in parts)):
                row.append(rows)
                cell.append(number.setdefault(place, len(number)))
                sign.append(weight)
            rows += 1
    nought = np.zeros(rows)
    entries = np.array(row, dtype=np.int64), np.array(cell, dtype=np.int64), np.array(sign)
    return list(number), Equations(*entries, nought, len(number))


def _limits_with_absent(table: OutsideTable, cells: int) -> tuple[Floats, Floats]:
    absent = cells - len(table.places)
    return (
        np.concatenate([table.limits.lower, np.zeros(absent)]),
        np.concatenate([table.limits.upper, np.full(absent, np.inf)]),
    )
