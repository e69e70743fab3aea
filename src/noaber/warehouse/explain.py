"""Where a figure comes from: its formula with figures, the members it is a sum of, the deliveries below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from noaber.vocabulary.formulas import Call, Number, Operand, Tree, parse_formula
from noaber.vocabulary.periods import Period
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.cards import AreaCard, Cell, Explanation, FindingCard
from noaber.warehouse.catalogue import Catalogue


class Wanted(NamedTuple):
    """What makes one cell: indicator, area, period and slice."""

    indicator: str
    area: str
    period: Period
    slice: str


@dataclass(frozen=True)
class Lookup:
    """What an explanation looks up: cells by what they are, those that exist; and the members of an area of one type
    and vintage in a year."""

    cells_of: Callable[[Iterable[Wanted]], dict[Wanted, Cell]]
    members_of: Callable[[AreaCard, str, int | None, int], list[AreaCard]]


DEEPEST = 6
MOST_MEMBERS = 400


def explain_cell(catalogue: Catalogue, look: Lookup, cell: Cell, depth: int = 0, role: str = "") -> Explanation:
    """Explain a cell, its parts included."""
    indicator = catalogue.indicator(cell.indicator)
    delivery = catalogue.deliveries.get(cell.delivery or -1)
    explanation = Explanation(cell, indicator, delivery, _findings(catalogue, cell), (), role)
    if depth >= DEEPEST or delivery:
        return explanation
    wanted = list(_parts(catalogue, look, cell))
    parts = []
    found = look.cells_of(part for _, part in wanted[:MOST_MEMBERS])
    for part_role, part in wanted[:MOST_MEMBERS]:
        if part in found:
            parts.append(explain_cell(catalogue, look, found[part], depth + 1, part_role))
    # a part that is not there is a flow of nobody; left out is only what would be too long to read
    return replace(explanation, parts=tuple(parts), parts_left_out=max(0, len(wanted) - MOST_MEMBERS))


Part = tuple[str, Wanted]


def _findings(catalogue: Catalogue, cell: Cell) -> tuple[FindingCard, ...]:
    return tuple(
        finding
        for finding in catalogue.findings
        if (cell.delivery and finding.delivery == cell.delivery) or finding.indicator == cell.indicator
    )


def _parts(catalogue: Catalogue, look: Lookup, cell: Cell) -> Iterator[Part]:
    if cell.route == "formula":
        tree = parse_formula(catalogue.indicator(cell.indicator).formula)
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
        from noaber.vocabulary.periods import parse_period

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
