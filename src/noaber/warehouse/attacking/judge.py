"""Whether what an outsider derives comes too near to somebody: the one part of an attack that knows the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from noaber.content.model import Region
from noaber.methods.disclosure.equations import Floats, Needs
from noaber.warehouse.attacking.derive import Derived, derive
from noaber.warehouse.attacking.differencing import KEY, changes_tell, named
from noaber.warehouse.attacking.evidence import PLACE, Evidence
from noaber.warehouse.attacking.policy import put_to_rules
from noaber.warehouse.attacking.rounded import known_to
from noaber.warehouse.attacking.together import drawn_and_shown, too_near_together
from noaber.warehouse.database import open_read_only, read_frame
from noaber.warehouse.protecting.identities import identities_of
from noaber.warehouse.protecting.release_before import contributions_in

TRUTH = """
SELECT i.id AS indicator, c.area_key, c.period_key, c.slice_key, c.value AS truth, c.people, {contributions}
FROM counted c JOIN indicator i USING (indicator_key)
"""
SURE = 1e-6


@dataclass(frozen=True)
class _Now:
    """What there is of the release that is attacked: its cells with their truth, as they are judged, and the sums over
    them."""

    cells: pl.DataFrame
    judged: pl.DataFrame
    entries: pl.DataFrame
    evidence: Evidence


@dataclass(frozen=True)
class Outcome:
    """What an attack on one tier came to: how many figures are hidden and unsafe, and which of these are told exactly,
    too closely or by an earlier release (columns of KEY, low, high, how), and the narrowest interval that sums, one
    after the other, leave to one. Of figures `drawn` out of parts too large to look at every one together with all
    others, so many are `shown` to be safe."""

    tier: str
    cells: int
    hidden: int
    unsafe: int
    found: pl.DataFrame
    narrowest: float | None
    drawn: int = 0
    shown: int = 0

    @property
    def passes(self) -> bool:
        """Whether nobody is told."""
        return not self.found.height


def attack_tier(
    folder: Path, region: Region, tier: Literal["public", "partner"], earlier: Sequence[Path] = (), draw: int = 0
) -> Outcome:
    """Attack a tier of a release as an outsider, and judge by its internal file what he found.

    `earlier` are the folders of releases that outsiders know too; each is put beside this one. `draw` says of how many
    unsafe figures in large parts a witness is sought.
    """
    evidence = known_to(folder, tier, region)
    truth = _truth(folder / "internal.duckdb")
    derived = derive(evidence, truth.select(*PLACE, "truth"), identities_of(region))
    judged = _judged(derived.cells, truth, evidence, region, tier)
    known, needs = _asked(derived, judged)
    near = too_near_together(derived, known, needs)
    told = _too_near(judged.with_columns(near=pl.Series(near[judged["cell"].to_numpy()])))
    found = [named(told, evidence).select(*KEY, "low", "high", "how")]
    before = [folder for folder in earlier if (folder / "internal.duckdb").is_file()]
    if before:
        now = _Now(_with_truth(derived.cells, truth), judged.drop("low", "high"), derived.entries, evidence)
        found += [_remembered(now, folder, region, tier) for folder in before]
    hidden = judged.filter("hidden")
    widths = hidden.filter("unsafe").select(width=pl.col("high") - pl.col("low"))["width"]
    narrowest = widths.min()
    return Outcome(
        tier, judged.height, hidden.height, int(hidden["unsafe"].sum()), pl.concat(found),
        None if narrowest is None or narrowest == float("inf") else float(narrowest),  # type: ignore[arg-type]
        *(drawn_and_shown(derived, known, needs, draw) if draw else (0, 0)),
    )  # fmt: skip


def _with_truth(figures: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    return figures.join(truth.select(*PLACE, "truth"), on=PLACE, how="left", maintain_order="left")


def _truth(internal: Path) -> pl.DataFrame:
    with open_read_only(internal) as database:
        return read_frame(database, TRUTH.format(contributions=contributions_in(database)))


def _judged(
    cells: pl.DataFrame, truth: pl.DataFrame, evidence: Evidence, region: Region, tier: Literal["public", "partner"]
) -> pl.DataFrame:
    """Put the truth beside what was derived, and say of each figure whether it is unsafe."""
    return put_to_rules(cells.join(truth, on=PLACE), evidence.slices, region, tier)


def _asked(derived: Derived, judged: pl.DataFrame) -> tuple[Floats, Needs]:
    """Give the truth of each figure, as far as it is known, and how far an outsider has to be kept from it."""
    count = derived.cells.height
    known = derived.cells["value"].to_numpy().copy()
    at = judged["cell"].to_numpy()
    known[at] = judged["truth"].to_numpy()
    needed, truth = pl.when(pl.col("unsafe") & pl.col("hidden")), pl.col("truth")
    said = judged.select(
        needed.then((pl.col("reach_up") - truth).clip(0)).otherwise(0.0).alias("upper"),
        needed.then((truth - pl.col("reach_down")).clip(0)).otherwise(0.0).alias("lower"),
        needed.then("apart").otherwise(0.0).alias("width"),
    )
    needs = [np.zeros(count) for _ in said.columns]
    for need, name in zip(needs, said.columns, strict=True):
        need[at] = said[name].to_numpy()
    return known, Needs(*needs)


def _too_near(judged: pl.DataFrame) -> pl.DataFrame:
    """Keep the unsafe figures that are shown, told exactly, or known too closely, by rows or by all together."""
    exact = pl.col("told") | (pl.col("high") - pl.col("low") <= SURE)
    holds, close = _holds_and_close(pl.col("low"), pl.col("high"))
    how = (
        pl.when(~pl.col("hidden"))
        .then(pl.lit("shown"))
        .when(exact)
        .then(pl.lit("exactly"))
        .otherwise(pl.lit("too closely"))
    )
    told = ~pl.col("hidden") | (holds & (exact | close)) | pl.col("near")
    return judged.filter(pl.col("unsafe") & told).with_columns(
        how=how,
        low=pl.when("told").then("truth").otherwise("low"),
        high=pl.when("told").then("truth").otherwise("high"),
    )


def _holds_and_close(low: pl.Expr, high: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Say whether a judged figure lies within limits, and whether these are nearer to it than the rules allow."""
    truth = pl.col("truth")
    holds = (low <= truth + SURE) & (high >= truth - SURE)
    within = (high < pl.col("reach_up") - SURE) | (low > pl.col("reach_down") + SURE)
    return holds, within | (high - low < pl.col("apart") - SURE)


