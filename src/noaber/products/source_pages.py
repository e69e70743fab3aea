"""Pages of sources: who delivers what under which licence, every delivery with its hash, and what the checks found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from noaber.products.addresses import site_href
from noaber.products.coming import say_declared
from noaber.products.finding_words import draw_finding
from noaber.products.links import Link
from noaber.products.wording import Wording
from noaber.vocabulary.languages import Text
from noaber.warehouse.cards import DeliveryCard, FindingCard, SourceCard


@dataclass(frozen=True)
class SourceRow:
    """A source in the list."""

    name: str
    href: str
    supplier: str
    licence: str
    cadence: str
    last: str


@dataclass(frozen=True)
class SourcesView:
    """The list of sources, and where it is told how some were linked."""

    lead: str
    rows: tuple[SourceRow, ...]
    linking: str = ""


@dataclass(frozen=True)
class DeliveryRow:
    """A delivery as it is shown. `rows` says in words how many it has."""

    source: str
    href: str
    file: str
    received: str
    read: str
    kept: str
    bad: str
    rows: str
    sha256: str
    synthetic: bool


@dataclass(frozen=True)
class WithdrawnRow:
    """A delivery that was taken back, when and why."""

    file: str
    received: str
    on: str
    reason: str


@dataclass(frozen=True)
class SourceView:
    """The page of a source. Facts are (name, text, address); `linking` leads to how it was linked."""

    name: str
    lead: str
    notes: str
    facts: tuple[tuple[str, str, str], ...]
    deliveries: tuple[DeliveryRow, ...]
    findings: tuple[Link, ...]
    indicators: tuple[Link, ...]
    linking: str = ""
    withdrawn: tuple[WithdrawnRow, ...] = ()


def say_day(stamp: str, wording: Wording) -> str:
    """Give the day of a time stamp in words; what is no date stays as it is.

    >>> say_day("2024-05-03T10:00:00+00:00", Wording.of("nl"))
    '3 mei 2024'
    """
    try:
        return wording.date(date.fromisoformat(stamp[:10]))
    except ValueError:
        return stamp


def draw_sources_page(
    sources: Sequence[SourceCard], deliveries: Iterable[DeliveryCard], wording: Wording, linked: bool = False
) -> SourcesView:
    """Draw the list of sources, by name."""
    last: dict[str, str] = {}
    for delivery in deliveries:
        last[delivery.source] = max(last.get(delivery.source, ""), delivery.dated or delivery.received_at)
    rows = [
        SourceRow(
            name=card.names.get(wording.language),
            href=site_href(wording.language, "bron", card.id),
            supplier=card.supplier,
            licence=card.licence,
            cadence=wording.t(f"cadence.{card.cadence}"),
            last=say_day(last[card.id], wording) if card.id in last else wording.t("source.no_deliveries"),
        )
        for card in sources
    ]
    ordered = tuple(sorted(rows, key=lambda row: row.name.casefold()))
    linking = site_href(wording.language, "koppelingen") if linked else ""
    return SourcesView(wording.t.plural("sources.lead", len(rows)), ordered, linking)


def draw_source_page(
    card: SourceCard,
    deliveries: Sequence[DeliveryCard],
    findings: Sequence[FindingCard],
    indicators: Sequence[tuple[str, str]],
    wording: Wording,
    linked: bool = False,
    withdrawn: Iterable[Mapping[str, Any]] = (),
) -> SourceView:
    """Draw the page of a source; `indicators` are (id, name), `linked` says that records were linked to another,
    `withdrawn` is what its release says was taken back."""
    t = wording.t
    facts = [
        (t("source.supplier"), card.supplier, ""),
        (t("source.licence"), card.licence, ""),
        (t("source.url"), card.url, card.url if card.url.startswith("https://") else ""),
        (t("source.cadence"), t(f"cadence.{card.cadence}"), ""),
        (t("source.next"), say_declared(card.next_update, wording), ""),
        (t("source.class"), t(f"source.class.{card.class_}"), ""),
    ]
    return SourceView(
        name=card.names.get(wording.language),
        lead=t("source.lead", supplier=card.supplier),
        notes=card.notes.get(wording.language),
        facts=tuple(fact for fact in facts if fact[1]),
        deliveries=tuple(draw_delivery(delivery, card.names, wording) for delivery in deliveries),
        findings=tuple(draw_finding(finding, wording) for finding in findings),
        indicators=tuple(Link(name, site_href(wording.language, "cijfer", id)) for id, name in indicators),
        linking=f"{site_href(wording.language, 'koppelingen')}#{card.id}" if linked else "",
        withdrawn=tuple(
            WithdrawnRow(
                said["file"], say_day(said["received_at"], wording), say_day(said["withdrawn_at"], wording),
                said["reason"],
            )
            for said in withdrawn
            if said["source"] == card.id
        ),
    )  # fmt: skip


def draw_delivery(delivery: DeliveryCard, names: Text, wording: Wording) -> DeliveryRow:
    """Draw one delivery."""
    return DeliveryRow(
        source=names.get(wording.language, delivery.source),
        href=site_href(wording.language, "bron", delivery.source),
        file=delivery.file,
        received=say_day(delivery.received_at, wording),
        read=_count(delivery.rows_read, wording),
        kept=_count(delivery.rows_kept, wording),
        bad=_count(delivery.rows_bad, wording),
        rows=_rows(delivery, wording),
        sha256=delivery.sha256,
        synthetic=delivery.synthetic,
    )


def _count(rows: int | None, wording: Wording) -> str:
    return wording.t("delivery.untold") if rows is None else wording.number(rows)


def _rows(delivery: DeliveryCard, wording: Wording) -> str:
    if delivery.rows_read is None or delivery.rows_bad is None:
        return wording.t("explain.rows.untold")
    read, bad = wording.number(delivery.rows_read), wording.number(delivery.rows_bad)
    return wording.t("explain.rows", read=read, bad=bad)
