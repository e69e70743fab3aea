"""Why rows are set apart, in kinds: a reason quotes what stood there, its kind does not and can be put into words."""

from __future__ import annotations

import re

import polars as pl

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        ("ragged", r"not as many cells as the header"),
        ("again", r"\d+ rows stand there again.*"),
        ("turned", r"the last day lies before the first"),
        ("no_person", r"no valid number"),
        ("no_number", r"'.*' is not a (whole )?number.*"),
        ("bounds", r".* is (below|above) .*"),
        ("no_date", r"'.*' is not a date"),
        ("no_period", r"'.*' is not a period"),
        ("unknown_area", r"unknown area '.*'.*"),
        ("unknown_code", r"unknown code '.*'.*"),
        ("pattern", r"'.*' does not look like one"),
        ("empty", r"no \S+"),
        ("sum", r".* (is not .* in \d+ rows|differs from its total).*"),
    )
)
"""Kinds in the order in which a reason is compared with them."""
OTHER = "unclear"
APART = pl.Schema({"row": pl.UInt32, "column": pl.String, "kind": pl.String})


def kind_of(reason: str) -> str:
    """Give the kind of a reason for which a row was set apart.

    >>> kind_of("'(masked)' is not a date"), kind_of("no client"), kind_of("who knows")
    ('no_date', 'empty', 'unclear')
    """
    return next((kind for kind, pattern in KINDS if pattern.fullmatch(reason)), OTHER)


def kinds_of(quarantine: pl.DataFrame) -> pl.DataFrame:
    """Give `row`, `column`, `kind` for every reason of every row in quarantine; the column is empty for a whole row."""
    rows = []
    for row, column, reason in quarantine.select("row", "column", "reason").iter_rows():
        columns, reasons = column.split(", "), reason.split("; ")
        if len(columns) != len(reasons):
            columns, reasons = [""], [reason]
        rows += [(row, name, kind_of(said)) for name, said in zip(columns, reasons, strict=True)]
    return pl.DataFrame(rows, schema=APART, orient="row")
