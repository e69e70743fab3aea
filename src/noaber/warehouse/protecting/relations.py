"""The relations between cells as equations: every whole is its parts, but for who counts in several of them.

What an attacker does not know, how many count in several parts, is taken as known to him: the right side of every
equation is what the true values give.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from noaber.warehouse.protecting.cells import PLACE, Names


@dataclass(frozen=True)
class Ties:
    """What ties the cells of a family, as tables: slices to slices, indicators to one another, areas to areas, and
    periods to periods. `adding` are the indicators whose periods add up."""

    sliced: pl.DataFrame
    linked: pl.DataFrame
    routes: pl.DataFrame
    timed: pl.DataFrame
    adding: tuple[int, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Equations in coordinates: entry e says that cell `cell[e]` stands in row `row[e]` with `sign[e]`."""

    row: NDArray[np.int64]
    cell: NDArray[np.int64]
    sign: NDArray[np.float64]


def relations(cells: pl.DataFrame, ties: Ties, names: Names) -> Rows:
    """Give the equations over cells (PLACE and `cell`, the number of each)."""
    placed = cells.select(*PLACE, "cell")
    parts = [part for part in _relations(placed, ties, names) if part.height]
    if not parts:
        none = np.empty(0, np.int64)
        return Rows(none, none, np.empty(0))
    rows, first = [], 0
    for part in parts:
        found, row = np.unique(part["key"].to_numpy(), return_inverse=True)
        rows.append(row.astype(np.int64) + first)
        first += len(found)
    together = pl.concat([part.select("cell", "sign") for part in parts])
    return Rows(np.concatenate(rows), together["cell"].to_numpy(), together["sign"].to_numpy().astype(np.float64))


def _relations(cells: pl.DataFrame, ties: Ties, names: Names) -> Iterator[pl.DataFrame]:
    yield _keyed(cells.join(ties.sliced, on=["indicator", "slice"]), "equation", "area", "period")
    found = _keyed(cells.join(ties.routes, on=["area", "period"]), "route", "indicator", "period", "slice", kept="size")
    yield _whole(found)
    if ties.linked.height:
        joined = cells.join(ties.linked, on=["indicator", "slice"])
        here = names.area_codes.gather(joined["area"])
        found = _keyed(_moved_back(joined.filter((pl.col("self") == "") | (pl.col("self") == here)), names),
                       "equation", "area", "period")  # fmt: skip
        yield found.filter(pl.len().over("key") > 1)
    if ties.adding:
        joined = cells.filter(pl.col("indicator").is_in(ties.adding)).join(ties.timed, on="period")
        yield _whole(_keyed(joined, "whole", "indicator", "area", "slice", kept="size"))


def _moved_back(joined: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Put terms of a later period into the period of their identity; away with those that have none."""
    later = joined.filter(pl.col("later") > 0).join(names.periods_before, on="period")
    later = later.with_columns(period="earlier").drop("earlier")
    return pl.concat([joined.filter(pl.col("later") == 0), later])


def _keyed(rows: pl.DataFrame, *keys: str, kept: str = "") -> pl.DataFrame:
    """Give each row the number of its equation: `keys` written one behind the other."""
    whole = pl.lit(0, pl.Int64)
    for key in keys:
        low, most = (int(rows[key].min()), int(rows[key].max())) if rows.height else (0, 0)  # type: ignore[arg-type]
        whole = whole * (most - low + 1) + (pl.col(key).cast(pl.Int64) - low)
    return rows.select("cell", "sign", *([kept] if kept else []), key=whole)


def _whole(found: pl.DataFrame) -> pl.DataFrame:
    """Keep the equations of which every cell is there."""
    return found.filter(pl.len().over("key") == pl.col("size")).select("cell", "sign", "key")
