"""The matrix of flows: origins down, destinations across, elsewhere and totals at the end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.charts.scales import class_bounds
from noaber.products.figures import Figure
from noaber.products.flows.case import FlowCase, area_href
from noaber.products.flows.gathering import ELSEWHERE, UNKNOWN
from noaber.products.links import Link
from noaber.products.marks import Mark, name_mark
from noaber.products.tables import Cell
from noaber.products.wording import Wording

SHADES = 5
TOTAL = "total"


@dataclass(frozen=True)
class MatrixCell:
    """One flow: its cell, what kind of place it has (diagonal, edge, total or empty) and its shade from 1 to 5."""

    cell: Cell
    kind: str
    shade: int = 0


@dataclass(frozen=True)
class MatrixLine:
    """A row or column: its area (empty for what is no area), name with its page, and whether it is the own area."""

    area: str
    link: Link
    own: bool


@dataclass(frozen=True)
class Matrix:
    """The matrix ready to be drawn."""

    columns: tuple[MatrixLine, ...]
    rows: tuple[tuple[MatrixLine, tuple[MatrixCell, ...]], ...]
    marks: tuple[Mark, ...]


def draw_matrix(case: FlowCase, wording: Wording) -> Matrix:
    """Draw the matrix; flows between two areas are shaded by size, those who stay are not."""
    ends = (*case.matrix.areas, ELSEWHERE, TOTAL)
    bounds = shade_bounds(case)
    lines = [_line(case, end, wording) for end in ends]
    rows = tuple(
        (line, tuple(_cell(case, origin, destination, bounds, wording) for destination in ends))
        for origin, line in zip(ends, lines, strict=True)
    )
    used = dict.fromkeys(mark.key for _, cells in rows for item in cells for mark in item.cell.marks)
    return Matrix(tuple(lines), rows, tuple(name_mark(key, wording) for key in used))


def shade_bounds(case: FlowCase) -> list[float]:
    """Give the bounds of the shades: equally many flows between areas in each."""
    areas = set(case.matrix.areas)
    values = [
        figure.value for (one, other), figure in case.matrix.flows.items()
        if figure.value and one != other and {one, other} <= areas
    ]  # fmt: skip
    return class_bounds(values, SHADES)


def matrix_figure(case: FlowCase, origin: str, destination: str) -> Figure | None:
    """Give the flow at a place of the matrix; None where there is none to tell: between elsewhere and elsewhere."""
    if origin == TOTAL and destination in case.matrix.areas:
        return case.matrix.told.get((destination, "arriving"), UNKNOWN)
    if destination == TOTAL and origin in case.matrix.areas:
        return case.matrix.told.get((origin, "leaving"), UNKNOWN)
    if TOTAL in (origin, destination) or origin == destination == ELSEWHERE:
        return None
    return case.crossing(origin, destination)


def _line(case: FlowCase, end: str, wording: Wording) -> MatrixLine:
    if end == TOTAL:
        return MatrixLine("", Link(wording.t("flows.total")), False)
    area = "" if end == ELSEWHERE else end
    return MatrixLine(area, Link(case.name(end, wording), area_href(case, wording, end)), end in case.members)


def _cell(case: FlowCase, origin: str, destination: str, bounds: Sequence[float], wording: Wording) -> MatrixCell:
    figure = matrix_figure(case, origin, destination)
    if figure is None:
        return MatrixCell(Cell(""), "empty")
    cell = case.cell(figure, wording, _explained(case, origin, destination, wording))
    if TOTAL in (origin, destination):
        return MatrixCell(cell, "total")
    if ELSEWHERE in (origin, destination):
        return MatrixCell(cell, "edge")
    if origin == destination:
        return MatrixCell(cell, "diagonal")
    return MatrixCell(cell, "between", bisect_right(bounds, figure.value) + 1 if figure.value else 0)


def _explained(case: FlowCase, origin: str, destination: str, wording: Wording) -> str:
    return "" if {TOTAL, ELSEWHERE} & {origin, destination} else case.explain(origin, destination, wording)
