"""Which cells of a table are unsafe by themselves: too few behind them, or one of them seen through the total.

Rules after Hundepool et al. (2012), Statistical Disclosure Control, chapter 4. Amounts count by size, whatever their
sign. Each rule is an expression over a table of cells, so that a policy is a choice of rules.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def gather_contributions(
    records: pl.DataFrame, by: Sequence[str], amount: str, holding: str | None = None, largest: int = 2
) -> pl.DataFrame:
    """Give for each cell how many contribute, how much in all, and the largest contributions.

    Columns `by`, `count`, `total` and `x1`, `x2` ... (0 where there are fewer contributors). Contributions of one
    `holding` are one. The total of sizes, not of signed amounts.

    >>> shops = pl.DataFrame({"sector": ["S", "S", "S"], "turnover": [50, 30, 20], "owner": ["a", "b", "b"]})
    >>> gather_contributions(shops, ["sector"], "turnover", "owner").row(0)
    ('S', 2, 100, 50, 50)
    """
    if holding is not None:
        records = records.group_by(*by, holding).agg(pl.col(amount).sum())
    size = pl.col(amount).abs()
    top = size.sort(descending=True)
    return (
        records.group_by(by)
        .agg(
            pl.len().cast(pl.Int64).alias("count"),
            size.sum().alias("total"),
            *[top.get(at, null_on_oob=True).fill_null(0).alias(f"x{at + 1}") for at in range(largest)],
        )
        .sort(by)
    )


def is_few(count: pl.Expr, minimum: float, nought_unsafe: bool = False) -> pl.Expr:
    """Say whether fewer than `minimum` are behind a cell; none at all only where `nought_unsafe`.

    >>> pl.select(few=is_few(pl.lit(pl.Series([0, 1, 9, 10])), 10)).to_series().to_list()
    [False, True, True, False]
    """
    return (count < minimum) if nought_unsafe else (count > 0) & (count < minimum)


def is_dominated(largest: Sequence[pl.Expr], total: pl.Expr, percent: float) -> pl.Expr:
    """Say whether the largest contributors together have more than `percent` % of a cell: (n, k)-dominance.

    With one contributor and 50 it is the rule that nobody has more than half.

    >>> cell = pl.DataFrame({"total": [100.0, 100.0], "x1": [60.0, 40.0], "x2": [20.0, 20.0]})
    >>> cell.select(is_dominated([pl.col("x1"), pl.col("x2")], pl.col("total"), 75)).to_series().to_list()
    [True, False]
    """
    return pl.sum_horizontal(largest) > total * percent / 100


def is_close(total: pl.Expr, first: pl.Expr, second: pl.Expr, percent: float) -> pl.Expr:
    """Say whether the second contributor can tell the first to within `percent` %: the p % rule.

    >>> cell = pl.DataFrame({"total": [100.0, 100.0], "x1": [60.0, 60.0], "x2": [35.0, 20.0]})
    >>> cell.select(is_close(pl.col("total"), pl.col("x1"), pl.col("x2"), 15)).to_series().to_list()
    [True, False]
    """
    return total - first - second < first * percent / 100


def is_close_with_prior(total: pl.Expr, first: pl.Expr, second: pl.Expr, percent: tuple[float, float]) -> pl.Expr:
    """Say the same of somebody who knew all others to within q % before: the prior-posterior rule, `percent` = (p, q).

    ValueError unless 0 < p < q <= 100.
    """
    posterior, prior = percent
    if not 0 < posterior < prior <= 100:
        raise ValueError(f"p {posterior:g} and q {prior:g}")
    return is_close(total, first, second, 100 * posterior / prior)


def is_nearly_all(part: pl.Expr, whole: pl.Expr, percent: float = 90) -> pl.Expr:
    """Say whether a cell is more than `percent` % of its total, so that something is known of everybody in it.

    Group disclosure; never where the total is nought.

    >>> cells = pl.DataFrame({"part": [19, 5, 0], "whole": [20, 20, 0]})
    >>> cells.select(is_nearly_all(pl.col("part"), pl.col("whole"))).to_series().to_list()
    [True, False, False]
    """
    return (whole > 0) & (part > whole * percent / 100)


def dominance_level(largest: Sequence[pl.Expr], total: pl.Expr, percent: float | pl.Expr) -> pl.Expr:
    """Give how far above a cell somebody must think it may be, so that its largest contributors need not have more than
    `percent` % of it; nought or less where they have not: upper protection level, Hundepool et al. (2012), table 4.2.

    >>> cell = pl.DataFrame({"total": [100.0, 100.0], "x1": [60.0, 40.0], "x2": [20.0, 20.0]})
    >>> level = dominance_level([pl.col("x1"), pl.col("x2")], pl.col("total"), 75)
    >>> cell.select(level.round(2)).to_series().to_list()
    [6.67, -20.0]
    """
    return pl.sum_horizontal(largest) * 100 / percent - total


def closeness_level(total: pl.Expr, first: pl.Expr, second: pl.Expr, percent: float | pl.Expr) -> pl.Expr:
    """Give the same for the p % rule: so that the second contributor cannot tell the first to within `percent` %.

    >>> cell = pl.DataFrame({"total": [100.0, 100.0], "x1": [60.0, 60.0], "x2": [35.0, 20.0]})
    >>> cell.select(closeness_level(pl.col("total"), pl.col("x1"), pl.col("x2"), 15)).to_series().to_list()
    [4.0, -11.0]
    """
    return first * percent / 100 - (total - first - second)
