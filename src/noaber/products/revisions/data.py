"""Revisions as plain data for programs: what the page says, with numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from noaber.products.revisions.case import RevisionCase
from noaber.warehouse.revisions import RevisionTable, measure_revisions, split_frequencies


def revisions_data(case: RevisionCase, language: str) -> dict[str, Any]:
    """Give every release, what it says of every period, and per length of period how far first figures moved."""
    table = case.table
    return {
        "release": case.card.id,
        "language": language,
        "indicator": case.subject.id,
        "name": case.subject.name,
        "area": case.area,
        "area_name": case.area_name,
        "slice": case.slice,
        "synthetic": case.card.synthetic,
        "releases": [{"release": one.release, "built_at": one.built_at, "why": one.why} for one in table.vintages],
        "whole": table.whole,
        "periods": [{"period": period, "told": list(_told(table, period))} for period in table.periods],
        "measures": {kind: measure_revisions(part).to_dicts() for kind, part in split_frequencies(table).items()},
    }


def _told(table: RevisionTable, period: str) -> Iterator[dict[str, Any] | None]:
    """Give what each release says of a period, from old to new; None where it says nothing."""
    for at in range(len(table.vintages)):
        state = table.state(period, at)
        yield None if state is None else {**state._asdict(), "change": table.change(period, at)}
