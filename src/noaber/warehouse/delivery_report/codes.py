"""The supplier's own codes: how often each occurs, what it stands for, and which are not known."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from noaber.sources.masking import MASK
from noaber.vocabulary.errors import nearest
from noaber.warehouse.delivery_report.entries import group_column
from noaber.warehouse.delivery_report.holdings import Holdings, Told
from noaber.warehouse.delivery_report.values import CodeFacts, Codes, UnknownCode

PAST = 8
CODES = pl.Schema({"at": pl.Int64, "line": pl.Int64, "code": pl.String})


def read_codes(holdings: Holdings, told: Sequence[Told], headers: Sequence[str]) -> pl.DataFrame:
    """Give `at`, `line`, `code`: what stands in the column of groups in each delivery; `headers` are its headers."""
    frames = [
        holdings.table(one).select(at=pl.lit(at, pl.Int64), line=pl.col("row").cast(pl.Int64), code=pl.col(header))
        for at, (one, header) in enumerate(zip(told, headers, strict=True))
        if header
    ]
    return pl.concat([pl.DataFrame(schema=CODES), *frames]).filter(pl.col("code").is_not_null())


def codes_of(holdings: Holdings, told: Sequence[Told], codes: pl.DataFrame, header: str) -> Codes | None:
    """Give what is to be said of codes; None where the column of groups has no list of them."""
    column = group_column(holdings.source)
    listed = holdings.source.columns[column].codes if column else {}
    if not listed or not header:
        return None
    newest = len(told) - 1
    known = codes.filter(pl.col("code").is_in(list(listed)))
    counted = known.group_by("code").agg(
        now=(pl.col("at") == newest).sum(),
        before=pl.col("at").is_between(newest - PAST, newest - 1).sum(),
        first=pl.col("at").min(),
        last=pl.col("at").max(),
    )
    facts = [
        CodeFacts(code, listed[code], now, before, str(told[first].period), str(told[last].period))
        for code, now, before, first, last in counted.iter_rows()
    ]
    said = holdings.store.keeper(holdings.region.file.region).unknown_codes(told[-1].delivery).get(column, {})
    unknown = tuple(UnknownCode(code, count, _near(code, listed)) for code, count in said.items())
    masked = codes.filter(pl.col("at") == newest, pl.col("code") == MASK).height
    in_order = sorted(facts, key=lambda fact: (list(listed.values()).index(fact.category), fact.code))
    return Codes(column, header, tuple(in_order), len(listed) - len(facts), unknown, masked - sum(said.values()))


def _near(code: str, listed: dict[str, str]) -> str:
    return next(iter(nearest(code, listed, 1)), "")
