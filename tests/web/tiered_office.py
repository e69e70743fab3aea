"""A release in tiers with planted figures: what not everybody may see is a number that occurs nowhere else, from which
tier, indicator, area, period and slice can be read."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

TIERS = {"partner": 1, "internal": 2}
PLANT = """UPDATE observation SET value = CAST('7' || {tier} || indicator_key || lpad(area_key::VARCHAR, 2, '0')
  || lpad(period_key::VARCHAR, 2, '0') || lpad(slice_key::VARCHAR, 2, '0') AS DOUBLE),
  hidden = false, status = 'A', beyond = true WHERE {where}"""
HIDE = "UPDATE observation SET value = NULL, hidden = true, status = 'M', beyond = false WHERE {where}"
WHERES = {
    "partner": """indicator_key = 5 OR (indicator_key = 1 AND type_key = 2) OR (indicator_key = 4 AND type_key = 1)
      OR (indicator_key = 6 AND area_key = (SELECT area_key FROM area WHERE id = 'GM9002'))""",
    "internal": """indicator_key = 2
      OR (indicator_key = 1 AND area_key = (SELECT area_key FROM area WHERE id = 'GM9003'))""",
}
"""The lowest tier in which figures are shown, and which figures these are."""
RESTRICTED = {"public": (2, 5), "partner": (2,)}
"""Indicators that are not in a file at all."""
PLANTED = re.compile(r"(?<!\d)7([12])(\d)(\d\d)(\d\d)(\d\d)(?!\d)")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,\u00a0\u202f](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Planted:
    """A planted figure, by names."""

    tier: str
    indicator: str
    theme: str
    area: str
    level: str
    within: frozenset[str]
    period: str


def make_tiers(folder: Path) -> dict[str, Planted]:
    """Make the tier files of a release folder; gives the planted figures by their digits."""
    public = folder / "public.duckdb"
    for tier in TIERS:
        shutil.copy(public, folder / f"{tier}.duckdb")
    for tier in ("public", *TIERS):
        with duckdb.connect(folder / f"{tier}.duckdb") as database:
            _change(database, tier)
    with duckdb.connect(folder / "internal.duckdb", read_only=True) as database:
        return _planted(database)


def _change(database: duckdb.DuckDBPyConnection, tier: str) -> None:
    database.execute("ALTER TABLE observation ADD COLUMN IF NOT EXISTS beyond BOOLEAN DEFAULT false")
    for shown_in, number in TIERS.items():
        shows = tier == "internal" or tier == shown_in
        sql = PLANT if shows else HIDE
        database.execute(sql.format(tier=number, where=WHERES[shown_in]))
    for key in RESTRICTED.get(tier, ()):
        for table in ("observation", "coverage", "indicator", "finding"):
            database.execute(f"DELETE FROM {table} WHERE indicator_key = {key}")
    database.execute("CHECKPOINT")


def _planted(database: duckdb.DuckDBPyConnection) -> dict[str, Planted]:
    within: dict[int, set[str]] = {}
    for child, parent in database.execute(
        "SELECT l.child_key, a.id FROM location l JOIN area a ON a.area_key = l.parent_key"
    ).fetchall():
        within.setdefault(child, set()).add(parent)
    rows = database.execute("""SELECT o.value::BIGINT::VARCHAR, i.id, i.theme, a.area_key, a.code, t.id, p.text
      FROM observation o JOIN indicator i USING (indicator_key) JOIN area a USING (area_key)
      JOIN area_type t ON t.type_key = a.type_key JOIN period p USING (period_key) WHERE o.beyond""").fetchall()
    names = {str(number): tier for tier, number in TIERS.items()}
    return {
        digits: Planted(
            names[digits[1]], indicator, theme, code, level, frozenset(within.get(key, set()) | {code}), period
        )
        for digits, indicator, theme, key, code, level, period in rows
    }


def planted_in(text: str) -> set[str]:
    """Give the planted figures that a text shows, however their digits are set apart."""
    return {found.group() for found in PLANTED.finditer(BETWEEN_DIGITS.sub("", text))}
