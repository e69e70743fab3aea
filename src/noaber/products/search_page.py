"""The page of search results: what was found, by kind, in the order of how well it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.links import Link
from noaber.products.wording import Wording

PAGES = {"indicator": "cijfer", "theme": "cijfers", "area": "gebied", "postcode": "gebied", "source": "bron"}


@dataclass(frozen=True)
class Found:
    """One thing that was found: its kind, id, title and what stands below it.

    `known_as` is another name that it was found by; `area` and `where` are the area it is asked for, with its
    preposition; `value` is what a form sends to mean it.
    """

    kind: str
    id: str
    title: str
    subtitle: str
    known_as: str = ""
    area: str = ""
    where: str = ""
    value: str = ""


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
    """The page of results; `meant` says what was searched for besides, where the query was probably misspelt."""

    heading: str
    summary: str
    groups: tuple[HitGroup, ...]
    suggestions: tuple[Link, ...]
    meant: str = ""
    only: str = ""


def draw_search_page(
    query: str,
    found: Sequence[Found],
    themes: Sequence[tuple[str, str]],
    wording: Wording,
    corrected: str = "",
    only: str = "",
) -> SearchView:
    """Draw the results, the kind of the best result first; themes are offered where nothing was found. `only` is the
    kind that alone is searched, as it stands in the address."""
    suggestions = tuple(Link(name, site_href(wording.language, "cijfers", id)) for id, name in themes)
    return SearchView(
        heading=wording.t("search.heading", query=query) if query else wording.t("search.heading.empty"),
        summary=_summary(query, len(found), wording),
        groups=tuple(
            HitGroup(wording.t(f"search.kind.{kind}"), tuple(_shown(hit, wording) for hit in hits))
            for kind, hits in group_found(found)
        ),
        suggestions=() if found else suggestions,
        meant=wording.t("search.meant", query=corrected) if corrected else "",
        only=only,
    )


def group_found(found: Sequence[Found]) -> list[tuple[str, list[Found]]]:
    """Give what was found by kind, the kind of the best first."""
    there = {hit.kind for hit in found}
    kinds = dict.fromkeys([*[hit.kind for hit in found[:1]], *[kind for kind in PAGES if kind in there]])
    return [(kind, [hit for hit in found if hit.kind == kind]) for kind in kinds]


def found_href(hit: Found, language: str) -> str:
    """Give the page of what was found, for the area it is asked for."""
    return site_href(language, PAGES[hit.kind], hit.id, query={"gebieden": hit.area})


def found_title(hit: Found) -> str:
    """Name what was found, with the area it is asked for."""
    return f"{hit.title} {hit.where}".strip()


def found_note(hit: Found, wording: Wording) -> str:
    """Say what stands below a title: where it belongs, and by which other name it was found."""
    told = hit.known_as and hit.known_as.casefold() not in hit.title.casefold()
    known = wording.t("search.known_as", name=hit.known_as) if told else ""
    return " · ".join(text for text in (hit.subtitle, known) if text)


def _shown(hit: Found, wording: Wording) -> ShownHit:
    return ShownHit(found_title(hit), found_href(hit, wording.language), found_note(hit, wording))


def _summary(query: str, count: int, wording: Wording) -> str:
    if not query:
        return wording.t("search.start")
    return wording.t.plural("search.summary", count) if count else wording.t("search.none", query=query)
