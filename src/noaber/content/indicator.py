"""The shape of one entry in indicators/*.yml: what is published, and what it is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from noaber.content.counting import CountFrom
from noaber.content.disclosure import Tier
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


AS_COLUMN, AS_COUNT = "as:column", "as:count"


def _sort_of(value: Any) -> str:
    given = value if isinstance(value, dict) else getattr(value, "model_fields_set", ())
    return AS_COUNT if "count" in given or "sum" in given else AS_COLUMN


Measured = Annotated[
    Annotated[TakenFrom, Tag(AS_COLUMN)] | Annotated[CountFrom, Tag(AS_COUNT)], Discriminator(_sort_of)
]  # fmt: skip
Measures = Annotated[
    tuple[Measured, ...],
    BeforeValidator(_listed, json_schema_input_type=TakenFrom | CountFrom | tuple[TakenFrom | CountFrom, ...]),
]


class ProtectSpec(Declared):
    """What is not shown of figures that are counted from personal data, beside the rules in disclosure.yml."""

    minimum: int | None = Field(
        None, ge=5, description="A figure about fewer than this is hidden; stricter than the rules.", examples=[20]
    )


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
    measure: Measures = Field(
        (), description="Additive figures: the sources, in order of preference; or one count or sum over records."
    )
    figure: Taken = Field((), description="Figures that cannot be added up (means, indices, percentages).")
    formula: str = Field("", description="A formula over other indicators.", examples=["share(employed, labour_force)"])
    weight: str = Field("", description="For a figure: the measure by which members of a group are weighed.")
    by: OneOrMore = Field((), description="Dimensions in which it is broken down.", examples=[["sex"]])
    moment: Literal["start", "end", "during"] = Field("during", description="At or during the period.")
    breaks: dict[str, Texts] = Field({}, description="Periods in which the series breaks, and why.")
    least_base: float = Field(
        0.0, ge=0, description="No share or rate where what it divides by is smaller than this.", examples=[50]
    )
    protect: ProtectSpec = Field(
        ProtectSpec.model_validate({}), description="Of a count over personal data: what is hidden."
    )
    audience: Tier = Field("public", description="Whom it may reach: everybody, partners, or the office alone.")
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
        if self.count and len(self.measure) > 1:
            raise ValueError("a measure is columns of sources, or one count or sum over records")
        return self

    @property
    def count(self) -> CountFrom | None:
        """The count or sum over records that it is, if it is one."""
        return next((part for part in self.measure if isinstance(part, CountFrom)), None)

    @property
    def taken(self) -> tuple[TakenFrom, ...]:
        """The columns it is taken from, in order of preference."""
        return tuple(part for part in (*self.measure, *self.figure) if isinstance(part, TakenFrom))

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources it is made of without any formula, each once."""
        counted = (*self.count.from_, *self.count.with_) if self.count else ()
        return tuple(dict.fromkeys([*(part.from_ for part in self.taken), *counted]))

    @property
    def kind(self) -> Literal["measure", "figure", "formula"]:
        """What it is in the first place."""
        return "formula" if self.formula else "measure" if self.measure else "figure"
