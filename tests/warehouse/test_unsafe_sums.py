"""Which sums are unsafe for what their largest contributions are: as sdcTable says, by protection and by attack."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from noaber.content.disclosure import DisclosureFile, DominanceSpec, RulesSpec, TierSpec
from noaber.content.read import read_region
from noaber.privacy.disclosure_rules import Rules, rules_of
from noaber.warehouse.attacking.policy import put_to_rules
from noaber.warehouse.counting.contributions import CONTRIBUTIONS
from noaber.warehouse.protecting.unsafe import judge

pytestmark = pytest.mark.real
OFFICE = read_region(Path(__file__).parents[1] / "office")
SUM = "care_cost"
POLICIES = {
    "two have more than three quarters": (TierSpec(minimum=3, nought="shown", p_pct=0, dominance=DominanceSpec(
        largest=2, pct=75)), ("freq_lt3", "nk_2_75")),
    "one has more than half": (TierSpec(minimum=10, nought="shown", p_pct=0, dominance=DominanceSpec(
        largest=1, pct=50)), ("freq_lt10", "dominance50_largest")),
    "the second tells the first to within 15 %": (TierSpec(minimum=3, nought="shown", p_pct=15), ("freq_lt3", "p_15")),
}  # fmt: skip
"""Rules of a tier, and the columns of the case that say the same: unsafe is what is so in one of them."""


@pytest.fixture(scope="module")
def cells(shared: Path) -> pl.DataFrame:
    """The forty cells with turnover, contributors and the largest two contributions; and what sdcTable said of each."""
    told = pl.read_csv(shared / "cases" / "02_sdc" / "businesses_primary_expected.csv")
    known = {"sizes": "turnover", "x1": "x1", "x2": "x2", "x3": pl.lit(0.0)}
    return told.with_columns(
        pl.col("turnover").cast(pl.Float64).alias("value"), pl.col("freq").cast(pl.Int64).alias("people"),
        **{name: (pl.col(one) if isinstance(one, str) else one).cast(pl.Float64) for name, one in known.items()},
    )  # fmt: skip


def rules(policy: str) -> Rules:
    """Give the rules of the sum in the office, were its policy this one."""
    tier = POLICIES[policy][0]
    told = RulesSpec(public=tier, partner=tier, reason="As in the case.", date="2026-11-28")
    return rules_of(replace(OFFICE, disclosure=DisclosureFile(defaults=told)), SUM, "public")


@pytest.mark.parametrize("policy", POLICIES)
def test_unsafe_is_what_sdctable_says(cells: pl.DataFrame, policy: str) -> None:
    """Exactly; but for cells that nobody is in, which are no secret."""
    judged = judge(cells.with_columns(indicator=pl.lit(0, pl.Int16)), [rules(policy)], [False], np.zeros(cells.height))
    expected = cells.select(pl.any_horizontal(pl.col(name) == "u" for name in POLICIES[policy][1])).to_series()
    assert judged.primary.tolist() == expected.to_list()
    assert expected.sum() > 2


@pytest.mark.parametrize("policy", POLICIES)
def test_whoever_is_kept_as_far_as_needed_cannot_call_it_unsafe(cells: pl.DataFrame, policy: str) -> None:
    """Were the sum as high as an outsider must think it may be, and the largest as they are, no rule were broken."""
    own = rules(policy)
    numbered = cells.with_columns(indicator=pl.lit(0, pl.Int16))
    judged = judge(numbered, [own], [False], np.zeros(cells.height))
    grown = numbered.with_columns(pl.col("sizes") + judged.needs.upper, value=pl.col("value") + judged.needs.upper)
    again = judge(grown.with_columns(people=pl.lit(100, pl.Int64)), [own], [False], np.zeros(cells.height))
    assert not again.primary.any()


@pytest.mark.parametrize("policy", POLICIES)
def test_the_attack_judges_alike(cells: pl.DataFrame, policy: str) -> None:
    """Though it works it out by itself: unsafe, and how high it must reach."""
    tier = POLICIES[policy][0]
    told = RulesSpec(public=tier, partner=tier, reason="As in the case.", date="2026-11-28")
    region = replace(OFFICE, disclosure=DisclosureFile(defaults=told))
    keys = {name: pl.int_range(pl.len(), dtype=pl.Int32) for name in ("area_key", "period_key")}
    figures = cells.select("people", *CONTRIBUTIONS, truth="value", indicator=pl.lit(SUM),
                           slice_key=pl.lit(0, pl.Int32), **keys)  # fmt: skip
    attacked = put_to_rules(figures, {0: ""}, region, "public")
    numbered = cells.with_columns(indicator=pl.lit(0, pl.Int16))
    judged = judge(numbered, [rules(policy)], [False], np.zeros(cells.height))
    assert attacked["unsafe"].to_list() == judged.primary.tolist()
    needed = np.where(judged.primary, judged.needs.upper, np.inf)
    assert ((attacked["reach_up"] - attacked["truth"]).to_numpy() <= needed + 1e-6).all()
