"""Observations laid out in rows and columns: any of period, indicator or category across, the rest down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from noaber.products.figures import ABSENT, Figure, make_figure
from noaber.warehouse.cards import Cell


class Place(NamedTuple):
    """Where a figure stands: area (as shown), indicator, category, period; one of them empty in a row or column."""

    gebied: str
    cijfer: str
    deel: str
    periode: str


@dataclass(frozen=True)
class Order:
    """The order of rows and columns: areas, indicators, categories and periods as they are to be shown."""

    areas: Sequence[str]
    indicators: Sequence[str]
    slices: Sequence[str]
    periods: Sequence[str]

    def key(self) -> Callable[[Place], tuple[int, int, int, int]]:
        """Give the sort key of places."""
        areas, indicators, slices, periods = (
            {item: at for at, item in enumerate(items)}
            for items in (self.areas, self.indicators, self.slices, self.periods)
        )

        def rank(place: Place) -> tuple[int, int, int, int]:
            area, indicator, slice, period = place  # what is left empty comes first and alone
            return areas.get(area, -1), indicators.get(indicator, -1), slices.get(slice, -1), periods.get(period, -1)

        return rank


@dataclass(frozen=True)
class Pivot:
    """Rows and columns in order with the figures between them, and where each was observed: the id of its area."""

    rows: tuple[Place, ...]
    columns: tuple[str, ...]
    figures: Mapping[tuple[Place, str], Figure]
    observed: Mapping[tuple[Place, str], str]

    @property
    def gaps(self) -> bool:
        """Whether there is a place without a figure."""
        return len(self.figures) < len(self.rows) * len(self.columns)

    def get(self, row: Place, column: str) -> Figure:
        """Give a figure, or one that says it is missing."""
        return self.figures.get((row, column), ABSENT)


def pivot_cells(cells: Iterable[Cell], lines: Mapping[str, str], across: str, order: Order) -> Pivot:
    """Lay cells out. `lines` gives the area under which one of another vintage is shown; `across` is a field of
    `Place`. Of two vintages of one place in one period the later stands."""
    figures: dict[tuple[Place, str], Figure] = {}
    observed: dict[tuple[Place, str], str] = {}
    at = Place._fields.index(across)
    for cell in sorted(cells, key=lambda cell: cell.area.vintage or 0):
        place = (lines.get(cell.area.id, cell.area.id), cell.indicator, cell.slice, str(cell.period))
        row = Place(*place[:at], "", *place[at + 1 :])
        figures[row, place[at]] = make_figure(cell.value, cell.status, cell.hidden, cell.series_break, cell.beyond)
        observed[row, place[at]] = cell.area.id
    every = {"cijfer": order.indicators, "deel": order.slices, "periode": order.periods}[across]
    there = {column for _, column in figures}
    rows = sorted({row for row, _ in figures}, key=order.key())
    return Pivot(tuple(rows), tuple(column for column in every if column in there), figures, observed)
