"""Counted cells with whole numbers for their indicator, area, period and slice: millions of them in little memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from noaber.vocabulary.periods import parse_period
from noaber.warehouse.counting.contributions import CONTRIBUTIONS

CELLS = pl.Schema(
    {
        "indicator": pl.Int16,
        "area": pl.Int32,
        "period": pl.Int32,
        "slice": pl.Int32,
        "value": pl.Float64,
        "people": pl.Int64,
        **dict.fromkeys(CONTRIBUTIONS, pl.Float64),
    }
)
PLACE = ("indicator", "area", "period", "slice")


@dataclass(frozen=True)
class Names:
    """What the whole numbers mean: the place in each list."""

    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    slices: tuple[str, ...]

    @cached_property
    def codes_of_slices(self) -> dict[str, int]:
        """The whole number of each slice."""
        return self.codes("slices")

    @cached_property
    def area_codes(self) -> pl.Series:
        """The code of each area, without its vintage."""
        return pl.Series([area.partition("@")[0] for area in self.areas], dtype=pl.String)

    @cached_property
    def periods_before(self) -> pl.DataFrame:
        """Each period (`period`) with the one of the same length before it (`earlier`), where there is one."""
        known = {parse_period(text): at for at, text in enumerate(self.periods)}
        pairs = [(at, known[period.next(-1)]) for period, at in known.items() if period.next(-1) in known]
        return pl.DataFrame(pairs, schema={"period": pl.Int32, "earlier": pl.Int32}, orient="row")

    def codes(self, kind: str) -> dict[str, int]:
        """Give the whole number of each name of a kind: indicators, areas, periods or slices."""
        return {name: at for at, name in enumerate(getattr(self, kind))}


def names_of(files: Mapping[str, Path]) -> Names:
    """Give names to what occurs in the files of counted indicators, in a fixed order."""
    found: dict[str, set[str]] = {"area": set(), "period": set(), "slice": set()}
    for path in files.values():
        for column, seen in found.items():
            seen.update(pl.scan_parquet(path).select(column).unique().collect()[column])
    return Names(tuple(files), *(tuple(sorted(seen)) for seen in found.values()))


def read_cells(files: Mapping[str, Path], names: Names) -> pl.DataFrame:
    """Read the cells of the indicators, one after the other in the order of their files."""
    indicators = names.codes("indicators")
    parts = []
    for id, path in files.items():
        rows = pl.scan_parquet(path).select(
            indicator=pl.lit(indicators[id], pl.Int16),
            area=coded("area", names.areas),
            period=coded("period", names.periods),
            slice=coded("slice", names.slices),
            value="value",
            people="people",
            **{name: name for name in CONTRIBUTIONS},
        )
        parts.append(rows.collect())
    return pl.concat(parts)


def coded(column: str, names: tuple[str, ...]) -> pl.Expr:
    """Write a column of names as whole numbers; null for what has none."""
    return pl.col(column).cast(pl.Enum(names), strict=False).to_physical().cast(pl.Int32)
