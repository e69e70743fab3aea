"""Cells and links as markup: a page has thousands of them, too many for macros of a template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from noaber.products.links import Link
from noaber.products.marks import Mark
from noaber.products.tables import Cell
from noaber.products.tabulations.page import TableRow

BEHIND = Markup('<span class="st" aria-hidden="true" title="{words}">{sign}</span><span class="vh"> ({words})</span>')
INSTEAD = Markup('<span aria-hidden="true" title="{words}">{sign}</span><span class="vh">{words}</span>')


def cell_markup(cell: Cell) -> Markup:
    """Write a cell: its number with the marks behind it, or the marks that stand instead of one.

    >>> cell_markup(Cell("1 < 2", href="/nl/"))
    Markup('<a class="v" href="/nl/">1 &lt; 2</a>')
    """
    if not cell.text:
        return Markup().join(_absent(mark, cell.href) for mark in cell.marks)
    if not cell.href:
        return escape(cell.text) + _behind(cell.marks)
    return Markup(f'<a class="v" href="{escape(cell.href)}">{escape(cell.text)}</a>{_behind(cell.marks)}')  # noqa: S704


def cells_markup(cells: Iterable[Cell]) -> Markup:
    """Write the cells of a row of a table."""
    return Markup("".join(f"<td>{cell_markup(cell)}</td>" for cell in cells))  # noqa: S704 - written by cell_markup


def group_markup(rows: Sequence[TableRow]) -> Markup:
    """Write rows that share their first header, as a body of a table."""
    scope = f'scope="rowgroup" rowspan="{len(rows)}"' if len(rows) > 1 else 'scope="row"'
    lines = []
    for at, row in enumerate(rows):
        first, *others = map(link_markup, row.headers)
        heads = [] if at else [f"<th {scope}>{first}</th>"]
        heads += [f'<th scope="row">{other}</th>' for other in others]
        lines.append(f"<tr>{''.join(heads)}{cells_markup(row.cells)}</tr>")
    return Markup(f"<tbody>{''.join(lines)}</tbody>")  # noqa: S704 - written by those above


@lru_cache(maxsize=4096)
def link_markup(link: Link) -> Markup:
    """Write a link, or its text where it leads nowhere.

    >>> link_markup(Link("Borne"))
    Markup('Borne')
    """
    return Markup('<a href="{}">{}</a>').format(link.href, link.text) if link.href else escape(link.text)


def _absent(mark: Mark, href: str) -> Markup:
    sign = _signed(INSTEAD, mark)
    if href:
        return Markup('<a class="v absent" href="{}">{}</a>').format(href, sign)
    return Markup('<span class="absent">{}</span>').format(sign)


@lru_cache(maxsize=256)
def _behind(marks: tuple[Mark, ...]) -> Markup:
    return Markup().join(_signed(BEHIND, mark) for mark in marks)


@lru_cache(maxsize=256)
def _signed(form: Markup, mark: Mark) -> Markup:
    return form.format(sign=mark.sign, words=mark.words)
