"""Text files with a mark between cells: CSV in all its habits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.body import parse_body
from noaber.sources.tables.layout import FOOTER_WITHIN, compose_names, finish, is_footer, settle_names
from noaber.sources.tables.parts import pick_part, read_text, refuse

SUFFIXES = (".csv", ".txt", ".tsv", ".dat", ".asc")
DELIMITERS = (";", "\t", "|", ",")
SAMPLE = 64 * 1024
NEARLY_ALL = 0.9


@dataclass(frozen=True)
class Lines:
    """Text from line `first` of part `name` on, with the mark between its cells."""

    name: str
    text: str
    delimiter: str
    first: int = 1


def read_delimited(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read a CSV part as a table of text."""
    name = pick_part(parts, fmt, SUFFIXES)
    return parse_delimited(open_lines(name, read_text(name, parts, fmt.encoding), fmt), fmt)


def open_lines(name: str, text: str, fmt: TableFormat) -> Lines:
    """Skip the title lines and settle the delimiter."""
    rest = text[sum(map(len, islice(_lines(text), fmt.skip))) :]
    delimiter = find_delimiter(rest[:SAMPLE]) if fmt.delimiter == "auto" else fmt.delimiter
    return Lines(name, rest, delimiter, fmt.skip + 1)


def parse_delimited(lines: Lines, fmt: TableFormat) -> pl.DataFrame:
    """Split text with its header on top into a table."""
    levels, body = take_records(lines, fmt.header_rows + fmt.unit_row)
    names = _names(lines, body, levels[: fmt.header_rows], fmt)
    text = cut_footer(body.text, fmt.footer, body.delimiter) if fmt.footer else body.text
    return finish(parse_body(text, body.first, body.delimiter, names))


def find_delimiter(sample: str) -> str:
    """Find the mark that gives the same number of cells on most lines; a comma where none does.

    >>> find_delimiter('Regio;Prijs\\nAalten;34,1\\nAlmelo;31,5\\n')
    ';'
    """
    whole = sample[: sample.rfind("\n") + 1] or sample
    shares = {mark: _regularity(whole, mark) for mark in DELIMITERS}
    enough = min(max(shares.values()), NEARLY_ALL)
    return next((mark for mark in DELIMITERS if shares[mark] >= enough > 0), ",")


def _regularity(sample: str, delimiter: str) -> float:
    """Share of records with the commonest width above one cell; 0 where the quotes make no sense."""
    reader = csv.reader(io.StringIO(sample), delimiter=delimiter, strict=True)
    widths: list[int] = []
    try:
        widths += (len(record) for record in reader if record)
    except csv.Error:
        if reader.line_num < sample.count("\n"):
            return 0.0
    wide = [width for width in widths if width > 1]
    return max(map(wide.count, set(wide)), default=0) / max(len(widths), 1)


def take_records(lines: Lines, count: int) -> tuple[list[list[str]], Lines]:
    """Take `count` records with any cell filled off the top; give them stripped, and the lines below them."""
    taken: list[list[str]] = []
    below = lines
    filled = ((cells, mark) for cells, mark in top_records(lines) if any(cells))
    for cells, mark in islice(filled, count):
        taken.append(cells)
        below = lines_below(lines, mark)
    if len(taken) < count:
        raise refuse(
            lines.name, f"ends within its header ({len(taken)} of {count} header rows)", "a header and rows below it",
            "Correct `skip:`, `header_rows:` and `unit_row:` of the format.",
        )  # fmt: skip
    return taken, below


def _lines(text: str) -> Iterator[str]:
    """Give the lines of a text with their ends, without a copy of the whole."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


Mark = tuple[int, int]
"""Where a record ends: characters and lines from the top."""


def top_records(lines: Lines) -> Iterator[tuple[list[str], Mark]]:
    """Give the records from the top one by one, stripped, each with the place where it ends."""
    read = 0

    def counted() -> Iterator[str]:
        nonlocal read
        for line in _lines(lines.text):
            read += len(line)
            yield line

    reader = csv.reader(counted(), delimiter=lines.delimiter, strict=True)
    try:
        for record in reader:
            yield [cell.strip() for cell in record], (read, reader.line_num)
    except csv.Error as error:
        raise refuse(
            f"{lines.name}:{lines.first}", f"has a header that cannot be read: {error}", "a header with closed quotes",
            "Correct `skip:` and `header_rows:` of the format, or ask the supplier for the file again.",
        ) from error  # fmt: skip


def lines_below(lines: Lines, mark: Mark) -> Lines:
    """Give what stands below the end of a record."""
    characters, count = mark
    return Lines(lines.name, lines.text[characters:], lines.delimiter, lines.first + count)


def _names(lines: Lines, body: Lines, levels: list[list[str]], fmt: TableFormat) -> list[str]:
    place = f"{lines.name}:{lines.first}"
    names = compose_names(levels) if levels else [""] * len(take_records(body, 1)[0][0])
    if fmt.names and len(fmt.names) != len(names):
        raise refuse(
            place, f"has {len(names)} columns", f"{len(fmt.names)}, as `names:` of the format lists",
            "Correct `names:`, or ask the supplier what changed.",
        )  # fmt: skip
    return settle_names(place, fmt.names or names)


def cut_footer(text: str, footer: str, delimiter: str) -> str:
    """Leave out the footer: from the first of the last lines that alone fills a row and matches, to the end."""
    tail = text.rstrip("\n").rsplit("\n", FOOTER_WITHIN)
    start = 1 if len(tail) > FOOTER_WITHIN else 0
    for number in range(start, len(tail)):
        if is_footer(next(csv.reader([tail[number]], delimiter=delimiter), []), footer):
            return "\n".join(tail[:number])
    return text
