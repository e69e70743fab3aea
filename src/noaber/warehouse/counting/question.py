"""What a count is about, in the words of its tables: which columns play which part, and of what kind they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import ibis

from noaber.content.counting import DAYS, ROWS, CountFrom
from noaber.content.personal import UNITS
from noaber.content.region import DimensionFile
from noaber.content.source import ColumnSpec, SourceFile

AREA, ABOUT, TOLD, DELIVERY, LINE = "_area", "_about", "_told", "_delivery", "_line"
"""Columns of every picture, beside those of its source: where, about which period, told when, by which, which line."""


@dataclass(frozen=True)
class Link:
    """How a linked source is found: `mine`, a column of the counted source or of the linked one `via`, is `theirs`."""

    via: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Question:
    """A count or sum, and the content that it refers to; `found_in` are the registers in which those were found whom a
    source tells of without a number."""

    count: CountFrom
    by: tuple[str, ...]
    sources: Mapping[str, SourceFile]
    dimensions: Mapping[str, DimensionFile]
    found_in: tuple[str, ...] = ()

    @property
    def is_timed(self) -> bool:
        """Whether it asks for spells rather than for the records of a period."""
        return bool(self.count.when or self.count.kind) and not self.count.of_register

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
        made = {*self.count.derived, self.count.came_from}
        return {dimension: found[dimension] for dimension in self.by if dimension not in made}

    def unit_of(self, id: str) -> str:
        """Give the column of a source that says whom a record is about: where nobody says, the first of the units that
        it identifies."""
        if self.is_distinct:
            return self.count.count
        kinds = {spec.identifies: name for name, spec in reversed(self.sources[id].columns.items())}
        return next((kinds[kind] for kind in UNITS if kind in kinds), "")

    def units_of(self, id: str) -> tuple[str, ...]:
        """Give the columns of a source of which each says whom a record is about."""
        return (self.unit_of(id), *self.count.also)

    def place_of(self, id: str) -> str:
        """Give the column of a register that says where exactly a unit is: its address, or else its area."""
        return next((name for name, spec in self.sources[id].columns.items() if spec.identifies == "address"), AREA)

    def link_to(self, id: str, linked: str) -> Link:
        """Give how a linked source is found from a counted one: by a column of its own, or by one of a source that is
        linked before it."""
        columns_of = self.sources[linked].columns
        theirs = {spec.identifies: name for name, spec in reversed(columns_of.items()) if spec.identifies in UNITS}
        earlier = takewhile(lambda other: other != linked, self.count.with_)
        given = [("", name) for name in self.sources[id].columns if self.is_shared(name)]
        given += [(other, name) for other in earlier for name in self.count.with_[other]]
        columns = ((via, name, self.sources[via or id].columns[name].identifies) for via, name in given)
        return next(Link(via, name, theirs[kind]) for via, name, kind in columns if kind in theirs)

    def is_shared(self, name: str) -> bool:
        """Say whether all counted sources have a column."""
        return all(name in self.sources[id].columns for id in self.count.from_)

    def linked_column(self, name: str) -> str:
        """Give the linked source that a column comes from; none where the counted ones have it."""
        return "" if self.is_shared(name) else next((id for id, names in self.count.with_.items() if name in names), "")

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
    columns = {name: _kind(spec) for name, spec in source.columns.items()}
    system = {AREA: "string", ABOUT: "string", TOLD: "date", DELIVERY: "int64", LINE: "int64"}
    return {**system, **columns}


def _kind(spec: ColumnSpec) -> str:
    if spec.identifies:
        return "int64"
    return "float64" if spec.numeric else {"text": "string"}.get(spec.type, spec.type)


def picture_table(source: SourceFile, name: str) -> ibis.Table:
    """Name the picture of a source in an expression."""
    return ibis.table(schema_of(source), name=name)
