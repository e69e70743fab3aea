"""What a count is about, in the words of its tables: which columns play which part, and of what kind they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from noaber.content.counting import DAYS, ROWS, CountFrom
from noaber.content.personal import UNITS
from noaber.content.region import DimensionFile
from noaber.content.source import SourceFile

AREA, ABOUT, TOLD, DELIVERY, LINE = "_area", "_about", "_told", "_delivery", "_line"
"""Columns of every picture, beside those of its source: where, about which period, told when, by which, which line."""


@dataclass(frozen=True)
class Question:
    """A count or sum, and the content that it refers to."""

    count: CountFrom
    by: tuple[str, ...]
    sources: Mapping[str, SourceFile]
    dimensions: Mapping[str, DimensionFile]

    @property
    def is_timed(self) -> bool:
        """Whether it asks for spells rather than for the records of a period."""
        return bool(self.count.when or self.count.kind)

    @property
    def is_distinct(self) -> bool:
        """Whether everybody counts once."""
        return self.count.count not in ("", ROWS)

    @property
    def tells_of_units(self) -> bool:
        """Whether a dimension is about all that a unit has: how many, or which."""
        return any(dimension in self.by for dimension in (*self.count.number_of, *self.count.combination_of))

    @property
    def own(self) -> dict[str, str]:
        """The dimensions that are columns, each with the column; of the counted source before those of linked ones."""
        found: dict[str, str] = {}
        for id in (*self.count.from_, *self.count.with_):
            for name, spec in self.sources[id].columns.items():
                if id in self.count.from_ or name in self.count.with_[id]:
                    found.setdefault(spec.dimension, name)
        return {dimension: found[dimension] for dimension in self.by if dimension not in self.count.derived}

    def unit_of(self, id: str) -> str:
        """Give the column of a source that says whom a record is about: where nobody says, the first of the units that
        it identifies."""
        if self.is_distinct:
            return self.count.count
        kinds = {spec.identifies: name for name, spec in reversed(self.sources[id].columns.items())}
        return next((kinds[kind] for kind in UNITS if kind in kinds), "")

    def keys_to(self, id: str, linked: str) -> tuple[str, str]:
        """Give the columns by which a source and a linked one are about the same."""
        mine, theirs = self.sources[id].columns, self.sources[linked].columns
        kinds = {spec.identifies: name for name, spec in reversed(theirs.items()) if spec.identifies in UNITS}
        return next((name, kinds[spec.identifies]) for name, spec in mine.items() if spec.identifies in kinds)

    def linked_column(self, name: str) -> str:
        """Give the linked source that a column comes from; none where the counted ones have it."""
        own = all(name in self.sources[id].columns for id in self.count.from_)
        return "" if own else next((id for id, names in self.count.with_.items() if name in names), "")

    @property
    def needed(self) -> dict[str, str]:
        """The columns that parts of the question are made of, by the name of the part."""
        parts = {f"d_{dimension}": name for dimension, name in self.own.items()}
        parts |= {f"x_{dimension}": name for dimension, name in self.count.derived.items() if dimension in self.by}
        if self.count.sum and self.count.sum != DAYS:
            parts["amount"] = self.count.sum
        return parts


def schema_of(source: SourceFile) -> dict[str, Any]:
    """Give the columns of a source's picture and their kinds."""
    kinds = {name: "float64" if spec.numeric else spec.type for name, spec in source.columns.items()}
    columns = {name: {"text": "string"}.get(kind, kind) for name, kind in kinds.items()}
    system = {AREA: "string", ABOUT: "string", TOLD: "date", DELIVERY: "int64", LINE: "int64"}
    return {**system, **columns}


def picture_table(source: SourceFile, name: str) -> ibis.Table:
    """Name the picture of a source in an expression."""
    return ibis.table(schema_of(source), name=name)
