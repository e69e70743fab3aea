"""The questions: how Noaber is asked, and the same question in SQL for a plain database with the same rows.

A statement is text with `?` for one key and `[]` for a list of keys, and its parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.cases import Case, Keys
from noaber.warehouse.cards import Cell, Explanation
from noaber.warehouse.query import Release

Statement = tuple[str, list[Any]]
Row = tuple[int, int, int, int, float | None]
COLUMNS = "indicator_key, area_key, period_key, slice_key, value, status, hidden, series_break"
EXPLORER = f"""SELECT {COLUMNS} FROM observation
  WHERE indicator_key = ? AND area_key IN [] AND period_key IN [] AND slice_key = 0"""
LEVEL = f"""SELECT {COLUMNS} FROM observation
  WHERE indicator_key = ? AND type_key = ? AND period_key = ? AND slice_key = 0"""
PROFILE = f"""SELECT {COLUMNS} FROM (
  SELECT *, row_number() OVER (PARTITION BY indicator_key ORDER BY period_key DESC) AS newest FROM observation
  WHERE area_key = ? AND slice_key = 0 AND indicator_key IN [] AND value IS NOT NULL) AS ranked WHERE newest = 1"""
CELL = f"""SELECT {COLUMNS} FROM observation
  WHERE indicator_key = ? AND period_key = ? AND area_key = ? AND slice_key IN []"""
MEMBERS = f"""SELECT {COLUMNS} FROM observation WHERE indicator_key = ? AND type_key = ? AND period_key = ?
  AND slice_key IN [] AND area_key IN (SELECT child_key FROM location WHERE parent_key = ?)"""
SEARCH = "SELECT kind, id, name FROM name WHERE name LIKE ? LIMIT 20"


@dataclass(frozen=True)
class Question:
    """A question a page asks. `rows` brings Noaber's answer to the rows of a plain answer, to see that they agree."""

    title: str
    ask: Callable[[Release, Case], Any]
    statements: Callable[[Keys, Case], list[Statement]]
    rows: Callable[[Any, Release], set[Row]] | None


def cell_rows(cells: Iterable[Cell], release: Release) -> set[Row]:
    """Give cells as rows of keys."""
    known = release.catalogue
    return {
        (known.indicators[c.indicator].key, c.area.key, known.periods[str(c.period)], known.slices[c.slice], c.value)
        for c in cells
    }


def explanation_rows(explanation: Explanation, release: Release) -> set[Row]:
    """Give an explanation's cells as rows of keys."""
    parts = [explanation_rows(part, release) for part in explanation.parts]
    return cell_rows([explanation.cell], release).union(*parts)


def _explain(keys: Keys, _: Case) -> list[Statement]:
    place, slices = [keys.period, keys.municipality], [0, keys.female]
    return [
        (CELL, [keys.women, *place, [0]]),
        (CELL, [keys.people, *place, slices]),
        (MEMBERS, [keys.people, keys.neighbourhood_type, keys.period, slices, keys.municipality]),
    ]


QUESTIONS = (
    Question(
        "explorer page: one indicator, 20 areas, 12 periods",
        lambda release, case: release.cells(
            release.select(case.indicator, areas=[area.id for area in case.areas], periods="2013..2024")
        ),
        lambda keys, _: [(EXPLORER, [keys.indicator, list(keys.areas), list(keys.periods)])],
        cell_rows,
    ),
    Question(
        "ranking: all municipalities, one period",
        lambda release, case: release.cells(release.select(case.indicator, level="gemeente", periods=case.period)),
        lambda keys, _: [(LEVEL, [keys.indicator, keys.municipality_type, keys.period])],
        cell_rows,
    ),
    Question(
        "map: all neighbourhoods, one period",
        lambda release, case: release.cells(release.select(case.indicator, level="buurt", periods=case.period)),
        lambda keys, _: [(LEVEL, [keys.indicator, keys.neighbourhood_type, keys.period])],
        cell_rows,
    ),
    Question(
        "profile of a municipality: latest of 100 indicators",
        lambda release, case: release.latest(release.select(case.indicators, areas=[case.municipality.id])),
        lambda keys, _: [(PROFILE, [keys.municipality, list(keys.indicators)])],
        cell_rows,
    ),
    Question(
        "profile of a neighbourhood: latest of 100 indicators",
        lambda release, case: release.latest(release.select(case.indicators, areas=[case.neighbourhood.id])),
        lambda keys, _: [(PROFILE, [keys.neighbourhood, list(keys.indicators)])],
        cell_rows,
    ),
    Question(
        "explanation of one figure, to its deliveries",
        lambda release, case: release.explain(f"women_{case.family}", case.municipality.id, case.period),
        _explain,
        explanation_rows,
    ),
    Question(
        "search by name",
        lambda release, case: release.search(case.word),
        lambda _, case: [(SEARCH, [f"%{case.word}%"])],
        None,
    ),
)
"""All questions, in the order of the results."""
