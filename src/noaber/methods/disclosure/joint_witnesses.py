"""Witnesses for many cells at once, in systems of any size: one other world in which thousands of them are elsewhere.

A linear programme for each of half a million cells is never done, nor is one over all of them. But to see that a cell
is safe takes a possible point, not the best one. Moves away from the truth that all equations allow are sought by
a first-order method (primal-dual hybrid gradient, Chambolle and Pock 2011, with an anchor and restarts, Lu and Yang
2024): first many cells are pushed as far as they need, then everything settles into a point that meets every equation
and limit. Whatever has moved far enough there is safe, whether it was pushed or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from noaber.methods.disclosure.certify import Seen, meets
from noaber.methods.disclosure.equations import Flags, Floats, Limits, Whole
from noaber.methods.disclosure.hidden_system import System
from noaber.methods.disclosure.moving import moves_of

NEARLY = 0.99
"""The part of what a cell needs that it has to be seen moved by: the method ends near limits, not on them."""
_AT_ONCE, _LESS, _FEWEST = 0.04, 3, 8
"""The share of all cells that is pushed at once, how many times less in every further try, and the least of them: with
more they get in each other's way."""
MOST_POINTS = 120
"""Points after which cells are left for which none was found: where so many are not enough, most cannot move."""
_PUSHES, _SETTLES = 150, 2000
"""Steps in which cells are pushed, and at most so many until all equations are met."""
_LOOK = 50
"""Steps after which it is looked how far a point is off."""
_PROGRESS, _PATIENCE = 0.4, 800
"""Restarted is where the point is off by so much less than at the last start, or after so many steps."""
_OFF = 1e-6
"""How far a point may be off an equation, as a part of what is typically wanted."""
_MORE = 1.02
"""A cell is pushed a little further than it needs: settling takes a little back."""
_TYPICAL = 10.0
"""What the middle one of all wanted moves is scaled to: steps are tried out on counts of people."""
_BALANCE = 0.3
"""What a step weighs in cells, of what it weighs in equations, at the start."""


@dataclass(frozen=True)
class _Space:
    """Moves as the method needs them: `across` is `rows` by column, `of_row` and `of_column` are lengths of steps."""

    rows: sparse.csr_array
    across: sparse.csr_array
    of_row: Floats
    of_column: Floats
    tie: sparse.csr_array
    within: Limits


@dataclass(frozen=True)
class _Wanted:
    """How far each cell is pushed, and what that is worth (nought: nothing)."""

    within: Limits
    worth: Floats


def seek_jointly(system: System, seen: Seen, asked: Flags, tries: int, points: int = MOST_POINTS) -> Flags:
    """Seek witnesses for some cells of a system, in at most so many tries for each and so many `points`, and take in
    what is found; give the cells, of these, that are seen to be safe.

    The limits of the system have to hold the truth. A cell for which nothing is found may be safe all the same.
    """
    tried, open_ = np.zeros(len(asked), np.int64), asked & ~_enough(seen)
    if not open_.any():
        return asked
    space = _space_of(system, seen.truth)
    for turn in range(points):
        chosen = _chosen(open_ & (tried < tries), tried, turn)
        if not chosen.any():
            break
        tried[chosen] += 1
        moves = _moved(space, _goals(seen, system.limits, chosen), turn)
        if moves is not None:
            point = np.clip(seen.truth + space.tie @ moves, *system.limits)
            seen.add(np.arange(len(point)), point)
        open_ = asked & ~_enough(seen)
    return asked & ~open_


def _enough(seen: Seen) -> Flags:
    return meets(seen.truth, seen.needs.times(NEARLY), Limits(seen.lowest, seen.highest))


def _chosen(open_: Flags, tried: Whole, turn: int) -> Flags:
    """Choose of the cells that are open some of those that were tried least, the fewer the more often they were."""
    if not open_.any():
        return open_
    most = max(_FEWEST, int(_AT_ONCE * len(open_) / _LESS ** int(tried[open_].min())))
    order = np.random.default_rng(turn).permutation(len(open_))
    order = order[open_[order]]
    found = np.zeros(len(open_), bool)
    found[order[np.argsort(tried[order], kind="stable")][:most]] = True
    return found


def _space_of(system: System, truth: Floats) -> _Space:
    moves = moves_of(system, truth)
    sizes = abs(moves.rows)
    of_row, of_column = (1 / np.maximum(sizes.sum(axis=axis), 1.0) for axis in (1, 0))
    return _Space(moves.rows, sparse.csr_array(moves.rows.T), of_row, of_column, moves.tie, moves.within)


