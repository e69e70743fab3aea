"""How a page is passed on: its three kinds of links, and the words to cite it with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from noaber.products.source_pages import say_day
from noaber.products.wording import Wording
from noaber.warehouse.cards import ReleaseCard


@dataclass(frozen=True)
class Shared:
    """What a page tells of itself to be passed on: its words for a citation, its living address as path and query,
    the rolling one with its number of periods where it has periods, and the snippets to embed its charts."""

    cited: str
    living: str
    rolling: str = ""
    periods: int = 0


@dataclass(frozen=True)
class Outlook:
    """Where and when a page is shown: the address of the site as `https://host`, the release, the day."""

    origin: str
    card: ReleaseCard
    today: date


@dataclass(frozen=True)
class ShareLink:
    """One address to pass on, with what it does."""

    kind: str
    name: str
    text: str
    address: str


@dataclass(frozen=True)
class Sharing:
    """Everything the panel shows."""

    links: tuple[ShareLink, ...]
    citation: str


def draw_sharing(shared: Shared, outlook: Outlook, wording: Wording) -> Sharing:
    """Draw the panel to share a page."""
    links = tuple(_links(shared, outlook, wording))
    return Sharing(links, cite(shared.cited, links[-1].address, outlook, wording))


def _links(shared: Shared, outlook: Outlook, wording: Wording) -> Iterator[ShareLink]:
    t, origin, release = wording.t, outlook.origin, outlook.card.id
    yield ShareLink("living", t("share.living"), t("share.living.text"), origin + shared.living)
    if shared.rolling:
        text = t.plural("share.rolling.text", shared.periods)
        yield ShareLink("rolling", t("share.rolling"), text, origin + shared.rolling)
    join = "&" if "?" in shared.living else "?"
    frozen = f"{origin}{shared.living}{join}uitgave={release}"
    yield ShareLink("frozen", t("share.frozen"), t("share.frozen.text", release=release), frozen)


def cite(what: str, address: str, outlook: Outlook, wording: Wording) -> str:
    """Give the words to cite something of a release with: office, what, release, address, day of access."""
    return wording.t(
        "share.citation.text",
        office=outlook.card.office.get(wording.language),
        what=what,
        release=outlook.card.id,
        built=say_day(outlook.card.built_at, wording),
        address=address,
        today=wording.date(outlook.today),
    )
