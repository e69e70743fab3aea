"""What the name of a delivery says: parts in braces of its pattern become columns, as in `wmo_{town}_{quarter}.csv`."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from functools import cache
from pathlib import PurePath

_PART = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def glob_of(pattern: str) -> str:
    """Give a pattern as a glob, in which a part in braces is anything.

    >>> glob_of("wmo_{municipality}_{quarter}.csv")
    'wmo_*_*.csv'
    """
    return _PART.sub("*", pattern)


def parts_of(file: str, patterns: Iterable[str]) -> dict[str, str]:
    """Give the parts of a file's name by the first pattern that it fits; none where no pattern has parts.

    >>> parts_of("wmo_enschede_2024K1.csv.gz", ["wmo_{municipality}_{quarter}.csv*"])
    {'municipality': 'enschede', 'quarter': '2024K1'}
    """
    for pattern in patterns:
        match = _expression(PurePath(pattern).name).fullmatch(file)
        if match:
            return match.groupdict()
    return {}


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    pieces = _PART.split(pattern)
    text = "".join(
        f"(?P<{piece}>[^/]+?)" if number % 2 else fnmatch.translate(piece).removeprefix("(?s:").removesuffix(r")\Z")
        for number, piece in enumerate(pieces)
    )
    return re.compile(text, re.DOTALL)
