"""Figures that stand in two periods, as what one ends with and the next begins with: hidden in both or in none."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from noaber.content.disclosure import PROTECTED
from noaber.warehouse.protecting.cells import PLACE, Names
from noaber.warehouse.protecting.identities import Identity, Term
from noaber.warehouse.protecting.pattern import Carried, Decided
from noaber.warehouse.protecting.unsafe import Flags

Twins = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Cells (their rows in the family) and, for each, the one of the next period that is the same figure."""
_AGAIN = 10
Decide = Callable[[int, Mapping[str, Carried]], Decided]


def identities_of_two(identities: Sequence[Identity]) -> list[tuple[Term, Term]]:
    """Give the identities by which a figure of a period is another one of the next."""
    two = (sorted(identity, key=lambda term: term.later) for identity in identities if len(identity) == 2)
    return [(now, then) for now, then in two if then.later and not now.later and not now.selection + then.selection]


def twins_of(cells: pl.DataFrame, identities: Sequence[Identity], names: Names) -> Twins:
    """Find among cells (`at`, PLACE) those that are the same figure in a period and in the next."""
    numbers = names.codes("indicators")
    pairs = [(numbers[now.indicator], numbers[then.indicator]) for now, then in identities_of_two(identities)]
    table = pl.DataFrame(pairs, schema={"indicator": pl.Int16, "other": pl.Int16}, orient="row")
    following = names.periods_before.select(period="earlier", next="period")
    now = cells.select("at", *PLACE).join(table, on="indicator").join(following, on="period")
    keys = ["other", "area", "next", "slice"]
    both = now.join(cells.select(*PLACE, then="at"), left_on=keys, right_on=list(PLACE))
    return both["at"].to_numpy().astype(np.int64), both["then"].to_numpy().astype(np.int64)


def decide_over_time(
    stretches: Sequence[pl.Series], twins: Twins, decide: Decide
) -> Iterator[tuple[pl.Series, Decided]]:
    """Decide stretches of periods (the rows of each), one after the other, until twins are hidden in both or in none.

    `decide` is given the number of a stretch, and per tier what must be hidden in it and what its twins show. A stretch
    that is decided again hides at least what it hid, so this ends, at the latest after `_AGAIN` times each.
    """
    count = sum(map(len, stretches))
    stretch_of = np.zeros(count, np.int64)
    for at, rows in enumerate(stretches):
        stretch_of[rows.to_numpy()] = at
    hidden: dict[str, Flags] = {tier: np.zeros(count, bool) for tier in PROTECTED}
    known = np.zeros(count, bool)
    found: dict[int, Decided] = {}
    waiting = deque(range(len(stretches)))
    for _ in range(_AGAIN * len(stretches)):
        if not waiting:
            break
        at = waiting.popleft()
        own = stretches[at].to_numpy()
        carried: dict[str, Carried] = {tier: _carried(hidden[tier], known, twins, own) for tier in PROTECTED}
        found[at] = decide(at, carried)
        known[own] = True
        for tier in PROTECTED:
            hidden[tier][own] = found[at].hidden[tier]
        behind = {int(one) for tier in PROTECTED for one in stretch_of[_behind(hidden[tier], known, twins)]}
        waiting.extend(sorted(behind - set(waiting)))
    return ((rows, found[at]) for at, rows in enumerate(stretches))


def _carried(hidden: Flags, known: Flags, twins: Twins, own: NDArray[np.int64]) -> Carried:
    must, shown = hidden.copy(), np.zeros(len(hidden), bool)
    for one, other in (twins, twins[::-1]):
        must[one[hidden[other]]] = True
        shown[one[known[other] & ~hidden[other]]] = True
    return Carried(must[own], (shown & ~must)[own])


def _behind(hidden: Flags, known: Flags, twins: Twins) -> NDArray[np.int64]:
    """Give the cells that are decided and show what their twin hides."""
    found = [one[known[one] & ~hidden[one] & hidden[other]] for one, other in (twins, twins[::-1])]
    return np.concatenate(found)
