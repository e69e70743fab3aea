"""Marks beside a number or instead of one: a letter for the eye, words for everyone, one legend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from noaber.products.figures import Figure
from noaber.products.wording import Wording

MARKS = (
    "provisional",
    "estimated",
    "forecast",
    "break_here",
    "hidden",
    "missing",
    "break",
    "base",
    "outside",
    "uncertain",
)


@dataclass(frozen=True)
class Mark:
    """One mark: its sign in the table, what it means, and the same in a word or two."""

    key: str
    sign: str
    words: str
    short: str = ""


def name_marks(figure: Figure, wording: Wording) -> tuple[Mark, ...]:
    """Give the marks of a figure in the reader's language."""
    marks = figure.marks
    return _named(marks, wording.language) if marks else ()


@lru_cache(maxsize=256)
def _named(marks: tuple[str, ...], language: str) -> tuple[Mark, ...]:
    return tuple(name_mark(key, Wording.of(language)) for key in marks)


def name_mark(key: str, wording: Wording) -> Mark:
    """Give one mark in the reader's language."""
    words, short = wording.t(f"mark.{key}"), f"mark.{key}.short"
    return Mark(key, wording.t(f"mark.{key}.sign"), words, wording.t(short) if wording.t.has(short) else words)


def legend(figures: Iterable[Figure], wording: Wording) -> tuple[Mark, ...]:
    """Give the marks that occur, each once, in a fixed order."""
    used = {key for figure in figures for key in figure.marks}
    return tuple(name_mark(key, wording) for key in MARKS if key in used)
