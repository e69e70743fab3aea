"""The office's audit: does an attacker who knows every equation come too close to a hidden cell?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from noaber.methods.disclosure.certify import WHOLE, Seen, certify
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Needs, Pattern, Whole
from noaber.methods.disclosure.hidden_system import System, narrow, system_of
from noaber.methods.disclosure.task import Given, Task, task_of

SIZES = (12_000, WHOLE)
"""The blocks in which witnesses are sought: what is larger than the first is cut, and then looked at whole."""


@dataclass(frozen=True)
class Audit:
    """What an audit has shown: an interval per cell, and the cells that are not protected as they need to be.

    `low` and `high` lie within what an attacker must hold for possible: his interval is at least as wide. Of a cell
    that is shown both are its value.
    """

    low: Floats
    high: Floats
    failed: Whole


def audit(
    values: Floats,
    pattern: Pattern,
    equations: Equations,
    needs: Needs,
    bounds: tuple[Floats, Floats] | None = None,
    sizes: Sequence[int] = SIZES,
) -> Audit:
    """Audit a pattern, knowing the truth: certified intervals, and every cell with needs that they do not meet.

    No cell is certified without points that satisfy all equations and `bounds` (see `limits_of`). A cell that has needs
    and is shown has failed. `sizes` are the blocks in which witnesses are sought; only with `WHOLE` among them
    everything that is protected is found to be so.
    """
    task = task_of(values, equations, needs, np.zeros(len(values)), Given(bounds=bounds))
    low, high = task.values.copy(), task.values.copy()
    system, seen = look_at_hidden(task, pattern.hidden, needs, Limits(low, high), sizes)
    low[system.cells], high[system.cells] = seen.lowest, seen.highest
    unmet = needs.any & ~pattern.hidden
    unmet[system.cells[~seen.enough]] = True
    return Audit(low, high, np.flatnonzero(unmet))


def look_at_hidden(
    task: Task, hidden: Flags, needs: Needs, witnessed: Limits, sizes: Sequence[int]
) -> tuple[System, Seen]:
    """Give the system over the hidden cells and what witnesses show of them, beside those of before."""
    system = system_of(task.equations, hidden, task.values, task.limits)
    at = system.cells
    seen = Seen(task.values[at], needs.at(at), witnessed.lower[at], witnessed.upper[at])
    outer = narrow(system)
    held = Limits(np.minimum(outer.lower, seen.truth), np.maximum(outer.upper, seen.truth))
    certify(system, seen, held, sizes)
    return system, seen
