"""Records to figures: take the declared columns, keep the declared breakdowns, add up to totals, levels and groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from noaber.content.indicator import IndicatorFile, TakenFrom
from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.methods.aggregate import average_members, sum_members
from noaber.methods.figures import KEY, empty_figures, gravest_of, in_shape, status_text
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.slices import print_slice

Tables = Mapping[str, list[tuple[str, pl.DataFrame]]]
"""Per source the records of its deliveries, each with the key of its delivery."""


@dataclass(frozen=True)
class Delivered:
    """Figures as suppliers delivered them, and how often two suppliers contradict each other."""

    figures: pl.DataFrame
    contradictions: int
    largest: float


def delivered_figures(indicator: IndicatorFile, region: Region, records: Tables) -> Delivered:
    """Take an indicator's figures from its sources; of two for one cell the first declared with a value counts.

    `records` has the deliveries of a source from old to new: of two deliveries the newer counts, also where it hides
    what an older one told."""
    parts = []
    for order, part in enumerate(indicator.taken):
        for newer, (delivery, rows) in enumerate(reversed(records.get(part.from_, []))):
            marks = {"delivery": pl.lit(delivery), "order": pl.lit(order), "newer": pl.lit(newer)}
            parts.append(_taken(indicator, part, region, rows).with_columns(**marks))
    if not parts:
        return Delivered(empty_figures(), 0, 0.0)
    newest = _newest_of_each(pl.concat(parts))
    best = newest.sort(pl.col("value").is_null(), maintain_order=True).unique(KEY, keep="first", maintain_order=True)
    gaps = _contradictions(newest, best, indicator)
    return Delivered(in_shape(best).sort(KEY), gaps.height, float(gaps["gap"].max() or 0.0))  # type: ignore[arg-type]


def _newest_of_each(together: pl.DataFrame) -> pl.DataFrame:
    """Keep for every cell what the newest delivery of each source says that says something; in order of the sources."""
    silent = pl.col("value").is_null() & ~pl.col("hidden")
    ranked = together.sort(["order", silent, "newer"], maintain_order=True)
    return ranked.filter(pl.col("newer") == pl.col("newer").first().over(*KEY, "order"))


def _contradictions(newest: pl.DataFrame, best: pl.DataFrame, indicator: IndicatorFile) -> pl.DataFrame:
    allowed = max(indicator.rounded_to, 0) + 0.5 * 10.0**-indicator.decimals
    both = newest.join(best.select(*KEY, first="value"), on=list(KEY))
    return both.with_columns(gap=(pl.col("value") - pl.col("first")).abs()).filter(pl.col("gap") > allowed)


def _taken(indicator: IndicatorFile, part: TakenFrom, region: Region, rows: pl.DataFrame) -> pl.DataFrame:
    if part.column not in rows.columns:
        return empty_figures().select(*KEY, "value", "status", "hidden")
    for column, values in part.keep.items():
        rows = rows.filter(pl.col(column).is_in(values))
    roles = _roles(region.sources[part.from_], rows)
    status = pl.col(f"{part.column}:status")
    cells = rows.select(
        *[pl.col(column).alias(role) for role, column in roles.items()],
        value=pl.col(part.column) * part.scale,
        status=pl.when(status == "H").then(pl.lit("M")).otherwise(status.fill_null("A")),
        hidden=(status == "H").fill_null(False),
        absent=(status == "N").fill_null(False),
    )
    cells = cells.filter(~pl.col("absent")).drop("absent")
    dimensions = [role for role in roles if role not in ("area", "period")]
    for dimension in dimensions:
        spec = region.dimensions[dimension]
        if indicator.measure:
            cells = _with_sums_of(cells, dimension, spec.groups)
            cells = _with_total(cells, dimension, spec.groups, sparse=bool(spec.area))
        if dimension not in indicator.by:
            cells = cells.filter(pl.col(dimension) == "").drop(dimension)
    kept = [dimension for dimension in dimensions if dimension in indicator.by]
    return _with_slice(cells, kept, part.slice)


def _roles(source: SourceFile, rows: pl.DataFrame) -> dict[str, str]:
    roles: dict[str, str] = {}
    for column, spec in source.columns.items():
        role = spec.dimension or ("area" if spec.area else "period" if spec.period else "")
        if role and column in rows.columns:
            roles.setdefault(role, column)
    return roles


def _with_sums_of(cells: pl.DataFrame, dimension: str, groups: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """Add categories that are sums of others, where all their parts are given and they themselves are not."""
    given = set(cells[dimension].unique())
    for name, parts in groups.items():
        if name not in given and given.issuperset(parts):
            summed = _summed(cells.filter(pl.col(dimension).is_in(parts)), dimension)
            cells = pl.concat([cells, summed.with_columns(pl.lit(name).alias(dimension)).select(cells.columns)])
            given.add(name)
    return cells


def _with_total(
    cells: pl.DataFrame, dimension: str, groups: Mapping[str, tuple[str, ...]], sparse: bool
) -> pl.DataFrame:
    """Add the total over a dimension where the supplier gives none: of all categories but those that are sums."""
    given = set(cells[dimension].unique())
    if not given or "" in given:
        return cells
    sums = [name for name, parts in groups.items() if name in given and given.issuperset(parts)]
    total = _summed(cells.filter(~pl.col(dimension).is_in(sums)), dimension, sparse)
    return pl.concat([cells, total.with_columns(pl.lit("").alias(dimension)).select(cells.columns)])


def _summed(cells: pl.DataFrame, dimension: str, sparse: bool = False) -> pl.DataFrame:
    """Add up over a dimension. An area needs every category that any area has in that period and combination: one that
    lacks is a row that was lost; only where the dimension is sparse it is nothing."""
    others = [c for c in cells.columns if c not in (dimension, "value", "status", "hidden")]
    once = cells.unique([*others, dimension], keep="first", maintain_order=True)
    need = pl.col(dimension).n_unique().over([c for c in others if c != "area"])
    complete = pl.col("value").is_not_null().all() & (pl.lit(sparse) | (pl.len() == pl.col("need").first()))
    return (
        once.with_columns(need=need)
        .group_by(others, maintain_order=True)
        .agg(
            value=pl.when(complete).then(pl.col("value").sum()),
            status=status_text(gravest_of(["status"]).max()),
            hidden=pl.col("hidden").any(),
        )
    )


def _with_slice(cells: pl.DataFrame, dimensions: list[str], fixed: Mapping[str, str]) -> pl.DataFrame:
    combinations = cells.select(dimensions).unique() if dimensions else pl.DataFrame({"slice": [print_slice(fixed)]})
    if dimensions:
        texts = [
            print_slice({**fixed, **{d: c for d, c in row.items() if c}}) for row in combinations.iter_rows(named=True)
        ]
        combinations = combinations.with_columns(slice=pl.Series(texts, dtype=pl.String))
        cells = cells.join(combinations, on=dimensions, how="left", maintain_order="left")
    else:
        cells = cells.with_columns(slice=pl.lit(print_slice(fixed)))
    return cells.select(*KEY, "value", "status", "hidden")


def with_sums(
    delivered: pl.DataFrame, membership: pl.DataFrame, rounded_to: int, flows: frozenset[str] = frozenset()
) -> pl.DataFrame:
    """Add levels and groups to a measure. Sums of rounded small areas are estimates; in `flows` absent is nothing."""
    sums = sum_members(delivered, membership, flows)
    if rounded_to:
        of_rounded = pl.col("route").str.contains("@") & (pl.col("status") != "M")
        sums = sums.with_columns(status=pl.when(of_rounded).then(pl.lit("E")).otherwise("status"))
    return _delivered_wins(delivered, sums)


def with_averages(delivered: pl.DataFrame, weights: pl.DataFrame, membership: pl.DataFrame) -> pl.DataFrame:
    """Add levels and groups to a figure by its declared weight."""
    return _delivered_wins(delivered, average_members(delivered, weights, membership))


def _delivered_wins(delivered: pl.DataFrame, computed: pl.DataFrame) -> pl.DataFrame:
    """Put together; what the supplier delivered wins, also where he hides it: no sum may tell what he keeps back."""
    says_nothing = pl.col("value").is_null() & ~pl.col("hidden")
    return _first_of(pl.concat([delivered, computed]).sort(says_nothing, maintain_order=True))


def with_fallback(computed: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Put published figures where a formula gives no value."""
    return _first_of(pl.concat([computed, published]).sort(pl.col("value").is_null(), maintain_order=True))


