"""The classes of a map as an address has them: a method, a number of classes, or bounds of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from noaber.products.charts.classing import LEAST, METHODS, MOST, USUAL, own_bounds
from noaber.products.numbers import NumberStyle, format_number
from noaber.vocabulary.errors import Problem, did_you_mean

LONGEST = 200  # letters; more is no list of six bounds
GROUPED = re.compile(r"-?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*")


def parse_classes(query: Mapping[str, Sequence[str]], problems: list[Problem]) -> dict[str, object]:
    """Read `indeling`, `klassen` and `grenzen` from an address; what cannot be is added to `problems`."""
    method = "".join(query.get("indeling", ())[-1:]).strip()
    if method and method not in METHODS:
        problems.append(Problem("indeling", f"'{method[:20]}'", ", ".join(METHODS), did_you_mean(method, METHODS)))
    return {
        "indeling": method if method in METHODS else METHODS[0],
        "klassen": _count(query, problems),
        "grenzen": _bounds(query, problems),
    }


def _count(query: Mapping[str, Sequence[str]], problems: list[Problem]) -> int:
    text = "".join(query.get("klassen", ())[-1:]).strip() or str(USUAL)
    if text.isascii() and text.isdigit() and len(text) == 1 and LEAST <= int(text) <= MOST:
        return int(text)
    problems.append(Problem("klassen", f"'{text[:20]}'", f"{LEAST}..{MOST}"))
    return USUAL


def _bounds(query: Mapping[str, Sequence[str]], problems: list[Problem]) -> str:
    text = "".join(query.get("grenzen", ())[-1:]).strip()
    found = own_bounds(plain_bounds(text)) if len(text) <= LONGEST else ()
    if text and not found:
        problems.append(Problem("grenzen", f"'{text[:40]}'", f"1..{MOST - 1}: 10; 20; 30"))
    return ",".join(f"{bound:.10g}" for bound in found)


def plain_bounds(text: str) -> str:
    """Give bounds as programs write them. Between semicolons numbers are as people write them: a comma is a decimal
    mark, and a mark before exactly three digits groups thousands.

    >>> plain_bounds("2,5; 10; 1.250; 1.250,5"), plain_bounds("2.5,10")
    ('2.5,10,1250,1250.5', '2.5,10')
    """
    if ";" not in text:
        return text.replace("−", "-")
    return ",".join(_plain(part.strip().replace("−", "-")) for part in text.split(";") if part.strip())


def _plain(number: str) -> str:
    marks = [letter for letter in number if letter in ".,"]
    if len(set(marks)) == 2:
        number = number.replace(marks[0], "")
    elif grouped := GROUPED.fullmatch(number):
        return number.replace(grouped[1], "")
    return number.replace(",", ".")


def print_bounds(bounds: Sequence[float], decimals: int, style: NumberStyle) -> str:
    """Write bounds as a reader types them, without grouping; a single one keeps a semicolon, that tells its comma.

    >>> print_bounds([2.5, 1250], 1, NumberStyle.of("nl")), print_bounds([2.5], 1, NumberStyle.of("nl"))
    ('2,5; 1250,0', '2,5;')
    """
    written = [format_number(bound, decimals, style).replace(style.group, "") for bound in bounds]
    return "; ".join(written) + ";" * (len(written) == 1)
