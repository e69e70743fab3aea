"""The shapes of a region's own files: region.yml, areas/, groups.yml, dimensions.yml, themes.yml, units.yml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from noaber.content.texts import Declared, Texts


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | tuple[str, ...])]
"""One name or a list of names."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", examples=["inhabitants"])]
"""An id in content: lower case letters, digits and underscores."""


class PyramidSpec(Declared):
    """How a population pyramid is made: an indicator that is broken down by age, and by sex where that is known."""

    indicator: Name = Field(description="Additive indicator with the people.", examples=["inhabitants_by_age"])
    steps: Name = Field(description="Dimension with the ages, young to old.", examples=["age"])
    sides: str = Field("", description="Dimension of two categories, left and right.", examples=["sex"])


def _pyramids(value: object) -> object:
    return [value] if isinstance(value, dict) else value


Pyramids = Annotated[
    tuple[PyramidSpec, ...], BeforeValidator(_pyramids, json_schema_input_type=PyramidSpec | tuple[PyramidSpec, ...])
]


class RegionFile(Declared):
    """region.yml: what this region is called and what it compares itself with."""

    region: Name = Field(description="Id of the region, as its folder.", examples=["twente"])
    name: Texts = Field(description="What the region is called.")
    office: Texts = Field(description="The office that publishes.", examples=[{"nl": "Kennispunt"}])
    languages: tuple[str, ...] = Field(("nl", "de", "en"), description="Languages, the first is the default.")
    home: str = Field(description="Group or area whose members are 'our own' municipalities.", examples=["Twente"])
    compare: OneOrMore = Field(description="Areas shown beside any other by default.", examples=[["Twente", "NL"]])
    levels: OneOrMore = Field(description="Area types from large to small, in the order shown.")
    key_figures: OneOrMore = Field((), description="Indicators at the top of home and area pages.")
    size: str = Field("", description="Indicator by which areas are of similar size.", examples=["inhabitants"])
    pyramid: Pyramids = Field(
        (), description="Pyramids on the pages of areas; of several the first with figures for an area is shown."
    )
    about: Texts | None = Field(None, description="A few sentences for the page about the figures.")
    contact: str = Field("", description="E-mail address of the office.", examples=["cijfers@example.org"])
    personal: Literal["refused", "synthetic"] = Field(
        "refused", description="Which deliveries of class personal may come in: none, or invented ones alone."
    )


class ListedSpec(Declared):
    """The years in which areas.csv lists every area of a type; without years: at all times."""

    from_: int | None = Field(None, alias="from", description="First year.", examples=[2010])
    to: int | None = Field(None, description="Last year.", examples=[2026])

    @model_validator(mode="after")
    def _both_or_neither(self) -> ListedSpec:
        if (self.from_ is None) != (self.to is None) or (self.from_ or 0) > (self.to or 0):
            raise ValueError("listed has a first and a last year, in that order, or neither")
        return self

    def years(self) -> tuple[int | None, ...]:
        """Give the years, or None for always."""
        return (None,) if self.from_ is None or self.to is None else tuple(range(self.from_, self.to + 1))


class AreaTypeFile(Declared):
    """One entry of area_types.yml: how areas of this type are called and coded."""

    name: Texts = Field(description="Singular.", examples=[{"nl": "wijk", "de": "Bezirk", "en": "district"}])
    plural: Texts = Field(description="Plural.", examples=[{"nl": "wijken", "de": "Bezirke", "en": "districts"}])
    code: str = Field("", description="What a code looks like, zeros for digits.", examples=["WK000000"])
    vintage_bound: bool = Field(False, description="True where the same code may be another place next year.")
    listed: ListedSpec | None = Field(
        None, description="areas.csv lists every area of this type: those in one parent make it up.", examples=[{}]
    )
    suffixes: OneOrMore = Field(
        (), description="How suppliers mark a name as one of this type.", examples=[["(gemeente)", "(gem.)"]]
    )
    within: dict[str, int] = Field(
        {},
        description="Parent type and how many leading digits of the code it shares.",
        examples=[{"gemeente": 4}],
    )


class GroupFile(Declared):
    """One entry of groups.yml: areas that act as one."""

    name: Texts = Field(description="What the group is called.")
    members: OneOrMore = Field((), description="Codes of the members.", examples=[["GM0141", "GM0153"]])
    members_of: str = Field("", description="Instead: all areas of `type` with this parent.", examples=["CR12"])
    type: str = Field("gemeente", description="Type of the members.")
    note: Texts | None = Field(None, description="Where the composition comes from.")


class DimensionFile(Declared):
    """One entry of dimensions.yml: a way to break figures down."""

    name: Texts = Field(description="What the dimension is called.", examples=[{"nl": "geslacht"}])
    codes: dict[str, Texts] = Field({}, description="Categories in the order shown.", examples=[{"f": {"nl": "vrouw"}}])
    area: str = Field("", description="Instead of codes: categories are areas of this type.", examples=["gemeente"])
    leads: Literal["to", "from"] = Field("to", description="Whether these areas are where one goes to or comes from.")
    groups: dict[str, OneOrMore] = Field(
        {}, description="Categories that are sums of others.", examples=[{"65+": ["65-79", "80+"]}]
    )
    bands: dict[str, tuple[float] | tuple[float, float]] = Field(
        {}, description="Category to the number it begins with and the number before which it ends (left out: never); "
        "of dates of birth, completed years.", examples=[{"0-17": [0, 18], "18+": [18]}],
    )  # fmt: skip


class ThemeFile(Declared):
    """One entry of themes.yml: a shelf of the catalogue, in the order shown."""

    name: Texts = Field(description="What the theme is called.", examples=[{"nl": "Bevolking"}])
    description: Texts | None = Field(None, description="One sentence about what is in it.")


class UnitFile(Declared):
    """One entry of units.yml."""

    name: Texts = Field(description="Plural, as it stands behind a number.", examples=[{"nl": "inwoners"}])
    symbol: str = Field("", description="Short sign; before the number where `before`.", examples=["%", "€"])
    before: bool = Field(False, description="True where the sign stands before the number.")


class CorrectionFile(Declared):
    """One entry of corrections.yml: a repair of a delivery that fails once the supplier has repaired it."""

    source: Name = Field(description="Source whose records are corrected.")
    where: dict[str, str] = Field(description="Record to correct: columns and their values as read.")
    column: str = Field(description="Column that is wrong.")
    expect: str = Field(description="What the supplier delivers now; empty for missing.")
    value: str = Field(description="What it must be; empty for missing.")
    reason: str = Field(description="Why, with the evidence.", min_length=10)
    owner: str = Field(description="Who decided.")
    date: str = Field(description="When.", pattern=r"^\d{4}-\d{2}-\d{2}$")
