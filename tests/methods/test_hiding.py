"""Hiding in what is too large to prove every cell: what rows, chains of them and equations tell is found and mended."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from disclosure_tables import Problem, problems, slow_interval
from hypothesis import given, settings

from noaber.methods.disclosure.equations import Equations, Flags, Floats, Needs, equations_of, frequency_needs
from noaber.methods.disclosure.task import without
from noaber.warehouse.protecting import facing, hiding
from noaber.warehouse.protecting.facing import Wanted
from noaber.warehouse.protecting.hiding import hide

MINIMUM = 10


def wanted(values: Floats, equations: Equations, unsafe: Flags, needs: Needs) -> Wanted:
    """Ask for the protection of cells that all lie in one area."""
    nobody = np.zeros(len(values), bool)
    return Wanted(values, unsafe, equations, needs, values + 1, nobody, nobody,
                  np.zeros(len(values), np.int64), np.array([-1]))  # fmt: skip


def test_what_two_equations_tell_of_a_whole_is_not_told_of_its_parts() -> None:
    """One of two parts is unsafe; the whole, told by two sums that share their other cells, is too small to hide it.

    The part hangs together with hundreds of others, so it is not proven. Both parts and all cells of the sums are
    unsafe, so that nothing is shown of them: only what all sums tell remains.
    """
    values = np.concatenate([[5.0, 2, 3, 2, 2, 1], np.full(facing.PROVEN + 20, 7.0)])
    long = range(5, len(values))
    row = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, *(3 for _ in long)]
    cell = [0, 3, 4, 5, 3, 4, 5, 1, 2, 0, *long]
    sign = [1, 1, 1, 1, 1, 1, 1, 1, 1, -1, *(1 for _ in long)]
    equations = equations_of(values, row, cell, sign)
    unsafe = np.ones(len(values), bool)
    found = hide(wanted(values, equations, unsafe, frequency_needs(values, unsafe, MINIMUM)))
    assert found.hidden.all()
    assert {1, 2} <= set(found.failed.tolist())


@given(problem=problems())
@settings(max_examples=150)
def test_what_is_hidden_without_proof_is_not_told(problem: Problem) -> None:
    """Small tables taken for large ones, where nothing is proven: a slow attacker, who solves programmes, finds none
    exactly. How near he comes is what is not proven; here it is at least not to the very figure.

    Noughts are shown. Of several that are hidden he may find that they are nought together, which is not looked for
    (decision 32).
    """
    table, nought = problem.table, problem.table.values == 0
    primary, needs = problem.primary & ~nought, without(problem.needs, nought)
    asked = replace(wanted(table.values, table.equations, primary, needs), shown=nought)
    with pytest.MonkeyPatch.context() as patch:
        for module in (hiding, facing):
            patch.setattr(module, "PROVEN", 0)
        found = hide(asked)
    assert found.hidden[primary].all()
    for cell in np.setdiff1d(np.flatnonzero(primary), found.failed):
        low, high = slow_interval(table.equations, table.values, found.hidden, int(cell))
        assert high - low > 1e-6


def test_a_row_is_given_more_room_than_is_needed() -> None:
    """One person beside ten, eleven and many: the ten alone would do for what the row itself tells."""
    values = np.array([1.0, 10, 11, 78, 100])
    equations = equations_of(values, [0] * 5, [0, 1, 2, 3, 4], [1.0, 1, 1, 1, -1])
    unsafe = values == 1
    asked = wanted(values, equations, unsafe, frequency_needs(values, unsafe, MINIMUM))
    with pytest.MonkeyPatch.context() as patch:
        for module in (hiding, facing):
            patch.setattr(module, "PROVEN", 0)
        found = hide(replace(asked, shown=values == 100))
    beside = found.hidden & ~unsafe
    assert hiding._ROOM * 9 <= values[beside].sum() < values[1:4].sum()
