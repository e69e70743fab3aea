"""Lists of links: text, address and, where it helps, a note."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A link, or a plain text where there is no address."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class LinkGroup:
    """A list of links under a title."""

    title: str
    areas: tuple[Link, ...]
