"""Tables of one indicator: periods across, areas down, a mark beside every number that needs one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from noaber.products.expressing import change_between
from noaber.products.figures import Figure, Figures
from noaber.products.marks import MARKS, Mark, legend, name_mark, name_marks
from noaber.products.subjects import Subject
from noaber.products.ways import Expression
from noaber.products.wording import Wording


@dataclass(frozen=True)
class Cell:
    """One cell: the number as text (empty where there is none), its marks and the address of its explanation."""

    text: str
    marks: tuple[Mark, ...] = ()
    href: str = ""


@dataclass(frozen=True)
class Row:
    """One row: what it is about, its page, its role (own, picked, ref or empty) and its cells."""

    id: str
    name: str
    href: str
    role: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table ready to be drawn, with the legend of the marks in it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Plan:
    """What a table shows: rows (id, name, address, role) by columns (period), and how its numbers are expressed."""

    subject: Subject
    rows: Sequence[tuple[str, str, str, str]]
    periods: Sequence[str]
    how: Expression = "waarde"
    explain: Callable[[str, str], str] = lambda row, period: ""
    explain_change: Callable[[str, str, str], str] = lambda row, first, last: ""


def draw_cell(figure: Figure, subject: Subject, how: Expression, wording: Wording, href: str = "") -> Cell:
    """Write one figure as a cell; a hidden or missing one has a mark and never a number."""
    if figure.absence:
        return Cell("", name_marks(figure, wording), href)
    return Cell(subject.expressed(figure.value or 0.0, how, wording), name_marks(figure, wording), href)


def draw_table(plan: Plan, get: Callable[[str, str], Figure], wording: Wording) -> Table:
    """Draw the table; `get` gives the figure of a row and a period."""
    shown = {(row[0], period): get(row[0], period) for row in plan.rows for period in plan.periods}
    rows = [
        Row(id, name, href, role, tuple(_cell(plan, shown, id, period, wording) for period in plan.periods))
        for id, name, href, role in plan.rows
    ]
    columns = tuple(wording.period(period) for period in plan.periods)
    return Table(columns, tuple(rows), legend(shown.values(), wording))


def _cell(plan: Plan, shown: Mapping[tuple[str, str], Figure], row: str, period: str, wording: Wording) -> Cell:
    return draw_cell(shown[row, period], plan.subject, plan.how, wording, plan.explain(row, period))


def turn_table(table: Table) -> Table:
    """Swap rows and columns: a row for every column, with the cells that stood below each other beside each other.

    >>> turn_table(Table(("2020",), (Row("a", "A", "", "own", (Cell("1"),)),), ())).rows[0].cells
    (Cell(text='1', marks=(), href=''),)
    """
    rows = [
        Row("", column, "", "", tuple(row.cells[at] for row in table.rows)) for at, column in enumerate(table.columns)
    ]
    return Table(tuple(row.name for row in table.rows), tuple(rows), table.marks)


def change_column(table: Table, plan: Plan, values: Figures, slice: str, wording: Wording) -> Table:
    """Add the change from the first to the last period shown, where values are shown and it can be said."""
    if plan.how != "waarde" or len(plan.periods) < 2:
        return table
    rows = [replace(row, cells=(*row.cells, _change_cell(row.id, plan, values, slice, wording))) for row in table.rows]
    column = wording.t("table.since", period=wording.period(plan.periods[0]))
    return Table((*table.columns, column), tuple(rows), _marks_with(table.marks, [row.cells[-1] for row in rows]))


def _marks_with(marks: Sequence[Mark], cells: Sequence[Cell]) -> tuple[Mark, ...]:
    """Add the marks of cells to a legend, each once, in the fixed order."""
    found = {mark.key: mark for mark in (*marks, *(mark for cell in cells for mark in cell.marks))}
    return tuple(found[key] for key in MARKS if key in found)


def _change_cell(area: str, plan: Plan, values: Figures, slice: str, wording: Wording) -> Cell:
    first, last = plan.periods[0], plan.periods[-1]
    figure = change_between(values, area, first, last, plan.subject.points, slice)
    href = plan.explain_change(area, first, last)
    if figure.absence:
        return Cell("", (name_mark(figure.absence, wording),), href)
    return Cell(plan.subject.change(figure.value or 0.0, wording), name_marks(figure, wording), href)
