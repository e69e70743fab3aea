"""Secondary suppression of large systems: hide along rows, audit, and hide around what is not protected yet."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from noaber.methods.disclosure.audit import SIZES, look_at_hidden
from noaber.methods.disclosure.certify import Seen
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Needs, Pattern, limits_of
from noaber.methods.disclosure.greedy import Task, hide_by_rows
from noaber.methods.disclosure.repair import ways_out


class Given(NamedTuple):
    """What is given beside needs and costs: cells that must be shown, cells with one contributor, known bounds."""

    shown: Flags | None
    singletons: Flags | None
    bounds: tuple[Floats, Floats] | None


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
) -> Pattern:
    """Hide what protects the primary cells at little cost: fast, audited, not always the cheapest.

    `needs` say how wide an attacker's interval of each cell must stay; `cost` (0 or more) what hiding each cell loses.
    Cells that must be `shown` are never hidden, not even primary ones, which then have failed; cells that must be
    `hidden` always are. A cell of `singletons` has one contributor, who knows it: in each row of his, two others are
    hidden too, where there are. `bounds` are what everybody knows (see `limits_of`). Every protected cell has a
    witness; what cannot be protected is in `failed`. The same input gives the same pattern.
    """
    task = task_of(values, equations, needs, cost, Given(shown, singletons, bounds))
    start = primary if hidden is None else primary | hidden
    pattern = start & task.free
    beyond = needs.any & ~pattern
    beyond |= primary & ~pattern
    while True:
        pattern = hide_by_rows(task, pattern)
        held = Needs(*(np.where(beyond, 0.0, one) for one in (needs.upper, needs.lower, needs.width)))
        now = Pattern(pattern, primary, np.flatnonzero(beyond))
        system, seen = look_at_hidden(task.values, now, equations, held, bounds, SIZES)
        open_ = system.cells[~seen.enough]
        if not len(open_):
            return now
        pattern, lost = _hide_around(task, pattern, int(open_[0]), _shifts(seen, int(np.flatnonzero(~seen.enough)[0])))
        beyond[open_[0]] |= lost


def task_of(
    values: Floats,
    equations: Equations,
    needs: Needs,
    cost: Floats,
    given: Given,
) -> Task:
    """Put together what is to be done; ValueError for costs below nought."""
    truth = np.asarray(values, dtype=np.float64)
    if (np.asarray(cost) < 0).any():
        raise ValueError(f"{(np.asarray(cost) < 0).sum()} costs are below nought")
    nowhere = np.zeros(len(truth), dtype=bool)
    free = ~nowhere if given.shown is None else ~given.shown
    alone = nowhere if given.singletons is None else given.singletons
    limits = limits_of(truth, given.bounds)
    return Task(truth, limits, equations, needs, np.asarray(cost, dtype=np.float64), free, alone)


def _shifts(seen: Seen, at: int) -> tuple[tuple[float, ...], ...]:
    """Give the shifts that would do for a cell: up alone, or up as needed and the rest down."""
    truth, needs = seen.truth[at], seen.needs
    upper, lower, width = needs.upper[at], needs.lower[at], needs.width[at]
    sunk, risen = truth - seen.lowest[at], seen.highest[at] - truth
    ways = ((max(upper, width - max(lower, sunk)), -lower), (upper, -max(lower, width - max(upper, risen))))
    return tuple(tuple(shift for shift in way if shift) for way in ways)


def _hide_around(task: Task, hidden: Flags, cell: int, ways: tuple[tuple[float, ...], ...]) -> tuple[Flags, bool]:
    for shifts in ways:
        found = ways_out(task, hidden, cell, shifts)
        if found is not None:
            return hidden | found, False
    return hidden, True


def reachable(task: Task, hidden: Flags) -> Flags:
    """Say which of the hidden cells could be protected at all: were everything hidden that may be."""
    everything = Pattern(hidden | task.free, hidden, np.zeros(0, dtype=np.int64))
    held = Needs(*(np.where(hidden, one, 0.0) for one in (task.needs.upper, task.needs.lower, task.needs.width)))
    system, seen = look_at_hidden(task.values, everything, task.equations, held, task.limits, SIZES)
    found = np.zeros(len(hidden), dtype=bool)
    found[system.cells] = seen.enough
    return found & hidden
