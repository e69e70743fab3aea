"""The index of areas: groups of links, long ones folded away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.findings import capital
from noaber.products.links import Link
from noaber.products.wording import Wording


@dataclass(frozen=True)
class AreaGroup:
    """A group of areas (id, name) in the index; `folded` away where there are many, `count` with those not listed."""

    title: str
    areas: Sequence[tuple[str, str]]
    folded: bool = False
    count: int = 0


@dataclass(frozen=True)
class IndexGroup:
    """A group of the index as it is shown."""

    title: str
    areas: tuple[Link, ...]
    folded: bool
    more: str


@dataclass(frozen=True)
class AreasView:
    """The index of areas."""

    lead: str
    groups: tuple[IndexGroup, ...]


def draw_areas_page(groups: Sequence[AreaGroup], wording: Wording) -> AreasView:
    """Draw the index of areas."""
    return AreasView(wording.t("areas.lead"), tuple(_index_group(group, wording) for group in groups))


def _index_group(group: AreaGroup, wording: Wording) -> IndexGroup:
    title = capital(group.title)
    if group.folded:
        title = wording.t("areas.count", level=title, count=wording.number(group.count))
    cut = group.count > len(group.areas)
    return IndexGroup(
        title=title,
        areas=tuple(Link(name, site_href(wording.language, "gebied", id)) for id, name in group.areas),
        folded=group.folded,
        more=wording.t("areas.more", count=wording.number(len(group.areas))) if cut else "",
    )
