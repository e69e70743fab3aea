"""Stacking: how many kinds of provision go together in one household or person, and which.

Choose first whose provisions count: filter the spells to a day or a period (`active_at`, `active_during`). A unit
counts once for a kind, however many spells of it it has. A stack of provisions says what is used, nothing about people.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import polars as pl


def kinds_per_unit(spells: pl.DataFrame, unit: str, kind: str, by: Sequence[str] = ()) -> pl.DataFrame:
    """Give each unit with each of its kinds once: `by`, `unit`, `kind`, sorted; without unit or kind it is left out."""
    pairs = spells.select(*by, unit=unit, kind=kind).drop_nulls(["unit", "kind"])
    return pairs.unique().sort(*by, "unit", "kind")


def stacking_distribution(pairs: pl.DataFrame, by: Sequence[str] = (), units: int | None = None) -> pl.DataFrame:
    """Count the units by how many kinds they have: `by`, `kinds`, `units`; sorted.

    `pairs` are those of `kinds_per_unit`. With `units`, how many there are in all (and no `by`), the row of 0 kinds is
    given too; ValueError where fewer than have a kind.

    >>> pairs = pl.DataFrame({"unit": ["h1", "h1", "h2"], "kind": ["jeugd", "wmo", "wmo"]})
    >>> stacking_distribution(pairs, units=10).rows()
    [(0, 8), (1, 1), (2, 1)]
    """
    counted = pairs.group_by(*by, "unit").agg(kinds=pl.len().cast(pl.Int64))
    found = counted.group_by(*by, "kinds").agg(units=pl.len().cast(pl.Int64)).sort(*by, "kinds")
    if units is None:
        return found
    return pl.concat([pl.DataFrame({"kinds": [0], "units": [_others(pairs, units, by)]}), found])


def combinations_of_kinds(pairs: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """Count the units by exactly which kinds they have: `by`, `kinds` (a sorted list), `units`; most frequent first.

    >>> pairs = pl.DataFrame({"unit": ["h1", "h1", "h2"], "kind": ["jeugd", "wmo", "wmo"]})
    >>> combinations_of_kinds(pairs).rows()
    [(['jeugd', 'wmo'], 1), (['wmo'], 1)]
    """
    sets = pairs.group_by(*by, "unit").agg(kinds=pl.col("kind").sort())
    counted = sets.group_by(*by, "kinds").agg(units=pl.len().cast(pl.Int64))
    return counted.sort(*by, "units", pl.col("kinds").list.join(" + "), descending=[*[False] * len(by), True, False])


def co_occurrence(pairs: pl.DataFrame, units: int | None = None) -> pl.DataFrame:
    """Say for every two kinds how often they go together: `one`, `other`, `units`, `support`, `lift`; sorted.

    `units` have both; `support` is their share (0 to 1) of all units; `lift` is that share divided by what it would be
    if the two had nothing to do with each other: above 1 they go together more often. All units are those with any kind
    at all, unless `units` says how many there are: a lift is only to be compared with one of the same base, and among
    those with any kind it lies lower. ValueError where there are fewer than have a kind.

    >>> pairs = pl.DataFrame({"unit": ["h1", "h1", "h2", "h3"], "kind": ["jeugd", "wmo", "wmo", "jeugd"]})
    >>> co_occurrence(pairs).rows()
    [('jeugd', 'wmo', 1, 0.3333333333333333, 0.75)]
    """
    base = pairs["unit"].n_unique() + (0 if units is None else _others(pairs, units))
    each = pairs.group_by("kind").agg(have=pl.len().cast(pl.Int64)).sort("kind")
    have = pl.col("have") * pl.col("have_other")
    return (
        _every_two(each)
        .join(_together(pairs), on=["one", "other"], how="left", maintain_order="left")
        .with_columns(pl.col("units").fill_null(0))
        .select("one", "other", "units", support=pl.col("units") / base, lift=pl.col("units") * base / have)
    )


def cross_kinds(
    pairs: pl.DataFrame, one: Sequence[str], other: Sequence[str], by: Sequence[str] = (), units: int | None = None
) -> pl.DataFrame:
    """Count the units with any kind of `one`, of `other`, of both: `by`, `has_one`, `has_other`, `units`; sorted.

    So Jeugd x Wmo, or Jeugd x Wmo x income with the income class in `by`. Units with neither are those with some other
    kind; with `units`, how many there are in all (and no `by`), they are all others.

    >>> pairs = pl.DataFrame({"unit": ["h1", "h1", "h2"], "kind": ["jeugd", "wmo", "wmo"]})
    >>> cross_kinds(pairs, ["jeugd"], ["wmo"], units=10).rows()
    [(False, False, 8), (False, True, 1), (True, True, 1)]
    """
    marked = pairs.group_by(*by, "unit").agg(
        has_one=pl.col("kind").is_in(list(one)).any(), has_other=pl.col("kind").is_in(list(other)).any()
    )
    counted = _counted(marked, by)
    if units is None:
        return counted
    rest = pl.DataFrame({"has_one": [False], "has_other": [False], "units": [_others(pairs, units, by)]})
    return _added_up(pl.concat([rest, counted]))


def _counted(marked: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    keys = [*by, "has_one", "has_other"]
    return marked.group_by(keys).agg(units=pl.len().cast(pl.Int64)).sort(keys)


def _added_up(counted: pl.DataFrame) -> pl.DataFrame:
    return counted.group_by("has_one", "has_other").agg(pl.col("units").sum()).sort("has_one", "has_other")


def _others(pairs: pl.DataFrame, units: int, by: Sequence[str] = ()) -> int:
    if by:
        raise ValueError("a number of units in all goes with no breakdown")
    have = pairs["unit"].n_unique()
    if units < have:
        raise ValueError(f"{units} units in all, but {have} have a kind")
    return units - have


def _every_two(each: pl.DataFrame) -> pl.DataFrame:
    ordered = each.rows()
    two = [(one, other, n, m) for (one, n), (other, m) in combinations(ordered, 2)]
    kind = each.schema["kind"]
    shape = {"one": kind, "other": kind, "have": pl.Int64(), "have_other": pl.Int64()}
    return pl.DataFrame(two, schema=shape, orient="row")


def _together(pairs: pl.DataFrame) -> pl.DataFrame:
    kinds = pairs.select("unit", one="kind")
    both = kinds.join(kinds.rename({"one": "other"}), on="unit").filter(pl.col("one") < pl.col("other"))
    return both.group_by("one", "other").agg(units=pl.len().cast(pl.Int64))
