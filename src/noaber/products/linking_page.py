"""How sources without a common number were linked, and how well: as a page, and as Markdown for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from noaber.products.addresses import site_href
from noaber.products.finding_words import say_particulars
from noaber.products.findings import capital
from noaber.products.wording import Wording
from noaber.warehouse.cards import FindingCard, LinkCard, LinkGroupCard, SourceCard
from noaber.warehouse.catalogue import Catalogue

NOTABLE = 0.1
"""Standardised differences from here on are commonly called one."""


@dataclass(frozen=True)
class GroupRow:
    """A category: how many records, what share is linked, what a percentage is off, and how far the two lie apart."""

    name: str
    records: str
    share: str
    bias: str
    difference: str


@dataclass(frozen=True)
class GroupTable:
    """The categories of one trait."""

    title: str
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True)
class LinkView:
    """One link in words."""

    id: str
    title: str
    href: str
    how: str
    facts: tuple[tuple[str, str], ...]
    farthest: str
    tables: tuple[GroupTable, ...]


@dataclass(frozen=True)
class LinksView:
    """The whole page."""

    title: str
    lead: str
    none: str
    columns: tuple[str, ...]
    links: tuple[LinkView, ...]


def draw_links_page(known: Catalogue, wording: Wording) -> LinksView:
    """Draw the page: a section per link, in the order of the sources' names."""
    t = wording.t
    links = [_link(card, known, wording) for card in known.links]
    return LinksView(
        title=t("links.title"),
        lead=t("links.lead"),
        none="" if links else t("links.none"),
        columns=tuple(t(f"links.column.{name}") for name in ("records", "share", "bias", "difference")),
        links=tuple(sorted(links, key=lambda link: link.title)),
    )


def say_links(findings: Iterable[FindingCard], wording: Wording) -> list[str]:
    """Give a sentence for every link on which a figure rests."""
    linked = (finding for finding in findings if finding.check == "records_linked")
    return [f"{capital(text)}." for finding in linked for text in say_particulars(finding, wording)]


def _link(card: LinkCard, known: Catalogue, wording: Wording) -> LinkView:
    names = {
        "source": _source(card.source, known.sources, wording),
        "target": _source(card.target, known.sources, wording),
    }
    traits = wording.listing([_trait(kind, name, known, wording) for kind, name in card.traits])
    kind = "exact" if card.threshold is None else "likely"
    threshold = wording.number(100 * (card.threshold or 0.0), 0)
    return LinkView(
        id=card.source,
        title=wording.t("links.of", **names),
        href=site_href(wording.language, "bron", card.source),
        how=wording.t(f"links.how.{kind}", traits=traits, **({} if kind == "exact" else {"threshold": threshold})),
        facts=tuple(_facts(card, wording)),
        farthest=_farthest(card, known, wording),
        tables=tuple(_tables(card, known, wording)),
    )


def _source(id: str, sources: Mapping[str, SourceCard], wording: Wording) -> str:
    return sources[id].names.get(wording.language) if id in sources else id


def _trait(kind: str, name: str, known: Catalogue, wording: Wording) -> str:
    if kind == "dimension" and name in known.dimensions:
        return known.dimensions[name].names.get(wording.language)
    if kind == "area" and name in known.types:
        return known.types[name].names.get(wording.language)
    return wording.t(f"processing.unit.{name}" if kind == "unit" else f"links.trait.{name}")


def _facts(card: LinkCard, wording: Wording) -> Iterable[tuple[str, str]]:
    t = wording.t
    yield t("links.records"), wording.number(card.records)
    unlinked = None if card.linked is None else card.records - card.linked
    for name, count in {"linked": card.linked, "unlinked": unlinked}.items():
        yield t(f"links.{name}"), t("links.few") if count is None else _with_share(count, card.records, wording)
    for name, count in {"tied": card.tied, "taken": card.taken, "apart": card.apart}.items():
        if count is not None:
            yield t(f"links.{name}"), _with_share(count, card.records, wording)
    for name, share in {"false": card.expected_false, "missed": card.expected_missed}.items():
        if share is not None:
            yield t(f"links.expected.{name}"), wording.number(100 * share, 2, "%")


def _with_share(count: int, records: int, wording: Wording) -> str:
    return f"{wording.number(count)} ({wording.number(100 * count / records, 1, '%')})" if records else "0"


def _farthest(card: LinkCard, known: Catalogue, wording: Wording) -> str:
    group = card.farthest
    if group is None or group.difference is None or group.bias_pct is None:
        return wording.t("links.farthest.unknown")
    if abs(group.difference) < NOTABLE:
        return wording.t("links.farthest.none")
    name = f"{_title(group, known, wording)}: {_category(group, known, wording)}"
    bias = wording.signed(group.bias_pct, 1)
    return wording.t("links.farthest", name=name, difference=wording.signed(group.difference, 2), bias=bias)


def _tables(card: LinkCard, known: Catalogue, wording: Wording) -> Iterable[GroupTable]:
    for _, groups in groupby(card.groups, key=lambda group: (group.kind, group.name)):
        part = list(groups)
        rows = tuple(_row(group, _category(group, known, wording), wording) for group in part)
        yield GroupTable(capital(_title(part[0], known, wording)), rows)


def _row(group: LinkGroupCard, name: str, wording: Wording) -> GroupRow:
    if group.linked is None or group.unlinked is None:
        few = wording.t("links.few")
        return GroupRow(name, few, few, few, few)
    records = group.linked + group.unlinked
    none = wording.t("links.no_difference")
    return GroupRow(
        name=name,
        records=wording.number(records),
        share=wording.number(100 * group.linked / records, 1, "%"),
        bias=none if group.bias_pct is None else wording.signed(group.bias_pct, 2),
        difference=none if group.difference is None else wording.signed(group.difference, 2),
    )


def _title(group: LinkGroupCard, known: Catalogue, wording: Wording) -> str:
    if group.kind == "dimension" and group.name in known.dimensions:
        return known.dimensions[group.name].names.get(wording.language)
    if group.kind == "area" and group.name in known.types:
        return known.types[group.name].names.get(wording.language)
    return wording.t("links.periods") if group.kind == "period" else group.name


def _category(group: LinkGroupCard, known: Catalogue, wording: Wording) -> str:
    if not group.category:
        return wording.t("links.unknown")
    if group.kind == "period":
        return wording.period(group.category)
    if group.kind == "area":
        area = known.areas.get(group.category)
        return area.names.get(wording.language) if area else group.category
    codes = known.dimensions[group.name].codes if group.name in known.dimensions else {}
    return codes[group.category].get(wording.language) if group.category in codes else group.category


def render_markdown(view: LinksView) -> str:
    """Write the page as Markdown."""
    lines = [f"# {view.title}", "", view.lead, ""]
    for link in view.links:
        lines += [f"## {link.title}", "", link.how, "", *(f"- **{name}**: {text}" for name, text in link.facts), ""]
        lines += [link.farthest, ""]
        for table in link.tables:
            lines += [f"| {table.title} | {' | '.join(view.columns)} |", "|---" + "|---:" * 4 + "|"]
            lines += [f"| {r.name} | {r.records} | {r.share} | {r.bias} | {r.difference} |" for r in table.rows]
            lines.append("")
    return "\n".join([*lines, view.none] if view.none else lines).rstrip() + "\n"
