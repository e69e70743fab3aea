"""Areas that are like an area, and the addresses that compare it with them: one rule for explorer and profile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from noaber.products.addresses import site_href
from noaber.products.choices import MOST_AREAS, Choice
from noaber.products.findings import capital
from noaber.products.links import Link
from noaber.products.standings import Level
from noaber.products.wording import Wording

Kind = Literal["neighbours", "similar", "level", "above", "groups"]
BESIDE: frozenset[Kind] = frozenset({"above", "groups"})
"""Larger areas are references; the others are areas like the area itself."""


@dataclass(frozen=True)
class Peers:
    """Areas that are like an area in one way, by id: those that share a border, the nearest in size, all of its level
    where it is compared, the areas it lies in, and the groups it belongs to."""

    kind: Kind
    areas: tuple[str, ...]


@dataclass(frozen=True)
class PeerPanel:
    """Areas that are alike in one way, each with its page, and the link that compares with all of them."""

    title: str
    areas: tuple[Link, ...]
    compare: Link


def choose_peers(choice: Choice, own: str, peers: Peers, level: str) -> Choice:
    """Give the choice that compares an area with its peers: at most eight together; of more the level itself."""
    plain = replace(choice, blad=1, kolommen=1)
    if peers.kind in BESIDE:
        return replace(plain, vergelijk=peers.areas[:MOST_AREAS])
    if peers.kind == "level" and len({own, *peers.areas}) > MOST_AREAS:
        return replace(plain, gebieden=(own,), niveau=level)
    others = [area for area in peers.areas if area != own]
    return replace(plain, gebieden=(own, *others)[:MOST_AREAS])


def name_peers(peers: Peers, level: Level, wording: Wording) -> str:
    """Say in which way areas are alike: `aangrenzende gemeenten`."""
    count = wording.number(len(peers.areas))
    words = level.words if peers.kind == "level" else level.plural
    return wording.t(f"peers.{peers.kind}", level=words, count=count)


def draw_peer_links(
    peers: Sequence[Peers], level: Level, href: Callable[[Peers], str], wording: Wording
) -> tuple[Link, ...]:
    """Draw the plain links of the control bar."""
    return tuple(Link(name_peers(group, level, wording), href(group)) for group in peers if group.areas)


def draw_peer_panels(
    own: str, peers: Sequence[Peers], level: Level, names: Callable[[str], str], indicator: str, wording: Wording
) -> tuple[PeerPanel, ...]:
    """Draw the peers of a profile, each with the link that compares them by `indicator`; all areas of a level are not
    listed, they are compared."""
    return tuple(
        PeerPanel(
            title=capital(name_peers(group, level, wording)),
            areas=tuple(Link(names(id), site_href(wording.language, "gebied", id)) for id in group.areas)
            if group.kind != "level"
            else (),
            compare=Link(wording.t("peers.compare"), _compare_href(own, group, indicator, wording)),
        )
        for group in peers
        if group.areas
    )


def _compare_href(own: str, peers: Peers, indicator: str, wording: Wording) -> str:
    if not indicator:
        return ""
    listed = ",".join(peers.areas[:MOST_AREAS])
    if peers.kind in BESIDE:
        return site_href(wording.language, "cijfer", indicator, query={"gebieden": own, "vergelijk": listed})
    chosen = choose_peers(Choice(gebieden=(own,)), own, peers, "").gebieden
    ranked = "#ranglijst" if peers.kind == "level" and len(chosen) == 1 else ""
    return site_href(wording.language, "cijfer", indicator, query={"gebieden": ",".join(chosen)}) + ranked
