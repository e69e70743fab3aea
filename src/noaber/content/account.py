"""The shape of one entry in accounts.yml: an identity that must hold in every release."""

from __future__ import annotations

from pydantic import Field, model_validator

from noaber.content.texts import Declared, Texts


class MembersSpec(Declared):
    """A figure of an area against the sum over the areas of one type within it."""

    indicator: str = Field(description="An additive indicator.", examples=["inhabitants"])
    area: str = Field("", description="One area or group.", examples=["CR12"])
    level: str = Field("", description="Instead: every home area of this type.", examples=["gemeente"])
    members: str = Field(description="Type of the members.", examples=["buurt"])
    vintage: int | None = Field(None, description="Vintage of the members.", examples=[2021])


class AccountFile(Declared):
    """One identity: exactly one of equal, members, parts, hectares."""

    name: Texts = Field(description="What must hold.")
    equal: tuple[str, str] | None = Field(
        None, description="Two formulas that give the same.", examples=[["inhabitants_end", "inhabitants + growth"]]
    )
    members: MembersSpec | None = Field(None, description="A whole and its members.")
    parts: dict[str, str] = Field(
        {}, description="An indicator and the dimension over which it adds up.", examples=[{"births": "sex"}]
    )
    hectares: str = Field("", description="Type of area whose drawn and published sizes agree.", examples=["buurt"])
    level: str = Field("", description="Only areas of this type (equal, parts).", examples=["gemeente"])
    within: float = Field(0.0, ge=0, description="Largest difference allowed; 0 is exact.")

    @model_validator(mode="after")
    def _one_kind(self) -> AccountFile:
        if sum(map(bool, (self.equal, self.members, self.parts, self.hectares))) != 1:
            raise ValueError("an account has exactly one of equal, members, parts, hectares")
        return self
