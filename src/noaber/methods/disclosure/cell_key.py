"""Noise by cell key: the same cell gets the same noise in every table that it stands in.

Each record has a key for ever, a number from 0 to 1. The key of a cell is the fraction of the sum of its records' keys;
with it the noise is looked up in a table of chances (a p-table), by the size of the cell. After Fraser and Wooton
(2005), as in the R package cellKey. Tables are not additive any more, and readers are to be told so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl


def gather_cell_keys(records: pl.DataFrame, by: Sequence[str], key: str) -> pl.DataFrame:
    """Give for each cell its `count` and its `cell_key`, the fraction of the sum of the keys of its records.

    >>> gather_cell_keys(pl.DataFrame({"area": ["A", "A"], "key": [0.75, 0.5]}), ["area"], "key").row(0)
    ('A', 2, 0.25)
    """
    grouped = records.group_by(by) if by else records.group_by(pl.lit(0).alias("all"))
    cells = grouped.agg(count=pl.len().cast(pl.Int64), cell_key=pl.col(key).sum() % 1.0)
    return cells.sort(by) if by else cells.drop("all")


def add_noise(cells: pl.DataFrame, chances: pl.DataFrame) -> pl.DataFrame:
    """Add `noise` and `perturbed` to cells with `count` and `cell_key`.

    `chances` is a p-table with columns `i` (the size of a cell; the largest stands for all beyond), `v` (the noise),
    and `lb` and `ub` (for which keys: lb <= key < ub). ValueError where the p-table lacks a size or a key.

    >>> chances = pl.DataFrame({"i": [0, 1, 1], "v": [0, -1, 1], "lb": [0.0, 0.0, 0.5], "ub": [1.0, 0.5, 1.0]})
    >>> cells = pl.DataFrame({"count": [0, 7], "cell_key": [0.9, 0.25]})
    >>> add_noise(cells, chances)["perturbed"].to_list()
    [0, 6]
    """
    largest = chances["i"].max()
    ranges = chances.select(i=pl.col("i").cast(pl.Int64), lb="lb", ub="ub", noise=pl.col("v").cast(pl.Int64)).sort("lb")
    found = (
        cells.with_row_index("_at")
        .with_columns(_i=pl.min_horizontal("count", pl.lit(largest)).cast(pl.Int64))
        .sort("cell_key")
        .join_asof(ranges, left_on="cell_key", right_on="lb", by_left="_i", by_right="i", check_sortedness=False)
        .sort("_at")
    )
    lacking = found.filter(pl.col("noise").is_null() | (pl.col("cell_key") >= pl.col("ub")))
    if lacking.height:
        raise ValueError(f"the table of chances says nothing of {lacking.height} cells")
    return found.with_columns(perturbed=pl.col("count") + pl.col("noise")).select(*cells.columns, "noise", "perturbed")


def describe_chances(chances: pl.DataFrame) -> pl.DataFrame:
    """Give for each size `i` of a p-table what makes it sound.

    `sum` of its chances (1), `bias` (0), `variance` of the noise, the `least` value that can come out, and `furthest`,
    the largest noise.
    """
    chance, noise = pl.col("ub") - pl.col("lb"), pl.col("v").cast(pl.Float64)
    return (
        chances.group_by("i")
        .agg(
            sum=chance.sum(),
            bias=(chance * noise).sum(),
            variance=(chance * noise**2).sum() - (chance * noise).sum() ** 2,
            least=(pl.col("i") + pl.col("v")).min(),
            furthest=pl.col("v").abs().max(),
        )
        .sort("i")
    )


def check_chances(chances: pl.DataFrame, tolerance: float = 1e-6) -> list[str]:
    """Give what is wrong with a p-table, a line for each size; empty where it is sound.

    Keys from 0 to 1 must be covered once, the noise must be nought on average, and no value may become negative.

    >>> check_chances(pl.DataFrame({"i": [1], "v": [-2], "lb": [0.0], "ub": [1.0]}))
    ['size 1: noise is -2 on average', 'size 1: can become -1']
    """
    said = []
    for size, total, bias, _, least, _ in describe_chances(chances).rows():
        of_size = chances.filter(pl.col("i") == size).sort("lb")
        starts, ends = of_size["lb"].to_numpy(), of_size["ub"].to_numpy()
        if abs(total - 1) > tolerance or np.abs(starts - np.r_[0.0, ends[:-1]]).max() > tolerance:
            said.append(f"size {size}: keys from 0 to 1 are not covered once")
        if abs(bias) > tolerance:
            said.append(f"size {size}: noise is {bias:g} on average")
        if least < 0:
            said.append(f"size {size}: can become {least}")
    return said
