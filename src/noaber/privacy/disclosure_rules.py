"""Which rules a figure falls under: the policy of its sources and of its indicator, joined to the strictest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from noaber.content.disclosure import TierSpec
from noaber.content.model import Region


@dataclass(frozen=True)
class Rules:
    """What is unsafe of one indicator in one tier: numbers of people below `minimum` (nought too where `nought`), sums
    of which `largest` contributions are more than `largest_pct` percent (0: no such rule), categories in `group_of`
    with more than `group_pct` percent of their total; `p_pct` is how near nobody may come to a hidden sum, and shown
    figures are rounded to multiples of `round` (0: as they are)."""

    minimum: int
    nought: bool
    largest: int
    largest_pct: float
    p_pct: float
    group_pct: float
    group_of: frozenset[str]
    round: int


def rules_of(region: Region, id: str, tier: Literal["public", "partner"]) -> Rules:
    """Give the rules of a counted indicator in a tier: of several sources the strictest of each.

    The minimum of the indicator itself holds in both tiers where it is stricter than that for everybody.
    """
    indicator = region.indicators[id]
    assert indicator.count is not None
    told: list[TierSpec] = [getattr(region.rules_of(source), tier) for source in indicator.count.from_]
    public = max(region.rules_of(source).public.minimum for source in indicator.count.from_)
    own = indicator.protect.minimum or 0
    dominance = [spec.dominance for spec in told if spec.dominance]
    groups = [spec.group for spec in told if spec.group]
    return Rules(
        minimum=max(*(spec.minimum for spec in told), own if own > public else 0),
        nought=any(spec.nought == "hidden" for spec in told),
        largest=max((spec.largest for spec in dominance), default=0),
        largest_pct=min((spec.pct for spec in dominance), default=100.0),
        p_pct=max(spec.p_pct for spec in told),
        group_pct=min((spec.pct for spec in groups), default=100.0),
        group_of=frozenset(name for spec in groups for name in spec.of),
        round=max(spec.round for spec in told),
    )
