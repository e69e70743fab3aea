"""What follows from everything together: for each hidden cell the least and the most that it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from noaber.methods.disclosure.determined import told_together
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits
from noaber.methods.disclosure.hidden_system import Contradiction, System, narrow, system_of
from noaber.warehouse.attacking.evidence import PLACE, Evidence
from noaber.warehouse.attacking.formulas import told_by_formulas
from noaber.warehouse.attacking.identities import identity_sums
from noaber.warehouse.attacking.sums import HALF, suspected_sums, tested_sums, true_sums
from noaber.warehouse.protecting.identities import Identity


@dataclass(frozen=True)
class Derived:
    """Per figure (`cells`: cell, indicator, area_key, period_key, slice_key, value, hidden, at_least, at_most, low,
    high, told) what an outsider knows, and the sums that he used (`entries`). `told` are cells that the equations tell
    exactly; `equations` and `limits` are what he knows, of the cells and of those behind them that stand for overlaps
    and for what results are off."""

    cells: pl.DataFrame
    entries: pl.DataFrame
    equations: Equations
    limits: Limits

    @property
    def rounded(self) -> Flags:
        """Which figures are shown, but not as they are."""
        least, most = (self.cells[name].to_numpy() for name in ("at_least", "at_most"))
        found: Flags = most > least
        return found


def derive(evidence: Evidence, truth: pl.DataFrame | None = None, declared: Sequence[Identity] = ()) -> Derived:
    """Work out every hidden figure as far as a release tells it, and what is `declared` to add up.

    Which parts exclude each other an outsider has to guess where little is shown. With the `truth` (PLACE, truth) he
    guesses right: what he finds by a wrong guess and good luck tells nobody. Of what equations tell exactly he takes
    the value from the truth, and goes on with it. `evidence` says what each figure is at least and at most; what is
    shown rounded is as little known as what is hidden, but for these limits.
    """
    figures = evidence.figures.filter(~pl.col("indicator").is_in(list(evidence.formulas)))
    cells = figures.with_row_index("cell").with_columns(pl.col("cell").cast(pl.Int64))
    counted = cells.filter(pl.col("indicator").is_in(list(evidence.counted)))
    suspected = chain(suspected_sums(counted, evidence), identity_sums(counted, evidence, declared))
    sums = tested_sums(suspected, _exact(cells))
    true = pl.Series([None], dtype=pl.Float64).new_from_index(0, cells.height)
    if truth is not None:
        true = cells.join(truth, on=PLACE, how="left", maintain_order="left")["truth"]
        sums = true_sums(sums, true)
    told = told_by_formulas(cells, evidence)
    told = told.with_columns(pl.col("equation") + (_highest(sums["equation"]) + 1))
    equations, limits = _system(cells, pl.concat([sums.with_columns(off=pl.lit(0.0)), told]))
    low, high, exact = _solve(equations, limits, true.cast(pl.Float64).to_numpy())
    return Derived(cells.with_columns(low=low, high=high, told=exact), sums, equations, limits)


def _exact(cells: pl.DataFrame) -> pl.Series:
    """Give the figures of which it is known what they are; those that are rounded or hidden have none."""
    return cells.select(pl.when(pl.col("at_least") == pl.col("at_most")).then("at_least"))["at_least"]


def _highest(numbers: pl.Series) -> int:
    return int(numbers.to_numpy().max(initial=-1))


def _system(cells: pl.DataFrame, entries: pl.DataFrame) -> tuple[Equations, Limits]:
    """Write entries as equations; what parts may be too much or too little is a cell of its own, and so is what a
    result may be off since its operands were rounded."""
    count = cells.height
    _, row = np.unique(entries["equation"].to_numpy(), return_inverse=True)
    rows = int(row.max(initial=-1)) + 1
    slack, off = np.zeros(rows), np.zeros(rows)
    slack[row], off[row] = entries["slack"].to_numpy(), entries["off"].to_numpy()
    cell, sign = entries["cell"].to_numpy(), entries["sign"].to_numpy().astype(np.float64)
    right = -np.bincount(row[cell < 0], sign[cell < 0], rows).astype(np.float64)
    row, sign, cell = row[cell >= 0], sign[cell >= 0], cell[cell >= 0]
    loose = np.flatnonzero((slack != 0) | (off > 0))
    own = count + np.arange(len(loose))
    order = np.argsort(np.append(row, loose), kind="stable")
    equations = Equations(
        np.append(row, loose)[order].astype(np.int64), np.append(cell, own)[order].astype(np.int64),
        np.append(sign, np.where(off > 0, 1.0, -slack)[loose])[order], right, count + len(loose),
    )  # fmt: skip
    nothing = pl.when("hidden").then(0.0).otherwise(-np.inf)
    ends = cells.select(lower=pl.col("at_least").fill_null(nothing), upper=pl.col("at_most").fill_null(np.inf))
    of_loose = Limits(-off[loose], np.where(off > 0, off, np.inf)[loose])
    return equations, Limits(*(np.append(ends[name].to_numpy(), end) for name, end in of_loose._asdict().items()))


def _solve(equations: Equations, limits: Limits, truth: Floats) -> tuple[NDArray[np.float64], ...]:
    count = len(truth)
    unknown = limits.upper > limits.lower
    system = _consistent(system_of(equations, unknown, limits.lower, limits))
    low, high, exactly = limits.lower.copy(), limits.upper.copy(), np.zeros(equations.cells, bool)
    values = np.append(truth, np.full(equations.cells - count, np.nan))
    within, told = told_together(system, values[system.cells], _narrowed)
    low[system.cells], high[system.cells] = within
    exactly[system.cells] = told
    return low[:count], high[:count], exactly[:count]


def _consistent(system: System) -> System:
    """Leave out what cannot be so, whatever the hidden figures are: there parts overlap that seemed to exclude."""
    rows = len(system.right)
    row, column, sign = system.entry_rows, system.matrix.indices, system.matrix.data
    ends = [np.where(sign > 0, one[column], other[column]) * sign for one, other in
            (system.limits, (system.limits.upper, system.limits.lower))]  # fmt: skip
    least, most = (np.bincount(row, np.where(np.isfinite(end), end, 0), rows) for end in ends)
    endless = [np.bincount(row, ~np.isfinite(end), rows) > 0 for end in ends]
    possible = (endless[0] | (least <= system.right + HALF)) & (endless[1] | (most >= system.right - HALF))
    return replace(
        system, rows=system.rows[possible], matrix=sparse.csr_array(system.matrix[possible]),
        right=system.right[possible],
    )  # fmt: skip


def _narrowed(system: System) -> Limits:
    """Narrow; of parts whose equations contradict each other nothing is learnt: there he took to add up what does
    not."""
    while True:
        try:
            return narrow(system)
        except Contradiction as found:
            broken = np.isin(system.part, system.part[found.columns])
            kept = (abs(system.matrix) @ broken) == 0
            system = replace(system, rows=system.rows[kept], matrix=sparse.csr_array(system.matrix[kept]),
                             right=system.right[kept])  # fmt: skip
