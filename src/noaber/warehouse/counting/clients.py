"""How clients come and go, as an expression: the rules of `methods.episodes`, in each area and category anew."""

from __future__ import annotations

from typing import Any

import ibis

from noaber.warehouse.counting.question import Question
from noaber.warehouse.counting.records import at_times

FAR = "9999-12-31"


def episodes(spells: ibis.Table, keys: tuple[str, ...], gap: int, carried: tuple[str, ...]) -> ibis.Table:
    """Join the spells of one that lie at most `gap` days apart: keys, begin, end (null: it runs on), what is carried,
    and `first_begin`, when the first of this one began."""
    until = spells.mutate(until=spells["end"].fill_null(ibis.literal(FAR).cast("date")))
    before = ibis.window(group_by=keys, order_by=["begin", "until"], preceding=(None, 1))
    reach = until.mutate(reach=until["until"].max().over(before))
    apart = reach["reach"].isnull() | (reach["begin"].delta(reach["reach"], unit="day") - 1 > gap)
    marked = reach.mutate(apart=apart.cast("int64"))
    so_far = ibis.window(group_by=keys, order_by=["begin", "until"], preceding=None, following=0)
    numbered = marked.mutate(stretch=marked["apart"].sum().over(so_far))
    joined = numbered.group_by(*keys, "stretch").agg(
        begin=numbered["begin"].min(), until=numbered["until"].max(), **{c: numbered[c].min() for c in carried}
    )
    first = joined["begin"].min().over(ibis.window(group_by=keys))
    ended = joined["until"].nullif(ibis.literal(FAR).cast("date"))
    return joined.mutate(first_begin=first, end=ended).drop("stretch", "until")


def client_kinds(spells: ibis.Table, question: Question, own: tuple[str, ...]) -> ibis.Table:
    """Give the units that are of the kind asked for in each area and period: unit, area, period, day, categories."""
    keys = ("unit", "area", *(f"d_{name}" for name in own))
    carried = tuple(column for column in spells.columns if column.startswith("x_"))
    timed = at_times(episodes(spells, keys, question.count.gap, carried), question)
    began = timed["begin"] >= timed["first"]
    ended = timed["end"].notnull() & (timed["end"] <= timed["last"])
    units = timed.group_by(*keys, "period", "day").agg(
        at_begin=(~began).any(), at_end=(~ended).any(), before=(timed["first_begin"] < timed["first"]).any(),
        **{column: timed[column].min() for column in carried},
    )  # fmt: skip
    return units.filter(_is_kind(question.count.kind, units)).drop("at_begin", "at_end", "before")


def _is_kind(kind: str, units: ibis.Table) -> Any:
    at_begin, at_end, before = units["at_begin"], units["at_end"], units["before"]
    return {
        "open": at_begin,
        "remaining": at_end,
        "continuing": at_begin & at_end,
        "new": ~at_begin & at_end & ~before,
        "returning": ~at_begin & at_end & before,
        "ended": at_begin & ~at_end,
        "passing": ~at_begin & ~at_end,
    }[kind]
