"""A question as one Ibis expression: every choice of dimensions counted by itself, in every covered area and period."""

from __future__ import annotations

import ibis

from noaber.warehouse.counting.breakdowns import expanded, subsets, with_bands, with_own_of_units
from noaber.warehouse.counting.clients import client_kinds
from noaber.warehouse.counting.contributions import of_sums, of_units, summed
from noaber.warehouse.counting.placing import in_areas, in_covered, in_order
from noaber.warehouse.counting.question import Question
from noaber.warehouse.counting.records import at_times, gather, with_linked
from noaber.warehouse.counting.registers import register_parts


def count_expression(question: Question) -> ibis.Table:
    """Give area, period, a column per dimension (null for its total), `value`, and `people`, how many it is about.

    Tables: `records_<source>` and `linked_<source>` (pictures), `periods`, `inside` (child, inside: where each area
    lies, itself included) and `covered` (area, period); of a register also those of `register_parts`.
    """
    if question.count.of_register:
        parts = register_parts(question)
    else:
        parts = _client_parts(question) if question.count.kind else _record_parts(question)
    return ibis.union(*parts, distinct=False) if len(parts) > 1 else parts[0]


def _record_parts(question: Question) -> list[ibis.Table]:
    records = with_bands(with_linked(at_times(gather(question), question), question), question)
    if question.is_distinct:
        records = records.filter(records["unit"].notnull())
    if question.tells_of_units:
        slim = records.select(*_kept(records, ("unit", "area", "period"), ("d_", "x_"))).distinct()
        placed = with_own_of_units(in_covered(in_areas(slim)), question)
        return [_counted(placed.mutate(rows=1), question, chosen) for chosen in subsets(question.by)]
    return _parts_of_two(records, question)


def _kept(records: ibis.Table, names: tuple[str, ...], starts: tuple[str, ...]) -> list[str]:
    return [column for column in records.columns if column in names or column.startswith(starts)]


def _parts_of_two(records: ibis.Table, question: Question) -> list[ibis.Table]:
    """Count apart who stands in a period once, and who stands in it more often.

    The first are counted where they are, and then only numbers are carried to the larger areas; the second have to be
    told apart in each. Most are of the first kind.
    """
    keys = _kept(records, ("unit", "area", "period"), ("d_",))
    amount = records["amount"].sum() if question.count.sum else ibis.literal(0)
    slim = records.group_by(*keys).agg(rows=records.count(), amount=amount)
    often = slim.mutate(often=slim.count().over(ibis.window(group_by=["unit", "period"])))
    once = often.filter((often["often"] == 1) & often["unit"].notnull())
    where = [key for key in keys if key != "unit"]
    if question.count.sum:
        numbers = summed(of_units(once.mutate(people=ibis.literal(1, "int64")), where), where)
    else:
        numbers = once.group_by(*where).agg(people=once.count(), rows=once["rows"].sum())
    several = often.filter((often["often"] > 1) | often["unit"].isnull()).drop("often")
    placed = in_covered(in_areas(numbers)), in_covered(in_areas(several))
    together = _sums_together if question.count.sum else _together
    return [together(*placed, question, chosen) for chosen in subsets(question.by)]


def _together(numbers: ibis.Table, several: ibis.Table, question: Question, chosen: tuple[str, ...]) -> ibis.Table:
    """Add up, in each area and period, who is there once and who is there more often."""
    numbers, keys = _broken_down(numbers, question, chosen), _keys(chosen)
    value = numbers["people" if question.is_distinct else "rows"].sum()
    first = in_order(numbers.group_by(*keys).agg(value=value, people=numbers["people"].sum()), question, chosen)
    both = ibis.union(first, _counted(several, question, chosen), distinct=False)
    return in_order(both.group_by(*keys).agg(value=both["value"].sum(), people=both["people"].sum()), question, chosen)


def _sums_together(numbers: ibis.Table, several: ibis.Table, question: Question, chosen: tuple[str, ...]) -> ibis.Table:
    """Do the same for sums, with the largest contributions to each; what nobody is known to have given is one."""
    numbers, several = (_broken_down(table, question, chosen) for table in (numbers, several))
    keys = _keys(chosen)
    own = several.group_by(*keys, "unit").agg(amount=several["amount"].sum(), rows=several["rows"].sum())
    own = own.mutate(people=own["unit"].notnull().cast("int64") if _knows_units(question) else own["rows"])
    parts = ibis.union(of_sums(numbers, keys), of_units(own, keys), distinct=False)
    return in_order(summed(parts, keys), question, chosen)


def _knows_units(question: Question) -> bool:
    return any(question.unit_of(id) for id in question.count.from_)


def _keys(chosen: tuple[str, ...]) -> tuple[str, ...]:
    return ("area", "period", *(f"d_{name}" for name in chosen))


def _broken_down(table: ibis.Table, question: Question, chosen: tuple[str, ...]) -> ibis.Table:
    for dimension in chosen:
        table = expanded(table, dimension, question.dimensions[dimension])
    return table


def _counted(records: ibis.Table, question: Question, chosen: tuple[str, ...]) -> ibis.Table:
    records = _broken_down(records, question, chosen)
    people = records["unit"].nunique() if _knows_units(question) else records["rows"].sum()
    value = people if question.is_distinct else records["rows"].sum()
    return in_order(records.group_by(*_keys(chosen)).agg(value=value, people=people), question, chosen)


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
        parts.append(in_order(clients.group_by(*_keys(chosen)).agg(value=people, people=people), question, chosen))
    return parts
