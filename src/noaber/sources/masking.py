"""Words about a delivery with personal data: what could be a piece of it is masked before anybody reads them."""

from __future__ import annotations

import re

from noaber.vocabulary.errors import Problem

MASK = "(masked)"
"""Stands in a kept delivery where a cell was not what its column holds; why may follow, never what stood there."""
_WHY = re.compile(r"(is (below|above) -?[0-9.e+]+|is not a whole number|is not a number with one meaning)$")
"""What a parser may say of a cell after its mask: words and bounds of the content alone."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_OF_HEADERS = re.compile("Headers found|Did you mean")
_NUMBER = re.compile(r"\d[\d .\-]{4,}\d")


def mask_text(text: str) -> str:
    """Mask what a text quotes and its long numbers.

    >>> mask_text("column 'Jansen' occurs 2 times, as 123456782")
    'column (masked) occurs 2 times, as (masked)'
    """
    return _NUMBER.sub(MASK, _QUOTED.sub(MASK, text))


def mask_cell(reason: str) -> str:
    """Give the mask of a cell, with why it is one where that tells nothing of it.

    >>> mask_cell("-12.50 is below 0"), mask_cell("'Jansen' is not a date")
    ('(masked) is below 0', '(masked)')
    """
    why = _WHY.search(reason)
    return f"{MASK} {why[0]}" if why else MASK


def is_masked(text: str) -> bool:
    """Say whether a kept text is a mask.

    >>> is_masked("(masked) is below 0"), is_masked("12")
    (True, False)
    """
    return text.startswith(MASK)


def mask_problem(problem: Problem, place: str) -> Problem:
    """Give a problem about a delivery without any of its content; `place` is the name of the delivery."""
    found, expected, next_step = map(mask_text, (problem.found, problem.expected, problem.next_step))
    return Problem(place, found, expected, _OF_HEADERS.split(next_step)[0].strip())
