"""What a reader is told of hidden figures: why they are hidden, and where the same is shown one level up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from noaber.products.addresses import site_href
from noaber.products.links import Link
from noaber.products.wording import Wording

MOST_OFFERED = 6


class Instead(NamedTuple):
    """The next figure up that is shown: of which indicator, area and category, by id and by name."""

    indicator: str
    indicator_name: str
    area: str
    area_name: str
    slice: str
    slice_name: str


@dataclass(frozen=True)
class HiddenNote:
    """Why figures are hidden, and links to where the same is shown."""

    text: str
    links: tuple[Link, ...] = ()


def draw_hidden_note(offers: Iterable[Instead | None], wording: Wording) -> HiddenNote | None:
    """Say of hidden figures why they are, with what is offered for most of them first; None where nothing is hidden."""
    counted = Counter(offers)
    if not counted:
        return None
    most = [one for one, _ in counted.most_common() if one is not None][:MOST_OFFERED]
    several = len({one.indicator for one in most}) > 1
    text = wording.t("hidden.why") + " " + wording.t("hidden.shown" if most else "hidden.nowhere")
    return HiddenNote(text, tuple(_link(one, several, wording) for one in most))


def _link(one: Instead, several: bool, wording: Wording) -> Link:
    query = {"gebieden": one.area, "deel": one.slice}
    return Link(name_instead(one, several), site_href(wording.language, "cijfer", one.indicator, query=query))


def name_instead(one: Instead, with_indicator: bool = False) -> str:
    """Name what is shown: the area, and the category if it is not the total.

    >>> name_instead(Instead("a", "Jobs", "GM1", "Borne", "sex=f", "women"))
    'Borne (women)'
    """
    name = f"{one.area_name} ({one.slice_name})" if one.slice else one.area_name
    return f"{one.indicator_name}, {name}" if with_indicator else name


def print_hidden_note(note: HiddenNote) -> str:
    """Write the note as a line of text, for files."""
    names = "; ".join(link.text for link in note.links)
    return f"{note.text} {names}." if names else note.text
