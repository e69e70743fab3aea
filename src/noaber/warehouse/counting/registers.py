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
from noaber.warehouse.counting.contributions import of_sums, of_units, summed
from noaber.warehouse.counting.placing import in_areas, in_covered, in_order, inside_table
from noaber.warehouse.counting.question import Question
from noaber.warehouse.counting.records import at_times, gather

LEAVING = ("stock begin", "died", "moved out", "went")
"""Kinds that are told by the picture before; of all others the picture now tells."""
COMING = ("born", "survived", "reactivated")
"""Kinds of those who did not stand in the picture before."""
ACROSS = ("moved in", "moved out", "came", "went")
"""Kinds of those who did not stand in the area in the other picture."""
STEPS = {"period": "string", "was": "date", "now": "date", "later": "date"}
"""A period, the days of the picture at its begin and at its end, and the day of the one in which survivors stand."""


def register_parts(question: Question) -> list[ibis.Table]:
    """Give a count for every choice of dimensions. Tables: `records_<source>`, `periods` (of the pictures themselves),
    `steps` (STEPS), `inside`, `covered`, and `ends` (child, code) where it is asked where each one came from."""
    standing = _standing(question)
    changed = (_leaving if question.count.kind in LEAVING else _arriving)(standing, question)
    placed = in_covered(_placed(_numbers(changed, question), question))
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
    """Give who stands in the picture at the begin of each period, and is of the kind asked for."""
    kind, steps = question.count.kind, _steps()
    if kind == "stock begin":
        told = standing.join(steps, standing["day"] == steps["was"])
        return told.select("period", "amount", *_categories(told), here=told["area"], there=ibis.null("string"))
    after = ibis.window(group_by="unit", order_by="day")
    following = {f"next_{column}": standing[column].lead().over(after) for column in ("day", "area")}
    known = standing.mutate(**following)
    told = known.join(steps, known["day"] == steps["was"])
    stays = (told["next_day"] == told["now"]).fill_null(False)
    elsewhere = ~told["next_area"].identical_to(told["area"])
    gone = told.filter({"died": ~stays, "moved out": stays & elsewhere, "went": ~stays | elsewhere}[kind])
    there = ibis.ifelse(gone["next_day"] == gone["now"], gone["next_area"], ibis.null("string"))
    return gone.select("period", "amount", *_categories(gone), here=gone["area"], there=there)


def _arriving(standing: ibis.Table, question: Question) -> ibis.Table:
    """Give who stands in the picture at the end of each period, and is of the kind asked for; categories are those of
    the picture before, where it stood in that."""
    kind, steps = question.count.kind, _steps()
    kept = ["day"] if kind in COMING else ["day", "area", "place", *_categories(standing)]
    before = ibis.window(group_by="unit", order_by="day")
    known = standing.mutate(**{f"before_{column}": standing[column].lag().over(before) for column in kept})
    told = known.join(steps, known["day"] == steps["now"])
    told = told.mutate(stood=(told["before_day"] == told["was"]).fill_null(False))
    told = told.filter(_is_kind(kind, told))
    if kind == "survived":
        told = told.semi_join(standing.view(), ["unit", ("later", "day")])
    if kind in COMING:
        return told.select("period", "amount", *_categories(told), here=told["area"], there=ibis.null("string"))
    earlier = {name: ibis.ifelse(told["stood"], told[f"before_{name}"], told[name]) for name in _categories(told)}
    there = ibis.ifelse(told["stood"] & (kind != "stock end"), told["before_area"], ibis.null("string"))
    return told.select("period", "amount", here=told["area"], there=there, **earlier)


def _is_kind(kind: str, told: ibis.Table) -> Any:
    stood, never = told["stood"], told["before_day"].isnull()
    if kind in COMING:
        return ~stood & ~never if kind == "reactivated" else never
    if kind == "stock end":
        return ibis.literal(True)
    column = "area" if kind in ACROSS else "place"
    moved = ~told[f"before_{column}"].identical_to(told[column])
    return ~stood | moved if kind == "came" else stood & moved


def _categories(table: ibis.Table) -> list[str]:
    return [column for column in table.columns if column.startswith("d_")]


def _numbers(changed: ibis.Table, question: Question) -> ibis.Table:
    keys = [column for column in changed.columns if column != "amount"]
    if question.count.sum:
        return summed(of_units(changed.mutate(people=ibis.literal(1, "int64")), keys), keys)
    return changed.group_by(*keys).agg(people=changed.count())


def _placed(numbers: ibis.Table, question: Question) -> ibis.Table:
    """Put numbers into all areas in which they count: by where the other area lies, a move is within or not."""
    kind, inside = question.count.kind, inside_table().view()
    if question.count.came_from:
        ends = ibis.table({"child": "string", "code": "string"}, name="ends")
        told = numbers.left_join(ends, numbers["there"] == ends["child"])
        numbers = told.mutate(**{f"d_{question.count.came_from}": told["code"]}).drop("child", "code")
    placed = in_areas(numbers.mutate(area=numbers["here"]))
    with_both = [("there", "child"), ("area", "inside")]
    if kind in ACROSS:
        return placed.anti_join(inside, with_both)
    return placed.semi_join(inside, with_both) if kind == "moved within" else placed


def _summed(placed: ibis.Table, question: Question, chosen: tuple[str, ...]) -> ibis.Table:
    for dimension in chosen:
        placed = expanded(placed, dimension, question.dimensions[dimension])
    keys = ("area", "period", *(f"d_{name}" for name in chosen))
    if question.count.sum:
        return in_order(summed(of_sums(placed, keys), keys), question, chosen)
    people = placed["people"].sum()
    return in_order(placed.group_by(*keys).agg(value=people, people=people), question, chosen)
