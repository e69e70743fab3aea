"""Counts as columns of numbers: a row for each place, a column for each indicator and slice, now and a period later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import polars as pl

from noaber.content.model import Region
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.attacking.evidence import Evidence
from noaber.warehouse.attacking.identities import SELF
from noaber.warehouse.database import open_read_only, read_frame

COUNTED = """
SELECT i.id AS indicator, i.unit, c.area_key, a.type_key, c.period_key, c.slice_key, c.value
FROM counted c JOIN indicator i USING (indicator_key) JOIN area a USING (area_key)
ORDER BY i.id, c.area_key, c.period_key, c.slice_key
"""
PLACE = ["area_key", "type_key", "period_key"]


@dataclass(frozen=True)
class Series:
    """One figure at all places: of an indicator and a slice, in the same period or a `later` one."""

    indicator: str
    slice: str
    later: int

    @property
    def dimensions(self) -> int:
        """How many dimensions its slice has."""
        return len(parse_slice(self.slice))

    @property
    def column(self) -> str:
        """Its name as a column of a table."""
        return f"{self.indicator} {self.slice} {self.later}"


@dataclass(frozen=True)
class Table:
    """An indicator at all places: a row for each (PLACE), a column for each of its series; the unit of its values."""

    series: tuple[Series, ...]
    rows: pl.DataFrame
    unit: str


def read_tables(internal: Path, region: Region, evidence: Evidence) -> list[Table]:
    """Give a table for each indicator in the internal file of a release, and one of each in the next period."""
    with open_read_only(internal) as database:
        counted = read_frame(database, COUNTED)
    now = _sliced(counted, evidence, {id for id, spec in region.dimensions.items() if spec.area})
    both = [now, _earlier(now, evidence)]
    return [_table(part, later) for later, frame in enumerate(both) for part in frame.partition_by("indicator")]


def _sliced(counted: pl.DataFrame, evidence: Evidence, of_areas: Collection[str]) -> pl.DataFrame:
    """Add the text of each `slice`; of areas as categories (dimensions `of_areas`) only the own one stays."""
    codes = dict(evidence.areas.select("area_key", "code").iter_rows())
    parsed = {key: parse_slice(text) for key, text in evidence.slices.items()}
    of_area = {key: category for key, one in parsed.items() for name, category in one.items() if name in of_areas}
    own = pl.col("slice_key").replace_strict(of_area, default=None, return_dtype=pl.String)
    here = pl.col("area_key").replace_strict(codes, return_dtype=pl.String)
    texts = {key: print_slice({d: SELF if d in of_areas else c for d, c in one.items()}) for key, one in parsed.items()}
    slice = pl.col("slice_key").replace_strict(texts, return_dtype=pl.String)
    return counted.filter(own.is_null() | (own == here)).with_columns(slice=slice)


def _earlier(counted: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Write what was counted at the place of the period before."""
    periods = {parse_period(text): key for key, text in evidence.periods.items()}
    before = {key: periods.get(period.next(-1)) for period, key in periods.items()}
    moved = pl.col("period_key").replace_strict(before, return_dtype=counted.schema["period_key"])
    return counted.with_columns(period_key=moved).drop_nulls("period_key")


def _table(counted: pl.DataFrame, later: int) -> Table:
    indicator, unit = counted.select("indicator", "unit").row(0)
    series = tuple(Series(indicator, text, later) for text in sorted(counted["slice"].unique()))
    wide = counted.pivot("slice", index=PLACE, values="value").drop_nulls()
    return Table(series, wide.rename({one.slice: one.column for one in series}), unit)


def joined(together: Sequence[Table]) -> pl.DataFrame:
    """Put tables beside one another: the places that are in all of them."""
    return reduce(lambda one, other: one.join(other, on=PLACE), (table.rows for table in together)).sort(PLACE)
