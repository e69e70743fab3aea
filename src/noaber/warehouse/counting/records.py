"""The records that a question is about: of all its sources under each other, at their times, with what is linked."""

from __future__ import annotations

from typing import Any

import ibis

from noaber.content.counting import DAYS
from noaber.warehouse.counting.question import ABOUT, AREA, Question, picture_table

PERIODS = {"period": "string", "first": "date", "last": "date", "day": "date"}
"""A period, its first and last day, and the day on which ages are told."""
EXACT = "decimal(24, 4)"
"""Sums of such numbers are the same in whatever order they are added."""


def gather(question: Question) -> ibis.Table:
    """Give the records of all sources: unit, area, about, begin and end of spells, and the parts of the question."""
    parts = [_of_source(question, id, unit) for id in question.count.from_ for unit in question.units_of(id)]
    return ibis.union(*parts, distinct=False) if len(parts) > 1 else parts[0]


def _of_source(question: Question, id: str, unit: str) -> ibis.Table:
    source = question.sources[id]
    table = picture_table(source, f"records_{id}")
    for name, values in question.count.keep.items():
        table = table.filter(table[name].isin(values))
    nobody = ibis.null("int64")
    columns: dict[str, Any] = {"area": table[AREA], "about": table[ABOUT]}
    columns["unit"] = table[unit] if unit in source.columns else nobody
    if question.count.of_register:
        columns["place"] = table[question.place_of(id)]
    if question.is_timed and source.spell:
        del columns["about"]
        columns |= {"begin": table[source.spell.begin], "end": table[source.spell.end]}
    if question.count.sum == DAYS:
        columns["amount"] = (columns["end"].delta(columns["begin"], unit="day") + 1).cast(EXACT)
    for part, name in question.needed.items():
        if not question.linked_column(name):
            columns[part] = table[name].cast(EXACT) if part == "amount" else table[name]
    for linked in question.count.with_:
        link = question.link_to(id, linked)
        if not link.via:
            columns[f"key_{linked}"] = table[unit if link.mine == question.count.count else link.mine]
    return table.select(**columns)


def periods_table(question: Question) -> ibis.Table:
    """Name the table of periods in an expression."""
    columns = dict(PERIODS) if question.is_timed else {"about": "string", **PERIODS}
    return ibis.table({**columns, **{f"about_{id}": "string" for id in question.count.with_}}, name="periods")


def at_times(records: ibis.Table, question: Question) -> ibis.Table:
    """Put every record beside the periods in which it counts."""
    periods = periods_table(question)
    if not question.is_timed:
        return records.join(periods, "about").drop("about")
    return records.join(periods, _holds(question.count.when, records, periods))


def _holds(when: str, spells: ibis.Table, periods: ibis.Table) -> list[Any]:
    """Give the conditions under which a spell counts in a period; both its days are days on which it runs."""
    first, last = periods["first"], periods["last"]
    runs_on = spells["end"].isnull()
    return {
        "": [spells["begin"] <= last, runs_on | (spells["end"] >= first)],
        "active": [spells["begin"] <= last, runs_on | (spells["end"] >= first)],
        "begins": [spells["begin"] >= first, spells["begin"] <= last],
        "ends": [spells["end"] >= first, spells["end"] <= last],
        "at start": [spells["begin"] <= first, runs_on | (spells["end"] >= first)],
        "at end": [spells["begin"] <= last, runs_on | (spells["end"] >= last)],
    }[when]


def with_linked(records: ibis.Table, question: Question) -> ibis.Table:
    """Add the columns of linked sources, as they tell of the period in which the counted one begins."""
    for id in question.count.with_:
        records = records.left_join(_linked(question, id), [f"key_{id}", f"about_{id}"]).drop(
            f"key_{id}_right", f"about_{id}_right"
        )
    if question.is_distinct and question.linked_column(question.count.count):
        records = records.mutate(unit=records["linked_unit"])
    return records


def _linked(question: Question, id: str) -> ibis.Table:
    """Give one row per key and period of a linked source; of two that differ, the first in order."""
    source = question.sources[id]
    table = picture_table(source, f"linked_{id}")
    first, *_ = question.count.from_
    links = {other: question.link_to(first, other) for other in question.count.with_}
    wanted = {part: name for part, name in question.needed.items() if question.linked_column(name) == id}
    if question.is_distinct and question.linked_column(question.count.count) == id:
        wanted["linked_unit"] = question.count.count
    wanted |= {f"key_{other}": link.mine for other, link in links.items() if link.via == id}
    grouped = table.group_by(**{f"key_{id}": table[links[id].theirs], f"about_{id}": table[ABOUT]})
    return grouped.agg(**{part: table[name].min() for part, name in wanted.items()})
