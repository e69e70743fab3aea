"""What records about people say that cannot be so, or not at once: each a rule over columns, a row per record.

Rules ask for columns; one whose columns a source does not have is not asked. Dates are days, both ends of a spell
included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from noaber.methods.spells import FAR, SOUND, number_runs


@dataclass(frozen=True)
class Rule:
    """What contradicts: the columns it needs, and an expression that is true of such a row."""

    columns: tuple[str, ...]
    broken: pl.Expr


RULES: Mapping[str, Rule] = {
    "before_birth": Rule(("start", "birth"), pl.col("start") < pl.col("birth")),
    "not_begun": Rule(("start", "until"), pl.col("start") > pl.col("until")),
    "period_to_come": Rule(("first", "until"), pl.col("first") > pl.col("until")),
    "beside_period": Rule(
        ("start", "end", "first", "last"),
        (pl.col("start") > pl.col("last")) | (pl.col("end") < pl.col("first")),
    ),
    "other_person": Rule(("unit", "unit_before"), pl.col("unit") != pl.col("unit_before")),
    "never_told": Rule(("withdrawn", "told_before"), pl.col("withdrawn") & ~pl.col("told_before")),
}
"""`until` is the last day of the period in which it is told; `first` and `last` those of the period it is about;
`unit_before` whom a record of the same number was about; `told_before` whether it was told in an earlier delivery."""


def find_contradictions(rows: pl.DataFrame) -> dict[str, pl.Series]:
    """Give for each rule whose columns are there which rows break it, as their values of `line`, in order.

    >>> from datetime import date
    >>> births = [date(1980, 1, 1), date(2025, 1, 1)]
    >>> rows = pl.DataFrame({"line": [2, 3], "start": [date(2024, 1, 1)] * 2, "birth": births})
    >>> {rule: lines.to_list() for rule, lines in find_contradictions(rows).items()}
    {'before_birth': [3]}
    """
    asked = {name: rule for name, rule in RULES.items() if set(rule.columns) <= set(rows.columns)}
    return {
        name: rows.filter(rule.broken.fill_null(False)).select(pl.col("line").sort()).to_series()
        for name, rule in asked.items()
    }


def overlapping_spells(spells: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Give the spells that share a day with another one of the same values in `by`; those without a value in `by` or
    that are on no day are left out.

    >>> from datetime import date
    >>> spells = pl.DataFrame({"who": ["p", "p", "p"], "start": [date(2024, 1, 1), date(2024, 1, 9), date(2024, 3, 1)],
    ...                        "end": [date(2024, 1, 9), date(2024, 1, 20), None]})
    >>> overlapping_spells(spells, ["who"]).height
    2
    """
    end = pl.col("end").fill_null(pl.lit(FAR))
    known = spells.filter(SOUND, *[pl.col(name).is_not_null() for name in by])
    ordered = known.sort(*by, "start").with_columns(whose=number_runs(by), until=end)
    reach = pl.col("until").cum_max().shift(1).over("whose")
    next_start = pl.col("start").shift(-1).over("whose")
    both = (pl.col("start") <= reach) | (pl.col("until") >= next_start)
    return ordered.filter(both.fill_null(False)).drop("whose", "until")
