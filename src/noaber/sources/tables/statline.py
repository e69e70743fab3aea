"""CSV as the StatLine site gives it: a title, filters, headers that name their dimension, units, and a source line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.body import parse_body
from noaber.sources.tables.delimited import SUFFIXES, Lines, cut_footer, lines_below, open_lines, top_records
from noaber.sources.tables.layout import RAGGED, compose_names, finish, settle_names, tidy_name
from noaber.sources.tables.parts import pick_part, read_text, refuse

FOOTER = r"^((Bron|Source)\b|©)"
FILTER = re.compile(r"^([^:]{1,120}): (.+)$", re.DOTALL)
HEADER_WITHIN = 200
UNIT = "unit"
"""Name of the nameless column that says the unit of each row."""


@dataclass(frozen=True)
class Head:
    """What stands above the figures: the names of the columns, and filters that hold for every row."""

    names: list[str]
    constants: dict[str, str]


def read_statline(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read an export of the StatLine site, in any of its layouts.

    Filter lines in the title ("Perioden: 2022*") become columns with that one value. Units in the header are dropped.
    """
    name = pick_part(parts, fmt, SUFFIXES)
    lines = open_lines(name, read_text(name, parts, fmt.encoding), fmt)
    head, body = parse_head(lines)
    text = cut_footer(body.text, fmt.footer or FOOTER, body.delimiter)
    frame = finish(parse_body(text, body.first, body.delimiter, head.names))
    constants = [pl.lit(value).alias(key) for key, value in head.constants.items()]
    return frame.with_columns(constants).select(pl.exclude(RAGGED), RAGGED)


def parse_head(lines: Lines) -> tuple[Head, Lines]:
    """Read title, filters and header; give them with the lines below."""
    titles: list[str] = []
    levels: list[list[str]] = []
    for cells, mark in islice(top_records(lines), HEADER_WITHIN):
        if len(cells) > 1 and cells[0]:
            return _compose_head(lines, titles, levels, cells), lines_below(lines, mark)
        if len(cells) == 1 and cells[0]:
            titles.append(cells[0])
        elif any(cells):
            levels.append(cells)
    raise refuse(
        f"{lines.name}:{lines.first}", "has no header row as StatLine writes it", "a row that starts with a dimension",
        "Use `kind: csv` with `skip:` and `header_rows:` for other layouts.",
    )  # fmt: skip


def _compose_head(lines: Lines, titles: list[str], levels: list[list[str]], stub: list[str]) -> Head:
    start, labels, stub_has_labels = _split_levels(levels)
    stub = [tidy_name(cell) for cell in stub]
    if start is None:
        names = stub
    else:
        rows = labels + ([stub[start:]] if stub_has_labels else [])
        width = len(stub) - start
        blank = [""] * width
        names = [cell or UNIT for cell in stub[:start]] + compose_names(
            [(row + blank)[:width] for row in rows] or [blank]
        )
    constants = {match[1].strip(): match[2].strip() for title in titles[1:] if (match := FILTER.match(title))}
    settled = settle_names(f"{lines.name}:{lines.first}", [*names, *constants])
    return Head(settled[: len(names)], dict(zip(settled[len(names) :], constants.values(), strict=True)))


def _split_levels(levels: list[list[str]]) -> tuple[int | None, list[list[str]], bool]:
    """Tell where the figures start, the labels above them, and whether the last labels stand beside the stub.

    StatLine names a header dimension in one of two places: alone above its labels, or on their left.
    """
    start: int | None = None
    labels: list[list[str]] = []
    waiting = False
    for cells in levels:
        filled = [column for column, cell in enumerate(cells) if cell]
        if waiting and start is not None:
            labels.append(cells[start:])
            waiting = False
        elif len(filled) == 1:
            start, waiting = filled[0], True
        else:
            start = filled[0] + 1
            labels.append(cells[start:])
    return start, labels, waiting
