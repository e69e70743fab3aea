"""Reporting lag: a triangle by hand, one that others published, and a slow obvious version beside the fast one."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.reporting_lag import development_factors, run_off, shares_known, shares_of_now

# Taylor and Ashe (1983), cumulative; the factors stand in Mack (1993), ASTIN Bulletin 23, table 1 and after.
TAYLOR_ASHE = (
    (357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463),
    (352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085),
    (290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315),
    (310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268),
    (443160, 1136350, 2128333, 2897821, 3402672, 3873311),
    (396132, 1333217, 2180715, 2985752, 3691712),
    (440832, 1288463, 2419861, 3483130),
    (359480, 1421128, 2864498),
    (376686, 1363294),
    (344014,),
)
PUBLISHED_FACTORS = (3.491, 1.747, 1.457, 1.174, 1.104, 1.086, 1.054, 1.077, 1.018)
PUBLISHED_RESERVE = 18_681_000  # to the thousand

Told = list[tuple[int, int, float]]


def told(rows: Told) -> pl.DataFrame:
    """What was told: origin, at, change."""
    return pl.DataFrame(rows, schema={"origin": pl.Int64, "at": pl.Int64, "change": pl.Float64}, orient="row")


def published() -> pl.DataFrame:
    """The triangle of Taylor and Ashe, from its steps."""
    rows = []
    for origin, known in enumerate(TAYLOR_ASHE, start=1):
        for telling, value in enumerate(known):
            before = known[telling - 1] if telling else 0
            rows.append((origin, origin + telling, float(value - before)))
    return run_off(told(rows), 10, 10)


def test_a_triangle_by_hand() -> None:
    """Three quarters: 100 of the first at once, 10 late; 80 and 12; of the third 90 so far, one of them taken back.

    Growth from the first to the second telling: (110 + 92) / (100 + 80); nothing is told after that.
    """
    rows = [(1, 1, 100.0), (1, 2, 10.0), (2, 2, 80.0), (2, 3, 12.0), (3, 3, 91.0), (3, 3, -1.0)]
    triangle = run_off(told(rows), 3, 3)
    assert triangle["known"].to_list() == [100.0, 110.0, 110.0, 80.0, 92.0, 90.0]
    factors = development_factors(triangle)
    assert factors == [202 / 180, 1.0]
    assert shares_known(factors) == pytest.approx([180 / 202, 1.0, 1.0])
    first = shares_of_now(triangle).filter(pl.col("telling") == 1)["share"]
    assert first.to_list() == pytest.approx([100 / 110, 80 / 92, 1.0])


def test_what_others_published() -> None:
    """Factors and the amount still to come, of a triangle that every textbook has."""
    triangle = published()
    factors = development_factors(triangle)
    assert [round(factor, 3) for factor in factors] == list(PUBLISHED_FACTORS)
    shares = shares_known(factors)
    to_come = sum(known[-1] / shares[len(known) - 1] - known[-1] for known in TAYLOR_ASHE)
    assert to_come == pytest.approx(PUBLISHED_RESERVE, abs=500)


def test_what_is_told_too_early_counts_at_the_first_telling() -> None:
    """A supplier may tell of a period before it has come; it is known when that is delivered."""
    assert run_off(told([(2, 1, 5.0), (1, 1, 7.0)]), 2, 2).rows() == [(1, 1, 7.0), (1, 2, 7.0), (2, 1, 5.0)]


def test_a_period_of_which_nothing_was_known_says_nothing_of_growth() -> None:
    """Its first telling would make the factor endless."""
    rows = [(1, 2, 50.0), (2, 2, 40.0), (2, 3, 10.0), (3, 3, 1.0)]
    assert development_factors(run_off(told(rows), 3, 2)) == [1.25]
    shares = shares_of_now(run_off(told([(1, 1, 2.0), (1, 2, -2.0)]), 2, 2))
    assert shares["share"].to_list() == [None, None]


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(0, 20).map(float)), min_size=1))
def test_as_a_slow_count_says(rows: Told) -> None:
    """What is known after a telling is the sum of all that was told until then; factors are ratios of such sums."""
    newest = 6
    rows = [(origin, max(origin, at), change) for origin, at, change in rows]

    def known(origin: int, telling: int) -> float:
        return sum(change for of, at, change in rows if of == origin and at <= origin + telling - 1)

    triangle = run_off(told(rows), newest, 4)
    origins = sorted({origin for origin, _, _ in rows})
    slow = [(o, t, known(o, t)) for o in origins for t in range(1, 5) if o + t - 1 <= newest]
    assert triangle.rows() == slow
    for telling, factor in enumerate(development_factors(triangle), start=1):
        both = [o for o in origins if o + telling <= newest and known(o, telling) > 0]
        below = sum(known(o, telling) for o in both)
        assert factor == (pytest.approx(sum(known(o, telling + 1) for o in both) / below) if below else 1.0)
