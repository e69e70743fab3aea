"""Where a figure comes from: its formula with figures, the members it is a sum of, the deliveries below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from noaber.vocabulary.formulas import Call, Number, Operand, Tree
from noaber.vocabulary.periods import Period, parse_period
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.cards import AreaCard, Cell, Explanation
from noaber.warehouse.catalogue import Catalogue


class Wanted(NamedTuple):
    """What makes one cell: indicator, area, period and slice."""

    indicator: str
    area: str
    period: Period
    slice: str


Part = tuple[str, Wanted]
"""What a cell is made of: its role, and which cell."""


@dataclass(frozen=True)
class Lookup:
    """What an explanation looks up: cells by what they are, those that exist; and the members of an area of one type
    and vintage in a year."""

    cells_of: Callable[[Iterable[Wanted]], dict[Wanted, Cell]]
    members_of: Callable[[AreaCard, str, int | None, int], list[AreaCard]]


DEEPEST = 6
MOST_MEMBERS = 400


@dataclass
class _Node:
    """A figure while its explanation grows: the cells below it, and how many of them would be too long to read."""

    cell: Cell
    role: str = ""
    parts: list[_Node] = field(default_factory=list)
    left_out: int = 0


def explain_cell(catalogue: Catalogue, look: Lookup, cell: Cell) -> Explanation:
    """Explain a cell, its parts included: a round of questions for each level of parts, however many there are."""
    root = _Node(cell)
    look = Lookup(look.cells_of, cache(look.members_of))
    level = [root]
    for _ in range(DEEPEST):
        wanted = [(node, list(_parts(catalogue, look, node.cell))) for node in level if not node.cell.delivery]
        found = look.cells_of(part for _, parts in wanted for _, part in parts[:MOST_MEMBERS])
        for node, parts in wanted:
            _add_parts(node, parts, found)
        level = [part for node, _ in wanted for part in node.parts]
    return _explained(catalogue, root)


def _add_parts(node: _Node, parts: list[Part], found: Mapping[Wanted, Cell]) -> None:
    """Put the parts that are there below a figure; one that is not there is a flow of nobody."""
    node.parts = [_Node(found[part], role) for role, part in parts[:MOST_MEMBERS] if part in found]
    node.left_out = max(0, len(parts) - MOST_MEMBERS)


def _explained(catalogue: Catalogue, node: _Node) -> Explanation:
    cell = node.cell
    return Explanation(
        cell=cell,
        indicator=catalogue.indicator(cell.indicator),
        delivery=catalogue.deliveries.get(cell.delivery or -1),
        findings=catalogue.findings_on(cell.delivery, cell.indicator),
        parts=tuple(_explained(catalogue, part) for part in node.parts),
        role=node.role,
        parts_left_out=node.left_out,
    )


def _parts(catalogue: Catalogue, look: Lookup, cell: Cell) -> Iterator[Part]:
    if cell.route == "formula":
        tree = catalogue.indicator(cell.indicator).tree
        yield from _operands(catalogue, tree, cell, cell.period)
    elif " of " in cell.route:
        yield from _members(catalogue, look, cell)


def _operands(catalogue: Catalogue, tree: Tree, cell: Cell, period: Period) -> Iterator[Part]:
    if isinstance(tree, Operand):
        for slice in _slices(catalogue, tree, cell):
            yield "operand", Wanted(tree.name, cell.area.id, period, slice)
    elif isinstance(tree, Call):
        for moment in _moments(tree, period):
            for argument in tree.arguments:
                if not isinstance(argument, Number):
                    yield from _operands(catalogue, argument, cell, moment)


def _moments(call: Call, period: Period) -> list[Period]:
    """Give the periods that a verb looks at."""
    if call.verb in ("change", "difference"):
        return [period, period.next(-int(call.option or 1))]
    if call.verb == "rolling":
        return [period.next(-step) for step in range(int(call.option or 1))]
    if call.verb == "index":
        return [period, parse_period(call.option)]
    return [period]


def _slices(catalogue: Catalogue, operand: Operand, cell: Cell) -> list[str]:
    """Give the slices of an operand behind a cell: the cell's own categories where it has them, and its selection."""
    own = catalogue.dimensions_of(operand.name)
    shared = {d: c for d, c in parse_slice(cell.slice).items() if d in own}
    slices = [shared]
    for dimension, category in parse_slice(operand.selection).items():
        parts = [cell.area.code if part == "self" else part for part in category.split("|")]
        slices = [
            {**slice, dimension: member}
            for slice in slices
            for p in parts
            for member in _members_of(catalogue, dimension, p)
        ]
    return [print_slice(slice) for slice in slices]


def _members_of(catalogue: Catalogue, dimension: str, category: str) -> list[str]:
    card = catalogue.dimensions.get(dimension)
    if card and card.area_type:
        members = [catalogue.areas[id] for id in catalogue.members.get(category, ())]
        return [area.code for area in members if area.type == card.area_type] or [category]
    if card and category in card.groups:
        return list(card.groups[category])
    return [category]


def _members(catalogue: Catalogue, look: Lookup, cell: Cell) -> Iterator[Part]:
    """Give the members behind a route such as "sum of 14 gemeente" or "weighted of 3 buurt@2021"."""
    word, _, kind = cell.route.partition(" of ")
    type, _, vintage = kind.partition(" ")[2].partition("@")
    weight = catalogue.indicator(cell.indicator).weight if word == "weighted" else ""
    for area in look.members_of(cell.area, type, int(vintage) if vintage else None, cell.period.year):
        yield "member", Wanted(cell.indicator, area.id, cell.period, cell.slice)
        if weight:
            yield "weight", Wanted(weight, area.id, cell.period, cell.slice)
