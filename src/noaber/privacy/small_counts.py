"""Which rows of a small table of counts may be shown beside their total."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def shown_rows(table: pl.DataFrame, counts: Sequence[str], minimum: int) -> pl.Series:
    """Say of each row whether it may be shown, where the total of each of `counts` is known too.

    A row with a count from 1 below `minimum` is hidden. What is hidden is what the total lacks: as long as that is one
    row, or adds up to less than `minimum` of anything, the smallest row that is shown is hidden too.

    >>> table = pl.DataFrame({"linked": [90, 40, 30], "unlinked": [20, 12, 3]})
    >>> shown_rows(table, ["linked", "unlinked"], 10).to_list()
    [True, False, False]
    """
    few = [_is_few(pl.col(name), minimum) for name in counts]
    hidden = table.select(pl.any_horizontal(few)).to_series().to_list()
    size = table.select(pl.sum_horizontal(counts)).to_series().to_list()
    while any(hidden) and not all(hidden) and _can_be_told(table, counts, hidden, minimum):
        hidden[min((at for at, gone in enumerate(hidden) if not gone), key=lambda at: (size[at], at))] = True
    return pl.Series([not gone for gone in hidden], dtype=pl.Boolean)


def _is_few(count: pl.Expr, minimum: int) -> pl.Expr:
    return (count > 0) & (count < minimum)


def _can_be_told(table: pl.DataFrame, counts: Sequence[str], hidden: list[bool], minimum: int) -> bool:
    gone = table.filter(pl.Series(hidden))
    return gone.height == 1 or any(0 < int(gone[name].sum()) < minimum for name in counts)
