"""Business demography: births, deaths and moves of establishments, and how long they last.

A register has a row for every year (Int) in which an establishment (`id`) is there, with its `area`, and where moves
within an area are to be counted its `place` (a smaller area, or an address). An id stands once in a year:
`doubled_ids` gives those that do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import polars as pl

_KEYS = ("area", "from", "to")
COMPONENTS = pl.Schema(
    {
        "area": pl.String,
        "from": pl.Int64,
        "to": pl.Int64,
        "stock_begin": pl.Int64,
        "births": pl.Int64,  # in the register for the first time
        "reactivations": pl.Int64,  # not there the year before, but earlier
        "moves_in": pl.Int64,  # from another area
        "deaths": pl.Int64,  # no longer in the register
        "moves_out": pl.Int64,  # to another area
        "stock_end": pl.Int64,
        "moves_within": pl.Int64,  # to another place in the area; 0 where no places are known
    }
)


def doubled_ids(register: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of establishments that stand more than once in a year."""
    return register.filter(pl.struct("id", "year").is_duplicated())


def components_of_change(register: pl.DataFrame) -> pl.DataFrame:
    """Give what changed the stock of each area from one year in the register to the next, in the shape COMPONENTS.

    Always stock_begin + births + reactivations + moves_in - deaths - moves_out = stock_end. Births are first
    appearances, so the first years of a register have too many and a reopened establishment is none. For a larger area
    put it in `area` and the smaller ones in `place`: moves between these are then moves within. An establishment that
    goes from no area (null) to one, or back, has moved. An area that is empty in both years has no row. ValueError
    where an id stands twice in a year.

    >>> years = [("a", 2023, "Borne"), ("a", 2024, "Almelo"), ("b", 2024, "Almelo")]
    >>> found = components_of_change(pl.DataFrame(years, schema=["id", "year", "area"], orient="row"))
    >>> found.select("area", "stock_begin", "births", "moves_in", "moves_out", "stock_end").rows()
    [('Almelo', 0, 1, 1, 0, 2), ('Borne', 1, 0, 0, 1, 0)]
    """
    if doubled_ids(register).height:
        raise ValueError("an establishment stands twice in a year")
    place = "place" if "place" in register.columns else "area"
    known = register.select("id", "year", "area", place=place)
    known = known.with_columns(first=pl.col("year").min().over("id"))
    years = sorted(known["year"].unique())
    steps = [_step(known, before, after) for before, after in pairwise(years)]
    return pl.concat([pl.DataFrame(schema=COMPONENTS), *steps]).sort("area", "from")


def rates_of_change(components: pl.DataFrame) -> pl.DataFrame:
    """Add `birth_rate_pct`, `death_rate_pct` and `churn_pct`, in percent; absent where the stock is zero.

    Births per stock at the end, deaths per stock at the begin, and the two together: not the only convention
    (Eurostat divides both by the active enterprises of the year). Rates of a larger area come from its own counts.
    """
    birth, death = _pct("births", "stock_end"), _pct("deaths", "stock_begin")
    return components.with_columns(birth_rate_pct=birth, death_rate_pct=death, churn_pct=birth + death)


def survival(register: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """Give how many establishments born in a year are there later: `by`, `born`, `years`, `births`, `alive`, `share`.

    `share` is from 0 to 1. There is who stands in the register of that year, also after a year away. Those of the first
    year of the register are left out: nobody knows when they were born. `by` is taken in the year of birth. After the
    Eurostat-OECD manual on business demography statistics (2007).

    >>> years = [("z", 2020), ("a", 2021), ("b", 2021), ("a", 2022)]
    >>> survival(pl.DataFrame(years, schema=["id", "year"], orient="row")).rows()
    [(2021, 0, 2, 2, 1.0), (2021, 1, 2, 1, 0.5)]
    """
    born = register.filter(pl.col("year") == pl.col("year").min().over("id"), pl.col("year") > pl.col("year").min())
    cohorts = born.select(*by, "id", born="year")
    births = cohorts.group_by(*by, "born").agg(births=pl.len().cast(pl.Int64))
    later = pl.DataFrame({"year": sorted(register["year"].unique())}, schema={"year": register.schema["year"]})
    seen = register.select("id", "year").join(cohorts, on="id").group_by(*by, "born", "year")
    return (
        births.join(later, how="cross")
        .filter(pl.col("year") >= pl.col("born"))
        .join(seen.agg(alive=pl.len().cast(pl.Int64)), on=[*by, "born", "year"], how="left", nulls_equal=True)
        .with_columns(pl.col("alive").fill_null(0), years=pl.col("year") - pl.col("born"))
        .select(*by, "born", "years", "births", "alive", share=pl.col("alive") / pl.col("births"))
        .sort(*by, "born", "years")
    )


def growth_over(yearly: float, years: int) -> float:
    """Give the growth over several years that goes with a growth a year, as shares; the threshold of high growth.

    >>> round(growth_over(0.10, 3), 3)
    0.331
    """
    return float((1 + yearly) ** years - 1)


def _step(known: pl.DataFrame, before: int, after: int) -> pl.DataFrame:
    """Count the components from one year to the next, area by area."""
    then = known.filter(pl.col("year") == before).select("id", was_in="area", was_at="place", was=True)
    now = known.filter(pl.col("year") == after).select("id", "first", is_in="area", is_at="place", is_there=True)
    both = then.join(now, on="id", how="full", coalesce=True).with_columns(pl.col("was", "is_there").fill_null(False))
    stayed, moved = pl.col("was") & pl.col("is_there"), ~pl.col("was_in").eq_missing(pl.col("is_in"))
    away = (
        both.filter("was")
        .group_by(area="was_in")
        .agg(stock_begin=pl.len(), deaths=(~pl.col("is_there")).sum(), moves_out=(stayed & moved).sum())
    )
    here = (
        both.filter("is_there")
        .group_by(area="is_in")
        .agg(
            stock_end=pl.len(),
            births=(~pl.col("was") & (pl.col("first") == after)).sum(),
            reactivations=(~pl.col("was") & (pl.col("first") < after)).sum(),
            moves_in=(stayed & moved).sum(),
            moves_within=(stayed & ~moved & ~pl.col("was_at").eq_missing(pl.col("is_at"))).sum(),
        )
    )
    counted = away.join(here, on="area", how="full", coalesce=True, nulls_equal=True)
    numbers = [pl.col(name).fill_null(0).cast(pl.Int64) for name in COMPONENTS.names() if name not in _KEYS]
    years = {"from": pl.lit(before, pl.Int64), "to": pl.lit(after, pl.Int64)}
    return counted.with_columns(**years).select("area", "from", "to", *numbers).cast({"area": pl.String})


def _pct(part: str, whole: str) -> pl.Expr:
    return pl.when(pl.col(whole) > 0).then(100 * pl.col(part) / pl.col(whole))
