"""How a register changes from one picture to the next, as an expression: the rules of `methods.business_demography`,
in each area anew.

A unit stands in one area in each picture. What changed is counted by the areas before and now, and only these numbers
are carried to larger areas: who goes from one area of a group to another has moved within the group. Categories are
those of the first of both pictures in which the unit stands, so that the identity of the components holds in each.
"""

from __future__ import annotations

from typing import Any

import ibis

from noaber.warehouse.counting.breakdowns import expanded, subsets, with_bands
from noaber.warehouse.counting.placing import in_areas, in_covered, in_order, inside_table
from noaber.warehouse.counting.question import Question
from noaber.warehouse.counting.records import at_times, gather

LEAVING = ("stock begin", "died")
"""Kinds that are told by the picture before; of all others the picture now tells."""
COMING = ("born", "survived", "reactivated")
"""Kinds of those who did not stand in the picture before."""
STEPS = {"period": "string", "was": "date", "now": "date", "later": "date"}
"""A period, the days of the picture at its begin and at its end, and the day of the one in which survivors stand."""


def register_parts(question: Question) -> list[ibis.Table]:
    """Give a count for every choice of dimensions. Tables: `records_<source>`, `periods` (of the pictures themselves),
    `steps` (STEPS), `inside`, `covered`, and `ends` (child, code) where it is asked where each one came from."""
    standing = _standing(question)
    changed = (_leaving if question.count.kind in LEAVING else _arriving)(standing, question)
    placed = in_covered(_placed(_numbers(changed), question))
    return [_summed(placed, question, chosen) for chosen in subsets(question.by)]


def _standing(question: Question) -> ibis.Table:
    """Give one row per unit and picture; of two that differ, the first in order."""
    records = with_bands(at_times(gather(question), question), question)
    known = records.filter(records["unit"].notnull())
    told = [column for column in known.columns if column in ("area", "place") or column.startswith("d_")]
    amount = known["amount"].sum() if question.count.sum else ibis.literal(0)
    return known.group_by("unit", "day").agg(**{column: known[column].min() for column in told}, amount=amount)


def _steps() -> ibis.Table:
    return ibis.table(STEPS, name="steps")


def _leaving(standing: ibis.Table, question: Question) -> ibis.Table:
    """Give who stands in the picture at the begin of each period; of `died`, who does not stand in the next."""
    if question.count.kind == "died":
        following = standing["day"].lead().over(ibis.window(group_by="unit", order_by="day"))
        standing = standing.mutate(following=following)
    steps = _steps()
    told = standing.join(steps, standing["day"] == steps["was"])
    if question.count.kind == "died":
        told = told.filter(told["following"].isnull() | (told["following"] != told["now"]))
    return told.select("period", "amount", *_categories(told), here=told["area"], there=ibis.null("string"))


def _arriving(standing: ibis.Table, question: Question) -> ibis.Table:
    """Give who stands in the picture at the end of each period, beside how it stood in the one before."""
    before = ibis.window(group_by="unit", order_by="day")
    kept = ["day"] if question.count.kind in COMING else ["day", "area", "place", "amount", *_categories(standing)]
    known = standing.mutate(**{f"before_{column}": standing[column].lag().over(before) for column in kept})
    steps = _steps()
    told = known.join(steps, known["day"] == steps["now"])
    told = told.mutate(stood=(told["before_day"] == told["was"]).fill_null(False))
    of_kind = told.filter(_is_kind(question.count.kind, told))
    if question.count.kind == "survived":
        of_kind = of_kind.semi_join(standing.view(), ["unit", ("later", "day")])
    return _before_and_now(of_kind, question)


def _is_kind(kind: str, told: ibis.Table) -> Any:
    stood, never = told["stood"], told["before_day"].isnull()
    if kind in COMING:
        return ~stood & ~never if kind == "reactivated" else never
    if kind == "stock end":
        return ibis.literal(True)
    column = "area" if kind in ("moved in", "moved out") else "place"
    return stood & ~told[f"before_{column}"].identical_to(told[column])


def _before_and_now(told: ibis.Table, question: Question) -> ibis.Table:
    """Give the area in which each one counts (here), the other one of a move, and the categories of the earlier
    picture."""
    kind = question.count.kind
    if kind in COMING:
        return told.select("period", "amount", *_categories(told), here=told["area"], there=ibis.null("string"))
    earlier = {name: ibis.ifelse(told["stood"], told[f"before_{name}"], told[name]) for name in _categories(told)}
    if kind == "moved out":
        return told.select("period", amount="before_amount", here="before_area", there="area", **earlier)
    there = told["before_area"] if kind != "stock end" else ibis.null("string")
    return told.select("period", "amount", here=told["area"], there=there, **earlier)


def _categories(table: ibis.Table) -> list[str]:
    return [column for column in table.columns if column.startswith("d_")]


def _numbers(changed: ibis.Table) -> ibis.Table:
    keys = [column for column in changed.columns if column != "amount"]
    return changed.group_by(*keys).agg(people=changed.count(), amount=changed["amount"].sum())


def _placed(numbers: ibis.Table, question: Question) -> ibis.Table:
    """Put numbers into all areas in which they count: by where the other area lies, a move is within or not."""
    kind, inside = question.count.kind, inside_table().view()
    if question.count.came_from:
        ends = ibis.table({"child": "string", "code": "string"}, name="ends")
        told = numbers.left_join(ends, numbers["there"] == ends["child"])
        numbers = told.mutate(**{f"d_{question.count.came_from}": told["code"]}).drop("child", "code")
    placed = in_areas(numbers.mutate(area=numbers["here"]))
    with_both = [("there", "child"), ("area", "inside")]
    if kind in ("moved in", "moved out"):
        return placed.anti_join(inside, with_both)
    return placed.semi_join(inside, with_both) if kind == "moved within" else placed


def _summed(placed: ibis.Table, question: Question, chosen: tuple[str, ...]) -> ibis.Table:
    for dimension in chosen:
        placed = expanded(placed, dimension, question.dimensions[dimension])
    keys = ("area", "period", *(f"d_{name}" for name in chosen))
    value = placed["amount" if question.count.sum else "people"].sum()
    return in_order(placed.group_by(*keys).agg(value=value, people=placed["people"].sum()), question, chosen)