def _goals(seen: Seen, limits: Limits, left: Flags) -> Floats:
    """Say how far each of some cells has to move to be seen far enough: up where it was not yet as far up as it can be,
    else down. Nought for the others."""
    up, down = seen.goal_up() - seen.truth, seen.truth - seen.goal_down()
    room = limits.upper - seen.truth
    upward = seen.highest - seen.truth < np.minimum(up, room) * NEARLY
    return np.where(left, np.where(upward, np.minimum(_MORE * up, room), -_MORE * down), 0.0)


def _moved(space: _Space, goals: Floats, turn: int) -> Floats | None:
    """Give moves that meet all equations, with as many cells as can be as far as they are wanted; none where the method
    does not come to an end."""
    wanted = _want(space, goals, turn)
    scale = float(np.median(np.abs(goals[goals != 0]))) / _TYPICAL
    start = np.zeros(space.rows.shape[1])
    *_, pushed = _approach(space, _scaled(wanted.within, scale), wanted.worth, start, _PUSHES)
    for moves in _approach(space, _scaled(space.within, scale), np.zeros(len(start)), pushed, _SETTLES):
        if _meets(space, moves):
            return np.asarray(moves * scale)
    return None


def _scaled(limits: Limits, scale: float) -> Limits:
    return Limits(limits.lower / scale, limits.upper / scale)


def _want(space: _Space, goals: Floats, turn: int) -> _Wanted:
    """Put what is wanted of cells into wishes for what they are one of; where they want both ways, one of them, another
    in every second turn. All wishes are worth the same where they are met."""
    cell, one = sparse.coo_array(space.tie).coords
    moves = goals[cell] * space.tie.data
    high, low = np.zeros(space.tie.shape[1]), np.zeros(space.tie.shape[1])
    np.maximum.at(high, one, moves)
    np.minimum.at(low, one, moves)
    upward = (high > 0) & ((low == 0) | (turn % 2 == 0))
    downward = (low < 0) & ~upward
    upper = np.where(upward, np.minimum(high, space.within.upper), space.within.upper)
    lower = np.where(downward, np.maximum(low, space.within.lower), space.within.lower)
    size = np.median(np.abs(goals[goals != 0])) / np.maximum(np.where(upward, high, -low), 1e-9)
    return _Wanted(Limits(lower, upper), np.where(upward, size, np.where(downward, -size, 0.0)))


def _meets(space: _Space, moves: Floats) -> bool:
    return float(np.abs(space.rows @ moves).max(initial=0.0)) <= _OFF * _TYPICAL


def _approach(space: _Space, within: Limits, worth: Floats, start: Floats, steps: int) -> Iterator[Floats]:
    """Give points that come ever nearer to meeting all equations within limits, at the most worth: every so many steps
    the one reached, and the last."""
    here, price = start.copy(), np.zeros(space.rows.shape[0])
    anchor, anchored, balance, best, since = here.copy(), price.copy(), _BALANCE, np.inf, 0
    for step in range(1, steps + 1):
        found, asked, mirror = _step(space, within, worth, (here, price, balance))
        if step % _LOOK == 0:
            yield found
            off = float(np.abs(space.rows @ found).max(initial=0.0))
            if off < _PROGRESS * best or since >= _PATIENCE:
                balance = _balanced(space, (found - anchor, asked - anchored), balance)
                here, price, best, since = found, asked, off, 0
                anchor, anchored = here.copy(), price.copy()
                continue
        weight = (since + 1) / (since + 2)
        here = _between(mirror, anchor, weight)
        price = _between(2 * asked - price, anchored, weight)
        since += 1
    yield found


def _step(
    space: _Space, within: Limits, worth: Floats, at: tuple[Floats, Floats, float]
) -> tuple[Floats, Floats, Floats]:
    """Give cells and prices one step on, and the cells as far beyond the step as they were before it."""
    here, price, balance = at
    found = space.across @ price
    np.subtract(worth, found, out=found)
    found *= space.of_column
    found /= balance
    found += here
    np.clip(found, *within, out=found)
    mirror = 2 * found
    mirror -= here
    asked = space.rows @ mirror
    asked *= space.of_row
    asked *= balance
    asked += price
    return found, asked, mirror


def _between(one: Floats, other: Floats, weight: float) -> Floats:
    """Give the point between two that has so much of the first, in its place."""
    one -= other
    one *= weight
    one += other
    return one


def _balanced(space: _Space, gone: tuple[Floats, Floats], before: float) -> float:
    """Say what a step weighs in cells and in equations by how far both have gone since the last start."""
    cells, rows = (float(np.sqrt((way**2 / step).sum()))
                   for way, step in zip(gone, (space.of_column, space.of_row), strict=True))  # fmt: skip
    return float(np.sqrt(before * rows / cells)) if cells > 1e-9 and rows > 1e-9 else before
