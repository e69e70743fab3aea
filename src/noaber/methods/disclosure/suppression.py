"""Secondary suppression of large systems: hide along rows, audit, and hide around what is not protected yet."""

from __future__ import annotations

import numpy as np

from noaber.methods.disclosure.audit import SIZES, look_at_hidden
from noaber.methods.disclosure.certify import LARGE, WHOLE
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Needs, Pattern, Whole
from noaber.methods.disclosure.greedy import hide_by_rows
from noaber.methods.disclosure.repair import ways_out
from noaber.methods.disclosure.task import Given, Task, task_of


def suppress(
    values: Floats,
    primary: Flags,
    equations: Equations,
    needs: Needs,
    cost: Floats,
    *,
    shown: Flags | None = None,
    hidden: Flags | None = None,
    singletons: Flags | None = None,
    bounds: tuple[Floats, Floats] | None = None,
    sizes: tuple[int, ...] = SIZES,
) -> Pattern:
    """Hide what protects the primary cells at little cost: fast, audited, not always the cheapest.

    `needs` say how wide an attacker's interval of each cell must stay; `cost` (0 or more) what hiding each cell loses.
    Cells that must be `shown` are never hidden, not even primary ones, which then have failed; cells that must be
    `hidden` always are. A cell of `singletons` has one contributor, who knows it: in each row of his, two others are
    hidden too, where there are. `bounds` are what everybody knows (see `limits_of`). Every protected cell has a
    witness; what cannot be protected is in `failed`. The same input gives the same pattern.

    `sizes` are those of `audit`. With none, what rows tell is all that is looked at: very fast, nearly always enough,
    and no proof; such a pattern is to be audited.
    """
    task = task_of(values, equations, needs, cost, Given(shown, singletons, bounds))
    now = (primary if hidden is None else primary | hidden) & task.free
    beyond = (needs.any | primary) & ~now
    witnessed = Limits(task.values.copy(), task.values.copy())
    while True:
        now = hide_by_rows(task, now)
        open_ = _uncertified(task, now, needs.only(~beyond), witnessed, sizes) if sizes else np.zeros(0, np.int64)
        if not len(open_):
            return Pattern(now, primary, np.flatnonzero(beyond))
        now = _hide_around(task, now, open_, (witnessed, beyond))


def _uncertified(task: Task, hidden: Flags, needs: Needs, witnessed: Limits, sizes: tuple[int, ...]) -> Whole:
    """Look for witnesses and keep what they show in `witnessed`: it holds on, for hiding more takes nothing away."""
    if hidden.sum() > LARGE:  # to hide around a cell is quicker than to show by itself that it cannot move
        sizes = tuple(size for size in sizes if size != WHOLE)
    system, seen = look_at_hidden(task, hidden, needs, witnessed, sizes)
    witnessed.lower[system.cells], witnessed.upper[system.cells] = seen.lowest, seen.highest
    return system.cells[~seen.enough]


def _hide_around(task: Task, hidden: Flags, open_: Whole, kept: tuple[Limits, Flags]) -> Flags:
    """Hide around the cells that are not certified, keep the witnesses, and mark in `beyond` those without a way."""
    witnessed, beyond = kept
    for cell in open_:
        beyond[cell] = True
        for shifts in ways_of(task, int(cell), witnessed):
            found = ways_out(task, hidden, (int(cell), shifts))
            if found is not None:
                hidden = hidden | found
                beyond[cell] = False
                witnessed.upper[cell] = max(witnessed.upper[cell], task.values[cell] + max(shifts))
                witnessed.lower[cell] = min(witnessed.lower[cell], task.values[cell] + min(shifts))
                break
    return hidden


def ways_of(task: Task, cell: int, witnessed: Limits) -> tuple[tuple[float, ...], ...]:
    """Give the shifts that would do for a cell: up alone, up as needed and the rest down, up as far as it can."""
    needs, truth = task.needs, task.values[cell]
    upper, lower, width = needs.upper[cell], needs.lower[cell], needs.width[cell]
    sunk, risen = truth - witnessed.lower[cell], witnessed.upper[cell] - truth
    most = min(width, task.limits.upper[cell] - truth)
    ways = (
        (max(upper, width - max(lower, sunk)), -lower),
        (upper, -max(lower, width - max(upper, risen))),
        (max(upper, most), -max(lower, width - max(upper, most))),
    )
    return tuple(tuple(shift for shift in way if shift) for way in ways)


def reachable(task: Task, hidden: Flags) -> Flags:
    """Say which of the hidden cells could be protected at all: were everything hidden that may be."""
    witnessed = Limits(task.values.copy(), task.values.copy())
    open_ = _uncertified(task, hidden | task.free, task.needs.only(hidden), witnessed, SIZES)
    found = hidden.copy()
    found[open_] = False
    return found
