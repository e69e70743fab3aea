"""What is hidden of a family of counted figures: what is unsafe, what hides it, and what the release before showed.

A cell that did not change since the release before stays as it was there: whoever remembers that release knows it. What
did change is also an old figure and a new one, and neither may tell the other: the old release's equations stand beside
the new ones, with the cells that did not change in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from noaber.content.disclosure import PROTECTED
from noaber.methods.disclosure.equations import Equations, Needs, equations_of
from noaber.warehouse.protecting.facing import Wanted
from noaber.warehouse.protecting.hiding import hide
from noaber.warehouse.protecting.relations import Rows
from noaber.warehouse.protecting.unsafe import Flags, Floats, Judged, costs_of


@dataclass(frozen=True)
class Before:
    """What the release before said of each cell: whether it knew it (`known`), its value, and what it hid per tier; and
    how the old cells are judged per tier."""

    known: Flags
    value: Floats
    hidden: Mapping[str, Flags]
    judged: Mapping[str, Judged]


@dataclass(frozen=True)
class Decided:
    """What is hidden and what is unsafe by itself, per tier; how many unsafe cells cannot be kept from whoever knows
    this release (`failed`), and from whoever remembers the one before too (`remembered`); and of how many there is no
    proof that they are (`unproven`)."""

    hidden: Mapping[str, Flags]
    primary: Mapping[str, Flags]
    failed: Mapping[str, int]
    remembered: Mapping[str, int]
    unproven: Mapping[str, int]


@dataclass(frozen=True)
class Table:
    """Cells by value and people, and the equations between them."""

    value: Floats
    people: Floats
    rows: Rows


def decide(table: Table, judged: Mapping[str, Judged], before: Before | None) -> Decided:
    """Decide a pattern for both tiers, that of partners first: what they may not see, nobody else may."""
    made: dict[str, _Tier] = {}
    under = np.zeros(len(table.value), bool)
    for tier in reversed(PROTECTED):
        made[tier] = _one_tier(table, judged[tier], under, before, tier)
        under = made[tier].hidden
    return Decided(
        {tier: one.hidden for tier, one in made.items()},
        {tier: judged[tier].primary for tier in made},
        {tier: one.failed for tier, one in made.items()},
        {tier: one.remembered for tier, one in made.items()},
        {tier: int((judged[tier].primary & ~one.proven).sum()) for tier, one in made.items()},
    )


@dataclass(frozen=True)
class _Tier:
    hidden: Flags
    proven: Flags
    failed: int
    remembered: int = 0


def _one_tier(table: Table, judged: Judged, under: Flags, before: Before | None, tier: str) -> _Tier:
    count = len(table.value)
    now = equations_of(table.value, table.rows.row, table.rows.cell, table.rows.sign)
    cost, none = costs_of(table.people), np.zeros(count, bool)
    if before is None:
        found = hide(Wanted(table.value, judged.primary, now, judged.needs, cost, none, under))
        return _Tier(found.hidden, found.proven, int(found.failed.sum()))
    same = before.known & (before.value == table.value)
    was_hidden = same & before.hidden[tier]
    shown = same & ~before.hidden[tier] & ~judged.primary & ~under
    both = _with_old(table, judged, before, tier, same, now)
    old_hidden = before.hidden[tier][both.old]
    found = hide(Wanted(
        both.value, both.primary, both.equations, both.needs, np.append(cost, np.ones(len(both.old))),
        np.append(shown, ~old_hidden), np.append(under | was_hidden, old_hidden),
    ))  # fmt: skip
    if not found.failed.any():
        return _Tier(found.hidden[:count], found.proven[:count], 0)
    # what the release before told cannot be taken back; whoever knows this one alone learns nothing
    dear = np.where(shown, 100 * cost, cost)
    alone = hide(Wanted(table.value, judged.primary, now, judged.needs, dear, none, under | was_hidden))
    return _Tier(alone.hidden, alone.proven, int(alone.failed.sum()), int(found.failed.sum()))


@dataclass(frozen=True)
class _Both:
    """The cells of this release and, behind them, the old ones of `old`: those that changed."""

    value: Floats
    primary: Flags
    needs: Needs
    equations: Equations
    old: NDArray[np.int64]


def _with_old(table: Table, judged: Judged, before: Before, tier: str, same: Flags, now: Equations) -> _Both:
    """Put the old equations in which a cell changed beside those of now."""
    count = len(table.value)
    rows = table.rows
    changed = before.known & ~same
    number = int(rows.row.max()) + 1 if len(rows.row) else 0
    whole = np.bincount(rows.row, ~before.known[rows.cell], number) == 0
    moved = np.bincount(rows.row, changed[rows.cell], number) > 0
    kept = (whole & moved)[rows.row]
    old = np.flatnonzero(changed)
    at = np.arange(count)
    at[old] = count + np.arange(len(old))
    value = np.append(table.value, before.value[old])
    equations = equations_of(
        value,
        np.append(rows.row, rows.row[kept] + number),
        np.append(rows.cell, at[rows.cell[kept]]),
        np.append(rows.sign, rows.sign[kept]),
    )
    then = before.judged[tier]
    primary = np.append(judged.primary, (then.primary & before.hidden[tier])[old])
    parts = zip(
        (judged.needs.upper, judged.needs.lower, judged.needs.width),
        (then.needs.upper, then.needs.lower, then.needs.width),
        strict=True,
    )
    keep = before.hidden[tier][old]
    return _Both(value, primary, Needs(*(np.append(new, np.where(keep, was[old], 0.0)) for new, was in parts)),
                 equations, old)  # fmt: skip
