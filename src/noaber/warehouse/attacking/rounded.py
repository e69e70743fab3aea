"""What a shown figure tells where figures are rounded: not what it is, but the least and the most that it can be.

A release says to which multiples it rounds, and whoever attacks it reads that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Literal

import polars as pl

from noaber.content.disclosure import PROTECTED
from noaber.content.model import Region
from noaber.warehouse.attacking.evidence import PLACE, Evidence, read_evidence

ENDS = ("at_least", "at_most")
EVEN = 1e-9


def known_to(folder: Path, tier: Literal["public", "partner"], region: Region) -> Evidence:
    """Read what a release tells those whom a tier is for, with the limits of each shown figure.

    Where figures are rounded they look at what is rounded for the tiers before as well: two bases tell more than one.
    """
    whole = {id for id, spec in region.indicators.items() if spec.count and not spec.count.sum}
    own = with_limits(read_evidence(folder / f"{tier}.duckdb"), whole)
    for before in PROTECTED[: PROTECTED.index(tier)] if own.rounded else ():
        other = with_limits(read_evidence(folder / f"{before}.duckdb"), whole)
        own = replace(
            own, figures=_nearer(own.figures, other.figures.filter(pl.col("indicator").is_in(list(own.counted))))
        )
    return own


def with_limits(evidence: Evidence, whole: Collection[str]) -> Evidence:
    """Add to the figures of one file what each is `at_least` and `at_most`: both are the value where nothing is
    rounded, and none where nothing is shown; and how far `off` rounding puts them, shown or not. Indicators in `whole`
    are numbers of people or records, so never halves.
    """
    shown = pl.col("value")
    base = pl.col("indicator").replace_strict(_bases(evidence), default=0.0, return_dtype=pl.Float64)
    least, most = shown - base / 2, shown + base / 2
    counts = pl.col("indicator").is_in(list(whole))
    least = pl.when(counts).then(least.ceil()).otherwise(least)
    least = pl.when(shown >= 0).then(least.clip(0)).otherwise(least)
    most = pl.when(counts).then(most.ceil() - 1).otherwise(most)
    ends = {name: pl.when(base > 0).then(end).otherwise(shown) for name, end in zip(ENDS, (least, most), strict=True)}
    off = pl.when(counts).then((base / 2).floor()).otherwise(base / 2)
    return replace(evidence, figures=evidence.figures.with_columns(**ends, off=off))


def _bases(evidence: Evidence) -> dict[str, float]:
    """Give the base of each indicator that is rounded as its file says; who sees other numbers takes them as exact."""
    odd = evidence.figures.with_columns(
        steps=pl.col("value") / pl.col("indicator").replace_strict(evidence.rounded, default=None)
    ).filter((pl.col("steps") - pl.col("steps").round()).abs() > EVEN)
    others = set(odd["indicator"].unique())
    return {id: float(base) for id, base in evidence.rounded.items() if id not in others}


def _nearer(figures: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Take of what two files say of a count what is nearer."""
    said = others.select(*PLACE, least="at_least", most="at_most")
    both = figures.join(said, on=PLACE, how="left", maintain_order="left")
    return both.with_columns(
        at_least=pl.max_horizontal("at_least", "least"), at_most=pl.min_horizontal("at_most", "most")
    ).drop("least", "most")
