"""Links to the page before and after, with their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pager:
    """Where a reader is in a list of pages and where he can go; an empty address is no link."""

    page: int
    pages: int
    back: str
    next: str
    back_text: str
    next_text: str
    label: str


def draw_pager(page: int, pages: int, href: Callable[[int], str], words: tuple[str, str, str]) -> Pager:
    """Draw the links; `words` are those for back, for next and for the whole.

    >>> draw_pager(1, 2, lambda n: f"?blad={n}", ("back", "next", "pages")).next
    '?blad=2'
    """
    return Pager(
        page=page,
        pages=pages,
        back=href(page - 1) if page > 1 else "",
        next=href(page + 1) if page < pages else "",
        back_text=words[0],
        next_text=words[1],
        label=words[2],
    )
