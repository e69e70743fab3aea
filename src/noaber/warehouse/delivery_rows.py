"""What a release tells of its deliveries: what became of their rows, unless that would be a count of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from noaber.content.disclosure import Tier
from noaber.content.model import Region
from noaber.sources.deliveries import Delivery
from noaber.warehouse.cards import DeliveryCard
from noaber.warehouse.plan import Plan
from noaber.warehouse.store import Store

COUNTS_COLUMNS = ("columns_dropped",)
"""Checks that count columns; all others count rows."""


def delivery_rows(plan: Plan, store: Store) -> Iterator[DeliveryCard]:
    """Give the deliveries of a plan with what became of their rows, each with the hash of what lies here: by that of
    what was sent, somebody who knows a file of people but for one of them could try who that is."""
    for key, (delivery, step) in enumerate(plan.records.items(), start=1):
        counts = store.notes(step)["counts"]
        numbers = [counts.get(name, 0) for name in ("read", "kept", "bad", "empty", "left_out")]
        yield DeliveryCard(
            key, delivery.source, delivery.file, delivery.content, delivery.received_at, delivery.dated, delivery.size,
            delivery.synthetic, *numbers,
        )  # fmt: skip


def without_counts(row: DeliveryCard) -> DeliveryCard:
    """Give a delivery without anything that says how much is in it."""
    return replace(row, size=None, rows_read=None, rows_kept=None, rows_bad=None, rows_empty=None, rows_left_out=None)


def delivery_findings(plan: Plan, store: Store) -> Iterator[tuple[Delivery, tuple[Any, ...]]]:
    """Give what the checks found in the deliveries of a plan: check, severity, count, detail."""
    for delivery, step in plan.records.items():
        for finding in store.notes(step)["findings"]:
            yield delivery, tuple(finding)


def tells_rows(region: Region, source: str, tier: Tier) -> bool:
    """Say whether a tier tells how many rows a delivery has. Of a file of people that is how many people or provisions
    a municipality has in a quarter: no rule has looked at whether they are few, and no total was protected against it.
    """
    return tier == "internal" or region.sources[source].class_ != "personal"
