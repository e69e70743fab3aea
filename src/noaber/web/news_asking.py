"""What the release says of its sources and its changes: for the page of news, the home page and below figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from noaber.products.coming import Coming, expect
from noaber.products.news_page import NewsView, draw_news_page
from noaber.warehouse.cards import SourceCard
from noaber.web.figure_asking import visible_cards
from noaber.web.visits import Visit


def coming_of(visit: Visit, ids: Iterable[str] | None = None) -> list[Coming]:
    """Give what can be expected of the sources that gave figures to this release, or of some of them."""
    known, newest = visit.release.catalogue.sources, visit.release.newest_by_source
    wanted = newest if ids is None else [id for id in ids if id in newest]
    sources: list[SourceCard] = [known[id] for id in wanted if id in known and known[id].indicators]
    return [expect(card, newest[card.id], _today(visit)) for card in sources]


def _today(visit: Visit) -> date:
    """The day of the visit; of a frozen page the day it was made, for it never changes."""
    if visit.frozen:
        return date.fromisoformat(visit.release.catalogue.card.built_at[:10])
    day: date = visit.request.app.state.today()
    return day


def news_of(visit: Visit) -> NewsView:
    """Give the page of news: what each release brought, and what comes."""
    names = {card.id: card.names.get(visit.language) for card in visible_cards(visit.release)}
    return draw_news_page(manifests_of(visit), names, coming_of(visit), visit.wording)


def manifests_of(visit: Visit) -> list[Mapping[str, Any]]:
    """Give the manifests of this release and of those before it, newest first."""
    own = {"id": visit.release.id, **visit.release.manifest}
    earlier = [other for other in visit.store.earlier() if other["built_at"] <= own["built_at"]]
    return [own, *(other for other in earlier if other["id"] != own["id"])]