def _first_of(figures: pl.DataFrame) -> pl.DataFrame:
    return figures.unique(KEY, keep="first", maintain_order=True).sort(KEY)


def mark_breaks(figures: pl.DataFrame, areas: pl.DataFrame, declared: list[str]) -> pl.DataFrame:
    """Mark where a series breaks: at declared periods, and where a code goes on in another vintage that nobody says is
    the same place."""
    bound = areas.filter(pl.col("vintage").is_not_null()).select(area="id", code="code", at="vintage", same="same_as")
    first = (
        figures.join(bound, on="area")
        .group_by("code", "slice", "at", "same")
        .agg(start=pl.col("period").min(), last=pl.col("period").max())
        .sort("at")
        .with_columns(
            before=pl.col("at").shift(1).over("code", "slice"), until=pl.col("last").shift(1).over("code", "slice")
        )
        .filter(pl.col("start") > pl.col("until"))
        .filter(pl.col("same").is_null() | (pl.col("same") != pl.format("{}@{}", "code", "before")))
    )
    starts = first.select(pl.format("{}@{}", "code", "at").alias("area"), "slice", period="start", broken=pl.lit(True))
    marked = figures.join(starts, on=["area", "slice", "period"], how="left", maintain_order="left")
    marked = marked.with_columns(series_break=pl.col("broken").fill_null(False) | pl.col("series_break")).drop("broken")
    return _with_declared(marked, declared) if declared and marked.height else marked


def _with_declared(figures: pl.DataFrame, declared: Iterable[str]) -> pl.DataFrame:
    """Mark at each declared break where the series of an area, part and frequency goes on; not where it only begins."""
    known = {text: parse_period(text) for text in figures["period"].unique()}
    begins = {text: period.start for text, period in known.items()}
    series = ["area", "slice", pl.col("period").replace_strict({text: p.frequency for text, p in known.items()})]
    dated = figures.with_columns(begins=pl.col("period").replace_strict(begins, return_dtype=pl.Datetime("us")))
    ordered = dated.sort("begins", maintain_order=True)
    for text in declared:
        after = pl.col("begins") >= parse_period(text).start
        goes_on = after & ~after.shift(1, fill_value=True).over(series)
        ordered = ordered.with_columns(series_break=pl.col("series_break") | goes_on)
    return ordered.drop("begins").sort(KEY)
