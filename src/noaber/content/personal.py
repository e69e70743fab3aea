"""The shapes by which a source says that its records run for a time, and which of two records is the newer one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from noaber.content.region import OneOrMore
from noaber.content.texts import Declared

Identified = Literal[
    "", "person", "household", "address", "establishment", "record", "postcode", "pc4", "house", "name", "sound"
]
"""What an identifier is of; each has pseudonyms of its own within a purpose."""
UNITS = ("person", "household", "address", "establishment", "record")
"""What can be counted and joined by; the other kinds are traits, that say something of one without telling which."""

Stretch = Annotated[str, Field(pattern=r"^([1-9]\d* (year|quarter|month)s?)?$")]
"""A number of years, quarters or months."""

MONTHS_IN = {"year": 12, "quarter": 3, "month": 1}


def months_of(stretch: str) -> int:
    """Give the months in a stretch of time; nought where none is given.

    >>> months_of("5 years"), months_of("2 quarters"), months_of("")
    (60, 6, 0)
    """
    number, _, unit = stretch.partition(" ")
    return int(number) * MONTHS_IN[unit.removesuffix("s")] if stretch else 0


class SpellSpec(Declared):
    """Records that run for a time: the columns with their first and their last day."""

    begin: str = Field(description="Column of dates with the first day.", examples=["start"])
    end: str = Field(description="Column of dates with the last day; empty while it runs.", examples=["end"])
    key: OneOrMore = Field(
        (), description="Columns that name a spell, where several records tell of one: the newest counts.",
        examples=[["number"]],
    )  # fmt: skip


class RecordSpec(Declared):
    """How deliveries tell of the same record again: what was told last counts."""

    key: OneOrMore = Field(description="Columns that name a record.", examples=[["client", "product", "start"]])
    told: str = Field(
        "", description="Column with the period in which it was told; left out: the period of the record.",
        examples=["quarter_of_file"],
    )  # fmt: skip
    withdrawn: dict[str, OneOrMore] = Field(
        {}, description="Column and values by which a record is taken back.", examples=[{"mutation": ["withdrawn"]}]
    )
