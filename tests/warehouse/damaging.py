"""Verbs with which a sound municipal file is damaged, each as it happens in an office."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from noaber.synthetic.living.forms import MARKS, Form


@dataclass(frozen=True)
class Sent:
    """A file as a municipality writes it: its form and its text. What changes it gives another one."""

    form: Form
    text: str
    others: Mapping[str, bytes]  # all files of all municipalities, by name

    @property
    def lines(self) -> list[str]:
        """The lines, the header first."""
        return self.text.splitlines()

    @property
    def table(self) -> list[list[str]]:
        """The cells of all lines, the header first."""
        return list(csv.reader(self.lines, delimiter=self.form.delimiter))

    def at(self, field: str) -> int:
        """Where a field stands."""
        return list(self.form.headers).index(field)

    def column(self, field: str) -> list[str]:
        """The cells of a field."""
        return [row[self.at(field)] for row in self.table[1:]]

    def with_lines(self, lines: list[str]) -> Sent:
        """Give the file with other lines."""
        return replace(self, text="\n".join(lines) + "\n")

    def with_table(self, table: list[list[str]], delimiter: str = "", quoting: int = csv.QUOTE_MINIMAL) -> Sent:
        """Give the file with other cells, and another delimiter if need be."""
        text = io.StringIO()
        mark = delimiter or self.form.delimiter
        csv.writer(text, delimiter=mark, lineterminator="\n", quoting=quoting).writerows(table)  # type: ignore[arg-type]
        return replace(self, text=text.getvalue())

    @property
    def data(self) -> bytes:
        """The bytes, in the encoding of the municipality."""
        return MARKS.get(self.form.encoding, b"") + self.text.encode(self.form.encoding)


Change = Callable[[Sent], Sent]


def read_sent(form: Form, data: bytes, others: Mapping[str, bytes]) -> Sent:
    """Take a sound file as text."""
    text = data.decode("utf-16" if form.encoding == "utf-16-le" else form.encoding)
    return Sent(form, text.replace("\r\n", "\n"), others)


def cells(field: str, change: str | Callable[[str], str], rows: int | None = None, start: int = 4) -> Change:
    """Change the cells of a field: in all rows, or in so many of them."""

    def changed(sent: Sent) -> Sent:
        table, at = sent.table, sent.at(field)
        for row in table[1:] if rows is None else table[start : start + rows]:
            row[at] = change if isinstance(change, str) else change(row[at])
        return sent.with_table(table)

    return changed


def whole(change: Callable[[str], str]) -> Change:
    """Change the text as a whole."""
    return lambda sent: replace(sent, text=change(sent.text))


def header(change: Callable[[str], str]) -> Change:
    """Change the header alone."""
    return lambda sent: sent.with_lines([change(sent.lines[0]), *sent.lines[1:]])


def rename(field: str, name: str) -> Change:
    """Give a column another header."""
    return lambda sent: header(lambda line: line.replace(sent.form.headers[field], name))(sent)


def column_added(name: str, cell: Callable[[int], str]) -> Change:
    """Add a column; `cell` gives its text by the number of the row."""

    def changed(sent: Sent) -> Sent:
        head, *rows = sent.table
        return sent.with_table([[*head, name], *([*row, cell(number)] for number, row in enumerate(rows))])

    return changed


def swapped(one: str, other: str) -> Change:
    """Exchange the cells of two fields, under headers that stay."""

    def changed(sent: Sent) -> Sent:
        table, a, b = sent.table, sent.at(one), sent.at(other)
        for row in table[1:]:
            row[a], row[b] = row[b], row[a]
        return sent.with_table(table)

    return changed


def again(rows: int) -> Change:
    """Let so many rows stand there twice."""
    return lambda sent: sent.with_lines([*sent.lines, *sent.lines[4 : 4 + rows]])


def also(line: Callable[[Sent], str]) -> Change:
    """Add a line at the end."""
    return lambda sent: sent.with_lines([*sent.lines, line(sent)])


def american(day: str) -> str:
    """Write a Dutch day with the month first; what stands for never stays."""
    if not day or day.endswith("9999"):
        return day
    mark = "/" if "/" in day else "-"
    number, month, year = day.split(mark)
    return mark.join((month, number, year))
