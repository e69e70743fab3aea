"""The shape by which a column is found in another source, where the two have no identifier in common."""

from __future__ import annotations

from pydantic import Field, model_validator

from noaber.content.region import Name, OneOrMore
from noaber.content.texts import Declared


class LinkSpec(Declared):
    """How the identifier of a record is found: by traits that agree wholly (`equal`), or that agree well enough
    (`compare`). Columns have the same names in both sources."""

    to: Name = Field(description="Source in which it is looked up, of the same purpose.", examples=["residents"])
    equal: OneOrMore = Field((), description="Columns that have to be equal.", examples=[["postcode", "house"]])
    compare: tuple[OneOrMore, ...] = Field(
        (), description="Columns that are weighed by how well they agree; of a list, the first that is equal counts. "
        "`postcode+house` is equal where both are.",
        examples=[["birth", "sex", ["postcode+house", "postcode", "pc4"]]],
    )  # fmt: skip
    blocks: tuple[OneOrMore, ...] = Field(
        (), description="For `compare`: pairs are looked at that are equal in all columns of one of these lists.",
        examples=[[["birth"], ["postcode", "house"]]],
    )  # fmt: skip
    threshold: float = Field(
        0.95, ge=0.5, lt=1, description="For `compare`: least chance that it is this one and nobody else."
    )
    bands: dict[str, str] = Field(
        {}, description="Dimension with bands, and the column in them, by which is told who is not linked.",
        examples=[{"age": "birth"}],
    )  # fmt: skip

    @model_validator(mode="after")
    def _one_way(self) -> LinkSpec:
        if bool(self.equal) == bool(self.compare):
            raise ValueError("either 'equal' or 'compare'")
        if bool(self.compare) != bool(self.blocks):
            raise ValueError("'compare' and 'blocks' go together")
        return self

    @property
    def traits(self) -> tuple[str, ...]:
        """The columns that both sources need, each once."""
        named = [*self.equal, *(name for names in self.blocks for name in names)]
        return tuple(dict.fromkeys([*named, *(name for names in self.compare for name in columns_of(names))]))


def columns_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the columns of an entry of `compare`, each once.

    >>> columns_of(("postcode+house", "postcode"))
    ('postcode', 'house')
    """
    return tuple(dict.fromkeys(part for name in names for part in name.split("+")))
