"""Addresses and sizes of pictures on a page: one for a wide and one for a narrow screen, known before they load."""

from __future__ import annotations

from dataclasses import dataclass

WIDTHS = {"groot": 960, "breed": 640, "half": 440, "smal": 340}
"""Widths that a picture may be asked in, in pixels; any other is refused, so that they can be kept."""


@dataclass(frozen=True)
class Picture:
    """A chart as an image: addresses and sizes per screen, its words, and the same as a document to take along."""

    wide: str
    narrow: str
    svg: str
    png: str
    wide_size: tuple[int, int]
    narrow_size: tuple[int, int]
    alt: str
    file: str
    lazy: bool = True
    embed: str = ""  # the page to show it on another site from


def width_of(name: str) -> int:
    """Give the width in pixels of a named width, the wide one where the name is not known."""
    return WIDTHS.get(name, WIDTHS["breed"])
