"""The quality of links in counts: how many, how many are expected to be wrong or missing, and who is not linked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from noaber.content.linking import LinkSpec
from noaber.content.region import DimensionFile
from noaber.content.source import SourceFile
from noaber.methods.linkage_choice import APART, LINKED, TAKEN, TIED
from noaber.methods.linkage_quality import bias_of_unlinked, expected_errors, standardised_difference
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.counting.question import ABOUT

DIMENSION, AREA, PERIOD = "dimension", "area", "period"
"""What the categories are of by which is told who is not linked."""


def quality_of(
    records: pl.DataFrame, link: LinkSpec, source: SourceFile, dimensions: Mapping[str, DimensionFile]
) -> dict[str, Any]:
    """Give the quality of one link as plain data; `records` have `outcome`, `chance` and `any` beside their own."""
    told = records.with_columns(linked=pl.col("outcome") == LINKED, records=pl.lit(1))
    false, missed = expected_errors(told)
    counts = {name: int((records["outcome"] == name).sum()) for name in (LINKED, TIED, TAKEN, APART)}
    return {
        "to": link.to,
        "traits": list(link.traits),
        "exact": bool(link.equal),
        "threshold": None if link.equal else link.threshold,
        "counts": counts,
        "expected_false": None if link.equal else round(false, 4),
        "expected_missed": None if link.equal else round(missed, 4),
        "groups": [list(row) for row in _groups(told, link, source, dimensions)],
    }


def _groups(
    told: pl.DataFrame, link: LinkSpec, source: SourceFile, dimensions: Mapping[str, DimensionFile]
) -> Iterator[tuple[Any, ...]]:
    """Give kind, name, category, linked, unlinked, bias in points and standardised difference of every category."""
    for kind, name, values in _traits(told, link, source, dimensions):
        bias = bias_of_unlinked(told.select("linked", values.alias("trait")), "trait")
        if bias.height > 1:
            for category, linked, unlinked, _, off, difference in standardised_difference(bias).rows():
                yield kind, name, category or "", linked, unlinked, _rounded(off), _rounded(difference)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _traits(
    told: pl.DataFrame, link: LinkSpec, source: SourceFile, dimensions: Mapping[str, DimensionFile]
) -> Iterator[tuple[str, str, pl.Series]]:
    """Give the traits by which is told who is not linked: categories, bands, who delivers, and periods.

    A dimension that no figure of the release has is not there.
    """
    for name, spec in source.columns.items():
        if spec.dimension in dimensions and not dimensions[spec.dimension].area:
            yield DIMENSION, spec.dimension, told[name]
    for dimension, name in link.bands.items():
        if dimension in dimensions:
            yield DIMENSION, dimension, _banded(told, name, dimensions[dimension].bands)
    for name, spec in source.columns.items():
        if source.covers in spec.area:
            yield AREA, source.covers, told[name]
    yield PERIOD, "", told[ABOUT]


def _banded(told: pl.DataFrame, name: str, bands: Mapping[str, tuple[float, ...]]) -> pl.Series:
    """Give the band of a number, or of the years completed on the first day of the record's period."""
    value = _completed_years(told, name) if told.schema[name] == pl.Date else pl.col(name)
    category = pl.lit(None, pl.String)
    for band, edges in bands.items():
        within = (value >= edges[0]) & (value < edges[1] if len(edges) == 2 else pl.lit(True))
        category = pl.when(within).then(pl.lit(band)).otherwise(category)
    return told.select(category.alias(name)).to_series()


def _completed_years(told: pl.DataFrame, name: str) -> pl.Expr:
    days = {text: parse_period(text).start.date() for text in told[ABOUT].unique()}
    day = pl.col(ABOUT).replace_strict(list(days), list(days.values()), return_dtype=pl.Date)
    birth = pl.col(name)
    not_yet = (day.dt.month() * 100 + day.dt.day()) < (birth.dt.month().cast(pl.Int32) * 100 + birth.dt.day())
    return day.dt.year() - birth.dt.year() - not_yet.cast(pl.Int32)
