"""Cells, and the linear equations between them: the one form in which tables are protected and attacked.

Whatever is known about a set of tables is written as rows: parts add up to a total, the same figure stands in two
tables, parts that overlap add up to a total and a known overlap. A row says that the signed sum of its cells is its
right side. Hierarchies, linked tables and differences need nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Equations:
    """Linear equations over cells 0 to `cells`: of row r the entries, sign times value, add up to `right[r]`.

    Entries are in coordinate form (`row`, `cell`, `sign` of equal length), sorted by row; one entry per row and cell.
    """

    row: Whole
    cell: Whole
    sign: Floats
    right: Floats
    cells: int

    @property
    def rows(self) -> int:
        """How many equations there are."""
        return len(self.right)


@dataclass(frozen=True)
class Needs:
    """How wide an attacker's interval must stay, per cell and in its unit; 0 where nothing has to be protected.

    The interval must reach at least `value + upper`, reach down to at most `value - lower`, and be at least `width`
    wide (sliding protection; Fischetti and Salazar-Gonzalez 2000).
    """

    upper: Floats
    lower: Floats
    width: Floats

    @property
    def any(self) -> Flags:
        """Which cells have to be protected at all."""
        found: Flags = (self.upper > 0) | (self.lower > 0) | (self.width > 0)
        return found

    def at(self, cells: Whole | slice) -> Needs:
        """Give those of some cells, in their order."""
        return Needs(self.upper[cells], self.lower[cells], self.width[cells])

    def only(self, cells: Flags) -> Needs:
        """Give those of some cells, and none of the others."""
        return Needs(*(np.where(cells, one, 0.0) for one in (self.upper, self.lower, self.width)))

    def times(self, factor: float) -> Needs:
        """Give so many times as much."""
        return Needs(self.upper * factor, self.lower * factor, self.width * factor)


@dataclass(frozen=True)
class Pattern:
    """Which cells are hidden, which of them are unsafe by themselves, and which of these could not be protected."""

    hidden: Flags
    primary: Flags
    failed: Whole

    @property
    def secondary(self) -> Flags:
        """The cells hidden to protect others."""
        found: Flags = self.hidden & ~self.primary
        return found


class Limits(NamedTuple):
    """The least and the most that everybody knows a cell to be."""

    lower: Floats
    upper: Floats


def equations_of(
    values: Sequence[float] | Floats,
    row: Sequence[int] | Whole,
    cell: Sequence[int] | Whole,
    sign: Sequence[float] | Floats,
) -> Equations:
    """Give the equations whose right sides are what the true values add up to.

    `values` per cell; `row`, `cell` and `sign` say which cell is in which row, in any order. An attacker is thereby
    taken to know every right side exactly, overlaps between parts included: stricter than any real one. ValueError for
    a cell or row that cannot be, or for a value that is no number.

    >>> equations_of([5, 2, 3], row=[0, 0, 0], cell=[0, 1, 2], sign=[1, -1, -1]).right.tolist()
    [0.0]
    """
    known = np.asarray(values, dtype=np.float64)
    rows, cells = np.asarray(row, dtype=np.int64), np.asarray(cell, dtype=np.int64)
    signs = np.asarray(sign, dtype=np.float64)
    if not np.isfinite(known).all():
        raise ValueError(f"{(~np.isfinite(known)).sum()} values are no numbers")
    if not len(rows) == len(cells) == len(signs):
        raise ValueError(f"{len(rows)} rows, {len(cells)} cells and {len(signs)} signs")
    if len(rows) and (rows.min() < 0 or cells.min() < 0 or cells.max() >= len(known)):
        raise ValueError(f"entries name cells {cells.min()} to {cells.max()} of {len(known)}")
    number = int(rows.max()) + 1 if len(rows) else 0
    summed = sparse.csr_array((signs, (rows, cells)), shape=(number, len(known)))
    summed.sum_duplicates()
    summed.eliminate_zeros()
    of_row = np.repeat(np.arange(number, dtype=np.int64), np.diff(summed.indptr))
    at = summed.indices.astype(np.int64)
    return Equations(of_row, at, summed.data, summed @ known, len(known))


def matrix_of(equations: Equations) -> sparse.csr_array:
    """Give the equations as a sparse matrix, a row for each equation and a column for each cell."""
    shape = (equations.rows, equations.cells)
    return sparse.csr_array((equations.sign, (equations.row, equations.cell)), shape=shape)


def limits_of(values: Floats, bounds: tuple[Floats, Floats] | None) -> Limits:
    """Give what everybody knows of each cell: `bounds`, or else that what is not negative is nought or more.

    ValueError where a value lies outside its bounds.
    """
    if bounds is None:
        return Limits(np.where(values < 0, -np.inf, 0.0), np.full(len(values), np.inf))
    lower, upper = (np.asarray(one, dtype=np.float64) for one in bounds)
    outside = (values < lower) | (values > upper)
    if outside.any():
        raise ValueError(f"{outside.sum()} values lie outside their bounds")
    return Limits(lower, upper)


def no_needs(cells: int) -> Needs:
    """Give needs of cells of which none has to be protected."""
    nothing = np.zeros(cells)
    return Needs(nothing, nothing, nothing)


def frequency_needs(values: Floats, primary: Flags, minimum: float) -> Needs:
    """Give the needs of counts below `minimum`: an attacker must think `minimum` possible, and `minimum` values apart.

    >>> needs = frequency_needs(np.array([3.0, 40.0]), np.array([True, False]), 10)
    >>> needs.upper.tolist(), needs.width.tolist()
    ([7.0, 0.0], [10.0, 0.0])
    """
    return Needs(
        upper=np.where(primary, np.maximum(minimum - values, 0), 0.0),
        lower=np.zeros(len(values)),
        width=np.where(primary, float(minimum), 0.0),
    )


def magnitude_needs(values: Floats, primary: Flags, percent: float) -> Needs:
    """Give the needs of sums: an attacker must not come closer than `percent` % of the value, upward nor downward.

    >>> magnitude_needs(np.array([200.0]), np.array([True]), 10).width.tolist()
    [40.0]
    """
    share = np.where(primary, np.abs(values) * percent / 100, 0.0)
    return Needs(upper=share, lower=share, width=2 * share)
