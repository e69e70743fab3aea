"""Unknown codes that may be told to their supplier: they look so much like known ones that they can be nothing else.

What is not known is masked at the door, for it could be anything. A code with letters and digits in the very pattern
of a known one (99Z99 beside 01A01) is neither a name nor a number of somebody, and the supplier must know which it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import polars as pl

from noaber.content.source import ColumnSpec
from noaber.sources.columns import part_of

LONGEST = 6


def shape_of(code: str) -> str:
    """Write the pattern of a code: A and a for letters, 0 for digits, other signs as they are.

    >>> shape_of("01A-b")
    '00A-a'
    """
    return re.sub("[a-z]", "a", re.sub("[A-Z]", "A", re.sub("[0-9]", "0", code)))


def tellable_shapes(codes: Iterable[str]) -> frozenset[str]:
    """Give the patterns of known codes by which an unknown one is known to be a code: short, with letters and digits.

    >>> sorted(tellable_shapes(["W101", "54001", "nieuw"]))
    ['A000']
    """
    shapes = {shape_of(code) for code in codes if len(code) <= LONGEST and code.isascii()}
    return frozenset(shape for shape in shapes if "0" in shape and "a" in shape.lower())


def count_unknown(texts: pl.Series, spec: ColumnSpec) -> dict[str, int]:
    """Give the unknown codes of a column that may be told, and how often each stands there."""
    shapes = tellable_shapes(spec.codes)
    found: Counter[str] = Counter()
    for text, count in texts.drop_nulls().value_counts().iter_rows() if shapes else ():
        code = part_of(text, spec) or ""
        if code not in spec.codes and shape_of(code) in shapes:
            found[code] += count
    return dict(sorted(found.items()))
