"""Hiding in what is too large to prove every cell: what rows, chains of them and equations tell is found and mended."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from noaber.methods.disclosure.audit import audit
from noaber.methods.disclosure.equations import Equations, Pattern, equations_of, frequency_needs
from noaber.warehouse.protecting import hiding
from noaber.warehouse.protecting.hiding import Wanted, hide

MINIMUM = 10


def wanted(values: NDArray[np.float64], equations: Equations, unsafe: NDArray[np.bool_]) -> Wanted:
    """Ask for the protection of cells that all lie in one area."""
    nobody = np.zeros(len(values), bool)
    return Wanted(values, unsafe, equations, frequency_needs(values, unsafe, MINIMUM), values + 1, nobody, nobody,
                  np.zeros(len(values), np.int64), np.array([-1]))  # fmt: skip


def test_what_two_equations_tell_of_a_whole_is_not_told_of_its_parts() -> None:
    """One of two parts is unsafe; the whole, told by two sums that share their other cells, is too small to hide it.

    The part hangs together with hundreds of others, so it is not proven. Both parts and all cells of the sums are
    unsafe, so that nothing is shown of them: only what all sums tell remains.
    """
    values = np.concatenate([[5.0, 2, 3, 2, 2, 1], np.full(hiding.PROVEN + 20, 7.0)])
    long = range(5, len(values))
    row = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, *(3 for _ in long)]
    cell = [0, 3, 4, 5, 3, 4, 5, 1, 2, 0, *long]
    sign = [1, 1, 1, 1, 1, 1, 1, 1, 1, -1, *(1 for _ in long)]
    equations = equations_of(values, row, cell, sign)
    found = hide(wanted(values, equations, np.ones(len(values), bool)))
    assert found.hidden.all()
    assert {1, 2} <= set(found.failed.tolist())


@st.composite
def crossed(draw: st.DrawFn) -> tuple[NDArray[np.float64], Equations]:
    """A table with totals, of small numbers: most of its cells are unsafe."""
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    inner = draw(st.lists(st.integers(0, 30), min_size=rows * columns, max_size=rows * columns))
    table = np.array(inner, float).reshape(rows, columns)
    whole = np.block([[table, table.sum(1, keepdims=True)], [table.sum(0, keepdims=True), table.sum()]])
    number = np.arange(whole.size).reshape(whole.shape)
    lines = [*number, *number.T]
    row = [at for at, line in enumerate(lines) for _ in line]
    sign = [-1.0 if at == len(line) - 1 else 1.0 for line in lines for at in range(len(line))]
    return whole.reshape(-1), equations_of(whole.reshape(-1), row, np.concatenate(lines), sign)


@given(table=crossed())
def test_what_is_hidden_without_proof_is_safe(table: tuple[NDArray[np.float64], Equations]) -> None:
    """Small tables taken for large ones, where nothing is proven: the audit, which proves, finds nothing told."""
    values, equations = table
    unsafe = (values > 0) & (values < MINIMUM)
    needs = frequency_needs(values, unsafe, MINIMUM)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hiding, "PROVEN", 0)
        found = hide(wanted(values, equations, unsafe))
    open_ = audit(values, Pattern(found.hidden, unsafe, found.failed), equations, needs)
    told = unsafe & (open_.high - open_.low < 1e-6)
    assert not np.setdiff1d(np.flatnonzero(told), found.failed).size
