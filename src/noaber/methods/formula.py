"""What the verbs of formulas compute, over figures and after aggregation: a share of a group is a ratio of sums.

The first operand gives the breakdown of the result; others are matched on the dimensions they have in common with
it, and taken at their total where they have more. Statuses travel: the result carries the gravest of its operands, and
is hidden where one of them is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import reduce
from math import nan, prod

import polars as pl

from noaber.methods.figures import FIGURES, KEY, empty_figures, gravest_of, in_shape, status_text
from noaber.vocabulary.formulas import Call, Number, Operand, Tree
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.slices import parse_slice, print_slice

Lookup = Callable[[str], pl.DataFrame]


@dataclass(frozen=True)
class Breakdowns:
    """What formulas know of dimensions: categories that are sums of others, and dimensions in which an absent cell is
    nothing rather than unknown (flows: no row from A to B means nobody goes)."""

    groups: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    sparse: frozenset[str] = frozenset()

    def members(self, dimension: str, category: str) -> list[str]:
        """Give the categories that `a|b` or a group category is the sum of, each once."""
        named = [m for part in category.split("|") for m in self.groups.get((dimension, part), (part,))]
        return list(dict.fromkeys(named))


def evaluate_formula(tree: Tree, figures_of: Lookup, breakdowns: Breakdowns | None = None) -> pl.DataFrame:
    """Compute a formula; gives figures with route "formula".

    `figures_of(name)` gives the figures of an indicator. Absent where an operand is absent; missing where a
    denominator is zero.
    """
    result = _evaluate(tree, figures_of, breakdowns or Breakdowns())
    if isinstance(result, float):
        return empty_figures()
    return in_shape(result.with_columns(route=pl.lit("formula"), delivery=pl.lit(None, pl.String)))


def _evaluate(tree: Tree, figures_of: Lookup, breakdowns: Breakdowns) -> pl.DataFrame | float:
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Operand):
        return select_slices(figures_of(tree.name), tree.selection, breakdowns)
    parts = [_evaluate(argument, figures_of, breakdowns) for argument in tree.arguments]
    return COMPUTE[tree.verb](parts, tree)


def keep_dimensions(figures: pl.DataFrame, dimensions: Collection[str]) -> pl.DataFrame:
    """Keep the slices over these dimensions alone; with none, the totals."""
    kept = [text for text in figures["slice"].unique().to_list() if parse_slice(text).keys() <= set(dimensions)]
    return figures.filter(pl.col("slice").is_in(kept))


def denominator_of(tree: Tree) -> Tree | None:
    """Give what a formula divides by in the end, where it is a share, a rate or a division."""
    divides = isinstance(tree, Call) and tree.verb in ("share", "per_1000", "ratio", "/")
    return tree.arguments[1] if divides and isinstance(tree, Call) else None


def blank_small_bases(figures: pl.DataFrame, base: pl.DataFrame, least: float) -> pl.DataFrame:
    """Give no value where the base of a share or rate is smaller than `least`: it would say nothing."""
    matched = _matched(figures, [base])
    small = matched.filter(pl.col("value1").abs() < least).select(KEY)
    blank = figures.join(small, on=list(KEY), how="semi")
    said = blank.with_columns(value=pl.lit(None, pl.Float64), route=pl.lit(f"base below {least:g}"))
    return pl.concat([figures.join(small, on=list(KEY), how="anti"), in_shape(said)]).sort(KEY)


# -- selection ---------------------------------------------------------------------------------------------------


def select_slices(figures: pl.DataFrame, selection: str, breakdowns: Breakdowns) -> pl.DataFrame:
    """Keep what a selection names and drop its dimensions from the slices; several categories are added up.

    A category `a|b`, or one that is a group, is the sum of its members: missing where one of them is missing. The
    category `self` of an area dimension is the area itself.
    """
    if not selection:
        return figures
    wanted = {d: breakdowns.members(d, category) for d, category in parse_slice(selection).items()}
    kept = _kept_slices(figures["slice"].unique().to_list(), wanted)
    parts = figures.join(kept, on="slice").drop("slice").rename({"rest": "slice"})
    for dimension, members in wanted.items():
        if members == ["self"]:
            parts = parts.filter(pl.col(f"is:{dimension}") == pl.col("area"))
    if all(len(members) == 1 for members in wanted.values()):
        return parts.select(FIGURES.names())
    return _added(parts, {d: len(members) for d, members in wanted.items() if d not in breakdowns.sparse})


def _kept_slices(slices: list[str], wanted: Mapping[str, list[str]]) -> pl.DataFrame:
    rows = []
    for text in slices:
        have = parse_slice(text)
        if all(d in have and (members == ["self"] or have[d] in members) for d, members in wanted.items()):
            rest = print_slice({d: c for d, c in have.items() if d not in wanted})
            rows.append((text, rest, *(have[d] for d in wanted)))
    names = ["slice", "rest", *(f"is:{dimension}" for dimension in wanted)]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _added(parts: pl.DataFrame, need: Mapping[str, int]) -> pl.DataFrame:
    """Add up the parts of one cell; only a sum over every combination of categories has a value."""
    have = pl.struct(f"is:{dimension}" for dimension in need).n_unique() if need else pl.lit(1)
    complete = have == prod(need.values())
    summed = parts.group_by(KEY, maintain_order=True).agg(
        value=pl.when(complete & pl.col("value").is_not_null().all()).then(pl.col("value").sum()),
        status=status_text(gravest_of(["status"]).max()),
        hidden=pl.col("hidden").any(),
        series_break=pl.col("series_break").any(),
    )
    return in_shape(summed)


# -- matching ----------------------------------------------------------------------------------------------------


def _matched(first: pl.DataFrame, others: list[pl.DataFrame], alike: bool = False) -> pl.DataFrame:
    """Join operands on area, period and the slice they share with the first; columns value0, value1, ...

    Where the operands are one and the same at several times (`alike`), a part goes with that very part, never with the
    total of a time in which there were no parts.
    """
    joined = _numbered(first, 0)
    slices = first["slice"].unique().to_list()
    for at, other in enumerate(others, start=1):
        theirs = slices if alike else other["slice"].unique().to_list()
        bridge = _bridge(slices, theirs)
        renamed = _numbered(other, at).rename({"slice": "other"})
        joined = joined.join(bridge, on="slice").join(renamed, on=["area", "period", "other"]).drop("other")
    count = range(len(others) + 1)
    return joined.with_columns(
        status=status_text(gravest_of([f"status{at}" for at in count])),
        hidden=pl.any_horizontal([f"hidden{at}" for at in count]),
        series_break=pl.any_horizontal([f"series_break{at}" for at in count]),
    )


def _numbered(figures: pl.DataFrame, at: int) -> pl.DataFrame:
    marks = [name for name in figures.columns if name in ("value", "status", "hidden", "series_break", "stretch")]
    return figures.select(*KEY, *[pl.col(mark).alias(f"{mark}{at}") for mark in marks])


def _bridge(slices: list[str], others: list[str]) -> pl.DataFrame:
    """Say for every slice of the first operand which slice of another belongs to it."""
    known = {other: parse_slice(other) for other in others}
    dimensions = {dimension for categories in known.values() for dimension in categories}
    rows = []
    for text in slices:
        wanted = print_slice({d: c for d, c in parse_slice(text).items() if d in dimensions})
        if wanted in known:
            rows.append((text, wanted))
    return pl.DataFrame(rows, schema={"slice": pl.String, "other": pl.String}, orient="row")


# -- verbs -------------------------------------------------------------------------------------------------------

Part = pl.DataFrame | float


def _combined(parts: list[Part], compute: Callable[[list[pl.Expr]], pl.Expr]) -> Part:
    frames = [part for part in parts if isinstance(part, pl.DataFrame)]
    if not frames:
        values = [pl.lit(float(part)) for part in parts if not isinstance(part, pl.DataFrame)]
        value = pl.select(compute(values)).item()
        return nan if value is None else float(value)
    joined = _matched(frames[0], frames[1:])
    at = iter(range(len(frames)))
    values = [pl.col(f"value{next(at)}") if isinstance(part, pl.DataFrame) else pl.lit(float(part)) for part in parts]
    return in_shape(joined.with_columns(value=compute(values)))


def _arithmetic(compute: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Callable[[list[Part], Call], Part]:
    return lambda parts, _: _combined(parts, lambda values: reduce(compute, values))


def _divided(times: float) -> Callable[[list[Part], Call], Part]:
    return lambda parts, _: _combined(parts, lambda v: times * v[0] / _not_zero(v[1]))


def _not_zero(value: pl.Expr) -> pl.Expr:
    return pl.when(value != 0).then(value)


def _frame(parts: list[Part]) -> pl.DataFrame:
    part = parts[0]
    return part if isinstance(part, pl.DataFrame) else empty_figures()


def _against_before(compute: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Callable[[list[Part], Call], Part]:
    def verb(parts: list[Part], call: Call) -> Part:
        figures = _stretched(_frame(parts))
        joined = _matched(figures, [_moved(figures, int(call.option or 1))], alike=True)
        # a change over a break is no change of the thing counted
        unbroken = pl.col("stretch0") == pl.col("stretch1")
        value = pl.when(unbroken).then(compute(pl.col("value0"), pl.col("value1")))
        return in_shape(joined.with_columns(value=value, series_break="series_break0"))

    return verb


def _stretched(figures: pl.DataFrame) -> pl.DataFrame:
    """Number the stretches between breaks, by area, part and frequency, in column `stretch`."""
    kinds = {text: parse_period(text).frequency for text in figures["period"].unique().to_list()}
    kind = pl.col("period").replace_strict(kinds, return_dtype=pl.String) if kinds else pl.col("period")
    stretch = pl.col("series_break").cum_sum().over("area", "slice", kind)
    return figures.sort("period", maintain_order=True).with_columns(stretch=stretch)


def _moved(figures: pl.DataFrame, steps: int) -> pl.DataFrame:
    """Put every figure `steps` periods later, to stand beside what it is compared with."""
    later = {text: str(parse_period(text).next(steps)) for text in figures["period"].unique().to_list()}
    return figures.with_columns(
        pl.col("period").replace_strict(later, return_dtype=pl.String) if later else pl.col("period")
    )


def _index(parts: list[Part], call: Call) -> Part:
    figures = _frame(parts)
    kind = parse_period(call.option).frequency  # a quarter is no part of an index on a year
    alike = [text for text in figures["period"].unique().to_list() if parse_period(text).frequency == kind]
    figures = figures.filter(pl.col("period").is_in(alike))
    base = figures.filter(pl.col("period") == call.option).drop("period")
    spread = figures.select("period").unique(maintain_order=True).join(base, how="cross")
    joined = _matched(figures, [spread.select(FIGURES.names())], alike=True)
    value = 100 * pl.col("value0") / _not_zero(pl.col("value1"))
    return in_shape(joined.with_columns(value=value, series_break="series_break0"))


def _rolling(parts: list[Part], call: Call) -> Part:
    figures, count = _stretched(_frame(parts)), int(call.option or 1)
    joined = _matched(figures, [_moved(figures, step) for step in range(1, count)], alike=True)
    total = pl.sum_horizontal([f"value{at}" for at in range(count)], ignore_nulls=False)
    broken = pl.col("series_break0") | (pl.col("stretch0") != pl.col(f"stretch{count - 1}"))
    return in_shape(joined.with_columns(value=total / count, series_break=broken))


COMPUTE: Mapping[str, Callable[[list[Part], Call], Part]] = {
    "+": _arithmetic(lambda a, b: a + b),
    "-": _arithmetic(lambda a, b: a - b),
    "*": _arithmetic(lambda a, b: a * b),
    "/": _divided(1),
    "ratio": _divided(1),
    "share": _divided(100),
    "per_1000": _divided(1000),
    "sum_of": _arithmetic(lambda a, b: a + b),
    "difference": _against_before(lambda now, then: now - then),
    "change": _against_before(lambda now, then: 100 * (now / _not_zero(then) - 1)),
    "index": _index,
    "rolling": _rolling,
}
