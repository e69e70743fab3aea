"""What a release file tells an outsider: figures, where they are hidden, and the catalogue that says what they mean."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from noaber.vocabulary.formulas import operands, parse_formula
from noaber.warehouse.database import open_read_only, read_frame

FIGURES = """
SELECT i.id AS indicator, o.area_key, o.period_key, o.slice_key, o.value, o.hidden
FROM observation o JOIN indicator i USING (indicator_key) WHERE i.id IN (SELECT unnest($ids))
ORDER BY 1, 2, 3, 4
"""
COUNTED = """
SELECT DISTINCT i.id FROM observation o JOIN indicator i USING (indicator_key) JOIN route r USING (route_key)
WHERE r.text = 'counted' ORDER BY 1
"""
ROUNDED = "SELECT id, rounded_to FROM indicator WHERE rounded_to > 0 AND id IN (SELECT unnest($ids)) ORDER BY 1"
PLACE = ["indicator", "area_key", "period_key", "slice_key"]
"""What names a figure of a release, whichever tier it is seen in."""


@dataclass(frozen=True)
class Evidence:
    """What one file tells.

    `figures` (indicator, area_key, period_key, slice_key, value, hidden) are those of the indicators that are `counted`
    from records, of `formulas` over them, and of what else these are made of; `rounded` says to multiples of what
    counted ones are shown, where they are. Beside them stand slices as categories, periods, areas with their types, who
    makes up whom (`composition`), and which categories are sums of others (`groups`).
    """

    figures: pl.DataFrame
    counted: frozenset[str]
    formulas: Mapping[str, str]
    rounded: Mapping[str, int]
    slices: Mapping[int, str]
    periods: Mapping[int, str]
    areas: pl.DataFrame
    composition: pl.DataFrame
    groups: Mapping[str, Mapping[str, list[str]]]


def read_evidence(path: Path) -> Evidence:
    """Read what a release file tells of figures that are counted from records, and of what is computed from them."""
    with open_read_only(path) as database:
        counted = [row[0] for row in database.execute(COUNTED).fetchall()]
        formulas = _formulas(database, set(counted))
        beside = {operand.name for text in formulas.values() for operand in operands(parse_formula(text))}
        told = {"ids": sorted({*counted, *formulas, *beside})}
        figures = read_frame(database, FIGURES, told) if counted else pl.DataFrame(schema=NOTHING)
        return Evidence(
            figures=figures,
            counted=frozenset(counted),
            formulas=formulas,
            rounded=dict(database.execute(ROUNDED, {"ids": counted}).fetchall()),
            slices=dict(database.execute("SELECT slice_key, text FROM slice").fetchall()),
            periods=dict(database.execute("SELECT period_key, text FROM period").fetchall()),
            areas=read_frame(database, "SELECT area_key, id, code, type_key FROM area"),
            composition=read_frame(database, "SELECT * FROM composition"),
            groups=_groups(database),
        )


NOTHING = {
    "indicator": pl.String, "area_key": pl.Int32, "period_key": pl.Int32, "slice_key": pl.Int32, "value": pl.Float64,
    "hidden": pl.Boolean,
}  # fmt: skip


def _formulas(database: duckdb.DuckDBPyConnection, counted: set[str]) -> dict[str, str]:
    """Give the formulas of which every operand is counted, or known from elsewhere, and one at least is counted."""
    rows = database.execute("SELECT id, formula FROM indicator WHERE formula <> '' ORDER BY indicator_key").fetchall()
    found = {}
    for id, formula in rows:
        if {operand.name for operand in operands(parse_formula(formula))} & counted:
            found[id] = formula
    return found


def _groups(database: duckdb.DuckDBPyConnection) -> dict[str, Mapping[str, list[str]]]:
    rows: list[tuple[str, Any]] = database.execute("SELECT id, groups FROM dimension").fetchall()
    return {id: json.loads(groups) for id, groups in rows}
