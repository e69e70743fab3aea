"""What an outsider works out of a table: every sum in it as an equation, and an interval for each hidden cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from noaber.methods.disclosure.equations import Equations, Floats
from noaber.methods.disclosure.intervals import intervals
from noaber.methods.disclosure.outside_sums import Place, Sum, find_sums, rows_of
from noaber.methods.disclosure.outside_table import Habits, OutsideTable, UnreadableTable


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


def attack_table(table: OutsideTable, habits: Habits) -> Attack:
    """Work out what an outsider can know of every hidden cell.

    A sum that printed numbers contradict is not used, since it is no sum then (people are counted in two parts, or not
    all parts are printed); one that was told in `habits.sums` must hold: UnreadableTable where it does not.
    """
    sums = find_sums(table.dimensions, table.places, habits.totals, habits.sums or {})
    used: list[Sum] = []
    unused: list[Sum] = []
    for one in sums:
        holds = _holds(table, one)
        if not holds and one.told:
            raise UnreadableTable(f"printed numbers contradict that {one.total} is {' + '.join(one.parts)}")
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
