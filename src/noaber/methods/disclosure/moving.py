"""Moves away from the truth that all equations allow: a system written around its true values, as short as can be.

Whoever knows the truth can write every equation as one of moves, with nought on the right. Cells that are tied in twos
are one there, and equations that say the same of many areas shrink to what they say of a few. Limits that follow from
these, one after the other, are nearer than those from the equations as they stand: a total less all its parts' totals
is another equation, which an attacker writes down as soon as we do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from noaber.methods.disclosure.equations import Floats, Limits
from noaber.methods.disclosure.hidden_system import System, narrow, part_of
from noaber.methods.disclosure.merging import merge
from noaber.methods.disclosure.shortening import shorten


@dataclass(frozen=True)
class Moves:
    """`rows @ moves` is nought, over cells that are one, each `within` limits around nought; `tie @ moves` are those of
    the cells."""

    rows: sparse.csr_array
    tie: sparse.csr_array
    within: Limits


def moves_of(system: System, truth: Floats) -> Moves:
    """Write a system around the true values of its cells, which its limits have to hold."""
    merged = merge(system.matrix)
    again = merge(shorten(merged.matrix))
    rows, tie = sparse.csr_array(again.matrix, dtype=np.float64), sparse.csr_array(merged.tie @ again.tie)
    within = _tied(tie, Limits(system.limits.lower - truth, system.limits.upper - truth))
    return Moves(rows, tie, Limits(np.minimum(within.lower, 0), np.maximum(within.upper, 0)))


def narrow_jointly(system: System, truth: Floats) -> Limits:
    """Give limits of cells that follow from a system's equations as they are shortened, one at a time; those of the
    system hold on.

    >>> from noaber.methods.disclosure.equations import equations_of
    >>> from noaber.methods.disclosure.hidden_system import system_of
    >>> streets, town, quarter = [3.0, 4, 6, 7], 20.0, 7.0  # the first two streets are a quarter, which is shown
    >>> values, row, cell = np.array([*streets, town, quarter]), [0] * 5 + [1] * 3, [0, 1, 2, 3, 4, 0, 1, 5]
    >>> sums = equations_of(values, row, cell, [1.0] * 4 + [-1, 1, 1, -1])
    >>> system = system_of(sums, np.arange(6) < 4, values, Limits(np.zeros(6), np.full(6, np.inf)))
    >>> narrow(system).upper.tolist(), narrow_jointly(system, np.array(streets)).upper.tolist()
    ([7.0, 7.0, 20.0, 20.0], [7.0, 7.0, 13.0, 13.0])
    """
    moves = moves_of(system, truth)
    count = moves.rows.shape[1]
    around = System(
        np.arange(count), np.arange(moves.rows.shape[0]), moves.rows, np.zeros(moves.rows.shape[0]), moves.within,
        part_of(moves.rows),
    )  # fmt: skip
    found = narrow(around)
    low, high = (end.copy() for end in system.limits)
    cell, one = sparse.coo_array(moves.tie).coords
    with_it = moves.tie.data > 0
    low[cell] = np.maximum(low[cell], truth[cell] + np.where(with_it, found.lower[one], -found.upper[one]))
    high[cell] = np.minimum(high[cell], truth[cell] + np.where(with_it, found.upper[one], -found.lower[one]))
    return Limits(low, high)


def _tied(tie: sparse.csr_array, ends: Limits) -> Limits:
    """Give the limits of cells that are one: those of all of them."""
    cell, one = sparse.coo_array(tie).coords
    with_it = tie.data > 0
    low, high = np.full(tie.shape[1], -np.inf), np.full(tie.shape[1], np.inf)
    np.maximum.at(low, one, np.where(with_it, ends.lower[cell], -ends.upper[cell]))
    np.minimum.at(high, one, np.where(with_it, ends.upper[cell], -ends.lower[cell]))
    return Limits(low, high)
