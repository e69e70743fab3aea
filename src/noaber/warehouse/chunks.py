"""A large choice in pieces: so that an export starts at once and never holds more than a piece in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

import polars as pl

from noaber.warehouse.cards import IndicatorCard
from noaber.warehouse.catalogue import Catalogue
from noaber.warehouse.selection import Keys, Selection

KEY_COLUMNS = ("indicator_key", "area_key", "period_key", "slice_key")
MOST_ROWS = 100_000
"""Rows in a piece, about; a single period of a single indicator is never cut."""


def split_selection(catalogue: Catalogue, selection: Selection, most: int = MOST_ROWS) -> Iterator[Selection]:
    """Give selections that together are the whole, by indicator in the order of the release; a large indicator in
    parts by period, small ones together."""
    small: list[int] = []
    size = 0
    for key in sorted(selection.indicators):
        rows = _rows_by_period(catalogue, catalogue.indicators[catalogue.indicator_of[key]], selection)
        if small and size + sum(rows.values()) > most:
            yield replace(selection, indicators=tuple(small))
            small, size = [], 0
        if sum(rows.values()) > most:
            for periods in _grouped(rows, most):
                yield replace(selection, indicators=(key,), periods=periods)
        else:
            small.append(key)
            size += sum(rows.values())
    if small:
        yield replace(selection, indicators=tuple(small))


def estimate_rows(catalogue: Catalogue, selection: Selection) -> int:
    """Give at most how many rows a selection has, from the coverage of its indicators: no figure is read."""
    cards = (catalogue.indicators[catalogue.indicator_of[key]] for key in selection.indicators)
    return sum(sum(_rows_by_period(catalogue, card, selection).values()) for card in cards)


def put_above(frame: pl.DataFrame, above: Callable[[Collection[Keys]], dict[Keys, Keys]]) -> pl.DataFrame:
    """Put beside each hidden row the keys of area and slice of the next figure up that is shown, null where none is."""
    found = above(frame.filter("hidden").select(KEY_COLUMNS).rows())
    names = [*KEY_COLUMNS, "instead_area_key", "instead_slice_key"]
    rows = [(*cell, one[1], one[3]) for cell, one in found.items()]
    types = {name: frame.schema[name.removeprefix("instead_")] for name in names}
    offered = pl.DataFrame(rows, orient="row", schema=types)
    return frame.join(offered, on=list(KEY_COLUMNS), how="left", maintain_order="left")


def _rows_by_period(catalogue: Catalogue, card: IndicatorCard, selection: Selection) -> dict[int, int]:
    """At most how many rows there are per period: the areas covered (or asked for), times the slices."""
    wanted = None if selection.periods is None else set(selection.periods)
    types = None if selection.types is None else set(selection.types)
    found: dict[int, int] = {}
    for part in card.coverage:
        key = catalogue.periods[part.period]
        if (wanted is None or key in wanted) and (types is None or catalogue.types[part.level].key in types):
            areas = part.areas if selection.areas is None else min(part.areas, len(selection.areas))
            slices = part.slices if selection.slices is None else min(part.slices, len(selection.slices))
            found[key] = found.get(key, 0) + areas * slices
    return found


def _grouped(rows: dict[int, int], most: int) -> Iterator[tuple[int, ...]]:
    group: list[int] = []
    size = 0
    for key in sorted(rows):
        if group and size + rows[key] > most:
            yield tuple(group)
            group, size = [], 0
        group.append(key)
        size += rows[key]
    if group:
        yield tuple(group)
