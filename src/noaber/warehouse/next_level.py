"""What a reader is offered where a figure is hidden: the next level up at which the same figure is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.cards import Cell
from noaber.warehouse.catalogue import Catalogue
from noaber.warehouse.explain import Lookup, Wanted


def next_shown(catalogue: Catalogue, look: Lookup, cell: Cell) -> Cell | None:
    """Give the figure nearest above a hidden one that is shown: of the smallest larger area, or else of fewer
    categories, in the end the total; None where none is."""
    if not cell.hidden:
        return None
    wanted = list(_above(catalogue, cell))
    found = look.cells_of(wanted)
    return next((found[one] for one in wanted if one in found and found[one].value is not None), None)


def _above(catalogue: Catalogue, cell: Cell) -> Iterator[Wanted]:
    for area in (parent for parent in cell.area.parents if parent in catalogue.areas):
        yield Wanted(cell.indicator, area, cell.period, cell.slice)
    categories = parse_slice(cell.slice)
    for number in range(len(categories) - 1, -1, -1):
        for kept in combinations(sorted(categories), number):
            fewer = print_slice({dimension: categories[dimension] for dimension in kept})
            yield Wanted(cell.indicator, cell.area.id, cell.period, fewer)
