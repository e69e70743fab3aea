"""Whether what an outsider derives comes too near to somebody: the one part of an attack that knows the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from noaber.content.counting import ROWS
from noaber.content.model import Region
from noaber.methods.disclosure.equations import Needs
from noaber.privacy.disclosure_rules import rules_of
from noaber.warehouse.attacking.derive import Derived, derive
from noaber.warehouse.attacking.differencing import KEY, named, old_minus_new
from noaber.warehouse.attacking.evidence import Evidence, read_evidence
from noaber.warehouse.attacking.same_figures import declared_same
from noaber.warehouse.attacking.together import too_near_together
from noaber.warehouse.database import open_read_only, read_frame

TRUTH = """
SELECT i.id AS indicator, c.area_key, c.period_key, c.slice_key, c.value AS truth, c.people
FROM counted c JOIN indicator i USING (indicator_key)
"""
SURE = 1e-6


@dataclass(frozen=True)
class Outcome:
    """What an attack on one tier came to: how many figures are hidden and unsafe, and which of these are told exactly,
    too closely or by an earlier release (columns of KEY, low, high, how), and the narrowest interval that sums, one
    after the other, leave to one."""

    tier: str
    cells: int
    hidden: int
    unsafe: int
    found: pl.DataFrame
    narrowest: float | None

    @property
    def passes(self) -> bool:
        """Whether nobody is told."""
        return not self.found.height


def attack_tier(
    folder: Path, region: Region, tier: Literal["public", "partner"], earlier: Path | None = None
) -> Outcome:
    """Attack a tier of a release as an outsider, and judge by its internal file what he found.

    `earlier` is the folder of a release that outsiders know too.
    """
    evidence = read_evidence(folder / f"{tier}.duckdb")
    truth = _truth(folder / "internal.duckdb")
    derived = derive(evidence, truth.drop("people"), declared_same(region))
    judged = _judged(derived.cells, truth, region, tier)
    told = _too_near(_with_near(derived, judged))
    found = [named(told, evidence).select(*KEY, "low", "high", "how")]
    if earlier and (earlier / "internal.duckdb").is_file():
        found.append(_remembered(derived, evidence, earlier, region, tier))
    hidden = judged.filter("hidden")
    widths = hidden.filter("unsafe").select(width=pl.col("high") - pl.col("low"))["width"]
    narrowest = widths.min()
    return Outcome(
        tier, judged.height, hidden.height, int(hidden["unsafe"].sum()), pl.concat(found),
        None if narrowest is None or narrowest == float("inf") else float(narrowest),  # type: ignore[arg-type]
    )  # fmt: skip


def _truth(internal: Path) -> pl.DataFrame:
    with open_read_only(internal) as database:
        return read_frame(database, TRUTH)


def _judged(
    cells: pl.DataFrame, truth: pl.DataFrame, region: Region, tier: Literal["public", "partner"]
) -> pl.DataFrame:
    """Put the truth beside what was derived, and say of each figure whether it is unsafe."""
    both = cells.join(truth, on=["indicator", "area_key", "period_key", "slice_key"])
    return both.join(_limits(region, tier), on="indicator").with_columns(
        unsafe=(pl.col("people") < pl.col("minimum")) & ((pl.col("people") > 0) | pl.col("nought"))
    )


def _with_near(derived: Derived, judged: pl.DataFrame) -> pl.DataFrame:
    """Say of each judged figure whether all equations together come too near to it (`near`)."""
    count = derived.cells.height
    known = derived.cells["value"].to_numpy().copy()
    at = judged["cell"].to_numpy()
    known[at] = judged["truth"].to_numpy()
    needed = pl.when(pl.col("unsafe") & pl.col("hidden"))
    least = pl.col("minimum").cast(pl.Float64)
    said = judged.select(
        upper=needed.then(pl.when("each").then((least - pl.col("truth")).clip(0)).otherwise(0.0)).otherwise(0.0),
        width=needed.then(pl.when("each").then(least).otherwise(pl.col("share") * pl.col("truth").abs())).otherwise(
            0.0
        ),
    )
    upper, width = np.zeros(count), np.zeros(count)
    upper[at], width[at] = said["upper"].to_numpy(), said["width"].to_numpy()
    near = too_near_together(derived, known, Needs(upper, np.zeros(count), width))
    return judged.with_columns(near=pl.Series(near[at]))


def _limits(region: Region, tier: Literal["public", "partner"]) -> pl.DataFrame:
    rows = []
    for id, spec in region.indicators.items():
        if spec.count:
            rules = rules_of(region, id, tier)
            each = spec.count.count not in ("", ROWS)
            rows.append((id, rules.minimum, rules.nought, rules.p_pct / 100, each))
    schema = {
        "indicator": pl.String,
        "minimum": pl.Int64,
        "nought": pl.Boolean,
        "share": pl.Float64,
        "each": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _too_near(judged: pl.DataFrame) -> pl.DataFrame:
    """Keep the unsafe figures that are shown, told exactly, or known too closely."""
    low, high, truth = pl.col("low"), pl.col("high"), pl.col("truth")
    holds = (low <= truth + SURE) & (high >= truth - SURE)
    exact = pl.col("told") | (high - low <= SURE)
    close = (
        pl.when("each")
        .then((high < pl.col("minimum") - SURE) | (high - low < pl.col("minimum") - SURE))
        .otherwise(high - low < pl.col("share") * truth.abs())
    )
    how = (
        pl.when(~pl.col("hidden"))
        .then(pl.lit("shown"))
        .when(exact)
        .then(pl.lit("exactly"))
        .otherwise(pl.lit("too closely"))
    )
    return judged.filter(pl.col("unsafe") & (~pl.col("hidden") | (holds & (exact | close)))).with_columns(
        how=how,
        low=pl.when("told").then("truth").otherwise("low"),
        high=pl.when("told").then("truth").otherwise("high"),
    )


def _remembered(
    derived: Derived, evidence: Evidence, earlier: Path, region: Region, tier: Literal["public", "partner"]
) -> pl.DataFrame:
    """Give unsafe figures of an earlier release that this one tells."""
    old = read_evidence(earlier / f"{tier}.duckdb")
    told = old_minus_new(derived.cells, derived.entries, evidence, old)
    before = old.figures.with_columns(low=pl.lit(0.0), high=pl.lit(None, pl.Float64), told=pl.lit(False))
    judged = named(_judged(before, _truth(earlier / "internal.duckdb"), region, tier), old)
    both = judged.filter(pl.col("unsafe") & pl.col("hidden")).join(told, on=list(KEY))
    hit = both.filter((pl.col("derived") - pl.col("truth")).abs() < SURE)
    return hit.select(*KEY, low="derived", high="derived", how=pl.lit("old minus new")).unique(KEY, maintain_order=True)


def counts(outcomes: Mapping[str, Outcome]) -> dict[str, dict[str, float | int | None]]:
    """Write outcomes as numbers, for a certificate."""
    return {
        tier: {"cells": one.cells, "hidden": one.hidden, "unsafe": one.unsafe, "told": one.found.height,
               "narrowest": one.narrowest}
        for tier, one in outcomes.items()
    }  # fmt: skip
