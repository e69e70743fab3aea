"""Figures to Markdown: tables, and a results file whose sections can be measured anew one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Timing

HEADING = "# Measurements\n"
ORDER = (
    "How this was measured",
    "Building",
    "Growth",
    "Questions",
    "Web",
    "Ladder",
    "Pages",
    "Disclosure control",
    "Rights",
    "Starting",
)


@dataclass(frozen=True)
class Section:
    """One part of the results."""

    title: str
    text: str


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Render a Markdown table; the first column is text, the others are right-aligned."""
    lines = ["| " + " | ".join(header) + " |", "|---" + "|--:" * (len(header) - 1) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def milliseconds(timing: Timing | None) -> str:
    """Render a timing in milliseconds: median (min-max).

    >>> milliseconds(Timing((1.0, 2.0, 40.0)))
    '2.0 (1.0-40) ms'
    """
    if timing is None:
        return "-"
    return f"{short(timing.median)} ({short(timing.low)}-{short(timing.high)}) ms"


def short(number: float) -> str:
    """Render a number with no more digits than it is worth.

    >>> short(0.1234), short(3.14159), short(31.4159), short(31415.9)
    ('0.12', '3.1', '31', '31,416')
    """
    digits = 2 if number < 1 else 1 if number < 10 else 0
    return f"{number:,.{digits}f}"


def times(part: float, whole: float) -> str:
    """Render how many times `whole` goes into `part`."""
    return f"{short(part / whole)} x" if whole else "-"


def write_sections(path: Path, sections: Sequence[Section]) -> None:
    """Put sections into a results file; those not measured now stay as they were."""
    known = {section.title: section.text for section in read_sections(path)}
    known |= {section.title: section.text for section in sections}
    titles = [*[title for title in ORDER if title in known], *[title for title in known if title not in ORDER]]
    path.write_text(HEADING + "".join(f"\n## {title}\n\n{known[title].strip()}\n" for title in titles), "utf-8")


def read_sections(path: Path) -> list[Section]:
    """Read the sections of a results file; none where there is no file."""
    text = path.read_text("utf-8") if path.exists() else ""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return [Section(title, body) for title, body in zip(parts[1::2], parts[2::2], strict=True)]
