"""Tables from outside: printed cells, each at its place, with the limits that its number or its mark means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from noaber.methods.disclosure.equations import Limits
from noaber.methods.disclosure.outside_marks import read_printed
from noaber.methods.disclosure.outside_sums import Place


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
        dimensions,
        tuple(places),
        tuple(printed),
        Limits(np.array(low), np.array(high)),
        tuple(bool(one) for one in hidden),
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
