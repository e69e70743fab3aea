"""Rows to the bytes of a text file, with each supplier's own quoting, line ends and wrapping."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Cell = str | int | float | None
Files = dict[str, bytes]


@dataclass(frozen=True)
class Dialect:
    """How a supplier writes a table. `quote`: only where needed, all text, or every cell."""

    delimiter: str = ","
    newline: str = "\n"
    quote: Literal["needed", "text", "all"] = "needed"
    bom: bool = False
    closed: bool = True


PLAIN = Dialect()


def render_table(rows: Iterable[Sequence[Cell]], dialect: Dialect = PLAIN) -> bytes:
    """Give the table as bytes in UTF-8; an absent cell is nothing at all between its delimiters."""
    lines = (dialect.delimiter.join(_cell(cell, dialect) for cell in row) for row in rows)
    text = dialect.newline.join(lines) + (dialect.newline if dialect.closed else "")
    return text.encode("utf-8-sig" if dialect.bom else "utf-8")


def render_number(value: float) -> str:
    """Write a number without a needless decimal: 3, 10.5.

    >>> render_number(3.0), render_number(10.5)
    ('3', '10.5')
    """
    return str(int(value)) if value == int(value) else str(value)


def pack(content: bytes) -> bytes:
    """Compress with gzip without name or time, so that equal content gives equal bytes."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def _cell(cell: Cell, dialect: Dialect) -> str:
    text = "" if cell is None else str(cell)
    if dialect.quote == "all" or (dialect.quote == "text" and isinstance(cell, str)):
        return f'"{_doubled(text)}"'
    risky = dialect.delimiter in text or '"' in text or "\n" in text
    return f'"{_doubled(text)}"' if risky and dialect.quote == "needed" else text


def _doubled(text: str) -> str:
    return text.replace('"', '""')
