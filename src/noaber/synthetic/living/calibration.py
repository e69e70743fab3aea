"""The invented levels beside the published ones: both values, the difference, and if it is as near as meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noaber.synthetic.lists import Row

REAL_START = 625_976
"""Inhabitants of the real region on 1 January 2015 (CBS 37259eng)."""
COLUMNS = ("figure", "label", "year", "unit", "published", "invented", "difference_pct", "tolerance_pct", "near",
           "source", "note")  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """One figure: what is published, what is invented, and the difference in percent that is still meant to be."""

    figure: str
    label: str
    year: int
    unit: str
    published: float
    invented: float
    tolerance_pct: float
    source: str
    note: str

    @property
    def difference_pct(self) -> float:
        """Invented against published, in percent of the published figure."""
        return 100 * (self.invented / self.published - 1)

    @property
    def near(self) -> bool:
        """Whether the difference is within the tolerance."""
        return abs(self.difference_pct) <= self.tolerance_pct


def compare(levels: Iterable[Row], facts: Mapping[tuple[str, int], float], people: int) -> list[Comparison]:
    """Compare what is published with the facts of the same year; years that were not lived are left out."""
    return [_compared(row, facts[key], people) for row in levels if (key := (row["figure"], int(row["year"]))) in facts]


def _compared(row: Row, value: float, people: int) -> Comparison:
    invented = value * REAL_START / people if row["figure"] == "people" else value
    return Comparison(row["figure"], row["label"], int(row["year"]), row["unit"], float(row["published"]), invented,
                      float(row["tolerance"]), row["source"], row["note"])  # fmt: skip


def render_calibration(compared: Iterable[Comparison]) -> bytes:
    """Give the comparison as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in compared:
        writer.writerow([one.figure, one.label, one.year, one.unit, f"{one.published:g}", f"{one.invented:.2f}",
                         f"{one.difference_pct:.1f}", f"{one.tolerance_pct:g}", "yes" if one.near else "no",
                         one.source, one.note])  # fmt: skip
    return text.getvalue().encode()


def render_calibration_lines(compared: list[Comparison]) -> list[str]:
    """Give the comparison as lines for a terminal; what lies beyond its tolerance is marked."""
    lines = [f"{'Figure':<46}{'year':>5}{'published':>11}{'invented':>11}{'diff':>8}  source"]
    for one in compared:
        mark = " " if one.near else "!"
        lines.append(
            f"{one.label[:45]:<46}{one.year:>5}{one.published:>11,.1f}{one.invented:>11,.1f}"
            f"{one.difference_pct:>+7.1f}%{mark} {one.source}"
        )
    within = sum(one.near for one in compared)
    return [*lines, f"{within} of {len(compared)} within the tolerance that is meant."]
