"""Words about a delivery with personal data: what could be a piece of it is masked before anybody reads them."""

from __future__ import annotations

import re

from noaber.vocabulary.errors import Problem

MASK = "(masked)"
"""Stands in a kept delivery where a cell was not what its column holds."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_NUMBER = re.compile(r"\d[\d .\-]{4,}\d")


def mask_text(text: str) -> str:
    """Mask what a text quotes and its long numbers.

    >>> mask_text("column 'Jansen' occurs 2 times, as 123456782")
    'column (masked) occurs 2 times, as (masked)'
    """
    return _NUMBER.sub(MASK, _QUOTED.sub(MASK, text))


def mask_problem(problem: Problem, place: str) -> Problem:
    """Give a problem about a delivery without any of its content; `place` is the name of the delivery."""
    found, expected, next_step = map(mask_text, (problem.found, problem.expected, problem.next_step))
    return Problem(place, found, expected, next_step.split("Headers found")[0].strip())
