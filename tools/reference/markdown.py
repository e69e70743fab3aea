"""Markdown, as little of it as the reference needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def render_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; bars and line ends in cells are kept from breaking it.

    >>> print(render_table(["a", "b"], [["1", "x|y"]]))
    | a | b |
    |---|---|
    | 1 | x\\|y |
    """
    lines = [_line(header), "|" + "---|" * len(header), *map(_line, rows)]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def render_code(text: str) -> str:
    """Write a value as code; nothing where there is no value."""
    return f"`{text}`" if text else ""


def render_paragraph(docstring: str | None) -> str:
    """Write a docstring as text: its lines joined, without the examples."""
    words = (docstring or "").split(">>>")[0]
    return "\n\n".join(" ".join(part.split()) for part in words.split("\n\n") if part.strip())
