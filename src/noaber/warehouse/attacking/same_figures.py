"""Figures that are the same under two names: what a period ends with is what the next begins with.

An outsider reads in definitions that they are, and looks at where both are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from noaber.content.model import Region
from noaber.vocabulary.formulas import Operand, parse_formula
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.attacking.evidence import Evidence
from noaber.warehouse.attacking.sums import Suspected

Same = tuple[str, str, int]
"""Two indicators that give the same, the second so many periods later."""


def declared_same(region: Region) -> list[Same]:
    """Give the indicators that a region says to be the same."""
    told = [(linked.equal, int(linked.next)) for linked in region.disclosure.linked]
    told += [(account.equal, 0) for account in region.accounts.values() if account.equal]
    found = []
    for formulas, later in told:
        one, other = (parse_formula(text) for text in formulas)
        if isinstance(one, Operand) and isinstance(other, Operand) and not one.selection + other.selection:
            found.append((one.name, other.name, later))
    return found


def same_figures(cells: pl.DataFrame, evidence: Evidence, declared: Sequence[Same]) -> Iterator[Suspected]:
    """Give what may be the same figure twice, over cells (cell, indicator, area_key, period_key, slice_key)."""
    periods = {parse_period(text): key for key, text in evidence.periods.items()}
    for one, other, later in declared:
        following = {key: periods.get(period.next(later)) for period, key in periods.items()}
        now, then = (cells.filter(pl.col("indicator") == name) for name in (one, other))
        moved = now.with_columns(
            pl.col("period_key").replace_strict(following, return_dtype=cells.schema["period_key"])
        ).drop_nulls("period_key")
        both = moved.join(then, on=["area_key", "period_key", "slice_key"], suffix="_then", maintain_order="left")
        numbered = both.select("cell", "cell_then", equation=pl.int_range(pl.len()))
        yield Suspected(
            f"{one} is {other}",
            pl.concat([
                numbered.select("equation", "cell", sign=pl.lit(1.0)),
                numbered.select("equation", cell="cell_then", sign=pl.lit(-1.0)),
            ]),
        )  # fmt: skip
