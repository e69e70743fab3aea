"""Which labels of a table from outside are sums of which others: totals by name, areas by their code, or as told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Place = tuple[str, ...]
TOTALS = frozenset({"totaal", "total", "totals", "gesamt", "insgesamt", "summe", "alle", "all", "t", "som", "sum"})
"""Labels that say of themselves that they are the sum of all others of their dimension."""

_FIRST_WORD = re.compile(r"^(totaal|total|insgesamt|gesamt|alle)\b")
_AREA = re.compile(r"^(GM\d{4}|WK\d{6}|BU\d{8})\b")
_ABOVE = {"BU": ("WK", 6), "WK": ("GM", 4)}


@dataclass(frozen=True)
class Sum:
    """One label of a dimension that is the sum of others there, in every row in which it stands; `told` or found."""

    axis: int
    total: str
    parts: tuple[str, ...]
    told: bool = False


def find_sums(
    dimensions: Sequence[str], places: Sequence[Place], words: frozenset[str], told: Mapping[str, tuple[str, ...]]
) -> list[Sum]:
    """Find the sums of each dimension.

    Told sums come first; neighbourhoods are parts of the district, and districts of the municipality, that their codes
    name; what says that it is a total is the sum of all labels that are part of nothing else. ValueError for a told sum
    of labels that are not there.

    >>> find_sums(["sex"], [("Totaal",), ("m",), ("v",)], frozenset(), {})
    [Sum(axis=0, total='Totaal', parts=('m', 'v'), told=False)]
    """
    found: list[Sum] = []
    for axis in range(len(dimensions)):
        labels = list(dict.fromkeys(place[axis] for place in places))
        ours = [Sum(axis, total, parts, True) for total, parts in told.items() if {total, *parts} <= set(labels)]
        ours += _by_code(axis, labels, {one.total for one in ours})
        inner = {part for one in ours for part in one.parts}
        totals = [label for label in labels if _is_total(label, words) and label not in {one.total for one in ours}]
        tops = [label for label in labels if label not in inner and label not in totals]
        found += ours + [Sum(axis, total, tuple(tops)) for total in totals if tops]
    if missing := [total for total in told if not any(one.told and one.total == total for one in found)]:
        raise ValueError(f"'{missing[0]}' and its parts are not all labels of one dimension")
    return found


def rows_of(one: Sum, places: Sequence[Place]) -> Iterator[tuple[Place, list[Place]]]:
    """Give the rows of a sum: the place of the total and those of its parts, once for each rest of a place."""
    names = {one.total, *one.parts}
    rests = dict.fromkeys((place[: one.axis], place[one.axis + 1 :]) for place in places if place[one.axis] in names)
    for before, after in rests:
        yield (*before, one.total, *after), [(*before, part, *after) for part in one.parts]


def _is_total(label: str, words: frozenset[str]) -> bool:
    said = label.strip().casefold()
    return said in TOTALS or said in {word.casefold() for word in words} or bool(_FIRST_WORD.match(said))


def _by_code(axis: int, labels: Sequence[str], known: set[str]) -> list[Sum]:
    """Find areas whose codes are part of the code of another label."""
    coded = {found[1]: label for label in labels if (found := _AREA.match(label))}
    parts: dict[str, list[str]] = {}
    for code, label in coded.items():
        above = _ABOVE.get(code[:2])
        if above and (parent := coded.get(above[0] + code[2 : 2 + above[1]])):
            parts.setdefault(parent, []).append(label)
    return [Sum(axis, parent, tuple(found)) for parent, found in parts.items() if parent not in known]
