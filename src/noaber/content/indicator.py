"""The shape of one entry in indicators/*.yml: what is published, and what it is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from noaber.content.region import Name, OneOrMore
from noaber.content.texts import Declared, Texts


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


class TakenFrom(Declared):
    """A column of a source that delivers the figures."""

    from_: Name = Field(alias="from", description="Source.", examples=["population_accounts"])
    column: Name = Field(description="Column of its records.", examples=["inhabitants"])
    slice: dict[str, str] = Field({}, description="Category this column stands for.", examples=[{"age": "65+"}])
    scale: float = Field(1.0, description="Multiply by this.")
    keep: dict[str, OneOrMore] = Field({}, description="Only records with these values.")


Taken = Annotated[
    tuple[TakenFrom, ...], BeforeValidator(_listed, json_schema_input_type=TakenFrom | tuple[TakenFrom, ...])
]


class IndicatorFile(Declared):
    """One entry of indicators/*.yml. Of `measure`, `figure` and `formula` one is given; a formula may have a
    `figure` beside it for areas and periods where only the published figure exists."""

    name: Texts = Field(description="What it is called.")
    definition: Texts = Field(description="What is counted, in plain words.")
    theme: Name = Field(description="Theme it stands under.", examples=["population"])
    unit: Name = Field(description="Unit, from units.yml.", examples=["persons"])
    decimals: int = Field(0, ge=0, le=6, description="Decimals shown.")
    direction: Literal["up", "down", "neutral"] = Field("neutral", description="Which way is better.")
    synonyms: tuple[str, ...] = Field((), description="Words people search by.", examples=[["bevolking", "Einwohner"]])
    measure: Taken = Field((), description="Additive figures: the sources, in order of preference.")
    figure: Taken = Field((), description="Figures that cannot be added up (means, indices, percentages).")
    formula: str = Field("", description="A formula over other indicators.", examples=["share(employed, labour_force)"])
    weight: str = Field("", description="For a figure: the measure by which members of a group are weighed.")
    by: OneOrMore = Field((), description="Dimensions in which it is broken down.", examples=[["sex"]])
    moment: Literal["start", "end", "during"] = Field("during", description="At or during the period.")
    breaks: dict[str, Texts] = Field({}, description="Periods in which the series breaks, and why.")
    least_base: float = Field(
        0.0, ge=0, description="No share or rate where what it divides by is smaller than this.", examples=[50]
    )
    rounded_to: int = Field(0, description="The supplier rounds small-area counts to multiples of this.")
    uncertain_below: float = Field(
        0.0, ge=0, description="Flows smaller than this are shown and marked as uncertain.", examples=[50]
    )
    visible: bool = Field(True, description="False for an operand that is not shown by itself.")
    notes: Texts | None = Field(None, description="What a reader should know.")

    @model_validator(mode="after")
    def _one_origin(self) -> IndicatorFile:
        given = [name for name in ("measure", "figure", "formula") if getattr(self, name)]
        if given not in (["measure"], ["figure"], ["formula"], ["figure", "formula"]):
            raise ValueError("an indicator has a measure, a figure or a formula (or a formula with a figure)")
        if self.weight and not self.figure:
            raise ValueError("only a figure has a weight")
        return self

    @property
    def kind(self) -> Literal["measure", "figure", "formula"]:
        """What it is in the first place."""
        return "formula" if self.formula else "measure" if self.measure else "figure"
