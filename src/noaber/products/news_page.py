"""The page of news: what each release brought, and when the next figures come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from noaber.products.addresses import site_href
from noaber.products.coming import Coming, ComingRow, draw_coming
from noaber.products.links import Link
from noaber.products.source_pages import say_day
from noaber.products.wording import Wording

MOST_RELEASES = 12
MOST_NAMED = 10
WHY = ("new", "deliveries", "definition", "method", "operands", "gone")
"""Reasons of a change, what readers look for first."""


@dataclass(frozen=True)
class NewsGroup:
    """Figures that changed for one reason, the first ones named."""

    title: str
    figures: tuple[Link, ...]
    more: str


@dataclass(frozen=True)
class ReleaseNews:
    """What one release brought. `built` is its time stamp as it is."""

    id: str
    title: str
    href: str
    built: str
    text: str
    groups: tuple[NewsGroup, ...]


@dataclass(frozen=True)
class NewsView:
    """The page."""

    lead: str
    releases: tuple[ReleaseNews, ...]
    coming: tuple[ComingRow, ...]
    feed: str


def draw_news_page(
    manifests: Sequence[Mapping[str, Any]], names: Mapping[str, str], coming: Iterable[Coming], wording: Wording
) -> NewsView:
    """Draw the page from manifests, newest first; `names` are those of the indicators that readers can open."""
    days = Counter(_day(manifest, wording) for manifest in manifests)
    return NewsView(
        lead=wording.t("news.lead"),
        releases=tuple(
            draw_release(manifest, names, wording, alone=days[_day(manifest, wording)] == 1)
            for manifest in manifests[:MOST_RELEASES]
        ),
        coming=draw_coming(coming, wording),
        feed=site_href(wording.language, "nieuws.atom"),
    )


def draw_release(
    manifest: Mapping[str, Any], names: Mapping[str, str], wording: Wording, *, alone: bool = True
) -> ReleaseNews:
    """Say what a release brought, by the reason of each change; one that is not alone on its day has its code named."""
    key = "news.release" if alone else "news.release.twin"
    told = {"date": _day(manifest, wording)} | ({} if alone else {"code": _code(manifest)})
    changes = (manifest.get("difference") or {}).get("indicators", ())
    reasons = dict.fromkeys([*WHY, *(str(change["why"]) for change in changes)])
    by_reason = [(why, [change for change in changes if change["why"] == why]) for why in reasons]
    return ReleaseNews(
        id=str(manifest["id"]),
        title=wording.t(key, **told),
        href=site_href(wording.language, query={"uitgave": str(manifest["id"])}),
        built=str(manifest["built_at"]),
        text=_text(manifest, len(changes), wording),
        groups=tuple(_group(why, found, names, wording) for why, found in by_reason if found),
    )


def _day(manifest: Mapping[str, Any], wording: Wording) -> str:
    return say_day(str(manifest["built_at"]), wording)


def _code(manifest: Mapping[str, Any]) -> str:
    """What tells a release from another of the same day: its id without that day."""
    id = str(manifest["id"])
    return id.removeprefix(str(manifest["built_at"])[:10]).lstrip("-") or id


def first_news(releases: Sequence[ReleaseNews], most: int, wording: Wording) -> tuple[Link, ...]:
    """Give what the page of news begins with: its newest release, and the first figures named there that can be
    opened."""
    if not releases:
        return ()
    newest = releases[0]
    figures = {figure.href: figure for group in newest.groups for figure in group.figures if figure.href}
    told = Link(newest.title, site_href(wording.language, "nieuws"), newest.text)
    return (told, *list(figures.values())[:most])


def _text(manifest: Mapping[str, Any], count: int, wording: Wording) -> str:
    if not manifest.get("before"):
        return wording.t("news.first")
    return wording.t.plural("news.changed", count) if count else wording.t("news.unchanged")


def _group(why: str, changes: Sequence[Mapping[str, Any]], names: Mapping[str, str], wording: Wording) -> NewsGroup:
    ordered = sorted(changes, key=lambda change: (change["indicator"] not in names, -change["added"]))
    told = [_figure(change, names, wording) for change in ordered[:MOST_NAMED]]
    rest = len(changes) - len(told)
    key = f"releases.why.{why}"
    return NewsGroup(
        title=wording.t(key) if wording.t.has(key) else why,
        figures=tuple(told),
        more=wording.t.plural("news.more", rest) if rest else "",
    )


def _figure(change: Mapping[str, Any], names: Mapping[str, str], wording: Wording) -> Link:
    id = str(change["indicator"])
    counts = [
        wording.t(f"news.{what}", count=wording.number(change[what]))
        for what in ("added", "changed", "withdrawn")
        if change[what]
    ]
    href = site_href(wording.language, "cijfer", id) if id in names else ""
    return Link(names.get(id, id), href, ", ".join(counts))
