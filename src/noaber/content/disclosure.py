"""The shape of disclosure.yml: what is protected of figures that are counted from records, in which tier, and why."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from noaber.content.region import OneOrMore
from noaber.content.texts import Declared

Tier = Literal["public", "partner", "internal"]
TIERS: tuple[Tier, ...] = ("public", "partner", "internal")
"""Whom a figure may reach, from everybody to the office alone: what one tier shows, each after it shows too."""
PROTECTED: tuple[Literal["public", "partner"], ...] = ("public", "partner")
"""Tiers in which figures are hidden; the internal one holds the counts as they are."""


class DominanceSpec(Declared):
    """A sum is unsafe where its largest contributions are more than a share of it."""

    largest: int = Field(description="How many contributions, the largest first.", ge=1, le=3, examples=[1])
    pct: float = Field(description="More than this share of the sum is too much.", gt=0, lt=100, examples=[75])


class GroupSpec(Declared):
    """A category that nearly everybody is in tells of each of them."""

    pct: float = Field(90.0, description="A category with more than this share of its total is unsafe.", gt=0, le=100)
    of: OneOrMore = Field(description="Dimensions of which that is so.", examples=[["income_class"]])


class TierSpec(Declared):
    """What is unsafe in one tier."""

    minimum: int = Field(description="A figure about fewer than this is hidden.", ge=3, le=1000, examples=[10])
    nought: Literal["hidden", "shown"] = Field("hidden", description="Whether it is hidden that nobody is there.")
    dominance: DominanceSpec | None = Field(None, description="For sums: when a few make up too much of one.")
    p_pct: float = Field(
        10.0,
        ge=0,
        le=100,
        description="For sums: how near nobody may come to a hidden one, nor the second largest contributor to the "
        "largest, in percent of it.",
    )
    group: GroupSpec | None = Field(None, description="Categories that nearly everybody is in.")
    round: int = Field(0, ge=0, le=100, description="Figures are rounded to multiples of this; 0 is not at all.")


class RulesSpec(Declared):
    """The rules of both protected tiers, why they are so, and since when."""

    public: TierSpec = Field(description="For everybody.")
    partner: TierSpec = Field(description="For those whom the partnership lets see more.")
    reason: str = Field(description="Why these rules.", min_length=10)
    date: str = Field(description="When they were decided.", pattern=r"^\d{4}-\d{2}-\d{2}$")

    @model_validator(mode="after")
    def _nested(self) -> RulesSpec:
        wrong = next((text for looser, text in _looser(self.public, self.partner) if looser), "")
        if wrong:
            raise ValueError(f"what is public is protected at least as strictly as what partners see: {wrong}")
        return self


def _looser(public: TierSpec, partner: TierSpec) -> tuple[tuple[bool, str], ...]:
    """Give in what the rules for everybody would be the weaker ones, each with its name."""
    return (
        (public.minimum < partner.minimum, "minimum"),
        (public.nought == "shown" and partner.nought == "hidden", "nought"),
        (public.p_pct < partner.p_pct, "p_pct"),
        (partner.dominance is not None and public.dominance is None, "dominance"),
        (partner.group is not None and public.group is None, "group"),
        (bool(partner.round) and not public.round, "round"),
    )


class LinkedSpec(Declared):
    """Two formulas over counted indicators that give the same, but for who counts in several of their terms."""

    equal: tuple[str, str] = Field(
        description="Sums and differences of indicators, or of parts of them.",
        examples=[["support_clients", "wmo_clients + youth_clients"]],
    )
    next: bool = Field(False, description="The second formula is of the period after that of the first.")


class DisclosureFile(Declared):
    """disclosure.yml: the rules, for all sources and for some; and which indicators tell of one another."""

    defaults: RulesSpec = Field(description="The rules of every source of personal data.")
    sources: dict[str, RulesSpec] = Field({}, description="Instead, of one source.", examples=[{"establishments": {}}])
    linked: tuple[LinkedSpec, ...] = Field((), description="Figures that tell of one another, beside accounts.yml.")


STRICT = DisclosureFile.model_validate(
    {
        "defaults": {
            "public": {"minimum": 10},
            "partner": {"minimum": 10},
            "reason": "Nobody said otherwise: the same for partners as for everybody.",
            "date": "2026-01-01",
        }
    }
)
"""The rules of a region that has no disclosure.yml."""
