"""A slice is a combination of categories of dimensions; the empty slice is the total."""

from __future__ import annotations

from collections.abc import Mapping

from noaber.vocabulary.errors import NotFound, Problem

TOTAL = ""


def print_slice(categories: Mapping[str, str]) -> str:
    """Write categories in the one canonical order.

    >>> print_slice({"sex": "f", "age": "0-14"})
    'age=0-14;sex=f'
    """
    return ";".join(f"{dimension}={categories[dimension]}" for dimension in sorted(categories))


def parse_slice(text: str) -> dict[str, str]:
    """Read a slice; the inverse of `print_slice`. NotFound where it is none, or names a dimension twice.

    >>> parse_slice("sex=f;age=0-14")
    {'age': '0-14', 'sex': 'f'}
    """
    pairs = [part.partition("=") for part in text.split(";") if part]
    doubled = len({dimension for dimension, _, _ in pairs}) < len(pairs)
    for dimension, equals, category in pairs:
        if doubled or not (dimension and equals and category):
            raise NotFound(Problem("slice", f"'{text}'", "dimension=category;...", "Example: age=0-14;sex=f"))
    return {dimension: category for dimension, _, category in sorted(pairs)}
