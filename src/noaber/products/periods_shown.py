"""Which periods of a series are shown: between two, of one frequency, in windows that fit a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar


def between(periods: Sequence[str], first: str, last: str) -> list[str]:
    """Give the periods, in order, from first up to and including last; an empty bound is no bound.

    >>> between(["2019", "2020", "2021"], "2020", "")
    ['2020', '2021']
    """
    start = periods.index(first) if first else 0
    end = periods.index(last) + 1 if last else len(periods)
    return list(periods[start:end])


Item = TypeVar("Item")


@dataclass(frozen=True)
class Window(Generic[Item]):
    """A page of a longer list: what is on it, which page it is, how many there are."""

    items: list[Item]
    page: int
    pages: int


def latest_window(items: Sequence[Item], page: int, size: int) -> Window[Item]:
    """Give a page of a list counted from its end, so that page one holds the latest; a page too far is the last.

    >>> latest_window(["a", "b", "c"], 1, 2)
    Window(items=['b', 'c'], page=1, pages=2)
    """
    pages = max(1, -(-len(items) // size))
    page = min(page, pages)
    end = len(items) - (page - 1) * size
    return Window(list(items[max(0, end - size) : end]), page, pages)


def first_window(items: Sequence[Item], page: int, size: int) -> Window[Item]:
    """Give a page of a list counted from its start; a page too far is the last.

    >>> first_window(["a", "b", "c"], 2, 2)
    Window(items=['c'], page=2, pages=2)
    """
    pages = max(1, -(-len(items) // size))
    page = min(page, pages)
    return Window(list(items[(page - 1) * size : page * size]), page, pages)
