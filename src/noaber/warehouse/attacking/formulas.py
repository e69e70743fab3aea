"""What a published formula tells of its operands: a share with a known whole tells the part, and so on.

A formula with a known result is an equation over its operands; those that are not counted are known numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from noaber.vocabulary.formulas import Call, Number, Operand, Tree, parse_formula
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.attacking.evidence import Evidence
from noaber.warehouse.attacking.sums import ENTRY

Linear = Mapping[Operand | None, float]
"""Operands with their factor; under None the constant."""
TOLD = {**ENTRY, "off": pl.Float64}
FACTORS = {"share": 100.0, "per_1000": 1000.0, "ratio": 1.0, "/": 1.0}


def linear(tree: Tree) -> Linear | None:
    """Give a formula as a sum of operands times numbers; None where it is none."""
    if isinstance(tree, Number):
        return {None: tree.value}
    if isinstance(tree, Operand):
        return {tree: 1.0}
    parts = [linear(argument) for argument in tree.arguments]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    if tree.verb in ("+", "sum_of", "-"):
        signs = [1.0] + [-1.0 if tree.verb == "-" else 1.0] * (len(known) - 1)
        return _added(known, signs)
    if tree.verb == "*" and any(set(part) == {None} for part in known):
        number = next(part for part in known if set(part) == {None})
        other = known[1 - known.index(number)]
        return {name: factor * number[None] for name, factor in other.items()}
    return None


def divided(tree: Tree) -> tuple[Linear, Linear] | None:
    """Give what a formula divides by what, where it ends in a division: the result times the second is the first."""
    if not isinstance(tree, Call):
        return None
    if tree.verb in FACTORS:
        above, under = linear(tree.arguments[0]), linear(tree.arguments[1])
        if above is None or under is None:
            return None
        return {name: factor * FACTORS[tree.verb] for name, factor in above.items()}, under
    whole = linear(tree)
    return (whole, {None: 1.0}) if whole is not None else None


def _added(parts: list[Linear], signs: list[float]) -> Linear:
    found: dict[Operand | None, float] = {}
    for part, sign in zip(parts, signs, strict=True):
        for name, factor in part.items():
            found[name] = found.get(name, 0.0) + sign * factor
    return found


def told_by_formulas(cells: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Give what shown results say of operands (ENTRY and `off`), as entries of equations with nought on the right; cell
    -1 is the number one.

    Results are computed from what is shown: of a rounded operand that is shown they say nothing, and of one that is not
    what it was rounded to, so that the equation holds but for as much as it may be `off`.
    """
    found, first = [], 0
    for id, text in evidence.formulas.items():
        sides = divided(parse_formula(text))
        results = evidence.figures.filter((pl.col("indicator") == id) & pl.col("value").is_not_null())
        if sides is None or not results.height:
            continue
        numbered = results.select("area_key", "period_key", "slice_key", result="value").with_row_index(
            "equation", first
        )
        first += numbered.height
        for side, times in zip(sides, (pl.lit(1.0), -pl.col("result")), strict=True):
            for operand, factor in side.items():
                sign = times * factor
                if operand is None:
                    one = numbered.select(pl.lit(id).alias("kind"), "equation", pl.lit(-1).alias("cell"), sign=sign)
                    found.append(one.with_columns(off=pl.lit(0.0)))
                    continue
                table = _slices_of(operand, numbered["slice_key"].unique().to_list(), cells, evidence)
                joined = numbered.join(table, on="slice_key").join(
                    cells.filter(pl.col("indicator") == operand.name),
                    left_on=["area_key", "period_key", "other"], right_on=["area_key", "period_key", "slice_key"],
                )  # fmt: skip
                found.append(_as_rounded(joined.with_columns(sign=sign), id))
    exact = {"slack": pl.lit(0, pl.Int8), "guess": pl.lit(False)}
    rows = [part.cast({"equation": pl.Int64, "cell": pl.Int64}).with_columns(**exact) for part in found]
    told = pl.concat(rows).select(list(TOLD)) if rows else pl.DataFrame(schema=TOLD)
    return told.with_columns(pl.col("off").sum().over("equation"))


def _as_rounded(entries: pl.DataFrame, id: str) -> pl.DataFrame:
    """Put into equations what operands were shown as where they are rounded, and how far off those are that are not."""
    unknown = pl.col("value").is_null()
    given = ~unknown & (pl.col("off") > 0)
    return entries.select(
        pl.lit(id).alias("kind"), "equation",
        cell=pl.when(given).then(-1).otherwise("cell"),
        sign=pl.col("sign") * pl.when(given).then("value").otherwise(1.0),
        off=pl.col("sign").abs() * pl.when(unknown).then("off").otherwise(0.0),
    )  # fmt: skip


def _slices_of(operand: Operand, keys: list[int], cells: pl.DataFrame, evidence: Evidence) -> pl.DataFrame:
    """Say for each slice of a result which slices of an operand it was made of."""
    own = cells.filter(pl.col("indicator") == operand.name)["slice_key"].unique().to_list()
    known = {evidence.slices[key]: key for key in own}
    dimensions = {dimension for text in known for dimension in parse_slice(text)}
    rows = []
    for key in keys:
        kept = {d: c for d, c in parse_slice(evidence.slices[key]).items() if d in dimensions}
        choices = [kept]
        for dimension, category in parse_slice(operand.selection).items():
            groups = evidence.groups.get(dimension, {})
            members = [m for part in category.split("|") for m in groups.get(part, (part,))]
            choices = [{**one, dimension: member} for one in choices for member in members]
        rows += [(key, known[text]) for text in map(print_slice, choices) if text in known]
    return pl.DataFrame(rows, schema={"slice_key": pl.Int32, "other": pl.Int32}, orient="row")
