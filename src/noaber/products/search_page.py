"""The page of search results: what was found, by kind, in the order of how well it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.links import Link
from noaber.products.wording import Wording

PAGES = {"indicator": "cijfer", "theme": "cijfers", "area": "gebied", "source": "bron"}


@dataclass(frozen=True)
class Found:
    """One thing that was found: its kind, id, title and what stands below it."""

    kind: str
    id: str
    title: str
    subtitle: str


@dataclass(frozen=True)
class ShownHit:
    """A result as it is shown."""

    title: str
    href: str
    subtitle: str


@dataclass(frozen=True)
class HitGroup:
    """The results of one kind."""

    title: str
    hits: tuple[ShownHit, ...]


@dataclass(frozen=True)
class SearchView:
    """The page of results."""

    heading: str
    summary: str
    groups: tuple[HitGroup, ...]
    suggestions: tuple[Link, ...]


def draw_search_page(
    query: str, found: Sequence[Found], themes: Sequence[tuple[str, str]], wording: Wording
) -> SearchView:
    """Draw the results, the kind of the best result first; themes are offered where nothing was found."""
    there = {hit.kind for hit in found}
    kinds = dict.fromkeys([*[hit.kind for hit in found[:1]], *[kind for kind in PAGES if kind in there]])
    groups = tuple(HitGroup(wording.t(f"search.kind.{kind}"), _hits(kind, found, wording)) for kind in kinds)
    suggestions = tuple(Link(name, site_href(wording.language, "cijfers", id)) for id, name in themes)
    return SearchView(
        heading=wording.t("search.heading", query=query) if query else wording.t("search.heading.empty"),
        summary=_summary(query, len(found), wording),
        groups=groups,
        suggestions=() if found else suggestions,
    )


def _summary(query: str, count: int, wording: Wording) -> str:
    if not query:
        return wording.t("search.start")
    return wording.t.plural("search.summary", count) if count else wording.t("search.none", query=query)


def _hits(kind: str, found: Sequence[Found], wording: Wording) -> tuple[ShownHit, ...]:
    return tuple(
        ShownHit(hit.title, site_href(wording.language, PAGES[kind], hit.id), hit.subtitle)
        for hit in found
        if hit.kind == kind
    )
