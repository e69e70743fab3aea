"""The accounting identities of a region, checked in a release: totals, balances, wholes and parts, drawn sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from noaber.content.account import AccountFile
from noaber.content.model import Region
from noaber.methods.figures import FIGURES, KEY
from noaber.methods.formula import evaluate_formula
from noaber.vocabulary.formulas import operands, parse_formula
from noaber.warehouse.query import Release

PAIRS = {"left": pl.Float64, "right": pl.Float64, "where": pl.String}
ROUNDING = 1e-6
"""Differences below this are the arithmetic of floating point, not of the figures."""


@dataclass(frozen=True)
class Account:
    """The outcome of one identity: how many comparisons, the largest difference and where it is."""

    id: str
    name: str
    compared: int
    off: int
    largest: float
    where: str
    within: float

    @property
    def holds(self) -> bool:
        """Whether anything was compared and all of it agrees."""
        return self.compared > 0 and self.off == 0

    def __str__(self) -> str:
        mark = "holds" if self.holds else "FAILS" if self.compared else "EMPTY"
        allowed = "exactly" if self.within == 0 else f"within {self.within:g}"
        worst = f"; largest difference {self.largest:g} ({self.where})" if self.largest > ROUNDING else ""
        return f"{mark}  {self.id}: {self.name}; {self.compared} compared {allowed}, {self.off} off{worst}"


def check_accounts(region: Region, release: Release) -> list[Account]:
    """Check every identity that the content declares; not those of figures that come from personal sources which have
    delivered nothing."""
    told = release.catalogue.indicators
    return [_account(id, spec, release) for id, spec in region.accounts.items() if named_by(spec) <= told.keys()]


def named_by(spec: AccountFile) -> set[str]:
    """Give the indicators that an identity is about.

    >>> sorted(named_by(AccountFile.model_validate({"name": "it", "equal": ["a + b", "2 * c"]})))
    ['a', 'b', 'c']
    """
    formulas = (*(spec.equal or ()), *spec.parts, *([spec.members.indicator] if spec.members else []))
    return {operand.name for text in formulas for operand in operands(parse_formula(text))}


def _account(id: str, spec: AccountFile, release: Release) -> Account:
    kinds: tuple[tuple[object, Callable[[AccountFile, Release], pl.DataFrame]], ...] = (
        (spec.equal, _equal), (spec.members, _members), (spec.parts, _parts), (spec.hectares, _hectares),
    )  # fmt: skip
    compare = next(check for given, check in kinds if given)
    pairs = compare(spec, release).drop_nulls(["left", "right"])
    pairs = pairs.with_columns(gap=(pl.col("left") - pl.col("right")).abs()).sort("gap", descending=True)
    off = pairs.filter(pl.col("gap") > spec.within + ROUNDING).height
    gap, where = pairs.select("gap", "where").row(0) if pairs.height else (0.0, "")
    return Account(id, spec.name.get("en"), pairs.height, off, float(gap), str(where), spec.within)


def _figures(release: Release, id: str) -> pl.DataFrame:
    rows = release.observations(id, slices="all")
    plain = rows.select(
        pl.col("area_id").alias("area"), "period", "slice", "value", "status", "hidden", "series_break", "level"
    )
    return plain.with_columns(delivery=pl.lit(None, pl.String), route=pl.lit(""))


def _equal(spec: AccountFile, release: Release) -> pl.DataFrame:
    assert spec.equal is not None
    kept = release.catalogue.types[spec.level].id if spec.level else ""

    def figures_of(id: str) -> pl.DataFrame:
        figures = _figures(release, id)
        return figures.filter((pl.col("level") == kept) | pl.lit(not kept)).select(FIGURES.names())

    left, right = (evaluate_formula(parse_formula(f"0 + {text}"), figures_of) for text in spec.equal)
    both = left.select(*KEY, left="value").join(right.select(*KEY, right="value"), on=list(KEY))
    return both.select("left", "right", where=pl.format("{} {} {}", "area", "period", "slice"))


def _members(spec: AccountFile, release: Release) -> pl.DataFrame:
    assert spec.members is not None
    said, known = spec.members, release.catalogue
    parents = [known.area(said.area)] if said.area else [
        area for area in known.areas.values() if area.type == said.level and area.home
    ]  # fmt: skip
    figures = _figures(release, said.indicator)
    rows = []
    for parent in parents:
        members = [
            id
            for id in known.members.get(parent.id, ())
            if known.areas[id].type == said.members and known.areas[id].vintage == said.vintage
        ]
        own = figures.filter(pl.col("area") == parent.id).select("period", "slice", left="value")
        parts = figures.filter(pl.col("area").is_in(members)).group_by("period", "slice")
        complete = (pl.len() == len(members)) & pl.col("value").is_not_null().all()
        summed = parts.agg(right=pl.when(complete).then(pl.col("value").sum()))
        rows.append(own.join(summed, on=["period", "slice"]).with_columns(area=pl.lit(parent.id)))
    if not rows:
        return pl.DataFrame(schema=PAIRS)
    together = pl.concat(rows)
    return together.select("left", "right", where=pl.format("{} {} {}", "area", "period", "slice"))


def _parts(spec: AccountFile, release: Release) -> pl.DataFrame:
    rows = []
    for id, dimension in spec.parts.items():
        figures = _figures(release, id).filter((pl.col("level") == spec.level) | pl.lit(not spec.level))
        single = figures.filter(pl.col("slice").is_in(_single_parts(release, figures, dimension)))
        complete = pl.col("value").is_not_null().all()
        parts = single.group_by("area", "period").agg(right=pl.when(complete).then(pl.col("value").sum()))
        totals = figures.filter(pl.col("slice") == "").select("area", "period", left="value")
        rows.append(totals.join(parts, on=["area", "period"]).with_columns(id=pl.lit(id)))
    return pl.concat(rows).select("left", "right", where=pl.format("{} {} {}", "id", "area", "period"))


def _single_parts(release: Release, figures: pl.DataFrame, dimension: str) -> list[str]:
    """Give the slices over a dimension alone, but for categories that are sums of others among them."""
    prefix = f"{dimension}="
    slices = [text for text in figures["slice"].unique() if text.startswith(prefix) and ";" not in text]
    given = {text.removeprefix(prefix) for text in slices}
    groups = release.catalogue.dimensions[dimension].groups
    sums = {name for name, parts in groups.items() if given.issuperset(parts)}
    return sorted(text for text in slices if text.removeprefix(prefix) not in sums)


def _hectares(spec: AccountFile, release: Release) -> pl.DataFrame:
    sized: Mapping[str, tuple[float, float]] = {
        area.id: (area.hectares, area.measured_ha)
        for area in release.catalogue.areas.values()
        if area.type == spec.hectares and area.hectares is not None and area.measured_ha is not None
    }
    rows = [(left, right, id) for id, (left, right) in sized.items()]
    return pl.DataFrame(rows, schema=PAIRS, orient="row")
