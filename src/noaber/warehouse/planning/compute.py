"""How an indicator is computed: its measure with sums, or its figure with averages, or its formula with a fall-back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from noaber.content.indicator import IndicatorFile
from noaber.content.model import Region
from noaber.methods.formula import (
    Breakdowns,
    blank_small_bases,
    denominator_of,
    evaluate_formula,
    keep_dimensions,
)  # fmt: skip
from noaber.vocabulary.formulas import operands, parse_formula
from noaber.warehouse.measure import delivered_figures, with_averages, with_fallback, with_sums


def needs_of(spec: IndicatorFile) -> set[str]:
    """Give the indicators that one is computed from."""
    named = {operand.name for operand in operands(parse_formula(spec.formula))} if spec.formula else set()
    return named | ({spec.weight} if spec.weight else set())


def breakdowns_of(region: Region) -> Breakdowns:
    """Groups of areas are categories of area dimensions; other groups of categories are already in the measures."""
    flows = [id for id, spec in region.dimensions.items() if spec.area]
    members = {
        group: spec.members
        or tuple(a.code for a in region.areas if spec.members_of in a.parents and a.type == spec.type)
        for group, spec in region.groups.items()
    }
    return Breakdowns({(id, group): codes for id in flows for group, codes in members.items()}, frozenset(flows))


def compute_figures(
    spec: IndicatorFile,
    region: Region,
    rows: Mapping[str, list[tuple[str, pl.DataFrame]]],
    membership: pl.DataFrame,
    operand: Mapping[str, pl.DataFrame],
    breakdowns: Breakdowns,
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Compute one indicator of the `rows` of its sources and of its operands; with notes on what was delivered."""
    delivered = delivered_figures(spec, region, rows)
    notes = {"contradictions": delivered.contradictions, "largest_gap": delivered.largest}
    figures = delivered.figures
    if spec.measure:
        figures = with_sums(figures, membership, spec.rounded_to, breakdowns.sparse)
    elif spec.weight:
        figures = with_averages(figures, operand[spec.weight], membership)
    if spec.formula:
        figures = with_fallback(_computed(spec, operand, breakdowns), figures)
    return figures, notes


def _computed(spec: IndicatorFile, operand: Mapping[str, pl.DataFrame], breakdowns: Breakdowns) -> pl.DataFrame:
    tree = parse_formula(spec.formula)
    figures = keep_dimensions(evaluate_formula(tree, operand.__getitem__, breakdowns), spec.by)
    denominator = denominator_of(tree)
    if not spec.least_base or denominator is None:
        return figures
    base = evaluate_formula(denominator, operand.__getitem__, breakdowns)
    return blank_small_bases(figures, base, spec.least_base)
