"""Parts of a release in which too many figures hang together to look at every one: what is found there, and drawn."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from noaber.methods.disclosure.equations import Equations, Floats, Needs, equations_of, frequency_needs, limits_of
from noaber.warehouse.attacking.derive import Derived
from noaber.warehouse.attacking.together import SOLVED, drawn_and_shown, too_near_together
from noaber.warehouse.protecting.facing import Wanted, known_of, too_near

MINIMUM = 10
QUARTERS, STREETS, LOOSE = 13, 36, 10


def town(of_each_loose: float) -> tuple[Floats, Equations]:
    """Give streets of a town, its total, and the totals of all its quarters; some streets lie in none of them.

    No equation tells more of the loose streets than that they are no more than the town. The town less its quarters
    does.
    """
    within = QUARTERS * STREETS
    streets = np.append(np.full(within, 7.0), np.full(LOOSE, of_each_loose))
    quarters = np.full(QUARTERS, 7.0 * STREETS)
    values = np.concatenate([streets, [streets.sum()], quarters])
    cells, own = np.arange(len(streets)), np.arange(within)
    row = np.concatenate([np.zeros(len(streets) + 1), 1 + own // STREETS, 1 + np.arange(QUARTERS)]).astype(np.int64)
    cell = np.concatenate([cells, [len(streets)], own, len(streets) + 1 + np.arange(QUARTERS)])
    sign = np.concatenate([np.ones(len(streets)), [-1.0], np.ones(within), -np.ones(QUARTERS)])
    return values, equations_of(values, row, cell, sign)


def seen_from_outside(values: Floats, equations: Equations) -> tuple[Derived, Needs]:
    """Give what an outsider faces who sees the town and its quarters, and no street."""
    hidden = np.arange(len(values)) < QUARTERS * STREETS + LOOSE
    assert hidden.sum() > SOLVED
    limits = limits_of(values, (np.where(hidden, 0.0, values), np.where(hidden, np.inf, values)))
    shown = {"cell": np.arange(len(values)), "value": values, "hidden": hidden, "at_least": limits.lower}
    cells = pl.DataFrame({**shown, "at_most": limits.upper, "low": limits.lower, "high": limits.upper})
    cells = cells.with_columns(at_least=pl.when("hidden").then(None).otherwise("at_least"))
    cells = cells.with_columns(at_most=pl.when("hidden").then(None).otherwise("at_most"))
    return Derived(cells, pl.DataFrame(), equations, limits), frequency_needs(values, hidden, MINIMUM)


@pytest.mark.parametrize(("of_each", "told"), [(0.6, LOOSE), (4.0, 0)])
def test_a_town_less_its_quarters_tells(of_each: float, told: int) -> None:
    values, equations = town(of_each)
    derived, needs = seen_from_outside(values, equations)
    near = too_near_together(derived, values, needs)
    assert np.flatnonzero(near).tolist() == [QUARTERS * STREETS + at for at in range(told)]


@pytest.mark.parametrize(("of_each", "told"), [(0.6, LOOSE), (4.0, 0)])
def test_protection_sees_what_a_town_less_its_quarters_tells(of_each: float, told: int) -> None:
    values, equations = town(of_each)
    unsafe = np.arange(len(values)) < QUARTERS * STREETS + LOOSE
    nobody = np.zeros(len(values), bool)
    wanted = Wanted(values, unsafe, equations, frequency_needs(values, unsafe, MINIMUM), values + 1, nobody, nobody)
    assert too_near(wanted, known_of(wanted, unsafe), unsafe).sum() == told


@pytest.mark.parametrize(("of_each", "left"), [(4.0, 0), (0.6, LOOSE)])
def test_figures_that_are_drawn_are_shown_to_be_safe_where_they_are(of_each: float, left: int) -> None:
    """All are drawn: who cannot be far off is not shown to be safe."""
    values, equations = town(of_each)
    derived, needs = seen_from_outside(values, equations)
    drawn, shown = drawn_and_shown(derived, values, needs, 10_000)
    assert (drawn, drawn - shown) == (QUARTERS * STREETS + LOOSE, left)


def test_some_are_drawn_by_lot() -> None:
    values, equations = town(4.0)
    derived, needs = seen_from_outside(values, equations)
    assert drawn_and_shown(derived, values, needs, 25) == (25, 25)


def test_small_parts_have_nothing_to_draw() -> None:
    values = np.array([3.0, 4, 5, 12])
    equations = equations_of(values, [0] * 4, [0, 1, 2, 3], [1.0, 1, 1, -1])
    hidden = np.array([True, True, True, False])
    limits = limits_of(values, (np.where(hidden, 0.0, values), np.where(hidden, np.inf, values)))
    cells = pl.DataFrame({
        "value": values, "hidden": hidden, "at_least": [None, None, None, 12.0], "at_most": [None, None, None, 12.0],
        "low": limits.lower, "high": limits.upper,
    })  # fmt: skip
    derived = Derived(cells, pl.DataFrame(), equations, limits)
    assert drawn_and_shown(derived, values, frequency_needs(values, hidden, MINIMUM), 5) == (0, 0)
