"""A question as one Ibis expression: every choice of dimensions counted by itself, in every covered area and period."""

from __future__ import annotations

from typing import Any

import ibis

from noaber.warehouse.counting.breakdowns import expanded, subsets, with_bands, with_own_of_units
from noaber.warehouse.counting.clients import client_kinds
from noaber.warehouse.counting.question import Question
from noaber.warehouse.counting.records import at_times, gather, with_linked


def count_expression(question: Question) -> ibis.Table:
    """Give area, period, a column per dimension (null for its total), `value`, and `people`, how many it is about.

    Tables: `records_<source>` and `linked_<source>` (pictures), `periods`, `inside` (child, area: where each area lies,
    itself included) and `covered` (area, period).
    """
    parts = _client_parts(question) if question.count.kind else _record_parts(question)
    return ibis.union(*parts, distinct=False) if len(parts) > 1 else parts[0]


def _record_parts(question: Question) -> list[ibis.Table]:
    records = with_bands(with_linked(at_times(gather(question), question), question), question)
    records = _slim(records, question)
    placed = with_own_of_units(in_covered(in_areas(records)), question)
    return [_counted(placed, question, chosen) for chosen in subsets(question.by)]


def _slim(records: ibis.Table, question: Question) -> ibis.Table:
    """Keep what is counted: of people each combination once, so that little is carried to the larger areas."""
    wanted = [c for c in records.columns if c in ("unit", "area", "period", "amount") or c[:2] in ("d_", "x_")]
    slim = records.select(*wanted)
    return slim.filter(slim["unit"].notnull()).distinct() if question.is_distinct else slim


def in_areas(records: ibis.Table) -> ibis.Table:
    """Put every record into all areas in which its area lies."""
    inside = ibis.table({"child": "string", "inside": "string"}, name="inside")
    joined = records.join(inside, records["area"] == inside["child"])
    return joined.mutate(area=joined["inside"]).drop("child", "inside")


def in_covered(records: ibis.Table) -> ibis.Table:
    """Keep what lies in areas and periods of which all records are there."""
    covered = ibis.table({"area": "string", "period": "string"}, name="covered")
    return records.semi_join(covered, ["area", "period"])


def _counted(records: ibis.Table, question: Question, chosen: tuple[str, ...]) -> ibis.Table:
    for dimension in chosen:
        records = expanded(records, dimension, question.dimensions[dimension])
    known = any(question.unit_of(id) for id in question.count.from_)
    people = records["unit"].nunique() if known else records.count()
    value = records["amount"].sum() if question.count.sum else people if question.is_distinct else records.count()
    found = records.group_by("area", "period", *(f"d_{name}" for name in chosen)).agg(value=value, people=people)
    return in_order(found, question, chosen)


def in_order(found: ibis.Table, question: Question, chosen: tuple[str, ...]) -> ibis.Table:
    """Give a count its columns in the order of all parts; null where a dimension is at its total."""
    columns: dict[str, Any] = {"area": found["area"], "period": found["period"]}
    for name in question.by:
        columns[f"d_{name}"] = found[f"d_{name}"] if name in chosen else ibis.null("string")
    return found.select(**columns, value=found["value"].cast("float64"), people=found["people"].cast("int64"))


def _client_parts(question: Question) -> list[ibis.Table]:
    spells = in_areas(gather(question))
    spells = spells.filter(spells["unit"].notnull())
    parts = []
    for chosen in subsets(question.by):
        own = tuple(name for name in chosen if name not in question.count.bands)
        grouped = spells
        for dimension in own:
            grouped = expanded(grouped, dimension, question.dimensions[dimension])
        clients = with_bands(in_covered(client_kinds(grouped, question, own)), question)
        for dimension in set(chosen) - set(own):
            clients = expanded(clients, dimension, question.dimensions[dimension])
        people = clients["unit"].nunique()
        keys = ("area", "period", *(f"d_{name}" for name in chosen))
        parts.append(in_order(clients.group_by(*keys).agg(value=people, people=people), question, chosen))
    return parts
