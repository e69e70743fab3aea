"""Figures as small tables of text: `area period slice value marks`, one figure a line.

`-` stands for the total and for no value; marks are a status letter, `hidden` and `break`.
"""

from __future__ import annotations

import polars as pl

from noaber.methods.aggregate import MEMBERSHIP
from noaber.methods.figures import in_shape


def figures(text: str) -> pl.DataFrame:
    """Make figures of a table of text."""
    rows = [_row(line.split()) for line in text.strip().splitlines()]
    names = ["area", "period", "slice", "value", "status", "hidden", "series_break"]
    schema = dict(zip(names, [pl.String] * 3 + [pl.Float64, pl.String] + [pl.Boolean] * 2, strict=True))
    return in_shape(pl.DataFrame(rows, schema=schema, orient="row"))


def _row(cells: list[str]) -> tuple[object, ...]:
    area, period, slice, value, *marks = cells
    status = next((mark for mark in marks if len(mark) == 1), "A")
    number = None if value == "-" else float(value)
    return area, period, slice.removeprefix("-"), number, status, "hidden" in marks, "break" in marks


def written(frame: pl.DataFrame) -> str:
    """Write figures as a table of text, sorted; values to nine digits."""
    lines = []
    for row in frame.sort("area", "period", "slice").iter_rows(named=True):
        value = "-" if row["value"] is None else f"{row['value']:.9g}"
        marks = [row["status"]] * (row["status"] != "A") + ["hidden"] * row["hidden"] + ["break"] * row["series_break"]
        lines.append(" ".join([row["area"], row["period"], row["slice"] or "-", value, *marks]))
    return "\n".join(lines)


def same(frame: pl.DataFrame, text: str) -> bool:
    """Say whether figures are those of a table of text, up to order and spacing; the difference shows as text."""
    expected = "\n".join(" ".join(line.split()) for line in sorted(text.strip().splitlines(), key=str.split))
    found = "\n".join(sorted(written(frame).splitlines(), key=str.split))
    assert found == expected, f"\n{found}\n\nexpected:\n{expected}"
    return True


def membership(text: str) -> pl.DataFrame:
    """Make memberships of lines `parent: child child`, with `type@vintage/year` behind the parent where it matters."""
    rows = []
    for line in text.strip().splitlines():
        head, _, children = line.strip().partition(":")
        parent, _, kind = head.partition(" ")
        kind, _, year = kind.partition("/")
        type, _, vintage = kind.partition("@")
        for child in children.split():
            said = [int(text) if text else None for text in (vintage, year)]
            rows.append((parent, child, type or "gemeente", *said))
    return pl.DataFrame(rows, schema=MEMBERSHIP, orient="row")
