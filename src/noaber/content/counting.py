"""The shape of a measure that is counted from records: who or what, when, and by what."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from noaber.content.region import OneOrMore
from noaber.content.texts import Declared

ROWS = "rows"
DAYS = "days"
When = Literal["", "active", "begins", "ends", "at start", "at end"]
Kind = Literal["", "open", "new", "continuing", "returning", "ended", "passing", "remaining"]
Every = Literal["year", "half", "quarter", "month"]


class CountFrom(Declared):
    """A count or a sum over records. Whoever is counted counts once, in every area, group and slice anew."""

    from_: OneOrMore = Field(alias="from", description="Source, or several with one purpose.", examples=["wmo"])
    count: str = Field("", description="Identifying column, each counted once; or `rows`.", examples=["client", "rows"])
    sum: str = Field("", description="Instead: column of numbers; or `days`, the length of spells that end.")
    when: When = Field(
        "", description="Spells that are active, begin or end in the period, or run on its first or last day; "
        "left out: records of the period that the delivery is about.",
    )  # fmt: skip
    kind: Kind = Field(
        "", description="Instead of `when`: how clients come and go, by episodes. open + new + returning - ended = "
        "remaining; continuing are open and remaining, passing neither.",
    )  # fmt: skip
    gap: int = Field(30, ge=0, description="For `kind`: spells at most so many days apart are one episode.")
    every: tuple[Every, ...] = Field(
        (), description="Lengths of the periods; left out: those of the deliveries.", examples=[["quarter", "year"]]
    )
    keep: dict[str, OneOrMore] = Field({}, description="Only records with these values.")
    with_: dict[str, OneOrMore] = Field(
        {}, alias="with", description="Columns of another source of the same purpose, found by the person (or other) "
        "that both identify.", examples=[{"person_register": ["household", "birth"]}],
    )  # fmt: skip
    bands: dict[str, str] = Field(
        {}, description="Dimension with bands, and the column that lies in them: numbers, or dates of birth.",
        examples=[{"age": "birth"}],
    )  # fmt: skip
    number_of: dict[str, str] = Field(
        {}, description="Dimension with bands, and the column of which each one counted has so many different values.",
        examples=[{"number_of_products": "product"}],
    )  # fmt: skip
    combination_of: dict[str, str] = Field(
        {}, description="Dimension whose categories are the values each one counted has, joined by +.",
        examples=[{"laws": "law"}],
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_of_each(self) -> CountFrom:
        if bool(self.count) == bool(self.sum):
            raise ValueError("either 'count' or 'sum'")
        if self.when and self.kind:
            raise ValueError("either 'when' or 'kind'")
        if self.sum == DAYS and self.when != "ends":
            raise ValueError("'sum: days' goes with 'when: ends': only then is the length of a spell known")
        if self.kind and self.count in ("", ROWS):
            raise ValueError("'kind' goes with a count of an identifying column")
        if (self.number_of or self.combination_of) and self.count in ("", ROWS):
            raise ValueError("'number_of' and 'combination_of' go with a count of an identifying column")
        if self.kind and (self.number_of or self.combination_of):
            raise ValueError("'kind' does not go with 'number_of' or 'combination_of'")
        return self

    @property
    def derived(self) -> dict[str, str]:
        """The dimensions that are not columns of the source, each with the column it is made of."""
        return {**self.bands, **self.number_of, **self.combination_of}
