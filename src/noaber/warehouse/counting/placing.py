"""Where records count: in all areas in which theirs lies, of those of which everything was told; and what is given."""

from __future__ import annotations

from typing import Any

import ibis

from noaber.warehouse.counting.contributions import CONTRIBUTIONS
from noaber.warehouse.counting.question import Question
from noaber.warehouse.counting.records import EXACT


def inside_table() -> ibis.Table:
    """Name the table of areas (child) and where each lies (inside), itself included."""
    return ibis.table({"child": "string", "inside": "string"}, name="inside")


def in_areas(records: ibis.Table) -> ibis.Table:
    """Put every record into all areas in which its area lies."""
    inside = inside_table()
    joined = records.join(inside, records["area"] == inside["child"])
    return joined.mutate(area=joined["inside"]).drop("child", "inside")


def in_covered(records: ibis.Table) -> ibis.Table:
    """Keep what lies in areas and periods of which all records are there."""
    covered = ibis.table({"area": "string", "period": "string"}, name="covered")
    return records.semi_join(covered, ["area", "period"])


def in_order(found: ibis.Table, question: Question, chosen: tuple[str, ...]) -> ibis.Table:
    """Give a count its columns in the order of all parts; null where a dimension is at its total. Sums have those of
    their contributions beside."""
    columns: dict[str, Any] = {"area": found["area"], "period": found["period"]}
    for name in question.by:
        columns[f"d_{name}"] = found[f"d_{name}"] if name in chosen else ibis.null("string")
    beside = {name: found[name].cast("float64") for name in CONTRIBUTIONS if question.count.sum}
    value = found["value"].cast(EXACT) if found["value"].type().is_floating() else found["value"]
    return found.select(**columns, value=value.cast("float64"), people=found["people"].cast("int64"), **beside)