def _remembered(now: _Now, earlier: Path, region: Region, tier: Literal["public", "partner"]) -> pl.DataFrame:
    """Give unsafe figures of this release, or of an earlier one, that the two together tell. Of what is rounded he
    knows no more than limits: these tell where what he supposes is so."""
    old, truth = known_to(earlier, tier, region), _truth(earlier / "internal.duckdb")
    told = changes_tell(now.cells, now.entries, now.evidence, replace(old, figures=_with_truth(old.figures, truth)))
    then = _judged(old.figures, truth, old, region, tier)
    both = (
        (then, old, pl.col("opened"), "old minus new"),
        (now.judged, now.evidence, ~pl.col("opened"), "new minus old"),
    )
    return pl.concat(_hit(named(judged, of), told.filter(which), how) for judged, of, which, how in both)


def _hit(judged: pl.DataFrame, told: pl.DataFrame, how: str) -> pl.DataFrame:
    """Keep what was told of unsafe figures that are hidden, and is so."""
    both = judged.filter(pl.col("unsafe") & pl.col("hidden")).join(told, on=list(KEY))
    low, high = pl.col("low"), pl.col("high")
    low = pl.when(high >= 0).then(low.clip(0)).otherwise(low)
    holds, close = _holds_and_close(low, high)
    hit = both.filter(holds & ((high - low <= SURE) | (close & pl.col("steady"))))
    return hit.select(*KEY, low=low, high=high, how=pl.lit(how)).unique(KEY, maintain_order=True)


def counts(outcomes: Mapping[str, Outcome]) -> dict[str, dict[str, float | int | None]]:
    """Write outcomes as numbers, for a certificate."""
    return {
        tier: {"cells": one.cells, "hidden": one.hidden, "unsafe": one.unsafe, "told": one.found.height,
               "narrowest": one.narrowest}
        for tier, one in outcomes.items()
    }  # fmt: skip
