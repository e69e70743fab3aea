"""Tables for disclosure control: hierarchies crossed, tables linked, and a slow attacker who knows nothing of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl
from hypothesis import strategies as st
from scipy.optimize import linprog

from noaber.methods.disclosure.equations import Equations, Flags, Floats, Needs, equations_of, frequency_needs

CLOSE = 1e-4
"""How near programmes come."""
Parents = dict[str, str]
"""Which category is a part of which; the one that is part of none is the total."""


@dataclass(frozen=True)
class Table:
    """Cells by their coordinates, with their values and the equations between them."""

    places: tuple[tuple[str, ...], ...]
    values: Floats
    equations: Equations

    def at(self, *place: str) -> int:
        """The number of a cell."""
        return self.places.index(place)


def children_of(parents: Parents) -> dict[str, list[str]]:
    """Give the parts of each category that has parts."""
    found: dict[str, list[str]] = {}
    for child, parent in parents.items():
        found.setdefault(parent, []).append(child)
    return found


def table_of(dimensions: Sequence[Parents], counts: dict[tuple[str, ...], float]) -> Table:
    """Add up counts of the finest categories over every crossing, and write down every sum there is."""
    names = [sorted({*parents, *parents.values()}) for parents in dimensions]
    places = list(product(*names))
    number = {place: at for at, place in enumerate(places)}
    values = np.zeros(len(places))
    for leaf, count in counts.items():
        for place in product(*(_upward(name, parents) for name, parents in zip(leaf, dimensions, strict=True))):
            values[number[place]] += count
    row, cell, sign = [], [], []
    rows = 0
    for axis, parents in enumerate(dimensions):
        for parent, parts in children_of(parents).items():
            for rest in product(*(names[other] for other in range(len(names)) if other != axis)):
                for name, one in [(parent, 1.0), *[(part, -1.0) for part in parts]]:
                    row.append(rows)
                    cell.append(number[(*rest[:axis], name, *rest[axis:])])
                    sign.append(one)
                rows += 1
    return Table(tuple(places), values, equations_of(values, row, cell, sign))


def _upward(name: str, parents: Parents) -> list[str]:
    found = [name]
    while found[-1] in parents:
        found.append(parents[found[-1]])
    return found


def businesses(frame: pl.DataFrame) -> Table:
    """Give the table of the case: municipalities in two regions by sector."""
    areas = {"A1": "A", "A2": "A", "A3": "A", "B1": "B", "B2": "B", "A": "Total", "B": "Total"}
    sectors = {f"S{at}": "Total" for at in range(1, 5)}
    counted = frame.group_by("muni", "sector").len().rows()
    return table_of([areas, sectors], {(muni, sector): float(count) for muni, sector, count in counted})


def slow_interval(equations: Equations, known: Floats, hidden: Flags, cell: int) -> tuple[float, float]:
    """Attack one cell the long way: a dense matrix, two programmes, hidden cells nought or more."""
    matrix = np.zeros((equations.rows, equations.cells))
    for row, column, sign in zip(equations.row, equations.cell, equations.sign, strict=True):
        matrix[row, column] += sign
    bounds = [(0, None) if gone else (value, value) for gone, value in zip(hidden, known, strict=True)]
    ends = []
    for direction in (1.0, -1.0):
        objective = np.zeros(equations.cells)
        objective[cell] = direction
        solved = linprog(objective, A_eq=matrix, b_eq=equations.right, bounds=bounds, method="highs")
        ends.append(direction * solved.fun if solved.status == 0 else direction * -np.inf)
        assert solved.status in (0, 3), solved.message
    return ends[0], ends[1]


def slow_failures(values: Floats, hidden: Flags, equations: Equations, needs: Needs) -> list[int]:
    """Give the cells to which the slow attacker comes closer than is allowed."""
    failed = []
    for cell in np.flatnonzero(needs.any):
        low, high = slow_interval(equations, values, hidden, cell) if hidden[cell] else (values[cell], values[cell])
        far_enough = (
            high >= values[cell] + needs.upper[cell] - CLOSE and low <= values[cell] - needs.lower[cell] + CLOSE
        )
        if not (far_enough and high - low >= needs.width[cell] - CLOSE):
            failed.append(int(cell))
    return failed


@dataclass(frozen=True)
class Problem:
    """Something to protect: a table, its primary cells, what they need, and what is shown come what may."""

    table: Table
    primary: Flags
    needs: Needs


SHAPES: tuple[tuple[Parents, ...], ...] = (
    ({"a": "T", "b": "T", "c": "T"}, {"x": "T", "y": "T"}),
    ({"a1": "a", "a2": "a", "b1": "b", "b2": "b", "a": "T", "b": "T"}, {"x": "T", "y": "T", "z": "T"}),
    ({"a": "T", "b": "T"}, {"x": "T", "y": "T"}, {"p": "T", "q": "T"}),
    ({"a": "T", "b": "T", "c": "T"},),
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a table of small and large counts, linked with a second grouping of its first dimension."""
    shape = draw(st.sampled_from(SHAPES))
    leaves = [sorted(set(parents) - set(parents.values())) for parents in shape]
    count = st.one_of(st.integers(0, 12), st.integers(0, 60), st.just(0))
    table = table_of(shape, {leaf: float(draw(count)) for leaf in product(*leaves)})
    if draw(st.booleans()):
        table = linked(table, leaves[0], draw(st.integers(1, len(leaves[0]))))
    minimum = draw(st.sampled_from([3, 5, 10]))
    nought = draw(st.booleans())
    primary = (table.values < minimum) & (nought | (table.values > 0))
    return Problem(table, primary, frequency_needs(table.values, primary, minimum))


def linked(table: Table, names: Sequence[str], first: int) -> Table:
    """Add groups of categories of the first dimension that overlap its hierarchy, as a second table would."""
    members = sorted({*names[:first], names[-1]})
    rests = sorted({place[1:] for place in table.places})
    places = [*table.places, *[("group", *rest) for rest in rests]]
    number = {place: at for at, place in enumerate(places)}
    added = [sum(table.values[number[(name, *rest)]] for name in members) for rest in rests]
    old = table.equations
    row, cell, sign = list(old.row), list(old.cell), list(old.sign)
    for at, rest in enumerate(rests):
        for name, one in [("group", 1.0), *[(name, -1.0) for name in members]]:
            row.append(old.rows + at)
            cell.append(number[(name, *rest)])
            sign.append(one)
    values = np.concatenate([table.values, np.array(added)])
    return Table(tuple(places), values, equations_of(values, row, cell, sign))
