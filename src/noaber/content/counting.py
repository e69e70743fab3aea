"""The shape of a measure that is counted from records: who or what, when, and by what."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from noaber.content.region import OneOrMore
from noaber.content.texts import Declared

ROWS = "rows"
DAYS = "days"
When = Literal["", "active", "begins", "ends", "at start", "at end"]
ClientKind = Literal["open", "new", "continuing", "returning", "ended", "passing", "remaining"]
RegisterKind = Literal[
    "stock begin", "born", "reactivated", "moved in", "moved within", "moved", "moved out", "died", "stock end",
    "came", "went", "survived",
]  # fmt: skip
Kind = Literal["", ClientKind, RegisterKind]
REGISTER_KINDS: frozenset[str] = frozenset(get_args(RegisterKind))
COME_FROM: frozenset[str] = frozenset({"moved in", "moved"})
"""Kinds of which it can be asked where each one stood before."""
Every = Literal["year", "half", "quarter", "month"]


class CountFrom(Declared):
    """A count or a sum over records. Whoever is counted counts once, in every area, group and slice anew."""

    from_: OneOrMore = Field(alias="from", description="Source, or several with one purpose.", examples=["wmo"])
    count: str = Field("", description="Identifying column, each counted once; or `rows`.", examples=["client", "rows"])
    also: OneOrMore = Field(
        (), description="Further identifying columns of the same records, whose people count as well.",
        examples=["partner"],
    )  # fmt: skip
    sum: str = Field("", description="Instead: column of numbers; or `days`, the length of spells that end.")
    when: When = Field(
        "", description="Spells that are active, begin or end in the period, or run on its first or last day; "
        "left out: records of the period that the delivery is about.",
    )  # fmt: skip
    kind: Kind = Field(
        "", description="Instead of `when`. How clients come and go, by episodes: open + new + returning - ended = "
        "remaining; continuing are open and remaining, passing neither. Or how a register changes from one picture to "
        "the next: stock begin + born + reactivated + moved in - died - moved out = stock end; came and went are all "
        "that is added and all that is taken off, moved are moved in and moved within, survived are those born that "
        "are there `after` so many pictures.",
    )  # fmt: skip
    gap: int = Field(30, ge=0, description="For kinds of clients: spells at most so many days apart are one episode.")
    after: int = Field(0, ge=0, description="For `kind: survived`: how many pictures after the first.", examples=[3])
    came_from: str = Field(
        "", description="For `kind: moved` and `moved in`: dimension of areas, in which each one stood before.",
        examples=["came_from"],
    )  # fmt: skip
    every: tuple[Every, ...] = Field(
        (), description="Lengths of the periods; left out: those of the deliveries.", examples=[["quarter", "year"]]
    )
    keep: dict[str, OneOrMore] = Field({}, description="Only records with these values.")
    with_: dict[str, OneOrMore] = Field(
        {}, alias="with", description="Columns of another source of the same purpose, found by the person (or other) "
        "that both identify, or that one before it in this list identifies.",
        examples=[{"person_register": ["household", "birth"]}],
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
    def _goes_together(self) -> CountFrom:
        said = next((text for wrong, text in self._contradictions() if wrong), "")
        if said:
            raise ValueError(said)
        return self

    def _contradictions(self) -> tuple[tuple[bool, str], ...]:
        """Give what cannot go together, each with what to say of it."""
        of_units = bool(self.number_of or self.combination_of)
        nobody, of_clients = self.count in ("", ROWS), bool(self.kind) and not self.of_register
        return (
            (bool(self.count) == bool(self.sum), "either 'count' or 'sum'"),
            (bool(self.when and self.kind), "either 'when' or 'kind'"),
            (self.sum == DAYS and self.when != "ends",
             "'sum: days' goes with 'when: ends': only then is the length of a spell known"),
            ((of_clients and nobody) or (self.of_register and self.count == ROWS),
             "'kind' goes with a count of an identifying column"),
            (of_units and nobody, "'number_of' and 'combination_of' go with a count of an identifying column"),
            (bool(self.kind) and of_units, "'kind' does not go with 'number_of' or 'combination_of'"),
            (bool(self.also) and (nobody or self.of_register),
             "'also' goes with a count of an identifying column, of no register"),
            (self.of_register and bool(self.every or self.with_ or len(self.from_) > 1),
             f"'kind: {self.kind}' compares the pictures of one source: without 'every' and 'with'"),
            ((self.kind == "survived") != bool(self.after), "'kind: survived' and 'after' go together"),
            (bool(self.came_from) and self.kind not in COME_FROM,
             "'came_from' goes with 'kind: moved' or 'kind: moved in'"),
        )  # fmt: skip

    @property
    def of_register(self) -> bool:
        """Whether it asks how a register changes from one picture to the next."""
        return self.kind in REGISTER_KINDS

    @property
    def derived(self) -> dict[str, str]:
        """The dimensions that are not columns of the source, each with the column it is made of."""
        return {**self.bands, **self.number_of, **self.combination_of}
