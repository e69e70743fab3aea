"""The shape of rights.yml: which roles there are, what each may see beyond the public figures, and how one signs in."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from noaber.content.region import Name, OneOrMore
from noaber.content.texts import Declared, Texts

OWN = "own"
"""Stands for the areas of the account itself."""
DUTIES = ("accounts", "audit")


class GrantSpec(Declared):
    """One thing a role may see. What is not said is not bounded: without `areas` all areas, without `themes` and
    `indicators` all figures."""

    tier: Literal["partner", "internal"] = Field(description="Figures of this tier.", examples=["partner"])
    themes: OneOrMore = Field((), description="Themes.", examples=[["safety"]])
    indicators: OneOrMore = Field((), description="Indicators, besides those of the themes.", examples=[["crimes"]])
    areas: OneOrMore = Field(
        (), description="Areas and groups with all that lies in them; `own` is the area of the account.",
        examples=["own"],
    )  # fmt: skip
    levels: OneOrMore = Field((), description="Types of area.", examples=[["gemeente", "wijk"]])
    from_: str = Field("", alias="from", description="First period.", examples=["2019"])
    to: str = Field("", description="Last period.", examples=["2026-Q2"])


class RoleSpec(Declared):
    """One role: its name, what it may see, and what it may do."""

    name: Texts = Field(description="What the role is called.", examples=[{"nl": "Politie"}])
    description: Texts = Field(description="Who has it, and what for.")
    grants: tuple[GrantSpec, ...] = Field((), description="What it may see.")
    may: tuple[Literal["accounts", "audit"], ...] = Field(
        (), description="accounts: make accounts, decide on requests; audit: read the log.", examples=[["audit"]]
    )
    second_factor: bool = Field(True, description="Whether signing in takes a code from an app besides a password.")
    asked_for: bool = Field(True, description="Whether the form to ask for access offers it.")


class AgreementSpec(Declared):
    """Figures that partners agreed to show to some roles only: to those under `everywhere` in all areas, to others in
    the areas under `open` alone. It takes from what the grants of a role give, and adds nothing."""

    name: Texts = Field(description="What was agreed on.")
    themes: OneOrMore = Field((), description="Themes it is about.", examples=[["safety"]])
    indicators: OneOrMore = Field((), description="Indicators it is about.")
    everywhere: tuple[Name, ...] = Field(description="Roles that may see them in all areas.", examples=[["police"]])
    open: dict[str, tuple[Name, ...]] = Field(
        {}, description="Areas where other roles may see them too.", examples=[{"GM0141": ["municipality"]}]
    )

    @model_validator(mode="after")
    def _about_something(self) -> AgreementSpec:
        if not self.themes and not self.indicators:
            raise ValueError("an agreement is about themes or indicators")
        return self


class ClaimSpec(Declared):
    """Which role somebody has of whom the provider of identities says something."""

    claim: str = Field(description="Name of the claim.", examples=["groups"])
    value: str = Field(description="What it says, or has in its list.", examples=["noaber-police"])
    role: Name = Field(description="The role.", examples=["police"])
    areas: OneOrMore = Field((), description="Areas of the account that come with it.", examples=[["GM0153"]])


class SignInSpec(Declared):
    """Signing in with the account of one's own organisation, by OpenID Connect. The secret of the client is no
    content: it is the setting NOABER_OIDC_SECRET."""

    name: Texts = Field(description="What the button says.", examples=[{"nl": "Gemeentelijke aanmelding"}])
    issuer: str = Field(
        description="Address of the provider.", pattern=r"^(https://|http://(127\.0\.0\.1|localhost)[:/])",
        examples=["https://login.example.nl"],
    )  # fmt: skip
    client: str = Field(description="Name of this site at the provider.", examples=["noaber"])
    scopes: tuple[str, ...] = Field(("openid", "profile", "email"), description="What is asked for.")
    roles: tuple[ClaimSpec, ...] = Field((), description="Roles by what the provider says.")
    second_factor: Literal["own", "provider"] = Field(
        "own", description="Who asks for the second factor: this site, or the provider already has."
    )


class RightsFile(Declared):
    """rights.yml: the roles of a region, agreements on who sees what where, and signing in elsewhere."""

    roles: dict[str, RoleSpec] = Field(description="The roles, by id.", examples=[{"police": {}}])
    agreements: dict[str, AgreementSpec] = Field({}, description="Agreements, by id.", examples=[{"safety": {}}])
    sign_in: SignInSpec | None = Field(None, description="Signing in with another organisation's account.")
    log_years: int | None = Field(
        None, ge=1, le=100, description="Years for which entries of the log of who saw what are kept; else for ever.",
        examples=[5],
    )  # fmt: skip
    accounts_last: int = Field(365, ge=1, le=3660, description="Days for which access is granted when no date is said.")
