"""What all equations together leave open: a figure is safe from them where there is a point to show it.

Rows one after the other do not find everything that follows from several at once. Here the truth is known: points that
an outsider must hold for possible are sought around it, and what none of them moves far enough is too near.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from noaber.methods.disclosure.audit import SIZES, audit
from noaber.methods.disclosure.certify import Seen, meets
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Needs, Pattern, equations_of
from noaber.methods.disclosure.hidden_system import System, system_of
from noaber.methods.disclosure.joint_witnesses import seek_jointly
from noaber.methods.disclosure.moving import narrow_jointly
from noaber.warehouse.attacking.derive import Derived

SOLVED = 400
"""Hidden cells that hang together up to which all equations are looked at together."""
TRIES = 4
"""How often points are sought in which a figure drawn out of larger parts is far off."""


def too_near_together(derived: Derived, truth: Floats, needs: Needs) -> Flags:
    """Say which figures have needs (per cell, in its unit) that everything together does not leave open.

    `truth` is that of each figure, not a number where it is not known. In parts of more than `SOLVED` hidden cells no
    more is found than what equations tell, one at a time, once they are shortened by one another. What is shown rounded
    is taken as exact at first; what would be told then is asked once more with the room that rounding leaves, in
    blocks, and is near where none of them has a point that shows it safe.
    """
    every = _world_of(derived, truth)
    rounded = np.append(derived.rounded, np.zeros(len(every.values) - len(truth), bool)) & every.hidden
    within = Limits(*(np.where(rounded, every.values, end) for end in every.limits))
    world = replace(every, hidden=every.hidden & ~rounded, limits=within)
    small = _small(world)
    near = _near(replace(world, hidden=small), _of(small, needs), SIZES) | _near_when_shortened(derived, world, needs)
    if near.any() and rounded.any():
        near = _near(every, _of(near, needs), SIZES[:1])
    return near[: len(truth)]


def drawn_and_shown(derived: Derived, truth: Floats, needs: Needs, draw: int) -> tuple[int, int]:
    """Draw so many hidden figures with needs out of parts that are too large to look at all of them together; give how
    many were drawn, and of how many of these a witness shows that they are safe from everything together."""
    world = _world_of(derived, truth)
    asked = np.flatnonzero(world.hidden & ~_small(world) & _of(world.hidden, needs).any)
    drawn = np.random.default_rng(1).choice(asked, min(draw, len(asked)), replace=False)
    if not len(drawn):
        return 0, 0
    system = _known_system(derived, world)
    of = _of(world.hidden, needs)
    at, true = system.cells, world.values[system.cells]
    seen = Seen.nothing(true, of.at(at))
    return len(drawn), int(seek_jointly(system, seen, np.isin(at, drawn), TRIES).sum())


@dataclass(frozen=True)
class _World:
    """The true values of all cells, the equations, which cells are hidden, and what each is at least and at most."""

    values: Floats
    equations: Equations
    hidden: Flags
    limits: Limits


def _world_of(derived: Derived, truth: Floats) -> _World:
    """Give what the outsider faces: hidden is also what is shown, but not as it is."""
    equations, values = _true_system(derived.equations, truth)
    lower, upper = np.minimum(derived.limits.lower, values), np.maximum(derived.limits.upper, values)
    unknown = (derived.limits.upper > derived.limits.lower) & np.isfinite(values)
    return _World(values, equations, unknown, Limits(lower, upper))


def _small(world: _World) -> Flags:
    """Say which cells are in parts of at most `SOLVED` hidden ones."""
    system = system_of(world.equations, world.hidden, world.values, world.limits)
    small = np.zeros(len(world.values), bool)
    small[system.cells[np.bincount(system.part)[system.part] <= SOLVED]] = True
    return small


def _near_when_shortened(derived: Derived, world: _World, needs: Needs) -> Flags:
    """Say which cells of large parts are too near once equations are shortened by one another."""
    asked = _of(world.hidden & ~_small(world), needs)
    found = np.zeros(len(world.values), bool)
    if asked.any.any():
        system = _known_system(derived, world)
        truth, at = world.values[system.cells], system.cells
        within = narrow_jointly(system, truth)
        found[at] = ~meets(truth, asked.at(at), within)
    return found & asked.any


def _known_system(derived: Derived, world: _World) -> System:
    """Give the system over all hidden cells, within what was derived of them one after the other."""
    more = derived.cells.height
    low, high = (end.copy() for end in world.limits)
    low[:more] = np.fmin(derived.cells["low"].to_numpy(), world.values[:more])
    high[:more] = np.fmax(derived.cells["high"].to_numpy(), world.values[:more])
    return system_of(world.equations, world.hidden, world.values, Limits(low, high))


def _near(world: _World, needs: Needs, sizes: Sequence[int]) -> Flags:
    """Say which cells do not have what they need."""
    found = np.zeros(len(world.values), bool)
    if needs.any.any():
        pattern = Pattern(world.hidden, needs.any, np.empty(0, np.int64))
        bounds = world.limits.lower, world.limits.upper
        found[audit(world.values, pattern, world.equations, needs, bounds, sizes).failed] = True
    return found


def _of(cells: Flags, needs: Needs) -> Needs:
    """Give the needs of some cells alone; what stands for overlaps has none."""
    more = np.zeros(len(cells) - len(needs.width))
    return Needs(*(np.where(cells, np.append(one, more), 0.0) for one in (needs.upper, needs.lower, needs.width)))


def _true_system(equations: Equations, truth: Floats) -> tuple[Equations, Floats]:
    """Give the equations of which all figures are known, and the values of all cells; overlaps are what they must."""
    values = np.append(truth, np.zeros(equations.cells - len(truth)))
    row, cell, sign, rows = equations.row, equations.cell, equations.sign, equations.rows
    open_ = np.bincount(row, ~np.isfinite(values[cell]), rows) > 0
    values = np.where(np.isfinite(values), values, 0.0)
    over = np.bincount(row, sign * values[cell], rows) - equations.right
    loose = cell >= len(truth)
    values[cell[loose]] = -over[row[loose]] / sign[loose]
    kept = ~open_[row]
    _, number = np.unique(row[kept], return_inverse=True)
    return equations_of(values, number.astype(np.int64), cell[kept], sign[kept]), values
