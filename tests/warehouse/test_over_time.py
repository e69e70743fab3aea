"""Figures that stand in two periods are hidden in both or in none, whichever period hid them first."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from noaber.content.disclosure import PROTECTED
from noaber.warehouse.protecting.over_time import decide_over_time
from noaber.warehouse.protecting.pattern import Carried, Decided

PERIODS, CELLS = 4, 6
"""In each period cells 3, 4 and 5 are cells 0, 1 and 2 of the next."""
TWINS = (
    np.array([CELLS * period + 3 + cell for period in range(PERIODS - 1) for cell in range(3)]),
    np.array([CELLS * (period + 1) + cell for period in range(PERIODS - 1) for cell in range(3)]),
)


@given(st.sets(st.tuples(st.integers(0, PERIODS - 1), st.integers(0, CELLS - 1)), max_size=5))
def test_twins_are_hidden_in_both_or_in_none(unsafe: set[tuple[int, int]]) -> None:
    """Where each period hides, beside what is unsafe, another cell for each that is hidden alone."""
    own = {period: [cell for at, cell in unsafe if at == period] for period in range(PERIODS)}

    def decide(period: int, carried: Mapping[str, Carried]) -> Decided:
        hidden = {}
        for tier in PROTECTED:
            hidden[tier] = carried[tier].hidden.copy()
            hidden[tier][own[period]] = True
            if hidden[tier].sum() == 1:
                hidden[tier][(np.flatnonzero(hidden[tier]) + 2) % CELLS] = True
        return Decided(hidden, hidden, dict.fromkeys(PROTECTED, 0), dict.fromkeys(PROTECTED, 0))

    rows = [pl.Series(range(CELLS * period, CELLS * (period + 1)), dtype=pl.UInt32) for period in range(PERIODS)]
    found = list(decide_over_time(rows, TWINS, decide))
    assert [at.to_list() for at, _ in found] == [at.to_list() for at in rows]
    hidden = np.concatenate([decided.hidden["public"] for _, decided in found])
    assert (hidden[TWINS[0]] == hidden[TWINS[1]]).all()
    assert all(hidden[CELLS * period + cell] for period, cell in unsafe)
    assert all(decided.hidden["public"].sum() != 1 for _, decided in found)
