"""Witnesses: points that an attacker must hold for possible, and that show how far each hidden cell may be off.

A cell is certified by points alone. Each point is a solution of all equations within all limits, so it shows something
of every cell, not only of those it was sought for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from noaber.methods.disclosure.blocks import batches_of
from noaber.methods.disclosure.equations import Flags, Floats, Limits, Needs, Whole
from noaber.methods.disclosure.hidden_system import TOLERANCE, System
from noaber.methods.disclosure.linear import cheapest_point

WHOLE = 10**12
"""A size of block that cuts nothing apart."""
_TRIES = 6
"""How often a cell is pushed along with others (and every fourth time down) before it is pushed alone."""


@dataclass
class Seen:
    """What witnesses have shown so far of each cell of a system: the lowest and the highest value; grows in place."""

    truth: Floats
    needs: Needs
    lowest: Floats = field(init=False)
    highest: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the truth, the one witness that is always there."""
        self.lowest, self.highest = self.truth.copy(), self.truth.copy()

    def add(self, columns: Whole, point: Floats) -> None:
        """Take in a point of some columns (the truth holds elsewhere)."""
        self.lowest[columns] = np.minimum(self.lowest[columns], point)
        self.highest[columns] = np.maximum(self.highest[columns], point)

    @property
    def enough(self) -> Flags:
        """Which cells are certified."""
        return meets(self.truth, self.needs, Limits(self.lowest, self.highest))

    def goal_up(self) -> Floats:
        """How high a cell has to be seen, as long as it is not seen lower."""
        goal: Floats = np.maximum(self.truth + self.needs.upper, self.lowest + self.needs.width)
        return goal

    def goal_down(self) -> Floats:
        """How low a cell has to be seen, as long as it is not seen higher."""
        goal: Floats = np.minimum(self.truth - self.needs.lower, self.highest - self.needs.width)
        return goal


def meets(truth: Floats, needs: Needs, limits: Limits) -> Flags:
    """Say which intervals are as wide as they need to be."""
    slack = TOLERANCE * np.maximum(1.0, np.abs(truth))
    met: Flags = (
        (limits.upper >= truth + needs.upper - slack)
        & (limits.lower <= truth - needs.lower + slack)
        & (limits.upper - limits.lower >= needs.width - 2 * slack)
    )
    return met


def certify(system: System, seen: Seen, outer: Limits, sizes: Sequence[int]) -> None:
    """Look for witnesses, in blocks of rising size, until every cell is certified that can be.

    With `WHOLE` as the last size a cell that is not certified then cannot be. `outer` are limits that hold for certain:
    what they rule out is not looked for.
    """
    possible = meets(seen.truth, seen.needs, outer)
    for size in sizes:
        tried = np.zeros(len(seen.truth), dtype=np.int64)
        turn = 0
        while True:
            alone = size == WHOLE
            open_ = possible & ~seen.enough & (tried < (2 if alone else _TRIES))
            if not open_.any():
                break
            chosen = _apart(system, open_, turn, alone)
            _look(system, seen, (chosen, tried % 4 != 1), size, turn)
            tried[chosen] += 1
            turn += 1


def _look(system: System, seen: Seen, wanted: tuple[Flags, Flags], size: int, turn: int) -> None:
    """Push the chosen cells up, or those not `upward` down, and take in what is found."""
    chosen, upward = wanted
    rising, falling = chosen & upward, chosen & ~upward
    lower, upper = system.limits
    high = np.where(rising, np.clip(seen.goal_up(), seen.truth, upper), upper)
    low = np.where(falling, np.clip(seen.goal_down(), lower, seen.truth), lower)
    cost = falling.astype(np.float64) - rising
    for block in batches_of(system, seen.truth, size, turn // 4):
        at = block.columns
        if chosen[at].any():
            point = cheapest_point(block.matrix, block.right, Limits(low[at], high[at]), cost[at])
            if point is not None:
                seen.add(at, point)


def _apart(system: System, open_: Flags, turn: int, alone: bool) -> Flags:
    """Choose cells no two of which share a row, or a part of the system where `alone`; another choice every turn."""
    chance = np.random.default_rng(turn)
    rank = np.where(open_, chance.permutation(len(open_)) + 1.0, 0.0)
    if alone:
        best = np.zeros(int(system.part.max()) + 1)
        np.maximum.at(best, system.part, rank)
        found: Flags = open_ & (rank == best[system.part])
        return found
    row, column = system.entry_rows, system.matrix.indices
    best = np.zeros(system.matrix.shape[0])
    np.maximum.at(best, row, rank[column])
    beaten = np.zeros(len(open_), dtype=bool)
    beaten[column[best[row] > rank[column]]] = True
    found = open_ & ~beaten
    return found
