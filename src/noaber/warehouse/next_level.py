"""What a reader is offered where a figure is hidden: the next level up at which the same figure is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from itertools import combinations

from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.catalogue import Catalogue
from noaber.warehouse.selection import Keys, Selection


def next_shown_of(
    catalogue: Catalogue, hidden: Collection[Keys], shown_in: Callable[[Selection], Iterable[Keys]]
) -> dict[Keys, Keys]:
    """Give for hidden cells, by keys, the figure nearest above that is shown: of the smallest larger area, or else of
    fewer categories, in the end the total; those without are left out. `shown_in` gives the cells of a selection that
    have a value: it is asked once, for all that may lie above."""

    @cache
    def larger(area: int) -> tuple[int, ...]:
        return tuple(catalogue.areas[id].key for id in _larger(catalogue, catalogue.by_key[area].id))

    @cache
    def fewer(slice: int) -> tuple[int, ...]:
        texts = _fewer(catalogue.slice_of[slice])
        return tuple(catalogue.slices[text] for text in texts if text in catalogue.slices)

    def above(cell: Keys) -> list[Keys]:
        indicator, area, period, slice = cell
        return [
            *((indicator, parent, period, slice) for parent in larger(area)),
            *((indicator, area, period, less) for less in fewer(slice)),
        ]

    wanted = {cell: above(cell) for cell in hidden}
    axes = [tuple(sorted(set(axis))) for axis in zip(*(one for many in wanted.values() for one in many), strict=True)]
    if not axes:
        return {}
    indicators, areas, periods, slices = axes
    there = set(shown_in(Selection(indicators, None, areas, periods, slices)))
    offered = ((cell, next((one for one in many if one in there), None)) for cell, many in wanted.items())
    return {cell: one for cell, one in offered if one is not None}


def _larger(catalogue: Catalogue, area: str) -> Iterator[str]:
    return (parent for parent in catalogue.areas[area].parents if parent in catalogue.areas)


def _fewer(slice: str) -> Iterator[str]:
    categories = parse_slice(slice)
    for number in range(len(categories) - 1, -1, -1):
        for kept in combinations(sorted(categories), number):
            yield print_slice({dimension: categories[dimension] for dimension in kept})
