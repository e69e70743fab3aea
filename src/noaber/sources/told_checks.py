"""Checks of when a delivery tells of: some row is as late as its name says, and none is later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from noaber.content.source import CheckSpec
from noaber.sources.findings import Failed
from noaber.vocabulary.periods import Period, parse_period

ENOUGH = 20
"""Of fewer rows nothing is said: a small supplier may have nothing new to tell."""


def check_reaches(spec: CheckSpec, rows: pl.DataFrame) -> Iterator[Failed]:
    """Fail where all rows are about earlier periods than the delivery tells of: it is probably an older one."""
    for about, told in _pairs(spec.reaches, rows):
        newest, asked = _latest(rows[about]), _latest(rows[told])
        if newest and asked and rows.height >= ENOUGH and newest.end < asked.end:
            said = {"kind": "reaches", "newest": str(newest), "asked": str(asked)}
            message = f"no row is about {asked}, the newest are about {newest}"
            yield Failed("other_period", rows.height, message, said=(said,), expected=f"rows about {asked}")


def check_until(spec: CheckSpec, rows: pl.DataFrame) -> Iterator[Failed]:
    """Fail rows about a later period than the delivery tells of: nobody knows them yet."""
    for about, told in _pairs(spec.until, rows):
        ends = {text: parse_period(text).end for text in {*rows[about], *rows[told]} if text}
        later = [
            pl.col(name).replace_strict(ends, default=None, return_dtype=pl.Datetime("us")) for name in (about, told)
        ]
        off = rows.filter(later[0] > later[1])
        if off.height:
            newest, asked = _latest(off[about]), _latest(off[told])
            said = {"kind": "until", "rows": str(off.height), "newest": str(newest), "asked": str(asked)}
            message = f"{off.height} rows are about later periods than {asked}, up to {newest}"
            yield Failed("other_period", off.height, message, off["at"], (said,), f"no row after {asked}")


def _pairs(named: Mapping[str, str], rows: pl.DataFrame) -> Iterator[tuple[str, str]]:
    yield from ((about, told) for about, told in named.items() if {about, told} <= set(rows.columns))


def _latest(texts: pl.Series) -> Period | None:
    known = map(parse_period, texts.drop_nulls().unique())
    return max(known, key=lambda period: period.end, default=None)
