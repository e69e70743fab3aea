"""How a visitor stands to the site: signed in or not, and what the page says of figures that not everybody sees."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.products.links import Link


@dataclass(frozen=True)
class Standing:
    """What the head of a page says: who is signed in and where that leads, or where to sign in; and a note, where the
    page has figures that are hidden from this visitor, or that others do not see."""

    link: Link
    signed_in: bool
    sign_out: str
    note: str = ""
    note_link: Link | None = None
    beyond: bool = False
