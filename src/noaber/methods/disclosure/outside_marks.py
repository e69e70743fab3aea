"""What is printed in the cells of a table from outside: numbers in several habits, and marks that hide one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

HIDDEN = frozenset({"x", "-", ".", "..", "...", "*", "**", ":", "c", "n.b.", "nb", "n/a", "geheim", "onderdrukt"})
"""Marks that hide a number, whatever it is, as offices write them; an empty cell does too."""

_BELOW = re.compile(r"^(?:<|&lt;|minder dan |weniger als |less than |fewer than )\s*(=?)\s*(\d+)$")
_AT_MOST = re.compile(r"^≤\s*(\d+)$")
_ABOVE = re.compile(r"^(>=?|≥)\s*(\d+)$")
_RANGE = re.compile(r"^(\d+)\s*(?:-|–|t/m|tot en met|bis|to)\s*(\d+)$")
_THOUSANDS = re.compile(r"^-?\d{1,3}(?:[. \u00a0\u202f']\d{3})+(?:,\d+)?$|^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_NUMBER = re.compile(r"^-?\d+(?:[.,]\d+)?$")


@dataclass(frozen=True)
class Printed:
    """What a printed cell says: the least and the most that it can be, and whether it hides a number."""

    low: float
    high: float
    hidden: bool


def read_printed(text: str | None, more_marks: frozenset[str] = frozenset()) -> Printed | None:
    """Read a printed cell; None where it is neither a number nor a mark.

    A hidden number is taken to be nought or more.

    >>> read_printed("1.234"), read_printed("12,5").low, read_printed("< 5"), read_printed("x").high
    (Printed(low=1234.0, high=1234.0, hidden=False), 12.5, Printed(low=0.0, high=4.0, hidden=True), inf)
    """
    said = (text or "").strip().casefold()
    if not said or said in HIDDEN or said in {mark.casefold() for mark in more_marks}:
        return Printed(0.0, math.inf, True)
    number = _read_number(said)
    return _read_range(said) if number is None else Printed(number, number, False)


def _read_number(said: str) -> float | None:
    if _THOUSANDS.match(said):
        english = "," in said and (said.rfind(".") > said.rfind(",") or re.fullmatch(r"-?\d{1,3}(,\d{3})+", said))
        plain = re.sub(r"[ \u00a0\u202f']", "", said)
        return float(plain.replace(",", "") if english else plain.replace(".", "").replace(",", "."))
    return float(said.replace(",", ".")) if _NUMBER.match(said) else None


def _read_range(said: str) -> Printed | None:
    """Read `<5`, `>=10`, `1-4` and the like."""
    if found := _BELOW.match(said):
        return Printed(0.0, float(found[2]) - (0 if found[1] else 1), True)
    if found := _AT_MOST.match(said):
        return Printed(0.0, float(found[1]), True)
    if found := _ABOVE.match(said):
        return Printed(float(found[2]) + (found[1] == ">"), math.inf, True)
    if found := _RANGE.match(said):
        return Printed(float(found[1]), float(found[2]), True)
    return None
