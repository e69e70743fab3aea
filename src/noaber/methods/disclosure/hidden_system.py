"""What an attacker faces: the equations over hidden cells alone, in parts that have nothing to do with one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Whole, matrix_of

TOLERANCE = 1e-6
"""What is not told apart: solvers meet their equations up to about a tenth of this."""


@dataclass(frozen=True)
class System:
    """Equations over unknown cells: `matrix @ unknown = right`, each within its limits.

    `cells` and `rows` are the numbers of the unknown cells and of the equations in the whole; `part` numbers, for each
    of the cells, the part it is in: cells of different parts share no equation, not even through others.
    """

    cells: Whole
    rows: Whole
    matrix: sparse.csr_array
    right: Floats
    limits: Limits
    part: Whole

    @property
    def entry_rows(self) -> Whole:
        """The row of each entry of the matrix, in its order."""
        lengths = np.diff(self.matrix.indptr)
        return np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)


class Contradiction(ValueError):
    """Nothing satisfies the equations within the limits of their cells; seen at some `columns` of the system."""

    def __init__(self, columns: Whole) -> None:
        super().__init__("the equations contradict each other, or what is known of their cells")
        self.columns = columns


def system_of(equations: Equations, unknown: Flags, known_values: Floats, limits: Limits) -> System:
    """Give the system over the unknown cells, with what is known put into the right sides."""
    whole = matrix_of(equations)
    cells = np.flatnonzero(unknown)
    right = equations.right - whole @ np.where(unknown, 0.0, known_values)
    matrix = sparse.csr_array(whole[:, cells])
    matrix.eliminate_zeros()  # what stands in a row with nought, or on both sides, is not told by it
    used = np.diff(matrix.indptr) > 0
    matrix = sparse.csr_array(matrix[used])
    own = Limits(limits.lower[cells], limits.upper[cells])
    return System(cells, np.flatnonzero(used), matrix, right[used], own, part_of(matrix))


def part_of(matrix: sparse.csr_array) -> Whole:
    """Number the connected parts of the columns of a matrix."""
    rows, columns = matrix.shape
    graph = sparse.block_array([[None, abs(matrix)], [abs(matrix).T, None]], format="csr") if rows else None
    if graph is None:
        return np.arange(columns, dtype=np.int64)
    _, label = csgraph.connected_components(graph, directed=False)
    _, numbered = np.unique(label[rows:], return_inverse=True)
    return numbered.astype(np.int64)


def narrow(system: System, rounds: int = 50) -> Limits:
    """Give limits that follow from the equations one at a time, each with the limits of the other cells of its row.

    Every value of the system lies within them, so a cell whose limits meet is told exactly; not every consequence of
    several equations together is found. Bound propagation, as solvers do before they solve. Contradiction where
    nothing satisfies the equations.
    """
    by_column = sparse.csc_array(system.matrix)
    lower, upper = system.limits.lower.copy(), system.limits.upper.copy()
    rows = np.arange(len(system.right))
    for _ in range(rounds):
        lengths, entries = entries_of(system.matrix.indptr, rows)
        column, sign = system.matrix.indices[entries], system.matrix.data[entries]
        row = np.repeat(np.arange(len(rows)), lengths)
        tops, bottoms = _room(Limits(lower, upper), system.right[rows], row, column, sign)
        touched = np.unique(column)
        before = lower[touched], upper[touched]
        np.minimum.at(upper, column, tops)
        np.maximum.at(lower, column, bottoms)
        _settle(lower, upper, touched)
        moved = touched[_moved(before[0], lower[touched]) | _moved(before[1], upper[touched])]
        if not len(moved):
            break
        rows = np.unique(by_column.indices[entries_of(by_column.indptr, moved)[1]])  # others tell nothing new
    return Limits(lower, upper)


def entries_of(starts: Whole, lines: Whole) -> tuple[Whole, Whole]:
    """Give how many entries lines of a matrix have, and which."""
    lengths = (starts[lines + 1] - starts[lines]).astype(np.int64)
    shift = np.repeat(starts[lines] - (np.cumsum(lengths) - lengths), lengths)
    return lengths, shift + np.arange(lengths.sum())


def _room(limits: Limits, right: Floats, row: Whole, column: Whole, sign: Floats) -> tuple[Floats, Floats]:
    """Give the most and the least that each entry can be, by its row and the limits of the others in it."""
    lower, upper = limits.lower[column], limits.upper[column]
    least, most = np.where(sign > 0, sign * lower, sign * upper), np.where(sign > 0, sign * upper, sign * lower)
    room_up = right[row] - _without_own(least, row, len(right))
    room_down = right[row] - _without_own(most, row, len(right))
    return np.where(sign > 0, room_up, room_down) / sign, np.where(sign > 0, room_down, room_up) / sign


def _settle(lower: Floats, upper: Floats, touched: Whole) -> None:
    """Make limits equal that have crossed by no more than rounding."""
    crossed = touched[lower[touched] > upper[touched]]
    apart = crossed[(lower - upper)[crossed] > 1e-3]
    if len(apart):
        raise Contradiction(apart)
    lower[crossed] = upper[crossed] = (lower[crossed] + upper[crossed]) / 2


def _without_own(amounts: Floats, row: Whole, rows: int) -> Floats:
    """Give for each entry the sum of the other entries of its row, infinite where one of those is."""
    infinite = ~np.isfinite(amounts)
    finite = np.where(infinite, 0.0, amounts)
    others = np.bincount(row, finite, rows)[row] - finite
    endless = np.bincount(row, infinite, rows)[row] - infinite
    direction = np.bincount(row, np.where(infinite, np.sign(amounts), 0.0), rows)[row]
    found: Floats = np.where(endless > 0, np.where(direction < 0, -np.inf, np.inf), others)
    return found


def _moved(before: Floats, now: Floats) -> Flags:
    both = np.isfinite(before) & np.isfinite(now)
    steps = np.subtract(now, before, out=np.zeros(len(now)), where=both)
    moved: Flags = np.where(both, np.abs(steps) > TOLERANCE, before != now)
    return moved
