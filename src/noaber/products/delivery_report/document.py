"""What a document is made of: titles, sentences, tables with small drawings. It knows no figures and no language."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.products.charts.strip_drawing import Strip
from noaber.products.delivery_report.drawings import Bars, Course

Drawing = Course | Bars | Strip


@dataclass(frozen=True)
class Cell:
    """A cell: its words, whether it is a number, code or stressed, where it leads, and a drawing with what that shows
    in words."""

    text: str = ""
    number: bool = False
    code: bool = False
    strong: bool = False
    drawing: Drawing | None = None
    alt: str = ""
    href: str = ""

    @property
    def kind(self) -> str:
        """What sort of drawing it has."""
        return type(self.drawing).__name__.lower() if self.drawing else ""


@dataclass(frozen=True)
class Head:
    """The head of a column, and whether numbers stand below it."""

    text: str
    number: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row names it."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Part:
    """A piece of a chapter, with a title of its own where it has one."""

    title: str = ""
    texts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A chapter: the question, the answer in a sentence or two, and what it rests on."""

    id: str
    title: str
    answers: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Document:
    """A report as it is shown. `notices` stand above everything, `foot` on every page of the print."""

    language: str
    title: str
    kicker: str
    heading: str
    notices: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, Cell], ...]
    short: Part
    asked: Part
    chapters: tuple[Chapter, ...]
    contents: str
    foot: str
    page_of: str


def numbers(*texts: str) -> tuple[Cell, ...]:
    """Give cells with numbers."""
    return tuple(Cell(text, number=True) for text in texts)
