"""Witnesses: points that an attacker must hold for possible, and that show how far each hidden cell may be off.

A cell is certified by points alone. Each point is a solution of all equations within all limits, so it shows something
of every cell, not only of those it was sought for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from noaber.methods.disclosure.blocks import Block, batches_of, block_around
from noaber.methods.disclosure.equations import Flags, Floats, Limits, Needs, Whole
from noaber.methods.disclosure.hidden_system import TOLERANCE, System
from noaber.methods.disclosure.linear import cheapest_point

WHOLE = 10**12
"""A size of block that cuts nothing apart."""
LARGE = 2000
_TRIES = 16
"""How often a cell of a part of more than `LARGE` is pushed along with others, every fourth time down; else thrice."""
NEARBY = 600
"""Cells around one that are left free when it is pushed by itself."""
_VAIN, _FRUITFUL = 2, 0.1
"""After so many turns in a row that certify less than this share of the cells chosen, each is pushed by itself."""
_AT_ONCE = 0.03
"""The share of all cells that is pushed at once: with more they get in each other's way."""


@dataclass
class Seen:
    """What witnesses have shown so far of each cell of a system: the lowest and the highest value; grows in place."""

    truth: Floats
    needs: Needs
    lowest: Floats
    highest: Floats

    @classmethod
    def nothing(cls, truth: Floats, needs: Needs) -> Seen:
        """Begin: of no cell anything but the truth is seen."""
        return cls(truth, needs, truth.copy(), truth.copy())

    def at(self, columns: Whole) -> Seen:
        """Give what was seen of some columns, to go on with."""
        return Seen(self.truth[columns], self.needs.at(columns), self.lowest[columns], self.highest[columns])

    def add(self, columns: Whole, point: Floats) -> None:
        """Take in a point of some columns (the truth holds elsewhere)."""
        self.lowest[columns] = np.minimum(self.lowest[columns], point)
        self.highest[columns] = np.maximum(self.highest[columns], point)

    @property
    def enough(self) -> Flags:
        """Which cells are certified."""
        return meets(self.truth, self.needs, Limits(self.lowest, self.highest))

    def enough_at(self, cell: int) -> bool:
        """Whether one cell is certified."""
        one = slice(cell, cell + 1)
        return bool(meets(self.truth[one], self.needs.at(one), Limits(self.lowest[one], self.highest[one]))[0])

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

    Many cells are pushed at once, then each that is left with those around it, and then, with `WHOLE` as the last size,
    one in each part of the system: a cell that is not certified then cannot be. `outer` are limits that hold for
    certain: what they rule out is not looked for.
    """
    possible = meets(seen.truth, seen.needs, outer)
    largest = int(np.bincount(system.part).max(initial=0))
    for at, size in enumerate(sizes):
        if at and sizes[at - 1] >= largest:
            continue  # nothing was cut apart
        _certify_in_turns(system, seen, possible, (size, False))
    _certify_nearby(system, seen, possible)
    if WHOLE in sizes:
        _certify_in_turns(system, seen, possible, (WHOLE, True))


def _certify_in_turns(system: System, seen: Seen, possible: Flags, how: tuple[int, bool]) -> None:
    """Push chosen cells, others every turn, until each is certified or has had its tries."""
    size, alone = how
    large = np.bincount(system.part)[system.part] > LARGE if len(system.part) else possible
    tries = 2 if alone else np.where(large, _TRIES, 3)
    tried = np.zeros(len(seen.truth), dtype=np.int64)
    turn = vain = 0
    while (open_ := possible & ~seen.enough & (tried < tries)).any() and (alone or vain < _VAIN):
        chosen = _apart(system, open_, turn, alone)
        _look(system, seen, (chosen, tried % 4 != 1), size, turn)
        vain = 0 if (open_ & seen.enough).sum() > chosen.sum() * _FRUITFUL else vain + 1
        tried[chosen] += 1
        turn += 1


def _certify_nearby(system: System, seen: Seen, possible: Flags) -> None:
    """Push each cell that is left by itself, up and down, everything but the cells around it held."""
    large = np.bincount(system.part)[system.part] > NEARBY if len(system.part) else possible
    open_ = np.flatnonzero(possible & ~seen.enough & large)
    by_column = sparse.csc_array(system.matrix) if len(open_) else None
    for cell in open_:
        block = block_around(system, by_column, seen.truth, int(cell), NEARBY)
        for upward in (True, False):
            if not seen.enough_at(int(cell)):
                _push(system, seen, block, (block.columns == cell, upward))


def _push(system: System, seen: Seen, block: Block, wanted: tuple[Flags, bool]) -> None:
    """Push chosen columns of a block as high or as low as they have to be seen, and take in what is found."""
    chosen, upward = wanted
    at = block.columns
    low, high = system.limits.lower[at].copy(), system.limits.upper[at].copy()
    goal = (seen.goal_up() if upward else seen.goal_down())[at]
    if upward:
        high[chosen] = np.clip(goal, seen.truth[at], high)[chosen]
    else:
        low[chosen] = np.clip(goal, low, seen.truth[at])[chosen]
    point = cheapest_point(block.matrix, block.right, Limits(low, high), np.where(chosen, -1.0 if upward else 1.0, 0.0))
    if point is not None:
        seen.add(at, point)


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
    apart = np.flatnonzero(open_ & ~beaten)
    most = max(8, int(_AT_ONCE * len(open_)))
    found = np.zeros(len(open_), dtype=bool)
    found[apart[np.argsort(-rank[apart])][:most]] = True
    return found
