"""How many rows the delivery before had: that in the same slot, or the last one that the same supplier sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.sources.deliveries import Delivery
from noaber.sources.file_names import parts_of
from noaber.vocabulary.errors import NotFound
from noaber.vocabulary.periods import Period, parse_supplier_period
from noaber.warehouse.publish import Released

Known = Mapping[str, Any]
Said = Mapping[tuple[str, str], Known]
"""What a release says of its deliveries, by slot."""
Sender = tuple[Any, ...]
"""A source and what the names of its files say besides the period."""
Rows = dict[Sender, list[tuple[datetime, int]]]
"""How many rows were kept of what a sender told, with the begin of the period."""


def rows_before(
    region: Region, current: Released | None, deliveries: Iterable[Delivery]
) -> dict[Delivery, int | None]:  # fmt: skip
    """Give for each delivery how many rows the one before had, known from the current release; None where none is."""
    listed = current.manifest["deliveries"] if current else ()
    said = {(one["source"], one["file"].removesuffix(".gz")): one for one in listed}
    rows = _rows_by_period(region, said)
    return {one: _before(region.sources[one.source], one, said.get(one.slot), rows) for one in deliveries}


def _before(source: SourceFile, delivery: Delivery, known: Known | None, rows: Rows) -> int | None:
    if known is not None:
        rows_then: int | None = known["rows_before" if known["sha256"] == delivery.sha256 else "rows_kept"]
        return rows_then
    sender, period = _told(source, delivery.slot[1])
    earlier = [one for one in rows.get(sender, ()) if period and one[0] < period.start]
    return max(earlier)[1] if earlier else None


def _rows_by_period(region: Region, said: Said) -> Rows:
    rows: Rows = {}
    for (id, file), one in said.items():
        sender, period = _told(region.sources[id], file) if id in region.sources else ((), None)
        if period:
            rows.setdefault(sender, []).append((period.start, one["rows_kept"]))
    return rows


def _told(source: SourceFile, file: str) -> tuple[Sender, Period | None]:
    """Split what the name of a file says into the period, and the source and all other parts."""
    parts = parts_of(file, source.deliveries)
    named = next((name for name in parts if name in source.columns and source.columns[name].period), "")
    others = tuple(sorted((name, part) for name, part in parts.items() if name != named))
    try:
        return (source.source, *others), parse_supplier_period(parts[named])[0] if named else None
    except NotFound:
        return (source.source, *others), None
