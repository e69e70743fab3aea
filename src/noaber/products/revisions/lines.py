"""Revisions as lines for a terminal: the same as the page, in columns of equal width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noaber.products.revisions.case import RevisionCase
from noaber.products.revisions.page import Triangle, TriangleCell, draw_triangles, say_revisions
from noaber.products.wording import Wording


def revision_lines(case: RevisionCase, wording: Wording) -> Iterator[str]:
    """Give name, what happened, and per length of period the triangle with its measures."""
    t = wording.t
    yield t("revisions.headline", indicator=case.name, area=case.area_name)
    yield say_revisions(case.table, wording)
    for triangle in draw_triangles(case, wording):
        yield ""
        heads = [triangle.title, *(head.release for head in triangle.heads)]
        yield from _columns([heads, *_rows(triangle)])
        yield from (f"{mark.sign} {mark.words}" for mark in triangle.marks)
        yield from filter(None, [triangle.more])
        yield ""
        yield from _measures(triangle, wording)
    if case.table.periods:
        yield from ("", t("revisions.formula"), t("revisions.part"), t("revisions.source"))


def _rows(triangle: Triangle) -> Iterator[list[str]]:
    for row in triangle.rows:
        yield [row.period, *(_said(item) for item in row.cells)]


def _said(item: TriangleCell) -> str:
    signs = " ".join(mark.sign for mark in item.cell.marks)
    change = f"({item.change})" if item.change else ""
    return " ".join(filter(None, [item.cell.text, signs, change]))


def _measures(triangle: Triangle, wording: Wording) -> Iterator[str]:
    t = wording.t
    if not triangle.measures:
        yield t("revisions.measures.none")
        return
    names = ("lag", "periods", "mean", "absolute", "relative")
    rows = [[row.lag, row.periods, row.mean, row.absolute, row.relative] for row in triangle.measures]
    yield from _columns([[t(f"revisions.measures.{name}") for name in names], *rows])


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Give rows in columns: the first to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *others = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        yield "  ".join([first, *(text.strip().rjust(len(text)) for text in others)]).rstrip()
